"""What a person fills in. Parses and validates, never saves."""

from meetings.forms.files import AttachmentsForm, ImportForm
from meetings.forms.item import FactsForm, NewItemsForm, NewSectionForm, SectionForm
from meetings.forms.minutes import CommentForm, DueForm, PersonForm, RemarkForm
from meetings.forms.notes import ChangeNoteForm, NoteForm
from meetings.forms.onward import OutcomeForm, StopForm
from meetings.forms.planning import (
    CancelForm,
    DaysForm,
    MeetingForm,
    PostponeForm,
    ProposalForm,
    ReasonForm,
    SeriesForm,
)
from meetings.forms.running import (
    AttendanceForm,
    ErratumForm,
    GuestForm,
    PhraseForm,
    PostponeNowForm,
    TaskCommentForm,
    TaskForm,
)
from meetings.forms.setup import AgendaCaseForm, ForumForm, HolidayForm, MailForm, StandingForm, TemplateForm

__all__ = [
    "AgendaCaseForm",
    "AttachmentsForm",
    "AttendanceForm",
    "CancelForm",
    "ChangeNoteForm",
    "CommentForm",
    "DaysForm",
    "DueForm",
    "ErratumForm",
    "FactsForm",
    "ForumForm",
    "GuestForm",
    "HolidayForm",
    "ImportForm",
    "MailForm",
    "MeetingForm",
    "NewItemsForm",
    "NewSectionForm",
    "NoteForm",
    "OutcomeForm",
    "PersonForm",
    "PhraseForm",
    "PostponeForm",
    "PostponeNowForm",
    "ProposalForm",
    "ReasonForm",
    "RemarkForm",
    "SectionForm",
    "SeriesForm",
    "StandingForm",
    "StopForm",
    "TaskCommentForm",
    "TaskForm",
    "TemplateForm",
]
