"""A reader's own notes."""

from django import forms

from meetings.forms.fields import TEXT, LinesField

_NUMBER = {"required": False, "min_value": 1, "max_value": 2**31 - 1, "widget": forms.HiddenInput}


def _hidden(longest: int) -> forms.CharField:
    return forms.CharField(required=False, max_length=longest, widget=forms.HiddenInput, strip=False)


class NoteForm(forms.Form):
    """A note, and what it is about. The browser fills in the hidden fields from what is marked."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    heading = _hidden(160)
    quote = _hidden(1000)
    before = _hidden(200)
    after = _hidden(200)
    attachment = forms.IntegerField(**_NUMBER)  # type: ignore[arg-type]
    sha256 = forms.RegexField("^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(**_NUMBER)  # type: ignore[arg-type]
    text = LinesField(label="Note", required=False, max_length=8000, widget=forms.Textarea(attrs={**TEXT, "rows": "3"}))
    speaking = forms.BooleanField(label="Talenote", required=False)


class ChangeNoteForm(forms.Form):
    """A note as it is written anew, and the version of it that was read."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = LinesField(required=False, max_length=8000, widget=forms.Textarea(attrs={**TEXT, "rows": "3"}))
    speaking = forms.BooleanField(required=False)
