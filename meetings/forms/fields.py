"""Fields that several forms share."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django_prose_editor.widgets import ProseEditorWidget

from chefforum.danish import date_in_list, weekday_name
from chefforum.richtext import clean
from meetings.models import Meeting

TEXT = {"class": "input"}
EDITOR = {
    "extensions": {
        "Bold": True,
        "Italic": True,
        "Heading": {"levels": [4]},
        "BulletList": True,
        "OrderedList": {"enableListAttributes": False},
        "ListItem": True,
        "Table": True,
        "TableRow": True,
        "TableHeader": True,
        "TableCell": True,
        "HardBreak": True,
    }
}


class RichTextField(forms.CharField):
    """Running text; the value is in the normal form of ``chefforum.richtext``."""

    def __init__(self, label: str, **kwargs: object) -> None:
        widget = ProseEditorWidget(
            config=EDITOR, preset="configurable", attrs={"class": "input", "rows": "4", "data-label": label}
        )
        super().__init__(label=label, required=False, widget=widget, max_length=200_000)

    def clean(self, value: object) -> str:
        return clean(str(super().clean(value) or ""))


class LinesField(forms.CharField):
    """Several lines; a line break counts as one character, as it does in the browser."""

    def to_python(self, value: object) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n")) or ""


class MeetingChoice(forms.ModelChoiceField[Meeting]):
    """A meeting, by its date: ``Torsdag d. 8. april 2027``."""

    def label_from_instance(self, meeting: Meeting) -> str:
        day = timezone.localdate(meeting.starts_at)
        return f"{weekday_name(day)} d.\u00a0{date_in_list(day, timezone.localdate())}".capitalize()


class MultipleFileInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list."""

    def clean(self, data: object, initial: object = None) -> list[UploadedFile[Any]]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in chosen if one] or [super().clean(None, initial)]
