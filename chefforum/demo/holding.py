"""Meetings that were held, and what readers have written for themselves."""

from datetime import date

from chefforum.organisation.models import User
from meetings.actions import attendance, following_up, notes, onward, running, setup
from meetings.actions.attendance import Stay
from meetings.actions.notes import About
from meetings.models import AgendaItem, Attendance, CaseStop, Forum, Meeting
from meetings.papers.drafted import points_of
from meetings.rules.deciding import followed

PHRASES = (
    "Chefforum tog orienteringen til efterretning.",
    "Chefforum drøftede oplægget med følgende kommentarer:",
    "Punktet genbesøges på et kommende møde.",
    "Chefforum godkendte indstillingen.",
)


def set_up(forum: Forum, by: User) -> None:
    """What decisions of the forum often say."""
    for text in PHRASES:
        setup.add_phrase(forum, text, by=by)


def attend(meeting: Meeting, away: dict[str, str], guest: tuple[str, str] | None, by: User) -> None:
    """Everybody was there but those in ``away``, by user name: excused, or from the number of an item on."""
    items = {str(item.position): item.pk for item in AgendaItem.objects.filter(meeting=meeting)}
    for row in Attendance.objects.filter(meeting=meeting, user__username__in=away).select_related("user", "meeting"):
        assert row.user is not None
        how = away[row.user.username]
        kind, stay = "excused" if how == "afbud" else "present", Stay(came_at=items.get(how))
        attendance.set_attendance(row, kind=kind, stay=stay, version=row.version, by=by)
    if guest is not None:
        attendance.add_guest(meeting, name=guest[0], office=guest[1], by=by)


def rule(items: list[AgendaItem], by: User) -> None:
    """What came of each recommendation point, where the decision followed it."""
    for item in items:
        for number, point in enumerate(points_of(item), 1):
            made = followed(point, forum=item.forum.name)
            if made is not None:
                running.rule(item, point=number, outcome=made.outcome, by=by)


def give_tasks(meeting: Meeting, tasks: tuple[tuple[int, str, str, str], ...], by: User) -> None:
    """Tasks by the number of their item: what, who, and by when, as it was said."""
    for number, text, who, when in tasks:
        item = AgendaItem.objects.select_related("meeting__forum", "forum").get(meeting=meeting, position=number)
        following_up.add_task(item, text=text, who=who, when=when, by=by)


def send_on(meeting: Meeting, number: int, forum: str, when: str, by: User) -> CaseStop:
    """The case of an item goes on to another forum."""
    item = AgendaItem.objects.select_related("meeting__forum", "forum").get(meeting=meeting, position=number)
    return onward.send_on(item, forum=forum, when=when, by=by)


def came_of(stop: CaseStop, day: date, outcome: str, by: User) -> None:
    """What the other forum decided."""
    found = CaseStop.objects.select_related("item__meeting__forum", "item__forum").get(pk=stop.pk)
    onward.note_outcome(found, decided_on=day, outcome=outcome, by=by)


def write_notes(meeting: Meeting, reader: User, colleague: User) -> None:
    """A highlight, a note that is shared, and a speaking note."""
    items = list(AgendaItem.objects.filter(meeting=meeting, closed=False).select_related("meeting__forum", "forum"))
    absence = next(item for item in items if "Sygefravær" in item.title)
    quote = "tre afdelinger"
    highlight = About(heading="Sagsfremstilling", quote=quote)
    made = notes.write_note(absence, highlight, text="Spørg Sofie: er barsel talt med her?", speaking=False, by=reader)
    notes.share_note(made, colleague, by=reader)
    theme = next(item for item in items if "rekruttering" in item.title.casefold() or item == items[-2])
    notes.write_note(
        theme,
        About(),
        text="Begynd med de to børnehuse, der har faste vikarer. Tre minutter.",
        speaking=True,
        by=reader,
    )
