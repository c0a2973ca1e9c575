"""A real worker renders a PDF from a task sent through the real broker, and survives being killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from django.db import connection

from chefforum.documents.models import Document
from meetings.actions import sending
from tests.factories import a_meeting, fresh

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker"), pytest.mark.worker]


@pytest.fixture
def queue(settings, monkeypatch) -> str:
    """A queue of this test's own, so that no other test's tasks are in it."""
    from chefforum.celery import app

    name = f"test-{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setattr(app, "send_task", partial(app.send_task, queue=name))
    return name


@pytest.fixture
def worker(queue) -> Iterator[list[subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def start(queue: str) -> subprocess.Popen[bytes]:
    from django.conf import settings

    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/chefforum?", f"/{name}?").replace("///chefforum", f"///{name}")
    env = {**os.environ, "DATABASE_URL": url, "CELERY_QUEUE": queue, "DATA_DIR": str(settings.DATA_DIR)}
    return subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "chefforum", "worker", "--concurrency=1", "-n", queue, "--without-gossip", "--without-mingle", "-l", "error"],
        env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def wait_for(condition, seconds: float = 40) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False


def rendered() -> int:
    return Document.objects.filter(state="rendered", pdf__isnull=False).count()


def test_sending_an_agenda_makes_its_pdfs(forum, secretary, worker, queue):
    worker.append(start(queue))
    sending.send_agenda(fresh(a_meeting(forum, secretary)), by=secretary)
    assert wait_for(lambda: rendered() == 2)
    document = Document.objects.first()
    assert Path(document.pdf.on_disk).read_bytes().startswith(b"%PDF-")
    assert document.pdf.pages == 4


def test_killing_the_worker_in_the_middle_loses_nothing(forum, secretary, worker, queue):
    first = start(queue)
    worker.append(first)
    for days in range(1, 5):
        sending.send_agenda(fresh(a_meeting(forum, secretary, days=days)), by=secretary)
    assert wait_for(lambda: rendered() >= 1)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    left = Document.objects.filter(state="queued").count()
    assert left
    # The clock's sweep hands out again what the dead worker had taken.
    from django.utils import timezone

    from chefforum.documents import actions

    Document.objects.update(handed_out_at=timezone.now().replace(year=2020))
    assert actions.sweep() == left
    worker.append(start(queue))
    assert wait_for(lambda: rendered() == 8)
    assert all(document.attempts == 1 for document in Document.objects.all())
