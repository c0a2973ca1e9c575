"""Rounds, what they say of points, and who has answered."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404

from budget.models import (
    Agreement,
    Amount,
    Change,
    Initiative,
    LightMeaning,
    Round,
    RoundPaper,
    RoundStep,
    Status,
    TextRequest,
)
from budget.permissions import (
    Viewer,
    initiatives_of,
    may_review,
    may_run_budget,
    may_see_steps,
    papers_seen_by,
    requests_to,
    rounds_seen_by,
    statuses_seen_by,
)
from budget.rules import lights
from budget.rules.checking import Faults, faults_of
from budget.rules.numbering import Number
from budget.workflow import STATUS_SENT, AgreementState, InitiativeState, RoundState
from chefforum.danish import sort_key
from chefforum.documents.models import Offer
from chefforum.organisation.models import Department, User
from chefforum.organisation.queries import heads_by


def round_by_id(round_id: int, *, viewer: Viewer) -> Round:
    """A round; :class:`Http404` unless the viewer may open its page."""
    found = rounds_seen_by(viewer).filter(pk=round_id).first()
    if found is None:
        raise Http404
    return found


def rounds_of(agreement: Agreement, *, viewer: Viewer) -> list[Round]:
    """The rounds of an agreement, the first first."""
    return list(rounds_seen_by(viewer).filter(agreements=agreement).order_by("as_of", "pk"))


def agreements_of(status_round: Round) -> list[Agreement]:
    """The agreements that a round is of, the earliest first. The caller has asked for the round."""
    return list(status_round.agreements.order_by("year"))


def points_without_status(status_round: Round) -> list[Initiative]:
    """The points of the round's agreements that are followed and are not in it. The caller may run the round."""
    points = Initiative.objects.filter(
        chapter__agreement__rounds=status_round,
        chapter__agreement__state=AgreementState.OPEN,
        state=InitiativeState.OPEN,
    )
    return list(points.exclude(statuses__round=status_round).select_related("chapter__agreement").order_by("pk"))


def running_rounds(*, viewer: Viewer) -> list[Round]:
    """The rounds that are under way, by the day that is next."""
    under_way = (RoundState.COLLECTING, RoundState.DIRECTORS, RoundState.FORUM)
    return list(rounds_seen_by(viewer).filter(state__in=under_way).order_by("due"))


def rounds_to_lead(*, viewer: Viewer) -> list[tuple[Round, int]]:
    """The rounds under way that the viewer may go through, by the day that is next, each with how many points lack an
    answer.
    """
    led = [one for one in running_rounds(viewer=viewer) if may_review(viewer, one)] if may_see_steps(viewer) else []
    waiting = Status.objects.filter(round__in=led, answered_at=None) if led else Status.objects.none()
    counts = dict(waiting.order_by().values_list("round").annotate(number=Count("pk")))
    return [(one, counts.get(one.pk, 0)) for one in led]


def _full(statuses: QuerySet[Status]) -> QuerySet[Status]:
    return (
        statuses.select_related(
            "round", "initiative__chapter__agreement", "initiative__department", "initiative__office", "answered_by"
        )
        .prefetch_related(
            "initiative__people",
            Prefetch("initiative__amounts", queryset=Amount.objects.order_by("-kind", "year")),
            Prefetch("requests", queryset=TextRequest.objects.select_related("person")),
        )
        .order_by(
            F("initiative__chapter__agreement__year"),
            "initiative__chapter__number",
            "initiative__point",
        )
    )


def statuses_of(status_round: Round, *, viewer: Viewer) -> list[Status]:
    """What a round says of each point that the viewer may read, by agreement and number."""
    return list(_full(statuses_seen_by(viewer).filter(round=status_round)))


def own_statuses(status_round: Round, *, viewer: Viewer) -> list[Status]:
    """Those of them that are the viewer's to answer."""
    mine = initiatives_of(viewer)
    asked = requests_to(viewer).filter(status__round=status_round).values("status")
    found = statuses_seen_by(viewer).filter(Q(initiative__in=mine) | Q(pk__in=asked), round=status_round)
    return list(_full(found))


