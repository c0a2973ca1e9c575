"""Files that come in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from meetings.forms.fields import FilesField, MultipleFileInput


class AttachmentsForm(forms.Form):
    """Files to attach."""

    files = FilesField(  # type: ignore[assignment]
        label="Filer",
        allow_empty_file=True,  # an empty one is refused by name, and does not stop the others
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
