"""A queue of each test's own."""

import os
import time
from functools import partial

import pytest


@pytest.fixture
def queue(settings, monkeypatch) -> str:
    """A queue of this test's own, so that no other test's tasks are in it."""
    from chefforum import celery

    name = f"test-{os.getpid()}-{time.monotonic_ns()}"
    monkeypatch.setattr(celery.app, "send_task", partial(celery.app.send_task, queue=name))
    monkeypatch.setattr(celery, "_silent_until", 0.0)
    return name
