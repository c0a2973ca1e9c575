"""An item: facts about it, and the words of its sections. Each part is saved by itself, as it is typed."""

from datetime import time
from typing import Any

from django import forms

from chefforum.organisation.models import User
from chefforum.organisation.queries import departments_in_use
from meetings import queries
from meetings.forms.fields import TEXT, MeetingChoice, RichTextField
from meetings.models import AgendaItem, Ground, ItemKind, Meeting, Section, SectionKind
from meetings.papers import points
from meetings.papers.shape import Point
from meetings.rules.closing import ground_fault
from meetings.workflow import UNSENT

_MOST_AT_ONCE = 40


class NewItemsForm(forms.Form):
    """The titles of new items, one a line, so that a whole agenda can be pasted in."""

    title = forms.CharField(max_length=250 * _MOST_AT_ONCE)
    kind = forms.ChoiceField(choices=[("", ""), *ItemKind.choices], required=False)

    def clean_title(self) -> list[str]:
        """The lines that say something, white space folded."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["title"].splitlines()]
        titles = [line for line in lines if line]
        if not titles:
            raise forms.ValidationError("Skriv en titel på det nye punkt. Intet er tilføjet.")
        if len(titles) > _MOST_AT_ONCE:
            raise forms.ValidationError(f"Der kan højst tilføjes {_MOST_AT_ONCE} punkter ad gangen. Intet er tilføjet.")
        if any(len(title) > 250 for title in titles):
            raise forms.ValidationError("En titel kan højst være på 250 tegn. Intet er tilføjet.")
        return titles


class FactsForm(forms.Form):
    """The facts of an item. Bound, it looks only at the fields that were sent, and says which have changed since.

    For each field that is sent, ``was_<field>`` says what the person saw there before.
    """

    title = forms.CharField(label="Titel", max_length=250, widget=forms.TextInput(attrs=TEXT))
    case_number = forms.CharField(
        label="Sagsnummer",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off", "role": "combobox", "aria-expanded": "false"}),
    )
    kind = forms.ChoiceField(
        label="Type",
        required=False,
        choices=[("", "Ikke valgt"), *ItemKind.choices],
        widget=forms.Select(attrs=TEXT),
    )
    planned_minutes = forms.IntegerField(
        label="Minutter",
        required=False,
        min_value=1,
        max_value=720,
        widget=forms.TextInput(attrs={"class": "input num", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Skriv minutter som et helt tal.",
            "min_value": "Skriv mindst 1 minut, eller lad feltet stå tomt.",
            "max_value": "Skriv højst 720 minutter.",
        },
    )
    fixed_start = forms.TimeField(
        label="Begynder kl.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(attrs={"class": "input num", "placeholder": "i rækkefølge"}, format="%H.%M"),
        error_messages={"invalid": "Skriv klokkeslættet som 9.30."},
    )
    department = forms.ModelChoiceField(
        label="Ansvarlig afdeling",
        required=False,
        queryset=departments_in_use(),
        empty_label="Ikke valgt",
        widget=forms.Select(attrs=TEXT),
    )
    presenters = forms.CharField(
        label="Oplægsholdere og gæster",
        required=False,
        max_length=1000,
        widget=forms.TextInput(attrs={**TEXT, "data-tokens": "personer", "autocomplete": "off"}),
        help_text="Flere skilles med semikolon.",
    )
    wished = MeetingChoice(
        label="Ønsket møde",
        required=False,
        queryset=Meeting.objects.none(),
        empty_label="Når der er plads",
        widget=forms.Select(attrs=TEXT),
    )
    closed = forms.BooleanField(label="Lukket punkt", required=False)
    closed_ground = forms.ChoiceField(
        label="Hvorfor er punktet lukket?",
        required=False,
        choices=[("", "Vælg"), *Ground.choices],
        widget=forms.Select(attrs=TEXT),
    )
    closed_reason = forms.CharField(
        label="Uddybning", required=False, max_length=250, widget=forms.TextInput(attrs=TEXT)
    )

    def __init__(self, data: Any = None, *, item: AgendaItem, viewer: User) -> None:
        self.item = item
        super().__init__(data, initial=facts_of(item))
        wished = queries.meetings_to_wish_for(item.forum, viewer=viewer).filter(state__in=UNSENT)
        self.fields["wished"].queryset = wished  # type: ignore[attr-defined]
        if data is not None:
            # »lukket« is sent with its reason, and a tick that is taken away is not sent at all.
            sent = {name for name in self.fields if name in data} | ({"closed"} if "closed_ground" in data else set())
            self.fields = {name: field for name, field in self.fields.items() if name in sent}

    def overtaken(self) -> str:
        """What the first field says now that somebody has changed since the person saw it; ``""`` if none."""
        now = facts_of(self.item)
        for name in self.fields:
            was = self.data.get(f"was_{name}")
            if was is not None and was != shown(now[name]) and shown(now[name]) != self.data.get(name, ""):
                return shown(now[name]) or "(tomt)"
        return ""

    def values_now(self) -> dict[str, str]:
        """What the fields that were sent say now."""
        now = facts_of(self.item)
        return {name: shown(now[name]) for name in self.fields}

    def clean_title(self) -> str:
        """One line, white space folded."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_case_number(self) -> str:
        """A number in one of the two forms in use today (``domain.md`` a), or one the item already had."""
        number = str(self.cleaned_data["case_number"]).strip()
        unchanged = self.item.case is not None and number == self.item.case.number
        if number and not unchanged and not points.is_case_number(number):
            raise forms.ValidationError(points.case_number_fault(number))
        return number

    def clean_presenters(self) -> list[str]:
        """Names, in the order they were written, each once."""
        return names(self.cleaned_data["presenters"])

    def clean(self) -> dict[str, object]:
        """A closed item says why."""
        cleaned = super().clean() or {}
        if cleaned.get("closed"):
            ground, reason = str(cleaned.get("closed_ground") or ""), str(cleaned.get("closed_reason") or "")
            if fault := ground_fault(ground, reason):
                self.add_error("closed_reason" if ground else "closed_ground", fault)
        return cleaned


