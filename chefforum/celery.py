"""The back office: one Celery app, its tasks found in the apps' ``tasks.py`` and ``periodic.py``."""

import logging
import os
import resource
from time import monotonic

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chefforum.settings")

app = Celery("chefforum")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")

logger = logging.getLogger(__name__)

_ANSWER_SECONDS = 1
# After a queue has not answered, how long nothing is put on it: a step that has twelve papers made waits once.
_QUIET_SECONDS = 10
_silent_until = 0.0


def enqueue(task: str, *arguments: int) -> bool:
    """Put a task on its queue; ``False``, within a second, when the queue does not answer.

    That is no error: whatever is enqueued is also found by a sweep, which hands it out later.
    """
    global _silent_until  # noqa: PLW0603 - one memory a process
    if monotonic() < _silent_until:
        return False
    options = {**app.conf.broker_transport_options, "socket_timeout": _ANSWER_SECONDS}
    try:
        with app.connection_for_write(transport_options=options) as connection:
            app.send_task(task, arguments, retry=False, connection=connection)
    except Exception:  # the broker's client raises whatever its socket raises
        _silent_until = monotonic() + _QUIET_SECONDS
        logger.warning("The queue did not answer; %s %s waits for the sweep.", task, arguments)
        return False
    return True


@worker_process_init.connect
def _bound_memory(**_: object) -> None:
    """A job that asks for more memory than this fails by itself, and takes no other process with it."""
    most = int(os.environ.get("WORKER_MEMORY_MB", "2000")) * 1_000_000
    # The soft limit only: LibreOffice and the readers of files set limits of their own.
    resource.setrlimit(resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
