"""Meetings, and what is done with them as a whole."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from chefforum.organisation.models import Role, User
from meetings.models import (
    Forum,
    Meeting,
    MeetingPaper,
)
from meetings.permissions.people import (
    MEMBER_ROLES,
    REVIEWERS,
    Viewer,
    forums_of,
    is_member,
    is_secretariat,
    members_on,
)
from meetings.workflow import (
    AGENDA_OPEN,
    MINUTES_OPEN,
    UNSENT,
    MeetingState,
    PaperEdition,
)


def _released() -> Exists:
    return Exists(
        MeetingPaper.objects.filter(
            meeting=OuterRef("pk"), edition=PaperEdition.OPEN, current=True, released_at__isnull=False
        )
    )


def may_see_meeting(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may know of the meeting: its forum, date, place and state."""
    return meetings_seen_by(user).filter(pk=meeting.pk).exists()


def meetings_seen_by(user: Viewer) -> QuerySet[Meeting]:
    """The meetings that the person may know of."""
    if not isinstance(user, User) or not user.is_active:
        return Meeting.objects.none()
    if is_secretariat(user):
        return Meeting.objects.all()
    if user.role in MEMBER_ROLES:
        return Meeting.objects.filter(Q(forum__in=forums_of(user)) | Q(_released()))
    return Meeting.objects.filter(_released())


def may_plan(user: Viewer) -> bool:
    """Whether the person may plan meetings and bring in old minutes."""
    return is_secretariat(user)


def may_edit_agenda(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may change the agenda as the meeting stands."""
    return is_secretariat(user) and meeting.state in AGENDA_OPEN


def may_write_minutes(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may write decisions as the meeting stands."""
    return is_secretariat(user) and meeting.state in MINUTES_OPEN


def may_review(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may read the draft before it is sent and comment in its margin: the chief executive and the
    directors who sit in the forum, while it is out for read-through.
    """
    return (
        meeting.state == MeetingState.REVIEW
        and isinstance(user, User)
        and user.role in REVIEWERS
        and is_member(user, meeting.forum_id)
    )


def may_run(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may run the meeting: begin it, say whose turn it is, who is there and what came of it."""
    return is_secretariat(user) and meeting.state in (MeetingState.SENT, MeetingState.HELD)


def may_send_to_review(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may send the draft to read-through, or take it back."""
    return is_secretariat(user) and meeting.state in UNSENT


def may_set_access(user: Viewer, meeting: Meeting | None) -> bool:
    """Whether the person may close or open an item and mark people disqualified, at any step of the meeting."""
    return is_secretariat(user)


def may_know_reasons(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may read why the meeting was moved or cancelled."""
    return is_secretariat(user) or is_member(user, meeting.forum_id)


def may_release(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may release the open edition to everybody with a login."""
    return is_secretariat(user) and meeting.state not in (*UNSENT, MeetingState.CANCELLED)


def may_approve(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may approve the minutes, or remark on a point, as the meeting stands."""
    return meeting.state == MeetingState.APPROVAL and is_member(user, meeting.forum_id)


def final_approvers(forum: Forum) -> QuerySet[User]:
    """Who gives minutes their final approval: whoever the forum has named and is a member, else the chief executive."""
    members = members_on(forum, timezone.localdate())
    named = members.filter(pk__in=[forum.final_approver_id])
    return named if named.exists() else members.filter(role=Role.CHIEF_EXECUTIVE)


def may_lock(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may give the minutes their final approval."""
    return (
        may_approve(user, meeting)
        and isinstance(user, User)
        and final_approvers(meeting.forum).filter(pk=user.pk).exists()
    )


def may_withdraw_approval(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may take a member's approval back, for the member, before the minutes are locked."""
    return is_secretariat(user) and meeting.state == MeetingState.APPROVAL


def may_reopen(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may open locked minutes again; minutes read in from a file were never open here."""
    return is_secretariat(user) and meeting.state == MeetingState.APPROVED and not meeting.imported


def may_see_approval(user: Viewer, meeting: Meeting) -> bool:
    """Whether the person may see who has approved the minutes, and the sheet of it."""
    inside = is_secretariat(user) or is_member(user, meeting.forum_id)
    return inside and meeting.state in (MeetingState.APPROVAL, MeetingState.APPROVED)


def what_may(user: Viewer, meeting: Meeting) -> dict[str, bool]:
    """The person's rights on a meeting as it stands, for a page to choose its buttons by."""
    inside = is_secretariat(user) or is_member(user, meeting.forum_id)
    return {
        "edit_agenda": may_edit_agenda(user, meeting),
        "review": may_review(user, meeting),
        "send_to_review": may_send_to_review(user, meeting),
        "propose": inside and meeting.state in UNSENT,
        "write_minutes": may_write_minutes(user, meeting),
        "run": may_run(user, meeting),
        "release": may_release(user, meeting),
        "approve": may_approve(user, meeting),
        "lock": may_lock(user, meeting),
        "prepare": is_secretariat(user),
        "set_access": may_set_access(user, meeting),
        "withdraw_approval": may_withdraw_approval(user, meeting),
        "reopen": may_reopen(user, meeting),
        "see_approval": may_see_approval(user, meeting),
    }
