"""What a person fills in about the budget agreement."""

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django import forms

from budget import queries
from budget.models import Agreement, AmountKind, Unit
from budget.permissions import people_to_ask
from budget.rules.numbering import read_number
from chefforum.danish import figure, in_a_line
from chefforum.organisation.models import Department, Office, User
from chefforum.organisation.queries import departments_in_use, offices_in_use
from chefforum.web.fields import FigureField, SheetField, day_field

_TEXT = {"class": "input"}
_DAY = {"class": "input", "type": "date"}
_LARGEST_MB = 20


class AgreementForm(forms.Form):
    """An agreement."""

    year = forms.IntegerField(
        label="Budgetår",
        min_value=2000,
        max_value=2099,
        widget=forms.NumberInput(attrs=_TEXT),
        error_messages={"required": "Skriv budgetåret.", "invalid": "Skriv året med fire cifre."},
    )
    title = forms.CharField(
        label="Titel",
        max_length=120,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv, hvad aftalen hedder."},
    )
    adopted_on = day_field("Vedtaget", required=False)
    unit = forms.ChoiceField(label="Beløb i", choices=Unit.choices, widget=forms.Select(attrs=_TEXT))


class NumberField(forms.CharField):
    """The number of a point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=8, widget=forms.TextInput(attrs=_TEXT), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        number = read_number(str(text))
        if text and number is None:
            raise forms.ValidationError("Skriv nummeret som kapitel og punkt, for eksempel 2.11.")
        return number


class InitiativeForm(forms.Form):
    """A point of an agreement, with its amounts in four years."""

    number = NumberField(label="Nr.", error_messages={"required": "Skriv punktets nummer."})
    title = forms.CharField(
        label="Titel",
        max_length=300,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv, hvad punktet hedder."},
    )
    text = forms.CharField(
        label="Aftalens tekst", required=False, max_length=20_000, widget=forms.Textarea(attrs={**_TEXT, "rows": 5})
    )
    department = forms.ModelChoiceField(
        queryset=Department.objects.none(),
        label="Ansvarlig afdeling",
        required=False,
        empty_label="Ingen",
        widget=forms.Select(attrs=_TEXT),
    )
    office = forms.ModelChoiceField(
        queryset=Office.objects.none(),
        label="Ansvarligt embede",
        required=False,
        empty_label="Intet",
        widget=forms.Select(attrs=_TEXT),
    )
    people = forms.ModelMultipleChoiceField(
        queryset=User.objects.none(),
        label="Ansvarlige personer",
        required=False,
        widget=forms.SelectMultiple(attrs={**_TEXT, "size": 6}),
    )
    responsible = forms.CharField(
        label="Ansvarlig, der ikke er bruger her",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_TEXT),
    )
    needs_case = forms.BooleanField(label="Punktet kræver en politisk sag", required=False)
    case_forum = forms.CharField(label="Forum", required=False, max_length=80, widget=forms.TextInput(attrs=_TEXT))
    case_when = forms.CharField(label="Hvornår", required=False, max_length=80, widget=forms.TextInput(attrs=_TEXT))

    def __init__(self, *args: Any, agreement: Agreement, named: Iterable[User] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = departments_in_use()
        fields["office"].queryset = offices_in_use()
        fields["people"].queryset = User.objects.filter(pk__in=[one.pk for one in queries.people_to_name(also=named)])
        self.years = range(agreement.year, agreement.year + 4)
        for kind in AmountKind:
            for year in self.years:
                self.fields[f"{kind}_{year}"] = FigureField(label=f"{kind.label} {year}")

    def amount_fields(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The amounts, a row a kind."""
        return [(kind.label, [self[f"{kind}_{year}"] for year in self.years]) for kind in AmountKind]

    def amounts(self) -> dict[tuple[str, int], Decimal | None]:
        """The amounts that were filled in, ``None`` for the empty ones."""
        return {(str(kind), year): self.cleaned_data[f"{kind}_{year}"] for kind in AmountKind for year in self.years}

    @staticmethod
    def initial_amounts(amounts: dict[tuple[str, int], Any]) -> dict[str, str]:
        """What the fields show of a point's amounts."""
        return {f"{kind}_{year}": figure(one.value) for (kind, year), one in amounts.items()}


class SheetForm(forms.Form):
    """A sheet to read."""

    file = SheetField(label="Ark med punkter", accept=".xlsx,.csv,.docx,.txt")


class RoundForm(forms.Form):
    """A round of status."""

    name = forms.CharField(
        label="Navn",
        max_length=80,
        widget=forms.TextInput(attrs={**_TEXT, "list": "rundenavne"}),
        help_text="For eksempel Første status, Tredje status eller Regnskab.",
        error_messages={"required": "Skriv, hvad runden hedder."},
    )
    agreements = forms.ModelMultipleChoiceField(
        queryset=Agreement.objects.none(),
        label="Budgetaftaler",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst én budgetaftale."},
    )
    as_of = day_field("Opgjort pr.")
    due = day_field("Frist for afdelingerne")
    forum_on = day_field("Møde i Chefforum")
    committee_on = day_field("Møde i Økonomiudvalget")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["agreements"]
        field.queryset = queries.open_agreements()

    def clean_name(self) -> str:
        """A name in one line."""
        return in_a_line(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """Days that follow each other."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        days = [data.get(name) for name in ("as_of", "due", "forum_on", "committee_on")]
        names = ("due", "forum_on", "committee_on")
        for name, (first, second) in zip(names, pairwise(days), strict=True):
            if first and second and second < first:
                self.add_error(name, "Datoen ligger før den foregående.")
        return data


class CommitteeForm(forms.Form):
    """What the committee decided."""

    on = day_field("Mødet i Økonomiudvalget")
    text = forms.CharField(
        label="Beslutning",
        max_length=4000,
        widget=forms.Textarea(attrs={**_TEXT, "rows": 3}),
        error_messages={"required": "Skriv, hvad Økonomiudvalget besluttede."},
    )


class RequestForm(forms.Form):
    """A text that somebody is asked for."""

    person = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label="Hvem skal skrive",
        widget=forms.Select(attrs=_TEXT),
        empty_label="Vælg person",
        error_messages={"required": "Vælg, hvem der skal skrive."},
    )
    due = day_field("Senest")
    wish = forms.CharField(
        label="Hvad ønskes (valgfri)", required=False, max_length=400, widget=forms.TextInput(attrs=_TEXT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = people_to_ask()
