"""Uploads as they come: far too large, thirty at once, and a worker killed while it converts."""

import http.client
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from chefforum.files import preparing
from chefforum.files.models import Rendition, StoredFile
from meetings.actions import attaching
from meetings.models import Attachment
from tests.factories import a_meeting, add, again
from tests.files.office import a_document
from tests.journeys.processes import start_worker, stop, wait_for, web_server

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("worker"), pytest.mark.worker]

TOKEN = "a" * 32
EDGE = b"kant"
MEGABYTE = 1_000_000


@pytest.fixture
def item(forum, secretary):
    return add(a_meeting(forum, secretary), "Sygefravær", secretary)


@pytest.fixture
def logged_in(secretary) -> dict[str, str]:
    client = Client()
    client.force_login(secretary)
    return {
        "Cookie": f"sessionid={client.cookies['sessionid'].value}; csrftoken={TOKEN}",
        "X-CSRFToken": TOKEN,
        "X-Autosave": str(secretary.pk),
    }


def headers(logged_in: dict[str, str], length: int) -> dict[str, str]:
    return {
        **logged_in,
        "Content-Type": f"multipart/form-data; boundary={EDGE.decode()}",
        "Content-Length": str(length),
    }


def framed(name: str, size: int) -> tuple[bytes, bytes, int]:
    head = b"--" + EDGE + f'\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
    foot = b"\r\n--" + EDGE + b"--\r\n"
    return head, foot, len(head) + size + len(foot)


def upload(port: int, url: str, logged_in: dict[str, str], name: str, data: bytes) -> tuple[int, bytes]:
    head, foot, length = framed(name, len(data))
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("POST", url, head + data + foot, headers(logged_in, length))
    answer = link.getresponse()
    body = answer.read()
    link.close()
    return answer.status, body


def memory_of(pid: int) -> int:
    """What a process and its children hold at most, in bytes."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    peaks = []
    for one in [str(pid), *children]:
        line = next(line for line in Path(f"/proc/{one}/status").read_text().splitlines() if line.startswith("VmHWM"))
        peaks.append(int(line.split()[1]) * 1024)
    return max(peaks)


def test_a_gigabyte_too_much_fills_neither_memory_nor_disk(item, logged_in, tmp_path, monkeypatch):
    """The answer is a sentence, and the server holds at most the limit of it on the way."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    url = reverse("meetings:attach", args=[item.pk])
    size = 1_050 * MEGABYTE
    head, foot, length = framed("Stor.pdf", size)
    most = [0]
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            held = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
            most[0] = max(most[0], held)
            time.sleep(0.02)

    with web_server() as (port, pid):
        assert upload(port, url, logged_in, "Lille.txt", b"Tekst")[0] == 200
        before = memory_of(pid)
        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            link.putrequest("POST", url)
            for name, value in headers(logged_in, length).items():
                link.putheader(name, value)
            link.endheaders()
            link.send(head)
            block = bytes(MEGABYTE)
            for _ in range(size // MEGABYTE):
                link.send(block)
            link.send(foot)
            answer = link.getresponse()
            body = answer.read().decode("unicode_escape").encode("latin-1", "replace").decode("utf-8", "replace")
            link.close()
        finally:
            done.set()
            watcher.join()
        grown = memory_of(pid) - before
    assert answer.status == 422
    assert "Stor.pdf" in body
    assert "over 50 MB" in body
    assert grown < 40 * MEGABYTE, f"memory grew by {grown / MEGABYTE:.0f} MB"
    assert most[0] < 60 * MEGABYTE, f"{most[0] / MEGABYTE:.0f} MB lay on disk"
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.stat().st_size > MEGABYTE]
    assert list(Attachment.objects.values_list("title", flat=True)) == ["Lille.txt"]


def test_thirty_uploads_in_parallel_lose_none(item, logged_in):
    url = reverse("meetings:attach", args=[item.pk])
    statuses: list[int] = []
    with web_server() as (port, _):
        threads = [
            threading.Thread(
                target=lambda n=number: statuses.append(
                    upload(port, url, logged_in, f"{n}.txt", f"Fil {n}".encode() * 20_000)[0]
                )
            )
            for number in range(30)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [200] * 30
    found = Attachment.objects.filter(item=item).select_related("file")
    assert {one.title for one in found} == {f"{number}.txt" for number in range(30)}
    assert sorted(one.position for one in found) == list(range(1, 31))
    assert all(Path(one.file.on_disk).stat().st_size == one.file.size for one in found)


def test_a_worker_killed_while_it_converts_loses_nothing(item, secretary, queue, tmp_path):
    """The first worker hangs in LibreOffice and is killed; the next one finishes what it had taken."""
    hang = tmp_path / "hang"
    hang.write_text("#!/bin/sh\nsleep 60\n")
    hang.chmod(0o755)
    started: list[subprocess.Popen[bytes]] = [start_worker(queue, LIBREOFFICE=str(hang))]
    try:
        for number in range(3):
            data = a_document(f"Notat nummer {number}")
            attaching.attach(again(item), SimpleUploadedFile(f"{number}.docx", data), by=secretary)
        assert wait_for(lambda: Rendition.objects.filter(attempts=1).exists())
        os.killpg(started[0].pid, signal.SIGKILL)
        started[0].wait()
        assert Rendition.objects.filter(state="waiting").count() == 3
        Rendition.objects.update(handed_out_at="2020-01-01T00:00Z")
        assert preparing.sweep() == 3
        started.append(start_worker(queue))
        assert wait_for(lambda: Rendition.objects.filter(state="ready").count() == 3)
    finally:
        for process in started:
            stop(process)
    assert {one.text.strip() for one in Rendition.objects.all()} == {f"Notat nummer {number}" for number in range(3)}
    assert StoredFile.objects.filter(content_type="application/pdf").count() == 3
