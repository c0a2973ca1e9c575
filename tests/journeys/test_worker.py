"""A real worker renders a PDF from a task sent through the real broker, and survives being killed."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from chefforum.celery import app
from chefforum.documents.models import Document
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings.actions import sending
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
    from chefforum.documents import actions

    Document.objects.update(handed_out_at=timezone.now().replace(year=2020))
    assert actions.sweep() == left
    worker.append(start_worker(queue))
    assert wait_for(lambda: rendered() == 8)
    assert all(document.attempts == 1 for document in Document.objects.all())
