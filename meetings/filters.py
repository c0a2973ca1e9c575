"""What a person filters lists by."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from meetings import queries
from meetings.models import Forum, Meeting
from meetings.workflow import MeetingState

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
