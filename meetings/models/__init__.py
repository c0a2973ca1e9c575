"""What the meetings app keeps, a file a noun."""

from meetings.models.approval import Approval, ApprovalKind, ListedMinutes, Remark, RemarkClosing, Reopening
from meetings.models.attachment import Attachment, AttachmentVersion
from meetings.models.case import Case, Facet, Subject
from meetings.models.closing import NamedReader
from meetings.models.feed import CalendarFeed
from meetings.models.forum import Forum, Membership
from meetings.models.item import AgendaItem, Audience, Decision, Disqualification, Ground, Presenter, Section
from meetings.models.meeting import Meeting, MeetingChange, MeetingPaper
from meetings.models.note import NoteShare, PersonalNote
from meetings.models.reading import ItemReading, MarginNote
from meetings.models.repeat import Repeat
from meetings.models.running import (
    Absence,
    Attendance,
    AttendanceKind,
    DecidedBy,
    Erratum,
    Outcome,
    Ruling,
    StockPhrase,
    Turn,
)
from meetings.models.stop import CaseStop
from meetings.models.task import Task, TaskChange, TaskOwner
from meetings.models.template import AgendaCase, Edge, Fill, ItemKind, ItemTemplate, SectionKind, StandingItem
from meetings.models.wording import Presence, Saved, Wording

__all__ = [
    "Absence",
    "AgendaCase",
    "AgendaItem",
    "Approval",
    "ApprovalKind",
    "Attachment",
    "AttachmentVersion",
    "Attendance",
    "AttendanceKind",
    "Audience",
    "CalendarFeed",
    "Case",
    "CaseStop",
    "DecidedBy",
    "Decision",
    "Disqualification",
    "Edge",
    "Erratum",
    "Facet",
    "Fill",
    "Forum",
    "Ground",
    "ItemKind",
    "ItemReading",
    "ItemTemplate",
    "ListedMinutes",
    "MarginNote",
    "Meeting",
    "MeetingChange",
    "MeetingPaper",
    "Membership",
    "NamedReader",
    "NoteShare",
    "Outcome",
    "PersonalNote",
    "Presence",
    "Presenter",
    "Remark",
    "RemarkClosing",
    "Reopening",
    "Repeat",
    "Ruling",
    "Saved",
    "Section",
    "SectionKind",
    "StandingItem",
    "StockPhrase",
    "Subject",
    "Task",
    "TaskChange",
    "TaskOwner",
    "Turn",
    "Wording",
]
