"""A queue that takes the connection and never answers holds nobody up."""

import socket
import time

import pytest

from chefforum import celery
from chefforum.documents.models import Document
from meetings.actions import sending
from tests.factories import a_meeting, fresh

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_queue_that_hangs_holds_send_for_a_second_and_loses_nothing(forum, secretary, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        monkeypatch.setattr(celery, "_silent_until", 0.0)
        connect = celery.app.connection_for_write
        monkeypatch.setattr(celery.app, "connection_for_write", lambda **options: connect(address, **options))
        meeting = a_meeting(forum, secretary)
        begun = time.monotonic()
        sending.send_agenda(fresh(meeting), by=secretary)
        assert time.monotonic() - begun < 4
        assert fresh(meeting).state == "sent"
        assert Document.objects.filter(state="queued").count() == 2
        begun = time.monotonic()
        assert not celery.enqueue("documents.render", 1)
        assert time.monotonic() - begun < 0.1, "one that did not answer is left alone for a while"
