"""Fields that several subjects' forms have: days, figures as Danish sheets spell them, and sheets to read."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from chefforum.danish import figure, parse_figure

_LARGEST_MB = 20


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vælg en dato.", "invalid": "Skriv datoen som 31-12-2026."},
        **kwargs,
    )


class FigureField(forms.CharField):
    """A figure as Danish sheets have it; ``None`` where it is empty. ``example`` is what one is told to write."""

    def __init__(self, *, example: str = "beløbet som 1.950.000 eller −0,5", **kwargs: Any) -> None:
        self.example = example
        settings = {"required": False, "max_length": 24, **kwargs}
        super().__init__(widget=forms.TextInput(attrs={"class": "input", "inputmode": "decimal"}), **settings)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        found = parse_figure(text)
        if text and found is None:
            raise forms.ValidationError(f"Skriv {self.example}.")
        return found

    def prepare_value(self, value: Any) -> Any:
        return figure(value.normalize()) if isinstance(value, Decimal) else value


class SheetField(forms.FileField):
    """A sheet to read, of at most 20 MB."""

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.ClearableFileInput(attrs={"class": "file", "accept": accept}),
            error_messages={"required": "Vælg en fil.", "empty": "Filen er tom. Vælg en anden."},
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload: UploadedFile[Any] = super().clean(data, initial)
        if (upload.size or 0) > _LARGEST_MB * 1_000_000:
            raise forms.ValidationError(f"Filen fylder over {_LARGEST_MB} MB. Del den op, og prøv igen.")
        return upload
