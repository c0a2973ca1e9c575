"""Having people told by mail. What the mails say is written when they are sent (``meetings/notices.py``)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from chefforum.danish.dates import COPENHAGEN
from chefforum.mailroom.actions import hurry, post, retry
from chefforum.mailroom.queries import had_letter_since, letters_about
from chefforum.mailroom.workflow import LetterState
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken
from meetings.actions.guard import require
from meetings.models import Meeting
from meetings.notices import FINAL, MEETING, MINUTES, REMINDER, REVIEW
from meetings.permissions import final_approvers, may_release, members_on, reviewers_of, seats
from meetings.queries import people_concerned, people_to_remind
from meetings.workflow import MeetingState

_MORNING = time(7)


def tell_of_agenda(meeting: Meeting) -> None:
    """Tell the members that the agenda is out, or is another now."""
    _tell(meeting)


def tell_of_change(meeting: Meeting) -> None:
    """Tell the members that the meeting is at another time or place, or cancelled. Who was told nothing before is told
    nothing now, unless the agenda is out.
    """
    _tell(meeting)


def _tell(meeting: Meeting) -> None:
    """Whoever sits in the forum on the day; a letter to somebody whose seat begins later waits until it does."""
    day, today = timezone.localdate(meeting.starts_at), timezone.localdate()
    calm = timedelta(minutes=meeting.forum.calm_minutes)
    members = members_on(meeting.forum, day)
    now = members_on(meeting.forum, today).values("pk")
    post(to=members.filter(pk__in=now), kind=MEETING, key=str(meeting.pk), calm=calm)
    for user in members.exclude(pk__in=now):
        seat = user.memberships.filter(seats(day), forum=meeting.forum).order_by("start").first()
        if seat is not None:
            begins = datetime.combine(seat.start, _MORNING, COPENHAGEN)
            post(to=[user], kind=MEETING, key=str(meeting.pk), calm=max(calm, begins - timezone.now()))


def tell_of_review(meeting: Meeting) -> None:
    """Tell those who read first that the draft waits for them."""
    post(to=reviewers_of(meeting.forum), kind=REVIEW, key=str(meeting.pk), calm=timedelta(0))


def tell_of_minutes(meeting: Meeting, to: Iterable[User] | None = None) -> None:
    """Tell the members that minutes wait for their approval, were opened again, or are locked; of locked ones also
    those whom a decision concerns. ``to`` are the only ones to be told.
    """
    calm = timedelta(minutes=meeting.forum.calm_minutes)
    meeting.refresh_from_db(fields=["state"])
    people = set(to) if to is not None else set(members_on(meeting.forum, timezone.localdate()))
    if to is None and meeting.state == MeetingState.APPROVED:
        people |= set(people_concerned(meeting))
    post(to=sorted(people, key=lambda one: one.pk), kind=MINUTES, key=str(meeting.pk), calm=calm)


def tell_of_approvals(meeting: Meeting) -> None:
    """Tell whoever gives the final approval that all members have approved."""
    post(to=final_approvers(meeting.forum), kind=FINAL, key=str(meeting.pk), calm=timedelta(0))


def remind(today: date) -> int:
    """Have everybody who has something due reminded, in one letter a day; answers how many may get one now."""
    had = had_letter_since(REMINDER, datetime.combine(today, time(0), COPENHAGEN))
    people = [user for user in people_to_remind(today) if user.pk not in had]
    post(to=people, kind=REMINDER, key="", calm=timedelta(0))
    return len(people)


@transaction.atomic
def send_again(meeting: Meeting, letter_id: int, *, by: User) -> None:
    """Try a mail about the meeting again that could not be sent."""
    require(may_release(by, meeting))
    letter = next((one for one in letters_about(MEETING, str(meeting.pk)) if one.pk == letter_id), None)
    if letter is None or letter.state != LetterState.FAILED:
        raise Overtaken("Mailen er sendt eller erstattet af en nyere. Intet er ændret.")
    retry(letter)


def send_mails_now(meeting: Meeting, *, by: User) -> int:
    """Send the mails that wait about the meeting at once; answers how many."""
    require(may_release(by, meeting))
    # Not those to people whose seat has not begun.
    return hurry(kind=MEETING, key=str(meeting.pk), within=timedelta(hours=8))
