"""All agreements beside each other: how the rounds have gone, and what has waited longest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from budget.models import Agreement, Initiative, Round
from budget.permissions import Viewer, agreements_seen_by, initiatives_seen_by, rounds_seen_by, statuses_seen_by
from budget.workflow import InitiativeState, Light, RoundState


@dataclass(frozen=True)
class Year:
    """An agreement and how many points had each light in each of its rounds."""

    agreement: Agreement
    rounds: list[tuple[Round, dict[str, int]]]


@dataclass(frozen=True)
class Waiting:
    """A point that is followed and is not green: since when it has had its light, and in how many rounds on end."""

    initiative: Initiative
    light: str
    since: date
    rounds: int


def years(*, viewer: Viewer) -> list[Year]:
    """Every agreement with its rounds, the latest year first, as far as the viewer may read them."""
    seen = statuses_seen_by(viewer).order_by()
    rows = seen.values("initiative__chapter__agreement", "round", "round__state", "light").annotate(
        number=Count("pk"), answered=Count("answered_at")
    )
    counts: dict[tuple[int, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        own = counts[row["initiative__chapter__agreement"], row["round"]]
        waits = row["number"] - row["answered"] if row["round__state"] == RoundState.COLLECTING else 0
        own[row["light"]] += row["number"] - waits
        if waits:
            own["missing"] += waits
    rounds = list(rounds_seen_by(viewer).order_by("as_of", "pk"))
    return [
        Year(one, [(held, dict(counts[one.pk, held.pk])) for held in rounds if (one.pk, held.pk) in counts])
        for one in agreements_seen_by(viewer).order_by("-year")
    ]


def longest_waiting(*, viewer: Viewer, at_most: int = 20) -> list[Waiting]:
    """The points that are followed and yellow or red, those that have been so longest first.

    The rounds of the agreements that a point was in before count too (``continues``).
    """
    links = initiatives_seen_by(viewer).filter(continues__isnull=False).values_list("pk", "continues")
    before = {pk: earlier for pk, earlier in links if earlier is not None}
    open_ones = initiatives_seen_by(viewer).filter(state=InitiativeState.OPEN)
    points = {one.pk: one for one in open_ones.select_related("chapter__agreement", "department").order_by("pk")}
    family = {pk: _family(pk, before) for pk in points}
    everybody = {pk for pks in family.values() for pk in pks}
    lights: dict[int, list[tuple[date, str]]] = defaultdict(list)
    seen = statuses_seen_by(viewer).filter(initiative__in=everybody).order_by("-round__as_of", "-round")
    for pk, light, as_of in seen.values_list("initiative", "light", "round__as_of"):
        lights[pk].append((as_of, light))
    found = []
    for pk, point in points.items():
        past = sorted((one for member in family[pk] for one in lights[member]), reverse=True)
        stretch = _stretch(past)
        if stretch is not None:
            found.append(Waiting(point, *stretch))
    return sorted(found, key=lambda one: (one.since, one.initiative.chapter.number, one.initiative.point))[:at_most]


def _family(pk: int, before: dict[int, int]) -> list[int]:
    found = [pk]
    while found[-1] in before:
        found.append(before[found[-1]])
    return found


def _stretch(past: Sequence[tuple[date, str]]) -> tuple[str, date, int] | None:
    """The light now, the day of the first round in a row that gave it, and how many rounds; of yellow and red alone."""
    told = [one for one in past if one[1] != Light.NONE]
    if not told or told[0][1] not in (Light.YELLOW, Light.RED):
        return None
    light, rounds = told[0][1], 0
    for _, one in told:
        if one != light:
            break
        rounds += 1
    return light, told[rounds - 1][0], rounds
