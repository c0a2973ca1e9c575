"""Meetings, and who sits at them."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from chefforum.organisation.models import Role, User
from chefforum.organisation.queries import days_off
from meetings.models import (
    AgendaItem,
    Forum,
    Meeting,
    MeetingChange,
)
from meetings.permissions import (
    Viewer,
    is_secretariat,
    kept_from,
    meetings_seen_by,
    members_on,
)
from meetings.rules.timing import Deadline, deadlines
from meetings.workflow import ItemState, MeetingState

# Longer than any deadline lies before its meeting.
_LOOK_BACK = timedelta(days=120)


def calendar(*, viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings with their forum, newest first, and the number of items of each."""
    return (
        meetings_seen_by(viewer)
        .select_related("forum")
        .annotate(item_count=Count("items", filter=Q(items__state=ItemState.PLACED)))
        .order_by("-starts_at")
    )


def meeting_by_id(meeting_id: int, *, viewer: Viewer) -> Meeting:
    """The meeting; raises :class:`Http404` alike for one that is not there and one the viewer may not know of."""
    meeting = meetings_seen_by(viewer).select_related("forum", "source").filter(pk=meeting_id).first()
    if meeting is None:
        raise Http404
    return meeting


def forums_in_use() -> QuerySet[Forum]:
    """The forums that meet."""
    return Forum.objects.filter(active=True)


def waiting_for_approval(*, viewer: Viewer) -> list[Meeting]:
    """Minutes out for approval that the viewer may know of, oldest first."""
    return list(calendar(viewer=viewer).filter(state=MeetingState.APPROVAL).order_by("starts_at"))


def road(meeting: Meeting) -> list[tuple[str, str]]:
    """The steps of a meeting as words, each »done«, »now« or »ahead«."""
    if meeting.state == MeetingState.CANCELLED:
        return [(MeetingState.CANCELLED.label, "now")]
    # Reading through is a step that most agendas do without.
    aside = {MeetingState.CANCELLED, MeetingState.REVIEW} - {MeetingState(meeting.state)}
    order: list[MeetingState] = [state for state in MeetingState if state not in aside]
    here = order.index(MeetingState(meeting.state))
    finished = meeting.state == MeetingState.APPROVED
    return [
        (state.label, "done" if index < here or finished else ("now" if index == here else "ahead"))
        for index, state in enumerate(order)
    ]


def readers_of(meeting: Meeting) -> QuerySet[User]:
    """Everybody who can be disqualified: members today, members on the day of the meeting, and the secretariat."""
    day = timezone.localdate(meeting.starts_at)
    return User.objects.filter(
        Q(pk__in=members_on(meeting.forum, day).values("pk"))
        | Q(pk__in=members_on(meeting.forum, timezone.localdate()).values("pk"))
        | Q(role=Role.SECRETARIAT, is_active=True)
    ).order_by("first_name", "last_name")


def personal_readers(meeting: Meeting, items: Sequence[AgendaItem]) -> list[tuple[User, list[int]]]:
    """The members who get a personal edition, with the numbers of the items that are kept from each."""
    members = list(people_of(meeting))
    kept = kept_from(members, [item.pk for item in items])
    numbers = {item.pk: item.position for item in items}
    return [(user, sorted(numbers[pk] for pk in kept[user.pk])) for user in members if kept[user.pk]]


def people_of(meeting: Meeting) -> QuerySet[User]:
    """Who sits in the forum on the day of the meeting, by name."""
    return members_on(meeting.forum, timezone.localdate(meeting.starts_at)).order_by("first_name", "last_name")


def changes_of(meeting: Meeting) -> list[MeetingChange]:
    """When the meeting was moved or cancelled, and why, newest first. The caller has asked for the meeting."""
    return list(MeetingChange.objects.filter(meeting=meeting).select_related("by"))


def forum_by_slug(slug: str, *, viewer: Viewer) -> Forum:
    """The forum, for the secretariat that sets it up; :class:`Http404` for everybody else."""
    found = Forum.objects.filter(slug=slug).first() if is_secretariat(viewer) else None
    if found is None:
        raise Http404
    return found


def deadlines_of(meetings: Sequence[Meeting]) -> list[tuple[Meeting, Deadline]]:
    """The deadlines of meetings, as near or late as they are now, soonest first."""
    days = [timezone.localdate(meeting.starts_at) for meeting in meetings]
    shut = days_off(min(days) - _LOOK_BACK, max(days)) if days else {}
    now = timezone.now()
    due = [(meeting, deadline) for meeting in meetings for deadline in deadlines(meeting, shut=shut, now=now)]
    return sorted(due, key=lambda pair: pair[1].at)


def people_to_present() -> QuerySet[User]:
    """Who may present an item: everybody with a login in use but administrators, by name."""
    return User.objects.filter(is_active=True).exclude(role=Role.ADMINISTRATOR).order_by("first_name", "last_name")


def sequence_of(meeting: Meeting) -> int:
    """A number that grows with every change of the meeting, for calendars."""
    return meeting.version + MeetingChange.objects.filter(meeting=meeting).count()


def days_taken(forum: Forum, first: date, last: date) -> dict[date, str]:
    """The days on which the forum already meets, with the words for it."""
    held = Meeting.objects.filter(forum=forum, starts_at__date__range=(first, last))
    starts = held.exclude(state=MeetingState.CANCELLED).values_list("starts_at", flat=True)
    return {timezone.localdate(at): "Har allerede et møde" for at in starts}
