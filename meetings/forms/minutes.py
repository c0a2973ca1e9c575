"""Approving minutes, and who may read."""

from typing import Any

from django import forms

from meetings.forms.fields import TEXT, LinesField


class DueForm(forms.Form):
    """Until when members can approve."""

    due = forms.DateField(label="Frist", widget=forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"))


class RemarkForm(forms.Form):
    """A remark, or the answer to one."""

    text = LinesField(
        label="Bemærkning",
        max_length=4000,
        widget=forms.Textarea(attrs={**TEXT, "rows": "2"}),
        error_messages={"required": "Skriv teksten, før du sender den."},
    )

    def __init__(self, data: Any = None, *, needed: bool = True) -> None:
        super().__init__(data)
        self.fields["text"].required = needed


class CommentForm(forms.Form):
    """A comment in the margin of a draft."""

    heading = forms.CharField(required=False, max_length=160, widget=forms.HiddenInput)
    quote = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    text = LinesField(label="Kommentar", max_length=4000, widget=forms.Textarea(attrs={**TEXT, "rows": "3"}))


class PersonForm(forms.Form):
    """A person, by id."""

    person = forms.IntegerField(min_value=1, max_value=2**31)