def rounds_waiting(*, viewer: Viewer) -> list[tuple[Round, int]]:
    """The rounds that are collected and lack the viewer's status, each with of how many points."""
    waiting = statuses_seen_by(viewer).filter(
        initiative__in=initiatives_of(viewer), answered_at=None, round__state=RoundState.COLLECTING
    )
    counts = dict(waiting.order_by().values_list("round").annotate(number=Count("pk")))
    return [(one, counts[one.pk]) for one in Round.objects.filter(pk__in=counts).order_by("due")]


def status_by_id(status_id: int, *, viewer: Viewer) -> Status:
    """One of them; :class:`Http404` unless the viewer may read it."""
    found = _full(statuses_seen_by(viewer).filter(pk=status_id)).first()
    if found is None:
        raise Http404
    return found


def before(statuses: Sequence[Status], *, sent: bool = False) -> dict[int, Status]:
    """The status of the same point in the round before, or of the point it continues, by the status's id; ``sent``
    counts only rounds that have left the house, as what goes further must.

    The caller may read the statuses; who answers for a point may read what was said of it before.
    """
    if not statuses:
        return {}
    family = {one.initiative_id: [one.initiative_id, one.initiative.continues_id] for one in statuses}
    ids = {pk for pks in family.values() for pk in pks if pk}
    as_of = statuses[0].round.as_of
    earlier = (
        Status.objects.filter(initiative__in=ids)
        .exclude(round=statuses[0].round_id)
        .filter(Q(round__as_of__lt=as_of) | Q(round__as_of=as_of, round__pk__lt=statuses[0].round_id))
        .select_related("round", "initiative__chapter__agreement", "answered_by")
        .order_by("-round__as_of", "-round__pk")
    )
    if sent:
        earlier = earlier.filter(round__state__in=STATUS_SENT)
    by_initiative: dict[int, Status] = {}
    for one in earlier:
        by_initiative.setdefault(one.initiative_id, one)
    found = {}
    for one in statuses:
        last = next((by_initiative[pk] for pk in family[one.initiative_id] if pk in by_initiative), None)
        if last is not None:
            found[one.pk] = last
    return found


def faults_in(status_round: Round, statuses: Sequence[Status]) -> Faults:
    """What the statuses lack. The caller may read them."""
    ids = [one.initiative_id for one in statuses]
    people: dict[int, int] = dict(
        Initiative.objects.filter(pk__in=ids).annotate(named=Count("people")).values_list("pk", "named")
    )
    texts: dict[int, list[str]] = defaultdict(list)
    earlier = Status.objects.filter(initiative__in=ids, round__as_of__lt=status_round.as_of).order_by("-round__as_of")
    for pk, text in earlier.values_list("initiative", "public_text"):
        texts[pk].append(text)
    return faults_of(statuses, as_of=status_round.as_of, people=people, earlier_texts=texts)


@dataclass(frozen=True)
class Answering:
    """How far a department is with a round: its points, those that lack an answer, and who answers for it."""

    department: Department | None
    points: int
    missing: list[Status]
    people: list[User]


def answering(statuses: Sequence[Status]) -> list[Answering]:
    """How far each department is, those that lack most first. The caller may read the statuses."""
    groups: dict[int | None, list[Status]] = defaultdict(list)
    for one in statuses:
        groups[one.initiative.department_id].append(one)
    found = []
    heads_by_department = heads_by([pk for pk in groups if pk])
    for pk, own in groups.items():
        named = {person for one in own for person in one.initiative.people.all() if one.answered_at is None}
        heads = set(heads_by_department.get(pk or 0, ()))
        found.append(
            Answering(
                own[0].initiative.department,
                len(own),
                [one for one in own if one.answered_at is None],
                sorted(named | heads, key=str),
            )
        )
    return sorted(found, key=lambda one: (-len(one.missing), sort_key(str(one.department or ""))))


def steps_of(status_round: Round) -> list[RoundStep]:
    """The steps that a round has taken, the first first. The caller has asked for the round."""
    return list(RoundStep.objects.filter(round=status_round).select_related("by"))


