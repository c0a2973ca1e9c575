"""Who may do what with meetings. ``may_<verb>`` answers for one, ``<things>_seen_by`` gives all; both agree.

| role                      | draft        | sent agenda, minutes  | closed items | released open edition |
|---------------------------|--------------|-----------------------|--------------|-----------------------|
| secretariat               | reads, edits | reads, edits          | yes          | yes                   |
| member of the forum       | date only    | reads, approves       | yes, unless only named people may | yes |
| everybody else, administrators included | no | no                | no           | yes                   |

| before it is on an agenda | draft, returned  | submitted, accepted      | withdrawn              |
|---------------------------|------------------|--------------------------|------------------------|
| its author, as a member   | reads, edits     | reads                    | reads, takes up again  |
| secretariat               | returned: reads  | reads, edits             | reads, takes up again  |
| everybody else            | no               | no                       | no                     |

While a draft is out for read-through (gennemlæsning), the forum's chief executive and directors read it too and comment
in its margin. Whoever is disqualified (inhabil) for an item does not see it, nor does a member who is not named where
only named people may read; a closed attachment is for members only. The strictest rule wins.
"""

from meetings.permissions.decisions import decided_items_seen_by
from meetings.permissions.excerpts import concerns, excerpts_seen_by
from meetings.permissions.items import (
    is_kept_from,
    items_in_review,
    items_quoted_by,
    items_reviewed_by,
    items_seen_by,
    kept_from,
    listable,
    looked_up_by,
    may_quote,
    may_see_item,
    repeats_what_is_closed,
    with_case_numbers,
    with_what_they_tell_of,
)
from meetings.permissions.meetings import (
    final_approvers,
    may_approve,
    may_edit_agenda,
    may_know_reasons,
    may_lock,
    may_plan,
    may_release,
    may_reopen,
    may_review,
    may_run,
    may_see_approval,
    may_see_meeting,
    may_send_to_review,
    may_set_access,
    may_withdraw_approval,
    may_write_minutes,
    meetings_seen_by,
    what_may,
)
from meetings.permissions.notes import (
    may_see_note,
    may_share_note_with,
    may_write_note,
    notes_on_what_is_read,
    notes_seen_by,
    readable_items,
)
from meetings.permissions.papers import (
    may_read_paper,
)
from meetings.permissions.people import (
    MEMBER_ROLES,
    Viewer,
    is_member,
    is_secretariat,
    members_on,
    reviewers_of,
    seats,
)
from meetings.permissions.proposals import (
    attachments_seen_by,
    forums_to_propose_in,
    may_propose,
    may_replace_attachment,
    may_see_attachment,
    may_see_proposal,
    may_write_item,
    may_write_section,
    proposals_seen_by,
    proposed_by,
)
from meetings.permissions.stops import may_follow_case, stops_seen_by
from meetings.permissions.tasks import (
    has_task,
    may_be_given,
    may_change_task,
    may_finish_task,
    may_see_task,
    tasks_seen_by,
)

__all__ = [
    "MEMBER_ROLES",
    "Viewer",
    "attachments_seen_by",
    "concerns",
    "decided_items_seen_by",
    "excerpts_seen_by",
    "final_approvers",
    "forums_to_propose_in",
    "has_task",
    "is_kept_from",
    "is_member",
    "is_secretariat",
    "items_in_review",
    "items_quoted_by",
    "items_reviewed_by",
    "items_seen_by",
    "kept_from",
    "listable",
    "looked_up_by",
    "may_approve",
    "may_be_given",
    "may_change_task",
    "may_edit_agenda",
    "may_finish_task",
    "may_follow_case",
    "may_know_reasons",
    "may_lock",
    "may_plan",
    "may_propose",
    "may_quote",
    "may_read_paper",
    "may_release",
    "may_reopen",
    "may_replace_attachment",
    "may_review",
    "may_run",
    "may_see_approval",
    "may_see_attachment",
    "may_see_item",
    "may_see_meeting",
    "may_see_note",
    "may_see_proposal",
    "may_see_task",
    "may_send_to_review",
    "may_set_access",
    "may_share_note_with",
    "may_withdraw_approval",
    "may_write_item",
    "may_write_minutes",
    "may_write_note",
    "may_write_section",
    "meetings_seen_by",
    "members_on",
    "notes_on_what_is_read",
    "notes_seen_by",
    "proposals_seen_by",
    "proposed_by",
    "readable_items",
    "repeats_what_is_closed",
    "reviewers_of",
    "seats",
    "stops_seen_by",
    "tasks_seen_by",
    "what_may",
    "with_case_numbers",
    "with_what_they_tell_of",
]
