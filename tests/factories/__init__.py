"""Plain and fixed records for tests. Nothing here is random."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from meetings.actions import access, attaching, drafting, planning, sending, writing
from meetings.models import AgendaItem, Attachment, Forum, Meeting, Membership, Section, StandingItem
from meetings.queries import paper_for
from meetings.workflow import MeetingState

SECRET = "Hemmelighedskræmmeren"
TEXT = b"Et bilag i ren tekst.\n"


def a_forum(name: str = "Chefforum") -> Forum:
    forum = Forum.objects.create(name=name, slug=name.lower(), abbreviation="CF")
    for edge, title in (("first", "Godkendelse af dagsorden og referat"), ("last", "Evt.")):
        StandingItem.objects.create(forum=forum, edge=edge, position=1, title=title)
    return forum


def a_person(name: str, role: str, forum: Forum | None = None, staff: bool = False) -> User:
    user = User.objects.create_user(
        name, f"{name}@test.example", "kodeord", first_name=name.capitalize(), last_name="Prøve"
    )
    User.objects.filter(pk=user.pk).update(role=role, is_staff=staff, is_superuser=staff)
    if forum is not None:
        Membership.objects.create(forum=forum, user=user, start=date(2020, 1, 1))
    return User.objects.get(pk=user.pk)


def a_meeting(forum: Forum, by: User, days: int = 7) -> Meeting:
    day = timezone.localdate() + timedelta(days=days)
    return planning.plan_meeting(
        forum=forum, starts_at=datetime.combine(day, time(9), COPENHAGEN), location="Mødelokale 1", by=by
    )


def again(item: AgendaItem) -> AgendaItem:
    """The item as it stands now."""
    return AgendaItem.objects.select_related("meeting__forum", "forum", "case").get(pk=item.pk)


def add(meeting: Meeting, title: str, by: User) -> AgendaItem:
    return drafting.add_items(fresh(meeting), titles=[title], by=by)[0]


def section_of(item: AgendaItem, kind: str) -> Section:
    return Section.objects.select_related("item__meeting__forum", "item__forum").get(item=item, kind=kind)


def write(item: AgendaItem, by: User, text: str = "", kind: str = "occasion", **facts: object) -> None:
    if facts:
        drafting.change_facts(again(item), facts, by=by)  # type: ignore[arg-type]
    section = section_of(item, kind)
    writing.write_section(section, writing.Words(text), version=section.version, by=by)


def attach(item: AgendaItem, by: User, name: str = "Bilag.txt", text: str = "") -> Attachment:
    """A file of its own text, so that no two are the same."""
    return attaching.attach(again(item), SimpleUploadedFile(name, (text or name).encode()), by=by)


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("forum").get(pk=meeting.pk)


def item_of(meeting: Meeting, position: int) -> AgendaItem:
    return AgendaItem.objects.select_related("meeting__forum", "forum", "case").get(
        meeting=meeting, position=position, state="placed"
    )


@dataclass
class Sent:
    """A sent meeting with an open item (2) and a closed one (3), each with an attachment."""

    meeting: Meeting
    open_item: AgendaItem
    closed_item: AgendaItem
    open_file: Attachment
    closed_file: Attachment


def sent_meeting(forum: Forum, by: User, barred: User | None = None, days: int = 7) -> Sent:
    meeting = a_meeting(forum, by, days)
    opened = add(meeting, "Åbent emne", by)
    closed = add(meeting, f"{SECRET} titel", by)
    write(opened, by, "<p>Den åbne tekst.</p>", case_number="00.01.00-A00-1-26")
    write(
        closed,
        by,
        f"<p>{SECRET} tekst.</p>",
        case_number="81.00.00-A00-7-26",
        closed=True,
        closed_ground="staff",
        closed_reason="Personalesag",
    )
    open_file = attaching.attach(item_of(meeting, 2), SimpleUploadedFile("Åbent bilag.txt", TEXT), by=by)
    closed_file = attaching.attach(
        item_of(meeting, 3), SimpleUploadedFile(f"{SECRET} bilag.txt", b"Lukket bilag.\n"), by=by
    )
    if barred is not None:
        access.disqualify(item_of(meeting, 3), barred, by=by)
    sending.send_agenda(fresh(meeting), by=by)
    sending.release_open_edition(fresh(meeting), kind="agenda", by=by)
    return Sent(fresh(meeting), item_of(meeting, 2), item_of(meeting, 3), open_file, closed_file)


def hold(sent: Sent, by: User) -> Meeting:
    sending.begin_minutes(fresh(sent.meeting), by=by)
    return fresh(sent.meeting)


def send_for_approval(sent: Sent, by: User, due: date | None = None) -> Meeting:
    meeting = hold(sent, by) if fresh(sent.meeting).state == MeetingState.SENT else fresh(sent.meeting)
    write(sent.open_item, by, "<p>Chefforum godkendte det åbne.</p>", kind="decision")
    write(sent.closed_item, by, f"<p>{SECRET} beslutning.</p>", kind="decision")
    sending.send_minutes(meeting, due=due or timezone.localdate() + timedelta(days=7), by=by)
    return fresh(meeting)


def sha_for(meeting: Meeting, user: User) -> str:
    paper = paper_for(fresh(meeting), "minutes", viewer=user)
    assert paper is not None
    return paper.document.sha256
