"""What a person fills in about absence."""

from typing import Any

from django import forms

from chefforum.organisation.models import Department, Unit
from chefforum.organisation.queries import departments_in_use
from chefforum.web.fields import FigureField, SheetField, day_field
from sickleave.models import Basis, EffortArea, Limits, Target
from sickleave.rules.quarters import Quarter
from sickleave.workflow import Method, TargetKind

_TEXT = {"class": "input"}
_DAY = {"class": "input", "type": "date"}
_LARGEST_MB = 20
_QUARTERS = [(number, f"{number}. kvartal") for number in range(1, 5)]


class SheetForm(forms.Form):
    """A sheet of figures."""

    file = SheetField(label="Fil fra lønsystemet", accept=".xlsx,.csv")


class DaysForm(forms.Form):
    """The days of a report."""

    due = day_field("Frist for redegørelser")
    forum_on = day_field("Møde i Chefforum")
    committee_on = day_field("Møde i Økonomiudvalget")


class ReportForm(DaysForm):
    """A new report."""

    quarter = forms.ChoiceField(label="Til og med", widget=forms.Select(attrs=_TEXT))
    method = forms.ChoiceField(
        label="Metode", choices=Method.choices, initial=Method.ROLLING, widget=forms.Select(attrs=_TEXT)
    )
    step = forms.TypedChoiceField(
        label="Hvor tit",
        choices=[(1, "Hvert kvartal"), (2, "Hvert halvår")],
        coerce=int,
        initial=1,
        widget=forms.Select(attrs=_TEXT),
    )
    field_order = ["quarter", "method", "step", "due", "forum_on", "committee_on"]

    def __init__(self, *args: Any, quarters: list[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(f"{one.year}-{one.number}", str(one)) for one in reversed(quarters)]

    def clean_quarter(self) -> Quarter:
        """The quarter that was chosen."""
        year, number = self.cleaned_data["quarter"].split("-")
        return Quarter(int(year), int(number))


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(
        label="Navn",
        max_length=120,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv enhedens navn."},
    )
    department = forms.ModelChoiceField(
        label="Afdeling",
        queryset=Department.objects.none(),
        widget=forms.Select(attrs=_TEXT),
        error_messages={"required": "Vælg en afdeling."},
    )
    start = day_field("Fra (tomt, hvis den altid har været der)", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments_in_use()


class RenameForm(forms.Form):
    """Another name of a unit."""

    name = forms.CharField(
        label="Nyt navn",
        max_length=120,
        widget=forms.TextInput(attrs=_TEXT),
        error_messages={"required": "Skriv det nye navn."},
    )


class _HandoverForm(forms.Form):
    first_day = day_field("Første dag")
    follows = forms.TypedChoiceField(
        label="Tallene før den dag",
        choices=[("1", "Føres videre, så serien kan sammenlignes"), ("0", "Føres ikke videre; kurven brydes")],
        coerce=lambda value: value == "1",
        initial="1",
        widget=forms.Select(attrs=_TEXT),
    )


class MoveForm(_HandoverForm):
    """Another department of a unit."""

    department = forms.ModelChoiceField(
        label="Ny afdeling",
        queryset=Department.objects.none(),
        widget=forms.Select(attrs=_TEXT),
        error_messages={"required": "Vælg en afdeling."},
    )
    field_order = ["department", "first_day", "follows"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments_in_use()


class JoinForm(MoveForm):
    """The department that a department becomes a part of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.label = "Bliver en del af"
        field.queryset = departments_in_use().exclude(pk=self.initial.get("but", 0))


class _UnitField(forms.ModelChoiceField[Unit]):
    """Units with their departments."""

    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.department}: {obj}"


class MergeForm(_HandoverForm):
    """The unit that a unit becomes a part of."""

    into = _UnitField(
        label="Lægges sammen med",
        queryset=Unit.objects.none(),
        widget=forms.Select(attrs=_TEXT),
        error_messages={"required": "Vælg en enhed."},
    )
    field_order = ["into", "first_day", "follows"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        others = Unit.objects.filter(end=None).select_related("department")
        field.queryset = others.exclude(pk=self.initial.get("but", 0))


class CloseForm(forms.Form):
    """The last day of a unit."""

    last_day = day_field("Sidste dag")


def _quarter_field(label: str, **kwargs: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=_QUARTERS, coerce=int, initial=4, widget=forms.Select(attrs=_TEXT), **kwargs
    )


def _year_field(label: str, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        widget=forms.NumberInput(attrs=_TEXT),
        error_messages={"required": "Skriv året.", "invalid": "Skriv året med fire cifre."},
        min_value=2000,
        max_value=2099,
        **kwargs,
    )


class TargetForm(forms.ModelForm[Target]):
    """A target."""

    value = FigureField(label="Dage pr. medarbejder", example="tallet som 10,8", required=True)
    price = FigureField(label="Kr. pr. sygedag", example="beløbet som 1.450")
    year = _year_field("Ved udgangen af, år")
    quarter = _quarter_field("Kvartal")
    base_year = _year_field("Regnet fra, år (kun for »så mange dage mindre«)", required=False)
    base_quarter = forms.TypedChoiceField(
        label="Regnet fra, kvartal",
        choices=[("", "–"), *_QUARTERS],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs=_TEXT),
    )

    class Meta:
        model = Target
        fields = [
            "name",
            "kind",
            "department",
            "value",
            "year",
            "quarter",
            "base_year",
            "base_quarter",
            "price",
            "active",
        ]
        widgets = {
            "name": forms.TextInput(attrs=_TEXT),
            "kind": forms.Select(attrs=_TEXT),
            "department": forms.Select(attrs=_TEXT),
        }

    def clean(self) -> dict[str, Any]:
        """A relative target says what it is reckoned from."""
        data = super().clean() or {}
        relative = data.get("kind") == TargetKind.RELATIVE
        if relative and not (data.get("base_year") and data.get("base_quarter")):
            self.add_error("base_year", "Vælg det år og kvartal, som målet er regnet fra.")
        return data


class BasisForm(forms.ModelForm[Basis]):
    """How days are counted from a quarter on."""

    year = _year_field("Fra, år")
    quarter = _quarter_field("Fra, kvartal")

    class Meta:
        model = Basis
        fields = ["year", "quarter", "limit", "exactly_short", "population", "excluded", "note"]
        widgets = {
            "limit": forms.NumberInput(attrs=_TEXT),
            "population": forms.TextInput(attrs=_TEXT),
            "excluded": forms.TextInput(attrs=_TEXT),
            "note": forms.TextInput(attrs=_TEXT),
        }


class EffortAreaForm(forms.ModelForm[EffortArea]):
    """A department or a unit that is followed closely."""

    class Meta:
        model = EffortArea
        fields = ["department", "unit", "since", "text", "active"]
        widgets = {
            "department": forms.Select(attrs=_TEXT),
            "unit": forms.Select(attrs=_TEXT),
            "since": forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
            "text": forms.TextInput(attrs=_TEXT),
        }

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if bool(data.get("department")) == bool(data.get("unit")):
            raise forms.ValidationError("Vælg enten en afdeling eller en enhed.")
        return data


class LimitsForm(forms.ModelForm[Limits]):
    """How small a group may be shown."""

    jump = FigureField(label="Spring i procent, der spørges til", example="tallet som 50", required=True)

    class Meta:
        model = Limits
        fields = ["inside", "outside", "jump"]
        widgets = {
            "inside": forms.NumberInput(attrs=_TEXT),
            "outside": forms.NumberInput(attrs=_TEXT),
        }

    def clean(self) -> dict[str, Any]:
        """Outside is no looser than inside."""
        data = super().clean() or {}
        if (data.get("outside") or 0) < (data.get("inside") or 0):
            self.add_error("outside", "ØU-udgaven må ikke vise mindre grupper end enhedsudgaven.")
        return data


SETTINGS: dict[str, type[forms.ModelForm[Any]]] = {
    "maal": TargetForm,
    "grundlag": BasisForm,
    "indsats": EffortAreaForm,
    "graenser": LimitsForm,
}
