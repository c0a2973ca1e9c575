"""How a forum is set up. The caller has asked for the forum."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from chefforum.organisation.models import SchoolHoliday, User
from meetings.models import AgendaCase, Edge, Forum, ItemKind, ItemTemplate, StandingItem
from meetings.permissions import members_on


def templates_of(forum: Forum) -> QuerySet[ItemTemplate]:
    """The templates that the forum has."""
    return ItemTemplate.objects.filter(forum=forum)


def kinds_of_items() -> list[str]:
    """Every kind that an item can be of."""
    return list(ItemKind.values)


def members_of(forum: Forum) -> QuerySet[User]:
    """Who sits in the forum today, by name."""
    return members_on(forum, timezone.localdate()).order_by("first_name", "last_name")


def standing_items_of(forum: Forum) -> list[StandingItem]:
    """The standing items, in the order of an agenda."""
    items = StandingItem.objects.filter(forum=forum)
    return sorted(items, key=lambda one: (one.edge == Edge.LAST, one.position))


def agenda_cases_of(forum: Forum) -> QuerySet[AgendaCase]:
    """The agenda cases, newest first."""
    return AgendaCase.objects.filter(forum=forum).select_related("case")


def coming_school_holidays() -> QuerySet[SchoolHoliday]:
    """The school holidays that are not long over."""
    return SchoolHoliday.objects.filter(end__gte=timezone.localdate() - timedelta(days=31))
