"""Mails about agendas: that one is out or corrected, that the meeting is moved or cancelled, that a draft waits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from chefforum.danish import clock, long_date
from chefforum.danish.dates import COPENHAGEN
from chefforum.mailroom.composing import Message
from meetings import permissions, queries
from meetings.papers import ical
from meetings.papers.change import print_of
from meetings.papers.shape import SHUT_TITLE
from meetings.workflow import MeetingState, PaperKind

if TYPE_CHECKING:
    from chefforum.mailroom.models import Letter
    from meetings.models import Meeting, MeetingPaper
    from meetings.papers.shape import Item


@dataclass
class News:
    """What a letter has to tell of a meeting, since the last one."""

    subject: str = ""
    lines: list[str] = field(default_factory=list)
    items: list[tuple[int, str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lines)


def about_meeting(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """That the agenda is out, was corrected or supplemented, or the meeting moved or cancelled: all that a member has
    not been told yet, in one letter, with an invitation for the calendar. ``None`` when there is nothing to tell, or
    the meeting is over.
    """
    try:
        meeting = queries.meeting_by_id(int(letter.key), viewer=letter.to)
    except Http404:
        return None
    if not permissions.is_member(letter.to, meeting.forum_id) or meeting.starts_at < timezone.now():
        return None
    paper = queries.paper_for(meeting, PaperKind.AGENDA, viewer=letter.to)
    news = _of_the_agenda(meeting, paper, told)
    if told is not None:
        _of_the_meeting(meeting, told, news)
    if not news:
        return None
    cancelled = meeting.state == MeetingState.CANCELLED
    address = settings.BASE_URL + reverse("meetings:meeting", args=[meeting.pk])
    read = settings.BASE_URL + reverse("meetings:read", args=[meeting.pk, "agenda"]) if paper else ""
    context = {
        "title": news.subject,
        "meeting": meeting,
        "news": news,
        "address": address if cancelled or not read else read,
        "MUNICIPALITY": settings.MUNICIPALITY,
    }
    return Message(
        subject=news.subject,
        text=render_to_string("notices/meetings/meeting.txt", context),
        html=render_to_string("notices/meetings/meeting.html", context),
        calendar=ical.invitation(
            meeting,
            queries.sequence_of(meeting),
            host=urlsplit(settings.BASE_URL).hostname or "localhost",
            address=address,
            organizer=settings.DEFAULT_FROM_EMAIL,
            attendee=letter.to.email,
            now=timezone.now(),
        ),
        method="CANCEL" if cancelled else "REQUEST",
        told={
            "starts_at": meeting.starts_at.isoformat(),
            "location": meeting.location,
            "cancelled": cancelled,
            "prints": _prints(paper),
        },
    )


def about_review(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """That a draft waits to be read through; ``None`` once it does not."""
    try:
        meeting = queries.meeting_by_id(int(letter.key), viewer=letter.to)
    except Http404:
        return None
    if not permissions.may_review(letter.to, meeting):
        return None
    subject = f"Til gennemlæsning: dagsorden til {meeting.forum} {_day(meeting.starts_at)}"
    context = {
        "title": subject,
        "meeting": meeting,
        "address": settings.BASE_URL + reverse("meetings:review", args=[meeting.pk]),
        "MUNICIPALITY": settings.MUNICIPALITY,
    }
    return Message(
        subject=subject,
        text=render_to_string("notices/meetings/review.txt", context),
        html=render_to_string("notices/meetings/review.html", context),
    )


def _of_the_agenda(meeting: "Meeting", paper: "MeetingPaper | None", told: Mapping[str, Any] | None) -> News:
    """What is new on the agenda; on a cancelled meeting nothing is."""
    news = News()
    if paper is None or meeting.state == MeetingState.CANCELLED:
        return news
    names = meeting.forum.mails_closed_titles
    items: list[Item] = paper.document.paper["items"]
    closed = queries.closed_among(paper.numbers.values())
    shut = {int(number) for number, pk in paper.numbers.items() if pk in closed}
    before: dict[str, str] | None = (told or {}).get("prints") or None
    if before is None:
        news.subject = f"Dagsorden til {meeting.forum} {_day(meeting.starts_at)}"
        news.lines.append("Dagsordenen er klar.")
        news.items = [(item["number"], _name(item, shut, names), "") for item in items]
        return news
    now = _prints(paper)
    for item in items:
        pk = str(paper.numbers.get(str(item["number"]), 0))
        if pk not in before:
            number = item["supplement"]["number"] if "supplement" in item else None
            news.items.append((item["number"], _name(item, shut, names), f"Nyt, tillæg {number}" if number else "Nyt"))
        elif before[pk] != now[pk]:
            news.items.append((item["number"], _name(item, shut, names), "Rettet"))
    gone = len(set(before) - set(now))
    added = any(mark.startswith("Nyt") for _, _, mark in news.items)
    if news.items or gone:
        news.subject = (
            f"{'Tillæg til dagsorden' if added else 'Rettet dagsorden'}: {meeting.forum} {_day(meeting.starts_at)}"
        )
        word = "Der er kommet nye punkter på dagsordenen" if added else "Dagsordenen er rettet"
        news.lines.append(f"{word} siden den sidste mail.")
    if gone:
        news.lines.append(
            "Et punkt er taget af dagsordenen." if gone == 1 else f"{gone} punkter er taget af dagsordenen."
        )
    return news


def _of_the_meeting(meeting: "Meeting", told: Mapping[str, Any], news: News) -> None:
    """Whether the meeting itself has changed since the last letter; that goes before what the agenda says."""
    cancelled = meeting.state == MeetingState.CANCELLED
    was = datetime.fromisoformat(told["starts_at"])
    if cancelled:
        if not told["cancelled"]:
            news.subject = f"Aflyst: {meeting.forum} {_day(meeting.starts_at)}"
            news.lines.insert(0, f"Mødet {_moment(meeting.starts_at)} er aflyst.")
        return
    if told["location"] != meeting.location and meeting.location:
        news.subject = news.subject or f"Nyt mødested: {meeting.forum} {_day(meeting.starts_at)}"
        news.lines.insert(0, f"Mødet holdes nu i {meeting.location}.")
    if was != meeting.starts_at:
        news.subject = f"Flyttet: {meeting.forum} {_day(meeting.starts_at)}"
        news.lines.insert(0, f"Mødet er flyttet fra {_moment(was)} til {_moment(meeting.starts_at)}.")


def _prints(paper: "MeetingPaper | None") -> dict[str, str]:
    """The check sum of each item of a paper, by the item's id."""
    if paper is None:
        return {}
    items = paper.document.paper["items"]
    return {str(paper.numbers.get(str(item["number"]), 0)): print_of(item) for item in items}


def _name(item: "Item", closed: Collection[int], names_closed: bool) -> str:
    """What a mail calls an item; ``closed`` are the numbers of those that are closed now, whatever the paper says."""
    if item["number"] in closed and item["title"] != SHUT_TITLE and not names_closed:
        return "Lukket punkt"
    return item["title"]


def _day(at: datetime) -> str:
    return long_date(at.astimezone(COPENHAGEN).date())


def _moment(at: datetime) -> str:
    return f"{_day(at)} kl.\u00a0{clock(at)}"
