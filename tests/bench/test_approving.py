"""Twenty who approve at once over gunicorn, and the lists of an archive of 20,000 items."""

import statistics
import time
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chefforum.documents import render
from chefforum.organisation.models import Department, User
from meetings import queries
from meetings.actions import following_up
from meetings.models import AgendaItem, Approval, Case, Meeting, MeetingPaper, Ruling, Section
from meetings.papers import decisionlist
from tests.bench.test_figures import median_ms, row
from tests.factories import a_meeting, a_person, again, hold, send_for_approval, sent_meeting, sha_for, write
from tests.journeys.at_once import press_at_once

ITEMS, A_MEETING = 20_000, 20


@pytest.mark.django_db(transaction=True)
def test_twenty_approve_in_the_same_second(forum, secretary):
    people = [a_person(f"chef{number}", "head_of_department", forum) for number in range(20)]
    meeting = send_for_approval(sent_meeting(forum, secretary), secretary)
    url = reverse("meetings:approve", args=[meeting.pk])
    pressed = press_at_once(people, url, {"sha256": sha_for(meeting, people[0])})
    given = list(Approval.objects.values_list("user", flat=True))
    row("Twenty approve in the same second over gunicorn, all done", f"{pressed.whole * 1000:.0f} ms")
    row(
        "  median / slowest answer", f"{statistics.median(pressed.took) * 1000:.0f} / {max(pressed.took) * 1000:.0f} ms"
    )
    row("  lost / twice", f"{len(people) - len(set(given))} / {len(given) - len(set(given))}")
    assert set(pressed.statuses) == {302}


def archive(forum, by) -> None:
    """Locked minutes of a thousand meetings with twenty items each, with decisions, cases and outcomes."""
    start = timezone.now() - timedelta(days=4000)
    meetings = Meeting.objects.bulk_create(
        Meeting(forum=forum, starts_at=start + timedelta(days=day), state="approved", approved_at=timezone.now())
        for day in range(ITEMS // A_MEETING)
    )
    cases = Case.objects.bulk_create(Case(number=f"00.01.00-A00-{number}-20") for number in range(500))
    department = Department.objects.create(name="By & Plan")
    items = AgendaItem.objects.bulk_create(
        AgendaItem(
            forum=forum,
            meeting=meeting,
            position=place + 1,
            title=f"Emne {place} om vinterberedskab og lokaler",
            case=cases[(meeting.pk + place) % len(cases)],
            department=department if place % 7 == 0 else None,
        )
        for meeting in meetings
        for place in range(A_MEETING)
    )
    text = "<p>Chefforum godkendte planen for nummer {} og bad om en status, når tallene foreligger.</p>"
    Section.objects.bulk_create(
        Section(item=item, kind="decision", heading="Beslutning", position=0, html=text.format(item.pk))
        for item in items
    )
    Ruling.objects.bulk_create(Ruling(item=item, outcome="approved") for item in items)
    sent = sent_meeting(forum, by, days=3)
    document = MeetingPaper.objects.filter(meeting=sent.meeting).first().document
    papers = []
    for meeting in meetings:
        document.pk = None
        document.save(force_insert=True)
        papers.append(MeetingPaper(meeting=meeting, document=document, kind="minutes", edition="members", number=1))
        papers[-1].document_id = document.pk
    papers = MeetingPaper.objects.bulk_create(papers)
    by_meeting = {paper.meeting_id: paper.pk for paper in papers}
    through = MeetingPaper.shows.through
    through.objects.bulk_create(
        through(meetingpaper_id=by_meeting[item.meeting_id], agendaitem_id=item.pk) for item in items
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.django_db
def test_the_register_of_twenty_thousand(forum, secretary, chief):
    archive(forum, secretary)
    for who, user in (("secretary", secretary), ("chief", chief)):
        client = Client()
        client.force_login(user)
        _page(client, f"Register of 20,000 decisions, {who}", "meetings:decisions", {})
        _page(client, "  two words that all of them have", "meetings:decisions", {"ord": "nummer status"})
        _page(
            client,
            "  two words that one has",
            "meetings:decisions",
            {"ord": f"godkendte {AgendaItem.objects.latest('pk').pk}"},
        )
        _page(client, "  a case number", "meetings:decisions", {"sag": "00.01.00-A00-77-20"})
        _page(client, "  a year", "meetings:decisions", {"fra": "2020-01-01", "til": "2020-12-31"})
        _page(client, "  a department", "meetings:decisions", {"afdeling": str(Department.objects.get().pk)})
    began = time.perf_counter()
    client.get(reverse("meetings:decisions_file"))
    row("  all of it for Excel", f"{time.perf_counter() - began:.1f} s")
    items = list(queries.decided_items(viewer=secretary)[: decisionlist.MOST])
    paper = decisionlist.decision_list(queries.rows_of_decisions(items), [])
    began = time.perf_counter()
    _, pages = render.to_pdf(paper, decisionlist.TEMPLATE, "Beslutningsliste", timezone.now())
    row(f"  {decisionlist.MOST} decisions as PDF, {pages} pages", f"{time.perf_counter() - began:.1f} s")


def _page(client: Client, name: str, address: str, data: dict[str, str]) -> None:
    url = reverse(address)
    client.get(url, data)
    with CaptureQueriesContext(connection) as made:
        client.get(url, data)
    queries_made = len(made)
    row(name, f"{median_ms(lambda: client.get(url, data), 3)}, {queries_made} queries")


@pytest.mark.django_db
def test_pages_of_approval(forum, secretary, chief):
    people: list[User] = [a_person(f"chef{number}", "head_of_department", forum) for number in range(11)]
    meeting = send_for_approval(sent_meeting(forum, secretary), secretary)
    client = Client()
    client.force_login(chief)
    _at(client, "Approval page, twelve members", reverse("meetings:approval", args=[meeting.pk]))
    _at(client, "Sheet of approvals as PDF", reverse("meetings:approval_sheet", args=[meeting.pk]))
    held = sent_meeting(forum, secretary, days=1)
    hold(held, secretary)
    write(held.open_item, secretary, "<p>Punktet genbesøges i juni.</p>", kind="decision")
    for number in range(200):
        following_up.add_task(again(held.open_item), text=f"Opgave {number}", who=str(people[0]), when="", by=secretary)
    desk = Client()
    desk.force_login(secretary)
    _at(desk, "Writing minutes, with the way on of each point", reverse("meetings:minutes", args=[held.meeting.pk]))
    row("Plan a meeting, its first point filled", median_ms(lambda: _plan(forum, secretary)))


def _plan(forum, by) -> None:
    _plan.days = getattr(_plan, "days", 100) + 1  # type: ignore[attr-defined]
    assert isinstance(a_meeting(forum, by, days=_plan.days).starts_at, datetime)  # type: ignore[attr-defined]


def _at(client: Client, name: str, url: str) -> None:
    client.get(url)
    with CaptureQueriesContext(connection) as made:
        client.get(url)
    queries_made = len(made)
    row(name, f"{median_ms(lambda: client.get(url), 3)}, {queries_made} queries")
