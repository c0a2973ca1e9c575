"""Agreements, their points, and whom and what a sheet can name."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404

from budget.models import Agreement, Amount, Chapter, ColumnProfile, Initiative, SavedView
from budget.permissions import Viewer, agreements_seen_by, initiatives_seen_by
from budget.rules.entry import Entry, would_change
from budget.rules.numbering import Number
from budget.workflow import AgreementState, InitiativeState
from chefforum.organisation.models import Role, User
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


NEW, CHANGED, SAME, STOPPED = "new", "changed", "same", "stopped"


def differences(agreement: Agreement, entries: Iterable[Entry], *, viewer: Viewer) -> dict[Number, str]:
    """What a sheet would do to each of its points: make it, change it, nothing, or that it is followed no more."""
    own = initiatives_of_agreement(agreement, viewer=viewer)
    known = {Number(one.chapter.number, one.point): one for one in own}
    found = {}
    for entry in entries:
        one = known.get(entry.number)
        if one is None:
            found[entry.number] = NEW
        elif not would_change(one, entry):
            found[entry.number] = SAME
        else:
            found[entry.number] = CHANGED if one.state == InitiativeState.OPEN else STOPPED
    return found


def chapters_of(agreement: Agreement) -> list[Chapter]:
    """The chapters of an agreement, in order."""
    return list(Chapter.objects.filter(agreement=agreement).order_by("number"))


def open_agreements() -> QuerySet[Agreement]:
    """The agreements that are followed."""
    return Agreement.objects.filter(state=AgreementState.OPEN)


def departments_by_name() -> dict[str, int]:
    """The departments there are today, by their names in small letters."""
    return {name.casefold(): pk for pk, name in departments_in_use().values_list("pk", "name")}


def offices_by_name() -> dict[str, int]:
    """The posts there are today, by their names in small letters."""
    return {name.casefold(): pk for pk, name in offices_in_use().values_list("pk", "name")}


def people_to_name() -> list[User]:
    """Whom a point can name as responsible, by their names."""
    able = User.objects.filter(is_active=True).exclude(role=Role.ADMINISTRATOR)
    return list(able.order_by("first_name", "last_name"))


def named(people: Sequence[User]) -> dict[int, str]:
    """What a sheet calls each of the people: their name, with the user name after it where two are called the same."""
    often = Counter(str(one).casefold() for one in people)
    return {one.pk: f"{one} ({one.username})" if often[str(one).casefold()] > 1 else str(one) for one in people}


def people_by_name() -> dict[str, int]:
    """The ids of the people whom a sheet can name, by what it calls them in small letters."""
    return {name.casefold(): pk for pk, name in named(people_to_name()).items()}


def saved_views(*, viewer: Viewer) -> list[SavedView]:
    """The views that the person has kept."""
    return list(SavedView.objects.filter(user=viewer.pk)) if viewer.pk else []


def profile_for(headings: Sequence[str]) -> list[str] | None:
    """The fields that were chosen for the columns of a sheet with the same headings."""
    found = ColumnProfile.objects.filter(headings=list(headings)).first()
    return list(found.columns) if found else None


def amounts_by_key(initiative: Initiative) -> Mapping[tuple[str, int], Amount]:
    """The amounts of a point by kind and year."""
    return {(one.kind, one.year): one for one in initiative.amounts.all()}
