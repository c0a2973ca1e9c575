"""What the meetings app keeps, a file a noun."""

from meetings.models.approval import Approval, Remark
from meetings.models.attachment import Attachment, AttachmentVersion
from meetings.models.case import Case, Facet, Subject
from meetings.models.closing import NamedReader
from meetings.models.feed import CalendarFeed
from meetings.models.forum import Forum, Membership
from meetings.models.item import AgendaItem, Audience, Decision, Disqualification, Ground, Presenter, Section
from meetings.models.meeting import Meeting, MeetingChange, MeetingPaper
from meetings.models.reading import ItemReading, MarginNote
from meetings.models.template import AgendaCase, Edge, ItemKind, ItemTemplate, SectionKind, StandingItem
from meetings.models.wording import Presence, Saved, Wording

__all__ = [
    "AgendaCase",
    "AgendaItem",
    "Approval",
    "Attachment",
    "AttachmentVersion",
    "Audience",
    "CalendarFeed",
    "Case",
    "Decision",
    "Disqualification",
    "Edge",
    "Facet",
    "Forum",
    "Ground",
    "ItemKind",
    "ItemReading",
    "ItemTemplate",
    "MarginNote",
    "Meeting",
    "MeetingChange",
    "MeetingPaper",
    "Membership",
    "NamedReader",
    "Presence",
    "Presenter",
    "Remark",
    "Saved",
    "Section",
    "SectionKind",
    "StandingItem",
    "Subject",
    "Wording",
]
