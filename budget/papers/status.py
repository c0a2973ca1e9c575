"""A round as a paper: the internal edition from the records, and Økonomiudvalget's from that (D86, D89–D90)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, cast

from budget.papers.shape import (
    SCHEMA,
    AgreementOfChapters,
    Before,
    ChapterOfPoints,
    Meaning,
    Point,
    PointAmount,
    StatusPaper,
)
from budget.rules.fields import shown
from budget.rules.numbering import Number, in_one_line, read_number
from budget.workflow import CarryOver, Light
from chefforum.danish import count

if TYPE_CHECKING:
    from budget.models import Agreement, Initiative, Round, Status

# What the committee's edition leaves out of a point.
_INTERNAL = ("comment", "next_step", "asked", "finish_on")


def build(
    status_round: "Round",
    agreements: "Sequence[Agreement]",
    statuses: "Sequence[Status]",
    *,
    title: str,
    before: "Mapping[int, Status]",
    meanings: Mapping[str, str],
    frozen_on: date,
    number: int,
) -> StatusPaper:
    """The internal edition of a round. ``statuses`` are all of it by agreement and number, ``before`` those of the
    round before by the status's id.
    """
    listed = [_agreement(one, statuses, before) for one in agreements]
    return StatusPaper(
        schema=SCHEMA,
        edition="internal",
        title=title,
        round=status_round.name,
        as_of=status_round.as_of.isoformat(),
        forum_on=status_round.forum_on.isoformat(),
        committee_on=status_round.committee_on.isoformat(),
        frozen_on=frozen_on.isoformat(),
        legend=[Meaning(light=light, meaning=meaning) for light, meaning in meanings.items()],
        agreements=listed,
        changes=_changes(listed),
        number=number,
    )


def committee_edition(paper: StatusPaper) -> StatusPaper:
    """The paper for Økonomiudvalget: only what was written for it. Nothing is left out anywhere else."""
    agreements = [
        AgreementOfChapters(
            **{
                **agreement,
                "chapters": [
                    ChapterOfPoints(**{**chapter, "points": [_public(point) for point in chapter["points"]]})
                    for chapter in agreement["chapters"]
                ],
            }
        )
        for agreement in paper["agreements"]
    ]
    return cast("StatusPaper", {**paper, "edition": "committee", "agreements": agreements})


def _public(point: Point) -> Point:
    return cast("Point", {name: value for name, value in point.items() if name not in _INTERNAL})


def _agreement(
    agreement: "Agreement", statuses: "Sequence[Status]", before: "Mapping[int, Status]"
) -> AgreementOfChapters:
    own = [one for one in statuses if one.initiative.chapter.agreement_id == agreement.pk]
    chapters = []
    for chapter, group in groupby(own, key=lambda one: one.initiative.chapter):
        points = [_point(one, before.get(one.pk)) for one in group]
        chapters.append(
            ChapterOfPoints(number=chapter.number, title=chapter.title, points=points, counts=_counts(points))
        )
    return AgreementOfChapters(
        year=agreement.year,
        title=agreement.title,
        unit=agreement.unit_word,
        chapters=chapters,
        counts=_counts([point for chapter in chapters for point in chapter["points"]]),
    )


def _counts(points: Sequence[Point]) -> dict[str, int]:
    lights = Counter(point["light"] for point in points)
    return {light: lights[light] for light in Light.values}


def _point(status: "Status", last: "Status | None") -> Point:
    initiative = status.initiative
    point = Point(
        number=initiative.number,
        title=initiative.title,
        responsible=responsible_for(initiative),
        light=status.light,
        text=status.public_text,
        carry=status.carry,
        carry_part=status.carry_part,
        case=case_of(status),
        finish_on=status.finish_on.isoformat() if status.finish_on else None,
        amounts=[PointAmount(kind=one.kind, year=one.year, value=str(one.value)) for one in initiative.amounts.all()],
        comment=status.comment,
        next_step=status.next_step,
        asked=[f"{one.person}: {one.wish}" for one in status.requests.all() if one.done_at is None],
    )
    if last is not None:
        point["before"] = Before(round=str(last.round), light=last.light, text=last.public_text)
    return point


def responsible_for(initiative: "Initiative") -> str:
    """Who answers for a point, as a paper names it: the post or the department. People are not named."""
    if initiative.office:
        return initiative.office.name
    return initiative.department.name if initiative.department else ""


def case_of(status: "Status") -> str:
    """The political case that a point needs: ``Økonomiudvalget, marts 2027``."""
    if not status.needs_case:
        return ""
    return ", ".join(part for part in (status.case_forum, status.case_when) if part) or "forum ikke valgt"


def _changes(agreements: Sequence[AgreementOfChapters]) -> list[str]:
    """What is otherwise than in the round before, in sentences: lights by where they went, carry-over, cases."""
    sentences = []
    many = len(agreements) > 1
    for agreement in agreements:
        points = [point for chapter in agreement["chapters"] for point in chapter["points"]]
        where = f"{agreement['year']}: " if many else ""
        moved: dict[tuple[str, str], list[Number]] = {}
        for point in points:
            if "before" in point and point["before"]["light"] != point["light"] != Light.NONE:
                moved.setdefault((point["before"]["light"], point["light"]), []).append(_number(point))
        for (old, new), numbers in sorted(moved.items(), key=lambda one: (_rank(one[0][1]), _rank(one[0][0]))):
            sentences.append(
                f"{where}{count(len(numbers), 'punkt', 'punkter')} er gået fra {_word(old)} til {_word(new)}: "
                f"{in_one_line(numbers)}."
            )
        silent = [
            _number(one) for one in points if "before" in one and one["light"] == Light.NONE != one["before"]["light"]
        ]
        if silent:
            sentences.append(
                f"{where}{count(len(silent), 'punkt', 'punkter')} har ikke fået lys denne gang: {in_one_line(silent)}."
            )
        new_points = [_number(point) for point in points if "before" not in point]
        if new_points and len(new_points) < len(points):
            sentences.append(f"{where}Nye siden sidst: {in_one_line(new_points)}.")
        over = [_number(one) for one in points if one["carry"] in (CarryOver.WHOLE, CarryOver.PART)]
        if over:
            sentences.append(f"{where}Føres over til næste års opfølgning: {in_one_line(over)}.")
        cases = [f"{point['number']} ({point['case']})" for point in points if point["case"]]
        if cases:
            sentences.append(f"{where}Kræver en politisk sag: {', '.join(cases)}.")
    return sentences


def _number(point: Point) -> Number:
    number = read_number(point["number"])
    assert number is not None
    return number


def _word(light: str) -> str:
    return "intet lys" if light == Light.NONE else shown("light", light).lower()


def _rank(light: str) -> int:
    return list(Light.values).index(light)
