"""What a person filters points by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from budget import queries
from budget.models import Chapter, Initiative, Status
from budget.permissions import statuses_seen_by
from budget.workflow import CarryOver, Light
from chefforum.organisation.models import Department, User
from chefforum.organisation.queries import departments_in_use

_SELECT = {"class": "input"}
MISSING = "mangler"


def _departments(request: Any) -> QuerySet[Department]:
    return departments_in_use()


def _people(request: Any) -> QuerySet[User]:
    return User.objects.filter(pk__in=[one.pk for one in queries.people_to_name()])


class InitiativeFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The points of an agreement by words, department, chapter, person, and how they stand in a round."""

    ord = django_filters.CharFilter(
        method="with_words",
        label="Nummer eller ord",
        max_length=100,
        widget=forms.TextInput(attrs={**_SELECT, "type": "search"}),
    )
    afdeling = django_filters.ModelChoiceFilter(
        field_name="department",
        queryset=_departments,
        label="Afdeling",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    kapitel = django_filters.ModelChoiceFilter(
        field_name="chapter",
        queryset=Chapter.objects.none(),
        label="Kapitel",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    person = django_filters.ModelChoiceFilter(
        field_name="people",
        queryset=_people,
        label="Ansvarlig person",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    lys = django_filters.ChoiceFilter(
        method="with_light",
        choices=[*Light.choices, (MISSING, "Mangler svar")],
        label="Lys nu",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    over = django_filters.ChoiceFilter(
        method="carried",
        choices=[(one.value, one.label) for one in CarryOver if one.value],
        label="Føres over",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    orden = django_filters.ChoiceFilter(
        method="in_order",
        choices=[("afdeling", "Afdeling"), ("titel", "Titel")],
        label="Rækkefølge",
        empty_label="Nummer",
        widget=forms.Select(attrs=_SELECT),
    )

    class Meta:
        model = Initiative
        fields: list[str] = []

    def __init__(self, *args: Any, chapters: list[Chapter], round_id: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round_id = round_id
        self.filters["kapitel"].queryset = Chapter.objects.filter(pk__in=[one.pk for one in chapters])
        if round_id is None:
            for name in ("lys", "over"):
                self.filters.pop(name)

    def with_words(self, queryset: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
        """The points whose number, title, text or responsible has the words."""
        value = value.strip().replace("\x00", "")
        chapter, _, point = value.rstrip(".").partition(".")
        if chapter.isascii() and chapter.isdigit() and point.isascii() and point.isdigit() and len(value) < 8:
            return queryset.filter(chapter__number=int(chapter), point=int(point))
        for word in value.split():
            queryset = queryset.filter(
                Q(title__icontains=word)
                | Q(text__icontains=word)
                | Q(responsible__icontains=word)
                | Q(department__name__icontains=word)
            )
        return queryset

    def in_order(self, queryset: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
        """The points by department or by title instead of by number."""
        return queryset.order_by("department__name" if value == "afdeling" else "title", "chapter__number", "point")

    def with_light(self, queryset: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
        """The points that have the light in the round that is shown last, or lack an answer there."""
        wanted = Q(answered_at=None) if value == MISSING else Q(light=value)
        return queryset.filter(Exists(self._statuses().filter(wanted)))

    def carried(self, queryset: QuerySet[Initiative], name: str, value: str) -> QuerySet[Initiative]:
        """The points of which the last round says so."""
        return queryset.filter(Exists(self._statuses().filter(carry=value)))

    def _statuses(self) -> QuerySet[Status]:
        return statuses_seen_by(self.request.user).filter(initiative=OuterRef("pk"), round=self.round_id)
