"""Fills an empty house. Everything goes through the same verbs as in daily use."""

from datetime import date, datetime, time, timedelta
from functools import cache

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.demo import absence, budget, holding, preparing
from chefforum.demo.content import COMMENTS, FIRST, LATE, LATER, NEXT, SECOND, Piece
from chefforum.demo.old_minutes import OLD
from chefforum.demo.people import PASSWORD, PEOPLE, Person
from chefforum.documents import render
from chefforum.organisation.models import Department, Office, OfficeAlias, Role, Tenure, User
from meetings.actions import (
    access,
    approving,
    attaching,
    drafting,
    enclosing,
    filling,
    planning,
    remarking,
    reviewing,
    running,
    sending,
    writing,
)
from meetings.actions.archive import archive_minutes
from meetings.intake import read_minutes
from meetings.models import AgendaItem, Attachment, Forum, Meeting, Membership, Section
from meetings.papers.points import from_lines
from meetings.queries import paper_for


@transaction.atomic
def build(today: date) -> None:
    """People, a forum, a year of meetings with five at different steps, proposals, and one set of old minutes."""
    people = {person.username: _person(person, today) for person in PEOPLE}
    forum = Forum.objects.create(
        name="Chefforum", slug="chefforum", abbreviation="CF", usual_location="Mødelokale 2, Rådhuset"
    )
    for user in people.values():
        if user.role in {Role.CHIEF_EXECUTIVE, Role.DIRECTOR, Role.HEAD_OF_DEPARTMENT}:
            Membership.objects.create(forum=forum, user=user, start=date(2015, 1, 1))
    secretary, chief = people["mette"], people["henrik"]
    preparing.set_up(forum, today, secretary)
    holding.set_up(forum, secretary)
    thursday = today + timedelta(days=(3 - today.weekday()) % 7 or 7)
    first, second, following, later = (thursday + timedelta(weeks=weeks) for weeks in (-5, -2, 0, 3))

    _locked(forum, first, people, today)
    _under_approval(forum, second, people, today)
    coming = _meeting(forum, following, "Mødelokale 2, Rådhuset", NEXT, secretary)
    filling.add_follow_up(coming, by=secretary)
    sending.send_agenda(_fresh(coming), by=secretary)
    sending.release_open_edition(_fresh(coming), kind="agenda", by=secretary)
    closed = AgendaItem.objects.get(meeting=coming, closed=True)
    access.disqualify(closed, people["jesper"], by=secretary)
    _supplement(coming, following, secretary)
    holding.write_notes(coming, people["pernille"], people["rasmus"])

    draft = _meeting(forum, later, "Mødelokale 2, Rådhuset", LATER, secretary)
    _read_through(draft, chief, secretary)
    preparing.propose_cases(forum, draft, people, secretary, today)
    preparing.plan_ahead(forum, following, secretary)
    budget.follow_up(today, following, later, people)
    absence.absence(today, later, people)
    data = OLD.encode()
    archive_minutes(read_minutes(data, "2016-01-14.md"), data, name="2016-01-14.md", by=secretary)


def _locked(forum: Forum, day: date, people: dict[str, User], today: date) -> None:
    """A meeting whose minutes are locked and released; one of its cases has been on to another forum and back."""
    secretary = people["mette"]
    held = _meeting(forum, day, "Mødelokale 2, Rådhuset", FIRST, secretary)
    due = max(day + timedelta(days=7), today)
    late = ((2, "Tal med HR om introforløb for vikarer", "Pernille Skovdal", f"{today - timedelta(days=4):%d-%m-%Y}"),)
    _hold(held, FIRST, secretary, due, {"birgit": "afbud"}, tasks=late)
    swimming = holding.send_on(_fresh(held), 3, "Økonomiudvalget", f"{today - timedelta(days=9):%d-%m-%Y}", secretary)
    for name in ("henrik", "lone", "pernille", "jesper", "rasmus", "hanne"):
        _approve(held, people[name])
    _lock(held, people["henrik"])
    sending.release_open_edition(_fresh(held), kind="minutes", by=secretary)

    outcome = "Økonomiudvalget godkendte bevillingen og bad om, at lukkeperioden begynder i uge 27."
    holding.came_of(swimming, today - timedelta(days=9), outcome, secretary)


def _under_approval(forum: Forum, day: date, people: dict[str, User], today: date) -> None:
    """A meeting whose minutes are out, with five approvals, a remark, tasks and a case that goes on."""
    secretary = people["mette"]
    out = _meeting(forum, day, "Teams", SECOND, secretary)
    tasks = (
        (
            2,
            "Udpeg to ledere til ledernetværket",
            "Pernille Skovdal og Rasmus Kildetoft",
            f"{today + timedelta(days=9):%d-%m-%Y}",
        ),
        (2, "Saml erfaringer fra de tre afdelinger", "HR & Personale", "om fem uger"),
        (2, "Skriv om erfaringerne på intranettet", "Anne Vestergreen", "når de er samlet"),
    )
    guest = ("Anne Vestergreen", "fraværskonsulent")
    _hold(out, SECOND, secretary, today + timedelta(days=4), {"tobias": "afbud", "hanne": "3"}, guest, tasks)
    holding.send_on(_fresh(out), 2, "Økonomiudvalget", f"{today + timedelta(days=13):%d-%m-%Y}", secretary)
    for name in ("lone", "jesper", "hanne", "sofie", "karim"):
        _approve(out, people[name])
    rent = AgendaItem.objects.get(meeting=out, title=SECOND[1].title)
    remarking.remark(rent, "Beløbet er 2,4 mio. kr., ikke 2,1. Det fremgår af sagsfremstillingen.", by=people["rasmus"])


