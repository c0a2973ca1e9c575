"""A real browser on the real pages."""

import os
import time
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIServer
from django.core.signals import request_finished, request_started
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect, sync_playwright

from chefforum.organisation.models import User

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1440, 900)}

# Two cores, a worker and a browser each, and axe reading a page in the other: what takes a moment alone, the editors
# of five sections say, has been seen to take over ten seconds in a full run.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

# A browser asks for twenty files at once; with a short queue some wait for seconds until they are tried again.
WSGIServer.request_queue_size = 128

# What a test provokes: an answer that is an error, a network that is gone, a page that is left.
PROVOKED = ("the server responded with a status", "ERR_INTERNET_DISCONNECTED", "ERR_ABORTED", "ERR_FAILED")

Enter = Callable[..., Page]


class Traffic:
    """What the server is answering now. The database is emptied after a test; an answer half made would lock it."""

    def __init__(self) -> None:
        self.under_way = 0
        self.last = 0.0
        self.lock = Lock()

    def count(self, step: int) -> None:
        with self.lock:
            self.under_way += step
            self.last = time.monotonic()

    def started(self, **_: Any) -> None:
        self.count(+1)

    def finished(self, **_: Any) -> None:
        self.count(-1)

    def still(self, quiet: float = 0.2, at_most: float = PATIENCE / 1000) -> None:
        """Wait until nothing has been answered for `quiet` seconds; a page's last words are sent as it closes."""
        end = time.monotonic() + at_most
        since = time.monotonic()
        while self.under_way > 0 or time.monotonic() - max(self.last, since) < quiet:
            assert time.monotonic() < end, f"{self.under_way} requests are still being answered"
            time.sleep(0.02)


def lost(response: Response) -> bool:
    return "/static/" in response.url and response.status >= 400


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright runs an event loop in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture
def enter(browser: Browser, live_server) -> Iterator[Enter]:
    """Log a person in, at a width, and answer the page. Errors in the browser's console fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []
    traffic = Traffic()
    request_started.connect(traffic.started)
    request_finished.connect(traffic.finished)

    def go(user: User | None, width: str = "desktop", dark: bool = False) -> Page:
        wide, high = WIDTHS[width]
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": wide, "height": high},
            color_scheme="dark" if dark else "light",
            has_touch=width != "desktop",
            locale="da-DK",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        # A page without one of its scripts is another page than the one under test.
        page.on(
            "requestfailed", lambda one: errors.append(f"{one.failure} {one.url}") if "/static/" in one.url else None
        )
        page.on("response", lambda one: errors.append(f"{one.status} {one.url}") if lost(one) else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        if user is not None:
            page.goto("/log-ind/")
            page.get_by_label("Brugernavn").fill(user.username)
            page.get_by_label("Adgangskode").fill("kodeord")
            page.get_by_role("button", name="Log ind").click()
            page.wait_for_url("**/")
        return page

    yield go
    for context in contexts:
        # A page saves what it has when it is left; the server must be done with that before the database is emptied.
        context.set_offline(False)
        for page in context.pages:
            page.evaluate("window.chefforum?.flush?.()")
        context.close()
    traffic.still()
    request_started.disconnect(traffic.started)
    request_finished.disconnect(traffic.finished)
    # The browser itself logs these; tests that provoke one say so.
    assert [error for error in errors if not any(words in error for words in PROVOKED)] == []
