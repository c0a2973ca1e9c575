"""What the meetings app keeps, a file a noun."""

from meetings.models.approval import Approval, Remark
from meetings.models.forum import Forum, Membership
from meetings.models.item import AgendaItem, Attachment, Case, Decision, Disqualification, Section
from meetings.models.meeting import Meeting, MeetingPaper

__all__ = [
    "AgendaItem",
    "Approval",
    "Attachment",
    "Case",
    "Decision",
    "Disqualification",
    "Forum",
    "Meeting",
    "MeetingPaper",
    "Membership",
    "Remark",
    "Section",
]
