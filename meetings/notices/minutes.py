"""Mails about minutes: that they wait for approval, were corrected, opened again or locked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from chefforum.danish import long_date
from chefforum.danish.dates import COPENHAGEN
from chefforum.mailroom.composing import Message
from meetings import permissions, queries
from meetings.workflow import MeetingState, PaperKind

if TYPE_CHECKING:
    from chefforum.mailroom.models import Letter
    from chefforum.organisation.models import User
    from meetings.models import Meeting

SILENCE = "Svarer du ikke inden da, regnes det som din godkendelse."


def about_minutes(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """What has happened to minutes since the last letter: they wait for the member's approval, were corrected, opened
    again, or locked, with the excerpts that concern the person. ``None`` when that is nothing.
    """
    meeting = _meeting(letter)
    if meeting is None:
        return None
    told = told or {}
    if meeting.state == MeetingState.APPROVED:
        return None if told.get("locked") == _locked(meeting) else _of_locked(meeting, letter.to, told)
    if not permissions.may_approve(letter.to, meeting):
        return None
    return _of_waiting(meeting, letter.to, told)


def _of_waiting(meeting: "Meeting", to: "User", told: Mapping[str, Any]) -> Message | None:
    sent = queries.paper_for(meeting, PaperKind.MINUTES, viewer=to)
    answer = next((one for one in queries.answers(meeting) if one.user == to), None)
    if sent is None or answer is None:
        return None
    reopened = next(iter(reversed(queries.reopenings_of(meeting))), None)
    lines = []
    subject = f"Referat til godkendelse: {_name(meeting)}"
    if reopened is not None and told.get("reopened") != reopened.pk:
        subject = f"Genåbnet referat: {_name(meeting)}"
        lines.append(f"Referatet var godkendt og låst, men er genåbnet: {reopened.reason}")
        if meeting.remarks_due is None:
            lines.append("Den version, der var låst, kan stadig læses. Du får besked, når et rettet referat er sendt.")
        elif not answer.approved_at:
            lines += _asking(meeting, answer)
    elif told.get("sha256") != sent.document.sha256:
        if answer.approved_at:
            return None
        if told.get("sha256") or answer.approved_earlier:
            subject = f"Rettet referat til godkendelse: {_name(meeting)}"
        lines += _asking(meeting, answer)
    if answer.withdrawn is not None and told.get("withdrawn") != answer.withdrawn.pk:
        lines.insert(0, f"Sekretariatet har trukket din godkendelse tilbage: {answer.withdrawn.withdrawn_because}")
        lines += [] if len(lines) > 1 else _asking(meeting, answer)
    if not lines:
        return None
    return _message(
        meeting,
        subject,
        lines,
        button=("Se referatet" if answer.approved_at else "Læs og godkend", _approval_page(meeting)),
        told={
            "sha256": sent.document.sha256,
            "reopened": reopened.pk if reopened else None,
            "withdrawn": answer.withdrawn.pk if answer.withdrawn else None,
            "locked": told.get("locked"),
        },
    )


def _asking(meeting: "Meeting", answer: "queries.Answer") -> list[str]:
    until = f" senest {long_date(meeting.remarks_due)}" if meeting.remarks_due else ""
    lines = [f"Godkend referatet, eller skriv en bemærkning til et punkt,{until}."]
    if answer.approved_earlier:
        lines.insert(0, "Referatet er rettet, siden du godkendte det. Siden viser dig kun det, der er ændret.")
    if meeting.silence_approves and meeting.remarks_due and queries.silence_counts(meeting, answer):
        lines.append(SILENCE)
    return lines


def _of_locked(meeting: "Meeting", to: "User", told: Mapping[str, Any]) -> Message | None:
    inside = permissions.is_member(to, meeting.forum_id)
    excerpts = queries.excerpts_that_concern(to, meeting)
    if not inside and not excerpts:
        return None
    names = meeting.forum.mails_closed_titles
    how = f" på mødet {_day(meeting.approved_in)}" if meeting.approved_in else ""
    if meeting.approved_by and not how:
        how = f" af {meeting.approved_by}"
    lines = [f"Referatet af mødet {_day(meeting)} er endeligt godkendt{how} og kan ikke ændres mere."]
    if excerpts:
        lines.append("Her er de beslutninger, der angår dig, som udskrift:")
    return _message(
        meeting,
        f"Godkendt referat: {_name(meeting)}",
        lines,
        rows=[
            (
                one.position,
                "Lukket punkt" if one.closed and not names else one.title,
                settings.BASE_URL + reverse("meetings:excerpt", args=[one.pk]),
            )
            for one in excerpts
        ],
        button=("Læs referatet", _approval_page(meeting)) if inside else None,
        told={**told, "locked": _locked(meeting)},
    )


def about_final(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """That all members have approved, to whoever gives the final approval; ``None`` once that is given."""
    meeting = _meeting(letter)
    if meeting is None or not permissions.may_lock(letter.to, meeting):
        return None
    if queries.unanswered(meeting) or not queries.all_have_approved(meeting):
        return None
    given = [one.pk for one in queries.approvals_of(meeting) if one.withdrawn_at is None]
    if (told or {}).get("approvals") == given:
        return None
    lines = [
        "Alle medlemmer har godkendt referatet, og alle bemærkninger er besvaret.",
        "Du kan nu godkende det endeligt.",
    ]
    return _message(
        meeting,
        f"Klar til endelig godkendelse: {_name(meeting)}",
        lines,
        button=("Godkend endeligt", _approval_page(meeting)),
        told={"approvals": given},
    )


def _message(
    meeting: "Meeting",
    subject: str,
    lines: list[str],
    *,
    button: tuple[str, str] | None,
    told: dict[str, Any],
    rows: list[tuple[int, str, str]] | None = None,
) -> Message:
    context = {
        "title": subject,
        "meeting": meeting,
        "lines": lines,
        "rows": rows or [],
        "button": button,
        "MUNICIPALITY": settings.MUNICIPALITY,
    }
    return Message(
        subject=subject,
        text=render_to_string("notices/meetings/minutes.txt", context),
        html=render_to_string("notices/meetings/minutes.html", context),
        told=told,
    )


def _meeting(letter: "Letter") -> "Meeting | None":
    try:
        found = queries.meeting_by_id(int(letter.key), viewer=letter.to)
    except Http404:
        # Who has no seat may still have a case on the agenda.
        return queries.meeting_of_excerpts(int(letter.key), viewer=letter.to)
    return found


def _locked(meeting: "Meeting") -> str:
    return meeting.approved_at.isoformat() if meeting.approved_at else ""


def _approval_page(meeting: "Meeting") -> str:
    return str(settings.BASE_URL) + reverse("meetings:approval", args=[meeting.pk])


def _name(meeting: "Meeting") -> str:
    return f"{meeting.forum} {_day(meeting)}"


def _day(meeting: "Meeting") -> str:
    return long_date(timezone.localdate(meeting.starts_at, COPENHAGEN))
