"""Agreements, their points, and whom and what a sheet can name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from budget.models import Agreement, Amount, Chapter, Initiative, SavedView
from budget.permissions import Viewer, agreements_seen_by, initiatives_seen_by, people_to_ask
from budget.rules.numbering import Number
from budget.workflow import AgreementState, InitiativeState
from chefforum.danish import name_key, sort_key
from chefforum.organisation.models import User
from chefforum.organisation.queries import departments_in_use, offices_in_use


def agreement_by_year(year: int, *, viewer: Viewer) -> Agreement:
    """The agreement of a year; :class:`Http404` unless the viewer may read it."""
    found = agreements_seen_by(viewer).filter(year=year).first()
    if found is None:
        raise Http404
    return found


def agreements(*, viewer: Viewer) -> list[Agreement]:
    """The agreements, the latest first, each with how many points it has (``points``) and still follows (``open``)."""
    counted = agreements_seen_by(viewer).annotate(
        points=Count("chapters__initiatives"),
        open=Count("chapters__initiatives", filter=Q(chapters__initiatives__state=InitiativeState.OPEN)),
    )
    return list(counted.order_by("-year"))


def initiatives_of_agreement(agreement: Agreement, *, viewer: Viewer) -> QuerySet[Initiative]:
    """The points of an agreement in the order of their numbers, with all that a page or a sheet says of them."""
    return (
        initiatives_seen_by(viewer)
        .filter(chapter__agreement=agreement)
        .select_related("chapter__agreement", "department", "office")
        .prefetch_related("people", Prefetch("amounts", queryset=Amount.objects.order_by("-kind", "year")))
        .order_by("chapter__number", "point")
    )


def initiative_by_number(agreement: Agreement, number: str, *, viewer: Viewer) -> Initiative:
    """A point by its number, ``2.11``; :class:`Http404` where there is none."""
    chapter, _, point = number.partition(".")
    found = (
        initiatives_of_agreement(agreement, viewer=viewer)
        .select_related("continues__chapter__agreement", "continued_by__chapter__agreement")
        .filter(chapter__number=int(chapter), point=int(point))
        .first()
    )
    if found is None:
        raise Http404
    return found


def open_points(agreement: Agreement, *, viewer: Viewer) -> list[Initiative]:
    """The points of an agreement that are followed."""
    return list(initiatives_of_agreement(agreement, viewer=viewer).filter(state=InitiativeState.OPEN))


def numbers_in(agreement: Agreement) -> dict[Number, int]:
    """The ids of an agreement's points by their numbers."""
    rows = Initiative.objects.filter(chapter__agreement=agreement).values_list("chapter__number", "point", "pk")
    return {Number(chapter, point): pk for chapter, point, pk in rows}


def chapters_of(agreement: Agreement) -> list[Chapter]:
    """The chapters of an agreement, in order."""
    return list(Chapter.objects.filter(agreement=agreement).order_by("number"))


def open_agreements() -> QuerySet[Agreement]:
    """The agreements that are followed."""
    return Agreement.objects.filter(state=AgreementState.OPEN)


def departments_by_name() -> dict[str, int]:
    """The departments there are today, by the keys of their names."""
    return {name_key(name): pk for pk, name in departments_in_use().values_list("pk", "name")}


def offices_by_name() -> dict[str, int]:
    """The posts there are today, by the keys of their names."""
    return {name_key(name): pk for pk, name in offices_in_use().values_list("pk", "name")}


def people_to_name(*, also: Iterable[User] = ()) -> list[User]:
    """Whom a point can name as responsible, by their names: chiefs, who can answer for it, and whoever is ``also``
    named already.
    """
    known = {one.pk: one for one in [*people_to_ask(), *also]}
    return sorted(known.values(), key=lambda one: (sort_key(str(one)), one.pk))


def people_named_in(agreement: Agreement) -> list[User]:
    """Whom the points of an agreement name, also those who can no longer log in."""
    points = Initiative.objects.filter(chapter__agreement=agreement)
    return list(User.objects.filter(pk__in=points.values("people")))


def named(people: Sequence[User]) -> dict[int, str]:
    """What a sheet calls each of the people: their name, with the user name after it where two are called the same."""
    often = Counter(str(one).casefold() for one in people)
    return {one.pk: f"{one} ({one.username})" if often[str(one).casefold()] > 1 else str(one) for one in people}


def people_by_name(agreement: Agreement) -> dict[str, int]:
    """The ids of the people whom a sheet of an agreement can name, by the keys of what it calls them."""
    people = people_to_name(also=people_named_in(agreement))
    return {name_key(name): pk for pk, name in named(people).items()}


def saved_views(*, viewer: Viewer) -> list[SavedView]:
    """The views that the person has kept."""
    return list(SavedView.objects.filter(user=viewer.pk)) if viewer.pk else []


def amounts_by_key(initiative: Initiative) -> Mapping[tuple[str, int], Amount]:
    """The amounts of a point by kind and year."""
    return {(one.kind, one.year): one for one in initiative.amounts.all()}
