"""What a round's answers lack before they can go on (D63, D88)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from budget.workflow import CarryOver, Light

if TYPE_CHECKING:
    from budget.models import Initiative, Status

# So many rounds in a row with the same text is worth a word.
SAME_TEXT_ROUNDS = 3

NOT_ANSWERED = "ikke besvaret"
NO_RESPONSIBLE = "uden ansvarlig"
UNEXPLAINED = "gul eller rød uden forklaring"
GREEN_AHEAD = "grøn, men forventes først gennemført senere"
SAME_TEXT = f"samme tekst i {SAME_TEXT_ROUNDS} runder"
NO_PART = "delvis overført uden at delen er beskrevet"
NO_CASE_FORUM = "kræver en sag, men siger ikke i hvilket forum og hvornår"
ORDER = (NOT_ANSWERED, NO_RESPONSIBLE, UNEXPLAINED, GREEN_AHEAD, SAME_TEXT, NO_PART, NO_CASE_FORUM)


@dataclass
class Faults:
    """What is wrong, and the statuses where it is, in the order of :data:`ORDER`."""

    found: dict[str, list["Status"]] = field(default_factory=dict)

    def add(self, what: str, status: "Status") -> None:
        """One more status with the fault."""
        self.found.setdefault(what, []).append(status)

    def __bool__(self) -> bool:
        return bool(self.found)

    def listed(self) -> list[tuple[str, list["Status"]]]:
        """The faults in their order."""
        return [(what, self.found[what]) for what in ORDER if what in self.found]

    def of(self, status: "Status") -> list[str]:
        """What is wrong with one status."""
        return [what for what, statuses in self.listed() if status in statuses]


def has_responsible(initiative: "Initiative", people: int) -> bool:
    """Whether somebody is named: a department, a post, or people, who are counted beforehand."""
    return bool(initiative.department_id or initiative.office_id or people)


def faults_of(
    statuses: Iterable["Status"],
    *,
    as_of: date,
    people: Mapping[int, int],
    earlier_texts: Mapping[int, Sequence[str]],
) -> Faults:
    """What the statuses of a round lack.

    ``people`` is how many people each initiative names, ``earlier_texts`` the texts to ØU of each initiative in the
    rounds before, the last first, both by the initiative's id.
    """
    faults = Faults()
    for one in statuses:
        if one.answered_at is None:
            faults.add(NOT_ANSWERED, one)
        if not has_responsible(one.initiative, people.get(one.initiative_id, 0)):
            faults.add(NO_RESPONSIBLE, one)
        if one.light in (Light.YELLOW, Light.RED) and not one.public_text:
            faults.add(UNEXPLAINED, one)
        if one.light == Light.GREEN and one.finish_on and one.finish_on > as_of:
            faults.add(GREEN_AHEAD, one)
        before = list(earlier_texts.get(one.initiative_id, ()))[: SAME_TEXT_ROUNDS - 1]
        if one.public_text and len(before) == SAME_TEXT_ROUNDS - 1 and {one.public_text} == set(before):
            faults.add(SAME_TEXT, one)
        if one.carry == CarryOver.PART and not one.carry_part:
            faults.add(NO_PART, one)
        if one.needs_case and not (one.case_forum and one.case_when):
            faults.add(NO_CASE_FORUM, one)
    return faults