def facts_of(item: AgendaItem) -> dict[str, object]:
    """The facts as a form shows them."""
    return {
        "title": item.title,
        "case_number": item.case.number if item.case else "",
        "kind": item.kind,
        "planned_minutes": item.planned_minutes,
        "fixed_start": item.fixed_start,
        "department": item.department_id,
        "wished": item.wished_id,
        "presenters": "; ".join(one.name for one in item.presenters.all()),
        "closed": item.closed,
        "closed_ground": item.closed_ground,
        "closed_reason": item.closed_reason,
    }


def shown(value: object) -> str:
    """A value as it stands in its input."""
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return "" if value is None or value is False else "on" if value is True else str(value)


def names(text: str) -> list[str]:
    """The names in a field where several are parted by semicolons."""
    parts = (" ".join(part.split()) for part in text.split(";"))
    return list(dict.fromkeys(part for part in parts if part))


class NewSectionForm(forms.Form):
    """A section that the item does not begin with: Historik, Baggrund, or one with a heading of its own (D17)."""

    kind = forms.ChoiceField(
        label="Afsnit",
        choices=[(value, label) for value, label in SectionKind.choices if value != SectionKind.DECISION],
        initial=SectionKind.HISTORY,
        widget=forms.Select(attrs=TEXT),
    )
    heading = forms.CharField(label="Overskrift", required=False, max_length=120, widget=forms.TextInput(attrs=TEXT))

    def clean(self) -> dict[str, object]:
        """The heading that the kind has, unless another is written; »Andet« needs one."""
        cleaned = super().clean() or {}
        heading = " ".join(str(cleaned.get("heading") or "").split())
        if not heading and cleaned.get("kind") == SectionKind.OTHER:
            self.add_error("heading", "Skriv en overskrift til afsnittet.")
        elif cleaned.get("kind"):
            cleaned["heading"] = heading or SectionKind(str(cleaned["kind"])).label
        return cleaned


class SectionForm(forms.Form):
    """The words of a section: a text, or who recommends which points."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, section: Section, label: str = "") -> None:
        self.section = section
        self.heading = section.heading or section.get_kind_display()
        super().__init__(data, initial=self._initial(), auto_id=f"s{section.pk}_%s")
        if section.kind == SectionKind.RECOMMENDATION:
            self._add_recommendation()
        else:
            self.fields["html"] = RichTextField(label or self.heading)

    def _add_recommendation(self) -> None:
        self.fields["parties"] = forms.CharField(
            label="Hvem indstiller",
            required=False,
            max_length=400,
            widget=forms.TextInput(attrs={**TEXT, "data-tokens": "offices", "autocomplete": "off"}),
            help_text="Flere skilles med semikolon.",
        )
        self.fields["points"] = forms.CharField(
            label="Indstillingspunkter",
            required=False,
            max_length=20_000,
            widget=forms.Textarea(attrs={**TEXT, "rows": "4", "data-points": "", "placeholder": "at Chefforum …"}),
            help_text="Ét punkt på hver linje. Et underpunkt begynder med en bindestreg.",
        )

    def _initial(self) -> dict[str, object]:
        section = self.section
        return {
            "version": section.version,
            "html": section.html,
            "parties": "; ".join(section.parties),
            "points": points.to_lines(section.points),
        }

    @property
    def is_recommendation(self) -> bool:
        """Whether it has parties and points, and no text."""
        return "points" in self.fields

    def clean_parties(self) -> list[str]:
        """Names of offices, each once."""
        return names(self.cleaned_data["parties"])

    def clean_points(self) -> list[Point]:
        """The points, as in the paper."""
        return points.from_lines(self.cleaned_data["points"])