def changes_of(status: Status) -> list[Change]:
    """Every change of a status, the last first. The caller may read the status."""
    return list(Change.objects.filter(status=status).select_related("by").order_by("-pk"))


def last_changer(status: Status, field: str) -> User | None:
    """Who gave a field the value it has. The caller may read the status."""
    last = Change.objects.filter(status=status, field=field, aside=False).select_related("by").order_by("-pk").first()
    return last.by if last else None


def came_with(status: Status) -> str:
    """The light that a point had when its round came before the forum. The caller may read the status."""
    first = Change.objects.filter(status=status, field="light", phase=RoundState.FORUM, aside=False).first()
    return first.old if first else status.light


def last_statuses(initiatives: Sequence[Initiative]) -> dict[int, Status]:
    """The last status of each point, by the point's id, for whoever may run the budget."""
    found: dict[int, Status] = {}
    for one in Status.objects.filter(initiative__in=initiatives).order_by("-round__as_of", "-round__pk"):
        found.setdefault(one.initiative_id, one)
    return found


def requests_run_by(viewer: Viewer) -> QuerySet[TextRequest]:
    """The texts that are asked for, for whoever asks for them."""
    asked = TextRequest.objects.select_related("status__initiative__chapter__agreement", "person")
    return asked if may_run_budget(viewer) else asked.none()


def changes_in_forum(status_round: Round) -> list[Change]:
    """What changed since a round last came before the forum, while it was there, in order. The caller may read the
    round.
    """
    since = _came_before_the_forum(status_round)
    if since is None:
        return []
    changes = Change.objects.filter(status__round=status_round, phase=RoundState.FORUM, aside=False, at__gte=since)
    return list(changes.select_related("status__initiative__chapter__agreement", "by").order_by("pk"))


def requests_in_forum(status_round: Round) -> list[TextRequest]:
    """The texts that were asked for since then, written or not. The caller may read the round."""
    since = _came_before_the_forum(status_round)
    if since is None:
        return []
    asked = TextRequest.objects.filter(status__round=status_round, at__gte=since, dropped=False)
    return list(asked.select_related("status__initiative__chapter__agreement", "person").order_by("pk"))


def _came_before_the_forum(status_round: Round) -> datetime | None:
    came = RoundStep.objects.filter(round=status_round, verb="to_forum").order_by("-pk").first()
    return came.at if came else None


def papers_of(status_round: Round, *, viewer: Viewer) -> list[RoundPaper]:
    """The frozen papers of a round that the viewer may read, the current ones first."""
    seen = papers_seen_by(viewer).filter(round=status_round).select_related("document__pdf", "round")
    return list(seen.order_by("-current", "-edition", "-number"))


def paper_by_id(paper_id: int, *, viewer: Viewer) -> RoundPaper | None:
    """A frozen paper that the viewer may read."""
    return papers_seen_by(viewer).filter(pk=paper_id).select_related("document__pdf", "round").first()


def offers_of(status_round: Round) -> list[Offer]:
    """What is offered of a round, to be copied where it cannot be taken up. The caller may run the round."""
    papers = status_round.papers.filter(current=True).values_list("document", flat=True)
    return list(Offer.objects.filter(document__in=list(papers), withdrawn_at=None).select_related("document"))


def requests_waiting(*, viewer: Viewer) -> list[TextRequest]:
    """The texts that the viewer is asked for."""
    return list(requests_to(viewer).select_related("status__initiative__chapter__agreement", "status__round", "by"))


def numbers_in_round(statuses: Sequence[Status]) -> dict[Number, list[Status]]:
    """The statuses of a round by the numbers of their points; a number stands in each agreement of the round."""
    found: dict[Number, list[Status]] = defaultdict(list)
    for one in statuses:
        found[Number(one.initiative.chapter.number, one.initiative.point)].append(one)
    return found


def meanings() -> dict[str, str]:
    """What each light means, in the order they are named."""
    own = dict(LightMeaning.objects.values_list("light", "meaning"))
    return {light: own.get(light, lights.MEANINGS[light]) for light in lights.ORDER}
