"""The register, and what a round says of its points, as a sheet: exactly what ``budget.intake`` reads back."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from budget import queries
from budget.rules.columns import COLUMNS, STATUS_COLUMNS
from budget.rules.fields import shown, spelled

if TYPE_CHECKING:
    from budget.models import Initiative, Status
    from chefforum.documents.sheet import Cell


def register_sheet(
    initiatives: "Sequence[Initiative]",
    names: Mapping[int, str],
    statuses: "Mapping[int, Status] | None" = None,
) -> "tuple[list[str], list[list[Cell]]]":
    """The headings and a row for each point; ``names`` is what people are called, by id.

    With ``statuses``, by the ids of the points, the columns of a round stand after those of the register.
    """
    amounts = [queries.amounts_by_key(one) for one in initiatives]
    keys = sorted({key for one in amounts for key in one}, key=lambda key: (key[1], key[0] != "drift"))
    headings = [*COLUMNS.values(), *(f"{'Drift' if kind == 'drift' else 'Anlæg'} {year}" for kind, year in keys)]
    if statuses is not None:
        headings += STATUS_COLUMNS.values()
    rows = []
    for one, own in zip(initiatives, amounts, strict=True):
        row: list[Cell] = [
            one.number,
            str(one.chapter),
            one.title,
            one.text,
            one.department.name if one.department else "",
            one.office.name if one.office else "",
            "; ".join(names[person.pk] for person in one.people.all() if person.pk in names),
            one.responsible,
            "ja" if one.needs_case else "nej",
            one.case_forum,
            one.case_when,
            *(own[key].value if key in own else None for key in keys),
        ]
        if statuses is not None:
            row += _status_cells(statuses.get(one.pk))
        rows.append(row)
    return headings, rows


def _status_cells(status: "Status | None") -> "list[Cell]":
    if status is None:
        return [""] * len(STATUS_COLUMNS)
    return [
        status.finish_on if field == "finish_on" else shown(field, spelled(status, field)) for field in STATUS_COLUMNS
    ]
