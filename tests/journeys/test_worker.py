"""A real worker renders a PDF from a task sent through the real broker, and survives being killed."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from chefforum.celery import app
from chefforum.documents import actions
from chefforum.documents.models import Document
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings.actions import sending
from meetings.models import MeetingPaper
from tests.factories import a_meeting, fresh
from tests.journeys.processes import start_worker, stop, wait_for
from tests.mailroom.post_office import open_for_post, parts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker"), pytest.mark.worker]


@pytest.fixture
def worker(queue) -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        stop(process)


def rendered() -> int:
    return Document.objects.filter(state="rendered", pdf__isnull=False).count()


def test_sending_an_agenda_makes_its_pdfs(forum, secretary, worker, queue):
    worker.append(start_worker(queue))
    sending.send_agenda(fresh(a_meeting(forum, secretary)), by=secretary)
    assert wait_for(lambda: rendered() == 2)
    document = Document.objects.first()
    assert Path(document.pdf.on_disk).read_bytes().startswith(b"%PDF-")
    assert document.pdf.pages == 4


def test_a_mail_goes_out_from_the_worker(forum, secretary, chief, settings, worker, queue):
    """A real worker, told by the clock's own task, to a real SMTP server."""
    User.objects.filter(pk=chief.pk).update(email="pernille@lillevang.example")
    with open_for_post(settings) as post:
        worker.append(start_worker(queue, MAIL_URL=f"smtp://127.0.0.1:{settings.EMAIL_PORT}"))
        sending.send_agenda(fresh(a_meeting(forum, secretary)), by=secretary)
        Letter.objects.update(due_at=timezone.now())
        app.send_task("mailroom.deliver")
        assert wait_for(lambda: len(post.mails) == 1)
        assert wait_for(lambda: Letter.objects.get(to=chief).state == "sent")
    assert set(parts(post.mails[0])) == {"text/plain", "text/html", "text/calendar"}


def test_killing_the_worker_in_the_middle_loses_nothing(forum, secretary, worker, queue):
    first = start_worker(queue)
    worker.append(first)
    for days in range(1, 5):
        sending.send_agenda(fresh(a_meeting(forum, secretary, days=days)), by=secretary)
    assert wait_for(lambda: rendered() >= 1)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    left = Document.objects.filter(state="queued").count()
    assert left
    # The clock's sweep hands out again what the dead worker had taken.
    Document.objects.update(handed_out_at=timezone.now().replace(year=2020))
    assert actions.sweep() == left
    worker.append(start_worker(queue))
    assert wait_for(lambda: rendered() == 8)
    assert {document.attempts for document in Document.objects.all()} <= {1, 2}
    assert {document.deaths for document in Document.objects.all()} == {0}


@pytest.mark.parametrize("word", ["DRÆBER", "HÆNGER", "FYLDER"], ids=["kills", "hangs", "fills"])
def test_a_paper_that_brings_its_process_down_is_set_aside_and_holds_up_no_other(
    forum, secretary, worker, queue, word, login
):
    poison = a_meeting(forum, secretary, days=2)
    sending.send_agenda(fresh(poison), by=secretary)
    bad = MeetingPaper.objects.get(meeting=poison, edition="members").document_id
    Document.objects.filter(pk=bad).update(title=f"{word} og andet")
    other = a_meeting(forum, secretary, days=9)
    sending.send_agenda(fresh(other), by=secretary)
    worker.append(start_worker(queue, "tests.journeys.poison", JOB_SECONDS="8"))

    def set_aside() -> bool:
        actions.sweep()
        return Document.objects.get(pk=bad).state == "failed"

    # The clock's part: what is left behind is handed out again.
    Document.objects.update(handed_out_at=timezone.now() - timedelta(minutes=5))
    # On a machine that is busy the first attempt may be killed, and wait for the next sweep.
    assert wait_for(set_aside, 300)
    document = Document.objects.get(pk=bad)
    assert document.attempts == actions.MOST_DEATHS
    assert wait_for(lambda: rendered() == Document.objects.count() - 1, 90)
    page = login(secretary).get(reverse("meetings:meeting", args=[poison.pk])).content.decode()
    assert "PDF’en kunne ikke laves" in page
    begun = time.monotonic()
    stop(worker[0])
    assert time.monotonic() - begun < 30


def test_a_worker_that_hangs_is_stopped_soon_and_has_no_transaction_open(forum, secretary, worker, queue):
    sending.send_agenda(fresh(a_meeting(forum, secretary)), by=secretary)
    Document.objects.update(title="HÆNGER")
    one = Document.objects.order_by("pk").first()
    worker.append(start_worker(queue, "tests.journeys.poison"))
    assert wait_for(lambda: Document.objects.filter(deaths=1).exists())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in trans%'"
        )
        assert cursor.fetchone()[0] == 0
    begun = time.monotonic()
    stop(worker[0])
    assert time.monotonic() - begun < 30
    assert Document.objects.get(pk=one.pk).pdf is None
