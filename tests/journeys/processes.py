"""Real workers and web servers on the test's own database."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

# A process that a test starts has the suite's clock.
UNDER_THE_CLOCK = (sys.executable, "-m", "tests.clock")


def environment(queue: str) -> dict[str, str]:
    """What a process is given so that it works on the data of this test."""
    from django.conf import settings

    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"].replace("/chefforum?", f"/{name}?").replace("///chefforum", f"///{name}")
    # Told to stop, a worker hands its jobs back, as in production.
    return {
        **os.environ,
        "REMAP_SIGTERM": "SIGQUIT",
        "DATABASE_URL": url,
        "CELERY_QUEUE": queue,
        "DATA_DIR": str(settings.DATA_DIR),
    }


def start_worker(queue: str, celery: str = "chefforum", **extra: str) -> subprocess.Popen[bytes]:
    """A Celery worker of one process."""
    command = [*UNDER_THE_CLOCK, "celery", "-A", celery, "worker", "--concurrency=1", "-n", queue]
    return subprocess.Popen(
        [*command, "--without-gossip", "--without-mingle", "-l", "error"],
        env={**environment(queue), **extra},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def web_server() -> Iterator[tuple[int, int]]:
    """Gunicorn as in production; its port, and the id of its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *UNDER_THE_CLOCK,
        "gunicorn",
        "chefforum.wsgi",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
    ]
    process = subprocess.Popen(
        [*command, "--workers", "2", "--threads", "4", "--log-level", "error", "--no-control-socket"],
        env=environment("none"),
        start_new_session=True,
    )
    try:
        assert wait_for(lambda: answers(port))
        yield port, process.pid
    finally:
        stop(process)


def answers(port: int) -> bool:
    """Whether the server is up."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        link.request("GET", "/sundhed/")
        return link.getresponse().status == 200
    except OSError:
        return False
    finally:
        link.close()


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, kindly first."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 40) -> bool:
    """Whether the condition came to hold in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return False
