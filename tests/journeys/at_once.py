"""Many people who press the same button in the same moment, each over their own connection to a real web server."""

import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from chefforum.organisation.models import User
from tests.journeys.processes import web_server

_TOKEN = "a" * 32


@dataclass(frozen=True)
class Pressed:
    """How long each took in seconds, the statuses that were answered, and how long all took."""

    took: list[float]
    statuses: list[int]
    whole: float


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={_TOKEN}"


def press_at_once(users: Sequence[User], path: str, data: dict[str, str]) -> Pressed:
    """Let everybody post the same to a path of gunicorn at the same moment."""
    body = urlencode({**data, "csrfmiddlewaretoken": _TOKEN})
    cookies = [_cookie(user) for user in users]
    start = threading.Barrier(len(users) + 1)
    took: list[float] = []
    statuses: list[int] = []

    def press(port: int, cookie: str) -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        link.connect()
        start.wait()
        began = time.perf_counter()
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        link.request("POST", path, body, headers)
        answer = link.getresponse()
        answer.read()
        took.append(time.perf_counter() - began)
        statuses.append(answer.status)
        link.close()

    with web_server() as (port, _):
        threads = [threading.Thread(target=press, args=(port, cookie)) for cookie in cookies]
        for thread in threads:
            thread.start()
        start.wait()
        began = time.perf_counter()
        for thread in threads:
            thread.join()
        whole = time.perf_counter() - began
    return Pressed(took, statuses, whole)
