"""How points and agreements have gone over the rounds."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from budget.models import Agreement, Change, Initiative, Round, Status
from budget.permissions import Viewer, initiatives_seen_by, statuses_seen_by
from budget.workflow import Light, RoundState
from chefforum.danish import sort_key
from chefforum.documents.models import Stamp
from chefforum.documents.offering import stamps_on


def strips(initiatives: Iterable[Initiative], *, viewer: Viewer) -> dict[int, dict[int, Status]]:
    """What each round says of each of the points that the viewer may read: by the point's id, by the round's."""
    found: dict[int, dict[int, Status]] = defaultdict(dict)
    for one in statuses_seen_by(viewer).filter(initiative__in=list(initiatives)).select_related("round"):
        found[one.initiative_id][one.round_id] = one
    return found


def light_counts(agreement: Agreement, *, viewer: Viewer) -> dict[int, dict[str, int]]:
    """How many points of an agreement have each light in each round, by the round's id; ``missing`` lack an answer."""
    seen = statuses_seen_by(viewer).filter(initiative__chapter__agreement=agreement).order_by()
    rows = seen.values("round", "light", "round__state").annotate(number=Count("pk"), answered=Count("answered_at"))
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        waiting = row["number"] - row["answered"] if row["round__state"] == RoundState.COLLECTING else 0
        found[row["round"]][row["light"]] += row["number"] - waiting
        if waiting:
            found[row["round"]]["missing"] += waiting
    return {pk: dict(counts) for pk, counts in found.items()}


def counts_by(statuses: Sequence[Status], what: str) -> list[tuple[str, dict[str, int]]]:
    """How many statuses of a round have each light, by ``chapter`` as they come, or by ``department`` in
    the order of the Danish alphabet. The caller may read them.
    """
    groups: dict[str, Counter[str]] = {}
    for one in statuses:
        initiative = one.initiative
        department = initiative.department.name if initiative.department else "Uden afdeling"
        name = str(initiative.chapter) if what == "chapter" else department
        waits = one.answered_at is None and one.round.state == RoundState.COLLECTING
        groups.setdefault(name, Counter())["missing" if waits else one.light] += 1
    named = [(name, dict(counts)) for name, counts in groups.items()]
    return named if what == "chapter" else sorted(named, key=lambda one: sort_key(one[0]))


@dataclass(frozen=True)
class Past:
    """A point in one round, maybe of an earlier agreement: how it stood, and what meetings decided about the round."""

    status: Status
    number: str
    stamps: list[Stamp]


def trail(initiative: Initiative, *, viewer: Viewer) -> list[Past]:
    """How a point has stood in every round of every agreement that it has been in, the first first."""
    family = [initiative]
    while family[0].continues_id:
        earlier = initiatives_seen_by(viewer).select_related("chapter__agreement").get(pk=family[0].continues_id)
        family.insert(0, earlier)
    later = initiatives_seen_by(viewer).select_related("chapter__agreement")
    while (after := later.filter(continues=family[-1]).first()) is not None:
        family.append(after)
    statuses = (
        statuses_seen_by(viewer)
        .filter(initiative__in=family)
        .select_related("round", "initiative__chapter__agreement", "answered_by")
        .prefetch_related("round__papers")
        .order_by("round__as_of", "round__pk")
    )
    found = list(statuses)
    papers = {paper.document_id: one.round_id for one in found for paper in one.round.papers.all()}
    by_round: dict[int, list[Stamp]] = defaultdict(list)
    for stamp in stamps_on(papers):
        by_round[papers[stamp.document_id]].append(stamp)
    return [
        Past(one, f"{one.initiative.agreement.year}: {one.initiative.number}", by_round[one.round_id]) for one in found
    ]


def same_light_since(past: Sequence[Past]) -> tuple[str, date, int] | None:
    """The light a point has now, the day of the first round in a row that gave it, and how many rounds that is.

    ``None`` for a point without a light.
    """
    if not past or past[-1].status.light == Light.NONE:
        return None
    light = past[-1].status.light
    row = 0
    for one in reversed(past):
        if one.status.light != light:
            break
        row += 1
    return light, past[-row].status.round.as_of, row


def changes_of_initiative(past: Sequence[Past]) -> list[Change]:
    """Every change of a point in the rounds of its trail, the last first. The caller may read them."""
    statuses = [one.status.pk for one in past]
    return list(Change.objects.filter(status__in=statuses).select_related("by", "status__round").order_by("-pk")[:200])


def stamps_of(status_round: Round) -> list[Stamp]:
    """What meetings decided about a round's papers. The caller may read the round."""
    return list(stamps_on(status_round.papers.values_list("document", flat=True)))
