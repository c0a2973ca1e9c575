"""What a person fills in. Parses and validates, never saves."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django_prose_editor.widgets import ProseEditorWidget

from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.queries import offices_in_use
from chefforum.richtext import clean, plain_text
from meetings import queries
from meetings.models import AgendaItem, Forum, Meeting, Section
from meetings.models.item import SectionKind
from meetings.papers import grammar, points
from meetings.papers.shape import slot_text

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
_TEXT = {"class": "input"}


class RichTextField(forms.CharField):
    """Running text; the value is in the normal form of ``chefforum.richtext``."""

    def __init__(self, label: str, **kwargs: object) -> None:
        widget = ProseEditorWidget(
            config=EDITOR, preset="configurable", attrs={"class": "input", "rows": "4", "data-label": label}
        )
        super().__init__(label=label, required=False, widget=widget, max_length=200_000)

    def clean(self, value: object) -> str:
        return clean(str(super().clean(value) or ""))


class MeetingForm(forms.Form):
    """Where and when a forum meets."""

    forum = forms.ModelChoiceField(
        label="Forum", queryset=Forum.objects.none(), empty_label=None, widget=forms.Select(attrs=_TEXT)
    )
    date = forms.DateField(label="Dato", widget=forms.DateInput(attrs={**_TEXT, "type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label="Klokkeslæt", widget=forms.TimeInput(attrs={**_TEXT, "type": "time"}, format="%H:%M"))
    location = forms.CharField(label="Sted", required=False, max_length=160, widget=forms.TextInput(attrs=_TEXT))

    def __init__(self, *args: object, meeting: Meeting | None = None, **kwargs: object) -> None:
        if meeting is not None:
            local = timezone.localtime(meeting.starts_at)
            kwargs["initial"] = {"date": local.date(), "start": local.time(), "location": meeting.location}
        else:
            kwargs.setdefault("initial", {"start": time(9, 0)})
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if meeting is not None:
            del self.fields["forum"]
        else:
            self.fields["forum"].queryset = queries.forums_in_use()  # type: ignore[attr-defined]

    @property
    def starts_at(self) -> datetime:
        """The aware start, in Copenhagen's time."""
        return datetime.combine(self.cleaned_data["date"], self.cleaned_data["start"], COPENHAGEN)


class NewItemForm(forms.Form):
    """The title of a new item."""

    title = forms.CharField(
        label="Titel", max_length=250, widget=forms.TextInput(attrs={**_TEXT, "placeholder": "Titel på det nye punkt"})
    )


class ItemForm(forms.Form):
    """An item and its sections. Field names of sections end in the section's id."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Titel", max_length=250, widget=forms.TextInput(attrs=_TEXT))
    case_number = forms.CharField(
        label="Sagsnummer",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**_TEXT, "autocomplete": "off"}),
    )
    slot = forms.CharField(
        label="Tidsrum",
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={**_TEXT, "placeholder": "9.00-9.30"}),
    )
    closed = forms.BooleanField(label="Lukket punkt", required=False)
    closed_reason = forms.CharField(
        label="Hvorfor er punktet lukket?", required=False, max_length=250, widget=forms.TextInput(attrs=_TEXT)
    )

    def __init__(self, data: object = None, *, item: AgendaItem) -> None:
        self.item = item
        self.sections = [section for section in item.sections.all() if section.kind != SectionKind.DECISION]
        super().__init__(data, initial=self._initial())  # type: ignore[arg-type]
        for section in self.sections:
            if section.kind == SectionKind.RECOMMENDATION:
                self._add_recommendation(section)
            else:
                self.fields[f"text_{section.pk}"] = RichTextField(section.heading or section.get_kind_display())

    def _add_recommendation(self, section: Section) -> None:
        self.fields[f"parties_{section.pk}"] = forms.CharField(
            label="Hvem indstiller",
            required=False,
            max_length=400,
            widget=forms.TextInput(attrs={**_TEXT, "list": "offices", "autocomplete": "off"}),
            help_text="Flere skilles med semikolon.",
        )
        self.fields[f"points_{section.pk}"] = forms.CharField(
            label="Indstillingspunkter",
            required=False,
            max_length=20_000,
            widget=forms.Textarea(
                attrs={
                    **_TEXT,
                    "rows": str(max(3, len(points.to_lines(section.points).splitlines()) + 1)),
                    "placeholder": "at Chefforum …",
                }
            ),
            help_text="Ét punkt på hver linje. Et underpunkt begynder med en bindestreg.",
        )

    def _initial(self) -> dict[str, object]:
        item = self.item
        slot = ""
        if item.slot_start and item.slot_end:
            slot = slot_text({"start": f"{item.slot_start:%H:%M}", "end": f"{item.slot_end:%H:%M}"})
        values: dict[str, object] = {
            "version": item.version,
            "title": item.title,
            "case_number": item.case.number if item.case else "",
            "slot": slot,
            "closed": item.closed,
            "closed_reason": item.closed_reason,
        }
        for section in self.sections:
            values[f"text_{section.pk}"] = section.html
            values[f"parties_{section.pk}"] = "; ".join(section.parties)
            values[f"points_{section.pk}"] = points.to_lines(section.points)
        return values

    def step_aside(self) -> list[tuple[str, str]]:
        """After somebody else saved: what differs from the typed text, by label, and the way to save all the same.

        The form takes the version that is saved now, so that the next save is a choice and not a surprise.
        """
        if not self.is_bound or str(self.data.get("version")) == str(self.item.version):
            return []
        self.data = {**{name: self.data.get(name, "") for name in self.data}, "version": str(self.item.version)}
        now = self._initial()
        return [
            (str(field.label), plain_text(clean(str(now[name]))))
            for name, field in self.fields.items()
            if name not in {"version", "closed"} and _lines(now.get(name)) != _lines(self.data.get(name))
        ]

    def clean_title(self) -> str:
        """One line, white space folded."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_case_number(self) -> str:
        """A number in one of the two forms in use today (``domain.md`` a), or one the item already had."""
        number = str(self.cleaned_data["case_number"]).strip()
        unchanged = self.item.case is not None and number == self.item.case.number
        if number and not unchanged and not points.is_case_number(number):
            raise forms.ValidationError(
                "Sagsnummeret mangler et led eller har et for meget. Skriv det som 81.28.00-P07-1-27 eller 27/1234."
            )
        return number

    def clean_slot(self) -> tuple[time, time] | None:
        """Start and end, from »9.00-9.30«."""
        text = str(self.cleaned_data["slot"]).strip()
        if not text:
            return None
        slot = grammar.split_title(f"x ({text.strip('()')})")[2]
        if slot is None or slot["start"] >= slot["end"]:
            raise forms.ValidationError("Tidsrummet er ikke forstået. Skriv det som 9.00-9.30.")
        return time.fromisoformat(slot["start"]), time.fromisoformat(slot["end"])

    def clean(self) -> dict[str, object]:
        """A closed item says why, and a reason without the tick is no accident that opens an item."""
        cleaned = super().clean() or {}
        if not cleaned.get("closed") and str(cleaned.get("closed_reason") or "").strip() and not self.item.closed:
            self.add_error("closed", "Der er skrevet en begrundelse. Sæt kryds, hvis punktet skal være lukket.")
        if cleaned.get("closed") and not str(cleaned.get("closed_reason") or "").strip():
            self.add_error("closed_reason", "Skriv, hvorfor punktet er lukket. Begrundelsen står ikke på dagsordenen.")
        return cleaned


