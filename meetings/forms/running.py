"""What is typed while a meeting is held."""

from typing import Any

from django import forms

from chefforum.organisation.models import User
from meetings import queries
from meetings.forms.fields import TEXT, MeetingChoice
from meetings.models import AgendaItem, Attachment, Meeting


class TaskForm(forms.Form):
    """Who shall do what, and when."""

    text = forms.CharField(label="Hvad", max_length=400, widget=forms.TextInput(attrs=TEXT))
    who = forms.CharField(
        label="Hvem", max_length=160, widget=forms.TextInput(attrs={**TEXT, "list": "people", "autocomplete": "off"})
    )
    when = forms.CharField(
        label="Hvornår",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**TEXT, "placeholder": "i juni, ultimo marts …", "autocomplete": "off"}),
    )


class TaskCommentForm(forms.Form):
    """How a task was done, or why it is given up."""

    comment = forms.CharField(
        label="Bemærkning",
        max_length=400,
        required=False,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )


class PostponeNowForm(forms.Form):
    """To which meeting a point is postponed."""

    to = MeetingChoice(
        label="Udsæt til",
        required=False,
        queryset=Meeting.objects.none(),
        empty_label="Puljen, uden nyt møde",
        widget=forms.Select(attrs=TEXT),
    )

    def __init__(self, data: Any = None, *, meeting: Meeting, viewer: User) -> None:
        super().__init__(data)
        later = queries.coming_drafts(meeting, viewer=viewer)
        self.fields["to"].queryset = later  # type: ignore[attr-defined]
        self.fields["to"].initial = later.first()


class ErratumForm(forms.Form):
    """What stands in an attachment, and what it is corrected to."""

    attachment = forms.ModelChoiceField(
        label="Bilag", queryset=Attachment.objects.none(), empty_label=None, widget=forms.Select(attrs=TEXT)
    )
    was = forms.CharField(label="Der står", max_length=200, widget=forms.TextInput(attrs=TEXT))
    now = forms.CharField(label="Rettes til", max_length=200, widget=forms.TextInput(attrs=TEXT))

    def __init__(self, data: Any = None, *, item: AgendaItem, viewer: User) -> None:
        super().__init__(data, auto_id="ret_%s")
        self.fields["attachment"].queryset = queries.attachments_to_correct(item, viewer=viewer)  # type: ignore[attr-defined]
        self.fields["attachment"].label_from_instance = lambda one: one.title  # type: ignore[attr-defined]


class GuestForm(forms.Form):
    """A guest at the meeting."""

    name = forms.CharField(label="Navn", max_length=160, widget=forms.TextInput(attrs=TEXT))
    office = forms.CharField(
        label="Stilling eller sted", max_length=160, required=False, widget=forms.TextInput(attrs=TEXT)
    )


class AttendanceForm(forms.Form):
    """Whether somebody was there, and for which points. Numbers of items, empty for all the meeting."""

    kind = forms.CharField(max_length=10)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    came_at = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    left_before = forms.IntegerField(required=False, min_value=1, max_value=2**31)
    away = forms.TypedMultipleChoiceField(required=False, coerce=int, choices=())

    def __init__(self, data: Any, *, items: list[int]) -> None:
        super().__init__(data)
        self.fields["away"].choices = [(pk, str(pk)) for pk in items]  # type: ignore[attr-defined]


class PhraseForm(forms.Form):
    """A stock phrase."""

    text = forms.CharField(
        label="Ny sætning", max_length=400, widget=forms.TextInput(attrs={**TEXT, "placeholder": "Chefforum …"})
    )
