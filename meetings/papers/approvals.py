"""The sheet of approvals: who approved which version of the minutes, when and how. Made on the spot."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from django.utils import timezone

from chefforum.danish import date_in_words, dated_moment
from chefforum.danish.dates import COPENHAGEN

if TYPE_CHECKING:
    from datetime import datetime

    from meetings.models import Approval, Meeting, MeetingPaper, Reopening
    from meetings.queries import Answer

SCHEMA = "chefforum.approvals/1"
TEMPLATE = "papers/meetings/approvals.html"


class SheetRow(TypedDict):
    """What a member has said of the version that is out: a word, when, and the check sum of the very paper."""

    name: str
    title: str
    state: str
    at: str
    print: str


class SheetEntry(TypedDict):
    """One approval or step in the order they came."""

    at: str
    text: str
    reason: str


class ApprovalSheet(TypedDict):
    """All that has been said of minutes. ``prints`` are the first sixteen signs of SHA-256 check sums."""

    schema: str
    forum: str
    starts_at: str
    version: int
    print: str
    due: str
    silence: bool
    final: str
    approved: int
    rows: list[SheetRow]
    entries: list[SheetEntry]


def approval_sheet(
    meeting: "Meeting",
    sent: "MeetingPaper",
    *,
    answers: "Sequence[Answer]",
    given: "Sequence[Approval]",
    reopenings: "Sequence[Reopening]",
    versions: Mapping[int, int],
    titles: Mapping[int, str],
) -> ApprovalSheet:
    """The sheet of the minutes whose paper is ``sent``. ``versions`` are the paper numbers by document, ``titles`` what
    members are called by their ids.
    """
    return ApprovalSheet(
        schema=SCHEMA,
        forum=meeting.forum.name,
        starts_at=meeting.starts_at.astimezone(COPENHAGEN).isoformat(),
        version=sent.number,
        print=short_print(sent.document.sha256),
        due=meeting.remarks_due.isoformat() if meeting.remarks_due else "",
        silence=meeting.silence_approves,
        final=how_approved(meeting),
        approved=sum(answer.approval is not None for answer in answers),
        rows=[_row(answer, titles.get(answer.user.pk, "")) for answer in answers],
        entries=_entries(given, reopenings, versions),
    )


def how_approved(meeting: "Meeting") -> str:
    """How and when minutes were approved for good; empty while they are not."""
    if meeting.approved_at is None:
        return ""
    at = dated_moment(meeting.approved_at)
    if meeting.approved_in:
        held = meeting.approved_in
        day = date_in_words(timezone.localdate(held.starts_at, COPENHAGEN))
        return f"Godkendt på mødet i {held.forum} d. {day} (låst {at})"
    return f"Endeligt godkendt af {meeting.approved_by}, {at}" if meeting.approved_by else f"Godkendt, {at}"


def short_print(sha256: str) -> str:
    """The first sixteen signs of a check sum, in fours."""
    return " ".join(sha256[at : at + 4] for at in range(0, 16, 4))


def _row(answer: "Answer", title: str) -> SheetRow:
    if answer.approval is not None:
        state, at = str(answer.approval.get_kind_display()), dated_moment(answer.approval.at)
    elif answer.withdrawn is not None:
        state, at = "Trukket tilbage", ""
    else:
        state, at = ("Har godkendt en tidligere version" if answer.earlier else "Har ikke svaret"), ""
    shown = short_print(answer.approval.document.sha256) if answer.approval else ""
    return SheetRow(name=str(answer.user), title=title, state=state, at=at, print=shown)


def _entries(
    given: "Sequence[Approval]", reopenings: "Sequence[Reopening]", versions: Mapping[int, int]
) -> list[SheetEntry]:
    found: list[tuple[datetime, str, str]] = []
    for one in given:
        version = versions.get(one.document_id)
        which = f"version {version}" if version else "referatet"
        verb = "godkendte" if one.kind == "given" else "regnes ved tavshed for at have godkendt"
        found.append((one.at, f"{one.user} {verb} {which}", ""))
        if one.withdrawn_at:
            text = f"{one.withdrawn_by} trak godkendelsen af {which} fra {one.user} tilbage"
            found.append((one.withdrawn_at, text, one.withdrawn_because))
    found += [(one.at, f"{one.by} genåbnede version {one.paper_number}", one.reason) for one in reopenings]
    return [SheetEntry(at=dated_moment(at), text=text, reason=reason) for at, text, reason in sorted(found)]
