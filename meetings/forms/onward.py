"""Where a case goes after an item."""

from datetime import date

from django import forms
from django.utils import timezone

from meetings.forms.fields import TEXT, LinesField


class StopForm(forms.Form):
    """The next forum of a case, and when."""

    to_forum = forms.CharField(
        label="Videre til",
        max_length=120,
        widget=forms.TextInput(attrs={**TEXT, "list": "fora", "autocomplete": "off"}),
    )
    when = forms.CharField(
        label="Hvornår",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**TEXT, "placeholder": "i juni, 3. november …", "autocomplete": "off"}),
    )


class OutcomeForm(forms.Form):
    """What the other forum decided, and on which day."""

    decided_on = forms.DateField(
        label="Behandlet den", widget=forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d")
    )
    outcome = LinesField(
        label="Beslutning",
        max_length=4000,
        widget=forms.Textarea(attrs={**TEXT, "rows": "3"}),
        error_messages={"required": "Skriv, hvad der blev besluttet."},
    )

    def clean_decided_on(self) -> date:
        """A day that has come."""
        day: date = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Den dag er ikke kommet endnu. Skriv den dag, sagen blev behandlet.")
        return day
