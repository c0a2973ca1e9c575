"""What a person filters lists by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from chefforum.danish import date_in_words
from chefforum.organisation.models import Department
from chefforum.organisation.queries import departments_in_use
from meetings import queries
from meetings.models import AgendaItem, CaseStop, Forum, Meeting, Outcome, Task
from meetings.workflow import MeetingState, StopState, TaskState

_SELECT = {"class": "input"}


def _forums(request: Any) -> QuerySet[Forum]:
    return queries.forums_in_use()


class MeetingFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The calendar by year, forum and state."""

    aar = django_filters.ChoiceFilter(
        field_name="starts_at",
        lookup_expr="year",
        label="År",
        empty_label="Alle år",
        widget=forms.Select(attrs=_SELECT),
    )
    forum = django_filters.ModelChoiceFilter(
        queryset=_forums, label="Forum", empty_label="Alle fora", widget=forms.Select(attrs=_SELECT)
    )
    tilstand = django_filters.ChoiceFilter(
        field_name="state",
        choices=MeetingState.choices,
        label="Tilstand",
        empty_label="Alle tilstande",
        widget=forms.Select(attrs=_SELECT),
    )

    class Meta:
        model = Meeting
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by().dates("starts_at", "year", order="DESC")
        self.filters["aar"].extra["choices"] = [(day.year, str(day.year)) for day in years]


OVERDUE = "overskredet"
_STATES = [*TaskState.choices, (OVERDUE, "Overskredet")]


class TaskFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The list of tasks by state, words and names, forum, and when they are due."""

    tilstand = django_filters.ChoiceFilter(
        method="in_state",
        choices=_STATES,
        label="Tilstand",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    forum = django_filters.ModelChoiceFilter(
        field_name="item__forum",
        queryset=_forums,
        label="Forum",
        empty_label="Alle fora",
        widget=forms.Select(attrs=_SELECT),
    )
    ord = django_filters.CharFilter(
        method="with_words",
        label="Opgave eller navn",
        max_length=100,
        widget=forms.TextInput(attrs={**_SELECT, "type": "search"}),
    )
    inden = django_filters.DateFilter(
        field_name="due",
        lookup_expr="lte",
        label="Frist senest",
        widget=forms.DateInput(attrs={**_SELECT, "type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = Task
        fields: list[str] = []

    def in_state(self, tasks: QuerySet[Task], _: str, state: str) -> QuerySet[Task]:
        """Those in a state; open ones that are past their due day are a choice of their own."""
        if state == OVERDUE:
            return tasks.filter(state=TaskState.OPEN, due__lt=timezone.localdate())
        return tasks.filter(state=state)

    def with_words(self, tasks: QuerySet[Task], _: str, words: str) -> QuerySet[Task]:
        """Those that have every one of the words in what is to be done, by whom, or in the item's title."""
        for word in words.split():
            tasks = tasks.filter(Q(text__icontains=word) | Q(who__icontains=word) | Q(item__title__icontains=word))
        return tasks


class StopFilter(django_filters.FilterSet):  # type: ignore[misc]
    """Cases on their way, by how they stand, and by words of the other forum, the item or the case number."""

    tilstand = django_filters.ChoiceFilter(
        field_name="state",
        choices=StopState.choices,
        label="Tilstand",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    ord = django_filters.CharFilter(
        method="with_words",
        label="Forum, punkt eller sagsnummer",
        max_length=100,
        widget=forms.TextInput(attrs={**_SELECT, "type": "search"}),
    )

    class Meta:
        model = CaseStop
        fields: list[str] = []

    def with_words(self, stops: QuerySet[CaseStop], _: str, words: str) -> QuerySet[CaseStop]:
        """Those that have every one of the words."""
        for word in words.split():
            stops = stops.filter(
                Q(forum__icontains=word) | Q(item__title__icontains=word) | Q(item__case__number__icontains=word)
            )
        return stops


def _departments(request: Any) -> QuerySet[Department]:
    return departments_in_use().order_by("name")


class DecisionFilter(django_filters.FilterSet):  # type: ignore[misc]
    """The register of decisions by words, period, forum, outcome, department and case number."""

    ord = django_filters.CharFilter(
        method="with_words",
        label="Ord i titel eller beslutning",
        max_length=100,
        widget=forms.TextInput(attrs={**_SELECT, "type": "search"}),
    )
    fra = django_filters.DateFilter(
        field_name="meeting__starts_at",
        lookup_expr="date__gte",
        label="Fra",
        widget=forms.DateInput(attrs={**_SELECT, "type": "date"}, format="%Y-%m-%d"),
    )
    til = django_filters.DateFilter(
        field_name="meeting__starts_at",
        lookup_expr="date__lte",
        label="Til",
        widget=forms.DateInput(attrs={**_SELECT, "type": "date"}, format="%Y-%m-%d"),
    )
    forum = django_filters.ModelChoiceFilter(
        queryset=_forums, label="Forum", empty_label="Alle fora", widget=forms.Select(attrs=_SELECT)
    )
    udfald = django_filters.ChoiceFilter(
        method="with_outcome",
        choices=Outcome.choices,
        label="Udfald",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    afdeling = django_filters.ModelChoiceFilter(
        method="of_department",
        queryset=_departments,
        label="Afdeling",
        empty_label="Alle",
        widget=forms.Select(attrs=_SELECT),
    )
    sag = django_filters.CharFilter(
        field_name="case__number",
        lookup_expr="istartswith",
        label="Sagsnummer",
        max_length=40,
        widget=forms.TextInput(attrs=_SELECT),
    )
    lukkede = django_filters.ChoiceFilter(
        method="closed_or_not",
        choices=[("nej", "Uden lukkede"), ("kun", "Kun lukkede")],
        label="Lukkede punkter",
        empty_label="Med lukkede",
        widget=forms.Select(attrs=_SELECT),
    )

    class Meta:
        model = AgendaItem
        fields: list[str] = []

    def with_words(self, items: QuerySet[AgendaItem], _: str, words: str) -> QuerySet[AgendaItem]:
        """Those that have every one of the words."""
        return queries.with_words(items, words.split())

    def with_outcome(self, items: QuerySet[AgendaItem], _: str, outcome: str) -> QuerySet[AgendaItem]:
        """Those of which something came of that kind, as a whole or under one recommendation point."""
        return items.filter(rulings__outcome=outcome).distinct()

    def of_department(self, items: QuerySet[AgendaItem], _: str, department: Department) -> QuerySet[AgendaItem]:
        """Those that are the department's."""
        return queries.of_department(items, department)

    def closed_or_not(self, items: QuerySet[AgendaItem], _: str, wanted: str) -> QuerySet[AgendaItem]:
        """Without the closed ones, or those alone."""
        return items.filter(closed=wanted == "kun")

    def in_words(self) -> list[str]:
        """What was looked for, a line each, for a printed list."""
        if not self.form.is_valid():
            return []
        data = self.form.cleaned_data
        shown = {name: date_in_words(data[name]) for name in ("fra", "til") if data[name]}
        for name in ("udfald", "lukkede"):
            shown |= {name: dict(self.form.fields[name].choices).get(data[name], "")} if data[name] else {}
        return [f"{self.form.fields[name].label}: {shown.get(name, value)}" for name, value in data.items() if value]