@cache
def _password() -> str:
    return make_password(PASSWORD)


def _person(person: Person, today: date) -> User:
    user = User.objects.create(
        username=person.username,
        email=f"{person.username}@lillevang.example",
        password=_password(),
        first_name=person.first_name,
        last_name=person.last_name,
        role=person.role,
        is_staff=person.role == Role.ADMINISTRATOR,
        is_superuser=person.role == Role.ADMINISTRATOR,
    )
    department = Department.objects.get_or_create(name=person.department)[0] if person.department else None
    if person.office:
        office = Office.objects.create(name=person.office, department=department)
        OfficeAlias.objects.bulk_create(OfficeAlias(office=office, name=alias) for alias in person.aliases)
        Tenure.objects.create(user=user, office=office, title=person.title, start=date(today.year - 3, 1, 1))
    return user


def _meeting(forum: Forum, day: date, place: str, pieces: tuple[Piece, ...], by: User) -> Meeting:
    meeting = planning.plan_meeting(
        forum=forum, starts_at=datetime.combine(day, time(9, 0), COPENHAGEN), location=place, by=by
    )
    drafting.add_items(meeting, titles=[piece.title for piece in pieces[1:-1]], by=by)
    for item, piece in zip(_items(meeting), pieces, strict=True):
        _write(item, piece, day, by)
    return meeting


def _items(meeting: Meeting) -> list[AgendaItem]:
    return list(
        AgendaItem.objects.filter(meeting=meeting).select_related("meeting__forum", "forum").order_by("position")
    )


def _write(item: AgendaItem, piece: Piece, day: date, by: User) -> None:
    facts: drafting.Facts = {"title": piece.title, "kind": piece.kind, "presenters": piece.presenters}
    if piece.case:
        facts["case_number"] = piece.case.format(yy=f"{day:%y}")
    if piece.minutes:
        facts["planned_minutes"] = piece.minutes
    if piece.closed:
        facts["closed"], facts["closed_ground"] = True, piece.closed
    drafting.change_facts(item, facts, by=by)
    words = {
        "occasion": writing.Words(piece.occasion),
        "presentation": writing.Words(piece.presentation),
        "recommendation": writing.Words(
            parties=piece.by.split("; ") if piece.points else (), points=from_lines(piece.points)
        ),
    }
    for kind, said in words.items():
        if said.html or said.points:
            _say(item, kind, said, by)
    for name, text in piece.attachments.items():
        attaching.attach(item, SimpleUploadedFile(name, _pdf(name, text)), by=by)


def _say(item: AgendaItem, kind: str, said: writing.Words, by: User) -> None:
    section = Section.objects.select_related("item__meeting__forum", "item__forum").filter(item=item, kind=kind).first()
    if section is not None:
        writing.write_section(section, said, version=section.version, by=by)


def _pdf(name: str, text: str) -> bytes:
    title = name.removesuffix(".pdf")
    paper = {"title": title, "text": text}
    return render.to_pdf(paper, "papers/demo/notat.html", title, timezone.now())[0]


def _hold(
    meeting: Meeting,
    pieces: tuple[Piece, ...],
    by: User,
    due: date,
    away: dict[str, str],
    guest: tuple[str, str] | None = None,
    tasks: tuple[tuple[int, str, str, str], ...] = (),
) -> None:
    sending.send_agenda(_fresh(meeting), by=by)
    running.begin_meeting(_fresh(meeting), by=by)
    holding.attend(_fresh(meeting), away, guest, by)
    for item, piece in zip(_items(meeting), pieces, strict=True):
        _say(item, "decision", writing.Words(piece.decision), by)
    holding.rule(_items(meeting), by)
    holding.give_tasks(_fresh(meeting), tasks, by)
    running.end_meeting(_fresh(meeting), by=by)
    enclosing.enclose_agenda(_items(meeting)[0], by=by)
    sending.send_minutes(_fresh(meeting), due=due, by=by)


def _supplement(meeting: Meeting, day: date, by: User) -> None:
    """An item that came after the agenda was sent, and a corrected attachment."""
    (late,) = drafting.add_items(_fresh(meeting), titles=[LATE.title], by=by)
    _write(AgendaItem.objects.select_related("meeting__forum", "forum").get(pk=late.pk), LATE, day, by)
    first = Attachment.objects.select_related("item__meeting").get(item__meeting=meeting, title__contains="pr. enhed")
    text = "Sygefravær pr. enhed, løbende fire kvartaler. Rettet: Tallene for to institutioner var byttet om."
    attaching.replace_file(first, SimpleUploadedFile(first.title, _pdf(first.title, text)), by=by)
    sending.send_agenda(_fresh(meeting), by=by)
    sending.release_open_edition(_fresh(meeting), kind="agenda", by=by)


def _read_through(draft: Meeting, reader: User, by: User) -> None:
    """A draft that the chief executive has read and commented on."""
    reviewing.begin_review(_fresh(draft), by=by)
    for item, (heading, quote, text) in zip(_items(draft)[1:], COMMENTS, strict=False):
        reviewing.comment(item, heading=heading, quote=quote, text=text, by=reader)


def _fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("forum").get(pk=meeting.pk)


def _sha256(meeting: Meeting, user: User) -> str:
    paper = paper_for(_fresh(meeting), "minutes", viewer=user)
    assert paper is not None
    return paper.document.sha256


def _approve(meeting: Meeting, user: User) -> None:
    approving.approve(_fresh(meeting), sha256=_sha256(meeting, user), by=user)


def _lock(meeting: Meeting, user: User) -> None:
    approving.lock_minutes(_fresh(meeting), sha256=_sha256(meeting, user), by=user)
