"""`make bench`: one row a figure, and never a failure on a time."""

import statistics
import threading
import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.documents import actions as documents
from chefforum.documents import render
from chefforum.documents.models import Document
from meetings.actions import approving, archive, sending
from meetings.intake import read_minutes
from meetings.models import Approval, Meeting
from meetings.papers.build import TEMPLATE
from meetings.papers.text import to_text
from tests.factories import a_meeting, a_person, fresh, send_for_approval, sent_meeting, sha_for
from tests.meetings.layouts import HASHED_2021, TITLES_2015
from tests.meetings.pdfs import plain_pdf


def row(name: str, value: str) -> None:
    print(f"\n{name:<62}{value:>16}", end="", flush=True)


def median_ms(work: Callable[[], object], times: int = 7) -> str:
    took = []
    work()
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return f"{statistics.median(took):.1f} ms"


def test_reading_and_printing():
    sources = [HASHED_2021.encode(), TITLES_2015.encode()]
    row("Read two sets of minutes from text", median_ms(lambda: [read_minutes(source, "x") for source in sources]))
    pdf = plain_pdf(HASHED_2021)
    row("Read one set of minutes from PDF", median_ms(lambda: read_minutes(pdf, "x")))
    paper = read_minutes(sources[0], "x")
    row("Print a paper as text", median_ms(lambda: to_text(paper)))
    large = b"Punkt 1: Emne\n\nSagsfremstilling\n\n" + b"\n\n".join(
        b"Et afsnit med lidt tekst i." for _ in range(20_000)
    )
    row("Read 20,000 paragraphs", median_ms(lambda: read_minutes(large, "x"), 1))


def test_the_real_minutes(referater):
    for path in sorted(referater.glob("*.txt")):
        paper = read_minutes(path.read_bytes(), path.name)
        _, pages = render.to_pdf(paper, TEMPLATE, "Referat", timezone.now())
        took = median_ms(lambda paper=paper: render.to_pdf(paper, TEMPLATE, "Referat", timezone.now()), 5)
        row(f"Render minutes of {path.stem}, {pages} pages, PDF/A-3a + PDF/UA-1", took)


@pytest.mark.django_db
def test_the_database(forum, secretary, chief):
    data = HASHED_2021.encode()
    paper = read_minutes(data, "x")

    def once() -> None:
        from django.db import transaction

        with transaction.atomic():
            archive.archive_minutes(paper, data, name="x", by=secretary)
            transaction.set_rollback(True)

    row("Archive one set of minutes, four papers frozen", median_ms(once))
    meeting = a_meeting(forum, secretary)
    row("Send an agenda again", median_ms(lambda: sending.send_agenda(fresh(meeting), by=secretary)))


@pytest.mark.django_db
def test_pages(forum, secretary, chief, barred):
    sent = sent_meeting(forum, secretary, barred)
    for days in range(20, 60):
        a_meeting(forum, secretary, days=days)
    clients = {}
    for user in (secretary, chief):
        clients[user] = Client()
        clients[user].force_login(user)
    pages = {
        "Front desk, secretary": (secretary, reverse("front_desk")),
        "Calendar of 41 meetings, secretary": (secretary, reverse("meetings:calendar")),
        "Drafting": (secretary, reverse("meetings:draft", args=[sent.meeting.pk])),
        "Reading a point, chief": (chief, reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2])),
        "Meeting, chief": (chief, reverse("meetings:meeting", args=[sent.meeting.pk])),
    }
    for name, (user, url) in pages.items():
        row(f"Page: {name}", median_ms(lambda user=user, url=url: clients[user].get(url)))


@pytest.mark.django_db(transaction=True)
def test_twelve_approve_at_once(forum, secretary):
    from django.db import connection

    people = [a_person(f"chef{number}", "head_of_department", forum) for number in range(12)]
    meeting = send_for_approval(sent_meeting(forum, secretary), secretary)
    sha256 = sha_for(meeting, people[0])
    start = threading.Barrier(len(people))
    errors = []

    def press(user) -> None:
        start.wait()
        try:
            approving.approve(fresh(meeting), sha256=sha256, by=user)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(user,)) for user in people]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row("Twelve approve in the same moment", f"{(time.perf_counter() - began) * 1000:.0f} ms")
    row("  of these lost or double", str(len(people) - Approval.objects.count() + len(errors)))


@pytest.mark.django_db(transaction=True)
def test_forty_documents(forum, secretary):
    for days in range(1, 21):
        sending.send_agenda(fresh(a_meeting(forum, secretary, days=days)), by=secretary)
    waiting = list(Document.objects.filter(pdf=None).values_list("pk", flat=True))
    began = time.perf_counter()
    for pk in waiting:
        documents.make_pdf(pk)
    took = time.perf_counter() - began
    row(f"Make {len(waiting)} PDFs of four pages, one process", f"{len(waiting) / took:.1f} a second")
    assert Meeting.objects.count() == 20
