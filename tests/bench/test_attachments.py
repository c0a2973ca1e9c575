"""Forty items with two hundred attachments: the draft, the check list, reading, and what the back office takes."""

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.files import keep, preparing
from chefforum.files.models import Rendition
from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import User
from meetings.actions import attaching, sending
from meetings.models import AgendaItem
from tests.bench.test_drafting import forty_items
from tests.bench.test_figures import median_ms, row
from tests.factories import a_meeting, a_person, add, again, fresh
from tests.files.office import a_document
from tests.files.test_inspect import a_pdf


def two_hundred(meeting, by) -> None:
    for number, item in enumerate(AgendaItem.objects.filter(meeting=meeting, standing="")):
        for place in range(5):
            name = f"Bilag {place + 1}; Notat {number}.txt"
            upload = SimpleUploadedFile(name, f"Notat {number}.{place}".encode())
            attaching.attach(again(item), upload, by=by)
    for rendition in Rendition.objects.all():
        preparing.make_ready(rendition.original_id)


@pytest.mark.django_db
def test_forty_items_with_two_hundred_attachments(forum, secretary):
    large, small = forty_items(forum, secretary), a_meeting(forum, secretary, days=10)
    two_hundred(large, secretary)
    one = add(small, "Et punkt", secretary)
    attaching.attach(again(one), SimpleUploadedFile("Bilag 1.txt", b"Et"), by=secretary)
    client = Client()
    client.force_login(secretary)
    first = AgendaItem.objects.filter(meeting=large, standing="").first()
    assert first is not None
    for label, name, meeting in (
        ("draft", "meetings:draft", large),
        ("check list before sending", "meetings:send", large),
        ("both editions and the difference", "meetings:preview", large),
    ):
        counts = []
        for which in (small, meeting):
            args = [which.pk, "forskel"] if name == "meetings:preview" else [which.pk]
            url = reverse(name, args=args)
            client.get(url)
            with CaptureQueriesContext(connection) as caught:
                client.get(url)
            counts.append(len(caught))
        row(f"Page: {label}, 40 items and 200 attachments", median_ms(lambda url=url: client.get(url)))
        row("  queries, with 1 attachment / with 200", f"{counts[0]} / {counts[1]}")
        assert counts[0] == counts[1]
    sending.send_agenda(fresh(large), by=secretary)
    url = reverse("meetings:read_item", args=[large.pk, "agenda", 2])
    row("Page: reading an item with 5 attachments among 200", median_ms(lambda: client.get(url)))
    url, counter = reverse("meetings:attach", args=[first.pk]), iter(range(10_000))

    def attach() -> None:
        upload = SimpleUploadedFile("Bilag.txt", f"Endnu et {next(counter)}".encode())
        assert client.post(url, {"files": upload}, headers={"X-Autosave": str(secretary.pk)}).status_code == 200

    row("Attach a file, answered to the script", median_ms(attach))


@pytest.mark.django_db
def test_what_the_back_office_takes():
    for label, name, data in (
        ("Word file of a page", "a.docx", a_document("Sygefraværet falder.")),
        ("PDF of two pages", "a.pdf", a_pdf()),
    ):
        stored = keep.receive(SimpleUploadedFile(name, data))
        preparing.prepare(stored)
        began = time.perf_counter()
        preparing.make_ready(stored.pk)
        row(f"Back office: {label} to picture, text and pages", f"{1000 * (time.perf_counter() - began):.0f} ms")
        assert Rendition.objects.get(original=stored).state == "ready"
    assert Path(stored.on_disk).is_file()


@pytest.mark.django_db
def test_sixty_letters(forum, secretary, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for number in range(60):
        user = a_person(f"chef{number}", "head_of_department", forum)
        User.objects.filter(pk=user.pk).update(email=f"chef{number}@lillevang.example")
    meeting = forty_items(forum, secretary)
    began = time.perf_counter()
    sending.send_agenda(fresh(meeting), by=secretary)
    row("Send an agenda of 40 items to 60 members, answered", f"{1000 * (time.perf_counter() - began):.0f} ms")
    Letter.objects.update(due_at="2020-01-01T00:00Z")
    began = time.perf_counter()
    assert mailroom.deliver_due() == 60
    row("60 letters written and handed over, without the network", f"{1000 * (time.perf_counter() - began):.0f} ms")
