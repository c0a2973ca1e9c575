"""How a forum is set up: deadlines, standing items, templates, agenda cases; and the school holidays."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from chefforum.organisation.models import SchoolHoliday, User
from meetings.forms.fields import TEXT
from meetings.models import Edge, Fill, Forum, ItemKind, ItemTemplate, SectionKind
from meetings.papers import points

_NUMBER = {"class": "input num", "inputmode": "numeric"}


_GROUPS = (
    ("Møder", ("usual_start", "usual_minutes", "usual_location")),
    ("Frister", ("items_due_days", "agenda_due_days", "due_at", "reminder_days")),
    ("Dagsorden og mails", ("calm_minutes", "prints_slots", "mails_closed_titles", "keeps_closed_offline")),
    ("Referat", ("empty_decision", "approval_days", "final_approver", "silence_approves", "point_each")),
)


class ForumForm(forms.ModelForm[Forum]):
    """How a forum meets."""

    class Meta:
        model = Forum
        fields = tuple(name for _, names in _GROUPS for name in names)
        widgets = {
            "usual_start": forms.TimeInput(attrs={**TEXT, "type": "time"}, format="%H:%M"),
            "due_at": forms.TimeInput(attrs={**TEXT, "type": "time"}, format="%H:%M"),
            "calm_minutes": forms.NumberInput(attrs=_NUMBER),
            "usual_minutes": forms.NumberInput(attrs=_NUMBER),
            "items_due_days": forms.NumberInput(attrs=_NUMBER),
            "agenda_due_days": forms.NumberInput(attrs=_NUMBER),
            "usual_location": forms.TextInput(attrs=TEXT),
            "empty_decision": forms.Select(attrs=TEXT),
            "approval_days": forms.NumberInput(attrs=_NUMBER),
            "reminder_days": forms.NumberInput(attrs=_NUMBER),
            "final_approver": forms.Select(attrs=TEXT),
        }

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approver = self.fields["final_approver"]
        assert isinstance(approver, forms.ModelChoiceField)
        approver.queryset, approver.empty_label = members, "Kommunaldirektøren"
        for field in self.fields.values():
            # Each field says what stood in it, so that only what this person has changed is saved.
            field.show_hidden_initial = True

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields by what they are about, for the page."""
        return [(heading, [self[name] for name in names]) for heading, names in _GROUPS]

    def changes(self) -> dict[str, Any]:
        """The fields that the person has changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def clean(self) -> dict[str, Any]:
        """Items are due before the agenda goes out."""
        cleaned = super().clean() or {}
        items, agenda = cleaned.get("items_due_days"), cleaned.get("agenda_due_days")
        if items is not None and agenda is not None and items < agenda:
            self.add_error(
                "items_due_days", "Punkterne skal være inde, før dagsordenen sendes ud. Skriv flere dage her."
            )
        return cleaned


class MailForm(forms.Form):
    """The mail address of a member; empty for somebody who gets no mail."""

    person = forms.IntegerField(min_value=1, max_value=2**31)
    email = forms.EmailField(required=False, max_length=254)


class StandingForm(forms.Form):
    """A standing item."""

    title = forms.CharField(label="Titel", max_length=250, widget=forms.TextInput(attrs=TEXT))
    edge = forms.ChoiceField(label="Plads", choices=Edge.choices, widget=forms.Select(attrs=TEXT))
    on_agenda_case = forms.BooleanField(label="På årets dagsordenssag", required=False, initial=True)
    fill = forms.ChoiceField(
        label="Udfyldes af sig selv med",
        required=False,
        choices=[("", "Intet"), *Fill.choices],
        widget=forms.Select(attrs=TEXT),
    )


class AgendaCaseForm(forms.Form):
    """The agenda case of a year."""

    year = forms.IntegerField(label="År", min_value=2000, max_value=2100, widget=forms.NumberInput(attrs=_NUMBER))
    number = forms.CharField(label="Sagsnummer", max_length=40, widget=forms.TextInput(attrs=TEXT))

    def clean_number(self) -> str:
        """A number in one of the forms in use today."""
        number = str(self.cleaned_data["number"]).strip()
        if not points.is_case_number(number):
            raise forms.ValidationError(points.case_number_fault(number))
        return number


class TemplateForm(forms.Form):
    """The template of one kind of item. Sections are lines »slags: overskrift«, or just the heading that a kind has."""

    kind = forms.ChoiceField(choices=ItemKind.choices, widget=forms.HiddenInput)
    sections = forms.CharField(
        label="Afsnit i rækkefølge", max_length=2000, widget=forms.Textarea(attrs={**TEXT, "rows": "5"})
    )
    planned_minutes = forms.IntegerField(
        label="Minutter", required=False, min_value=1, max_value=720, widget=forms.NumberInput(attrs=_NUMBER)
    )
    recommendation = forms.CharField(
        label="Første indstillingspunkt",
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={**TEXT, "placeholder": "at Chefforum …"}),
    )

    def __init__(self, data: Any = None, *, forum: Forum, kind: str, template: ItemTemplate | None) -> None:
        labels = dict(SectionKind.choices)
        pairs = template.sections if template else [[one, labels[one]] for one in forum.sections]
        initial = {
            "kind": kind,
            "sections": "\n".join(_line(one, heading) for one, heading in pairs),
            "planned_minutes": template.planned_minutes if template else None,
            "recommendation": template.recommendation if template else "",
        }
        super().__init__(data, initial=initial, auto_id=f"{kind}_%s")
        self.label = ItemKind(kind).label
        self.own = template is not None

    def clean_sections(self) -> list[list[str]]:
        """Pairs of kind and heading, exactly one of them the decision."""
        kinds = {str(label).casefold(): value for value, label in SectionKind.choices}
        pairs = []
        for line in filter(None, map(str.strip, self.cleaned_data["sections"].splitlines())):
            name, _, heading = line.partition(":")
            kind = kinds.get(name.strip().casefold())
            if kind is None:
                raise forms.ValidationError(
                    f"»{name.strip()}« er ikke et afsnit. Skriv fx »Sagsfremstilling« eller »Andet: Økonomi«."
                )
            pairs.append([str(kind), heading.strip() or name.strip()])
        if [kind for kind, _ in pairs].count("decision") != 1:
            raise forms.ValidationError("Skriv »Beslutning« præcis én gang blandt afsnittene.")
        if any(len(heading) > 120 for _, heading in pairs):
            raise forms.ValidationError("En overskrift kan højst være på 120 tegn.")
        return pairs


def _line(kind: str, heading: str) -> str:
    label = SectionKind(kind).label
    return label if heading == label else f"{label}: {heading}"


class HolidayForm(forms.ModelForm[SchoolHoliday]):
    """A school holiday."""

    class Meta:
        model = SchoolHoliday
        fields = ("name", "start", "end")
        widgets = {
            "name": forms.TextInput(attrs={**TEXT, "placeholder": "Vinterferie"}),
            "start": forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"),
            "end": forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"),
        }

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        cleaned = super().clean() or {}
        if cleaned.get("start") and cleaned.get("end") and cleaned["end"] < cleaned["start"]:
            self.add_error("end", "Ferien slutter, før den begynder. Vælg en senere sidste dag.")
        return cleaned