def _lines(value: object) -> list[str]:
    """A value as its lines, so that the browser's line breaks make no difference."""
    return str(value or "").split() if "<" in str(value or "") else str(value or "").splitlines()


def offices() -> list[str]:
    """Names to choose a recommending party from."""
    return [office.name for office in offices_in_use()]


class MultipleFileInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, as a list."""

    def clean(self, data: object, initial: object = None) -> list[UploadedFile[Any]]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in chosen if one] or [super().clean(None, initial)]


class AttachmentsForm(forms.Form):
    """Files to attach."""

    files = FilesField(  # type: ignore[assignment]
        label="Filer",
        widget=MultipleFileInput(attrs={"class": "file"}),
        error_messages={"required": "Vælg mindst én fil."},
    )


class ImportForm(forms.Form):
    """A file of old minutes."""

    file = forms.FileField(
        label="Fil med referatet",
        widget=forms.ClearableFileInput(attrs={"class": "file", "accept": ".txt,.md,.pdf"}),
        error_messages={"required": "Vælg en fil.", "empty": "Filen er tom. Vælg filen med referatet, og prøv igen."},
    )

    def clean_file(self) -> UploadedFile[Any]:
        """A file that is not larger than minutes can be."""
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        if (upload.size or 0) > settings.MINUTES_LIMIT_MB * 1_000_000:
            raise forms.ValidationError(
                f"Filen fylder over {settings.MINUTES_LIMIT_MB} MB og er ikke læst. "
                "Et referat uden bilag fylder meget mindre."
            )
        return upload


class DecisionForm(forms.Form):
    """A decision's text."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    html = RichTextField("Beslutning")

    def __init__(self, data: object = None, *, section: Section) -> None:
        super().__init__(data, initial={"version": section.version, "html": section.html}, prefix=f"d{section.pk}")  # type: ignore[arg-type]
        self.section_id = section.pk
        self.heading = section.heading or "Beslutning"
        self.fields["html"].widget.attrs["data-label"] = f"Beslutning til punkt {section.item.position}"


class DueForm(forms.Form):
    """Until when members can approve."""

    due = forms.DateField(label="Frist", widget=forms.DateInput(attrs={**_TEXT, "type": "date"}, format="%Y-%m-%d"))


class LinesField(forms.CharField):
    """Several lines; a line break counts as one character, as it does in the browser."""

    def to_python(self, value: object) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n")) or ""


class RemarkForm(forms.Form):
    """A remark, or the answer to one."""

    text = LinesField(
        label="Bemærkning",
        max_length=4000,
        widget=forms.Textarea(attrs={**_TEXT, "rows": "2"}),
        error_messages={"required": "Skriv teksten, før du sender den."},
    )


class PersonForm(forms.Form):
    """A person, by id."""

    person = forms.IntegerField(min_value=1, max_value=2**31)
