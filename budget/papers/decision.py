"""What the forum decided about a round, drafted from what was changed (D83–D88)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from budget.rules.fields import shown
from budget.rules.numbering import Number, in_one_line
from budget.workflow import CarryOver, Light
from chefforum.danish import day_and_month

if TYPE_CHECKING:
    from budget.models import Change, Status, TextRequest


@dataclass
class Agreed:
    """What was agreed about one point: each field from its value before the forum to the last, and why."""

    status: "Status"
    first: dict[str, str] = field(default_factory=dict)
    last: dict[str, str] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    requests: "list[TextRequest]" = field(default_factory=list)

    def differs(self, name: str) -> bool:
        """Whether a field says something else than before the forum."""
        return self.first.get(name, "") != self.last.get(name, "")

    @property
    def reasons(self) -> list[str]:
        """Why, each reason once: those of the last changes of fields that are otherwise now."""
        return list(dict.fromkeys(self.why[name] for name in self.first if self.differs(name) and self.why[name]))


def agreed(changes: "Iterable[Change]", requests: "Iterable[TextRequest]") -> list[Agreed]:
    """What was agreed, point by point in the order of their numbers. A change that was taken back is none, and what is
    said among colleagues alone is not decided.
    """
    found: dict[int, Agreed] = {}
    for change in changes:
        if change.field in _UNSAID:
            continue
        one = found.setdefault(change.status_id, Agreed(change.status))
        one.first.setdefault(change.field, change.old)
        one.last[change.field] = change.new
        one.why[change.field] = change.reason
    for asked in requests:
        found.setdefault(asked.status_id, Agreed(asked.status)).requests.append(asked)
    kept = [one for one in found.values() if one.requests or any(one.differs(name) for name in one.first)]
    return sorted(kept, key=lambda one: (one.status.initiative.agreement.year, _number(one.status)))


def decision_html(
    forum: str, title: str, points: Sequence[Agreed], unnamed: "Sequence[Status]", *, many_years: bool = False
) -> str:
    """The decision as running text: an opening, a line for each point, or for several beside each other that were
    changed alike, and that those without a responsible get one. ``many_years`` writes the year before the numbers.
    """
    lines: list[list[Agreed]] = []
    for one in points:
        if not _sentences(one):
            continue
        # Neighbours of one chapter that were changed alike stand together; the others keep their titles.
        if lines and _alike(lines[-1][0], one):
            lines[-1].append(one)
        else:
            lines.append([one])
    head = f"<p>{escape(forum)} gennemgik {escape(title)}."
    if not lines and not unnamed:
        return f"{head} Ingen punkter blev ændret.</p>"
    body = "".join(f"<li>{_line(group, many_years)}</li>" for group in lines)
    parts = [f"{head} Følgende blev aftalt:</p>" if lines else f"{head}</p>"]
    if body:
        parts.append(f"<ul>{body}</ul>")
    if unnamed:
        numbers = in_one_line([_number(one) for one in unnamed])
        parts.append(f"<p>Planen opdateres med, hvem der er ansvarlig for {numbers}.</p>")
    return "".join(parts)


def _number(status: "Status") -> Number:
    return Number(status.initiative.chapter.number, status.initiative.point)


def _alike(one: Agreed, other: Agreed) -> bool:
    return one.status.initiative.chapter_id == other.status.initiative.chapter_id and _sentences(one) == _sentences(
        other
    )


def _line(group: Sequence[Agreed], many_years: bool) -> str:
    first = group[0]
    year = f"{first.status.initiative.agreement.year}: " if many_years else ""
    if len(group) == 1:
        name = f"{_number(first.status)} {first.status.initiative.title}"
    else:
        name = in_one_line([_number(one.status) for one in group])
    text = _sentences(first, len(group) > 1)
    # A sentence of its own after the name stands behind a colon.
    between = ": " if text[:1].isupper() else " "
    return f"<strong>{escape(year + name, quote=False)}</strong>{between}{escape(text, quote=False)}"


def _sentences(one: Agreed, several: bool = False) -> str:
    """``ændres fra rød til gul, idet … Punktet føres ikke med over.``"""
    point, text = ("Punkterne", "Teksterne") if several else ("Punktet", "Teksten")
    told: list[str] = []
    light = one.last.get("light", one.status.light)
    if one.differs("light"):
        told.append(f"ændres fra {_light(one.first['light'])} til {_light(light)}")
    elif light != Light.NONE:
        told.append(f"forbliver {_light(light)}")
    if one.differs("public_text"):
        told.append(f"{text} til ØU er rettet")
    if one.differs("carry"):
        told.append(_carry(one, point, several))
    elif one.differs("carry_part") and one.last["carry_part"]:
        told.append(f"Nu føres denne del med over: {one.last['carry_part'].rstrip('.')}")
    if one.differs("needs_case") or one.differs("case_forum") or one.differs("case_when"):
        told.append(_case(one))
    if one.reasons and told:
        told[0] += f", idet {' og '.join(_as_clause(reason) for reason in one.reasons)}"
    for asked in one.requests:
        wish = f": {asked.wish.rstrip('.')}" if asked.wish else ""
        told.append(f"{asked.person} skriver ny tekst senest d. {day_and_month(asked.due)}{wish}")
    return " ".join(f"{sentence}." for sentence in told)


def _light(value: str) -> str:
    return "intet lys" if value == Light.NONE else shown("light", value).lower()


def _as_clause(reason: str) -> str:
    """A reason as it stands after »idet«: without a full stop, and with a small letter where a sentence began."""
    text = " ".join(reason.split()).rstrip(".!? ")
    first, _, rest = text.partition(" ")
    small = first[:1].lower() + first[1:] if first.casefold() in _OPENERS else first
    return f"{small} {rest}".strip()


# Fields that are said among colleagues, not to the committee.
_UNSAID = ("comment", "next_step", "finish_on")
# Words that begin a sentence and are no names: only these lose their capital.
_OPENERS = frozenset(
    " ".join(
        (
            "den det der de en et vi man her nu ny nyt nye efter for første ved på i om med uden ingen",
            "alle flere færre sagen punktet teksten arbejdet projektet udbuddet tidsplanen bevillingen opgaven aftalen",
        )
    ).split()
)


def _carry(one: Agreed, point: str, several: bool) -> str:
    match one.last["carry"]:
        case CarryOver.NOT:
            return f"{point} føres ikke med over"
        case CarryOver.WHOLE:
            return f"{point} føres med over"
        case CarryOver.PART:
            part = one.last.get("carry_part", one.status.carry_part).rstrip(".")
            return f"En del føres med over: {part}" if part else f"{point} føres delvist med over"
    return f"Om {'de' if several else 'det'} føres med over, afgøres senere"


def _case(one: Agreed) -> str:
    if not one.last.get("needs_case", "ja" if one.status.needs_case else ""):
        return "Der skal ikke længere laves en politisk sag"
    forum = one.last.get("case_forum", one.status.case_forum)
    when = one.last.get("case_when", one.status.case_when)
    what = f"Der skal laves en sag til {forum}" if forum else "Der skal laves en politisk sag"
    return f"{what} {when}".strip()
