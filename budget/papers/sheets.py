"""A frozen paper as a table for Excel, and as blocks of text for Word: what it says, nothing beside it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from budget.rules.fields import shown
from budget.workflow import CarryOver
from chefforum.danish import date_numeric, figure
from chefforum.documents.word import Heading, Paragraph, Table

if TYPE_CHECKING:
    from chefforum.documents.sheet import Cell
    from chefforum.documents.word import Block

_HEADINGS = ("Aftale", "Nr.", "Kapitel", "Punkt", "Ansvarlig", "Lys", "Lys i sidste runde", "Tekst til ØU")
_MORE = ("Føres over", "Den del, der føres over", "Politisk sag")
_INTERNAL = ("Intern bemærkning", "Næste skridt")


def as_sheet(paper: Mapping[str, Any]) -> "tuple[list[str], list[list[Cell]]]":
    """The headings and a row for each point. The internal edition alone has the internal columns."""
    inside = paper["edition"] == "internal"
    headings = [*_HEADINGS, *_MORE, *(_INTERNAL if inside else ())]
    rows: list[list[Cell]] = []
    for agreement in paper["agreements"]:
        for chapter in agreement["chapters"]:
            for point in chapter["points"]:
                row: list[Cell] = [
                    agreement["year"],
                    point["number"],
                    f"{chapter['number']}. {chapter['title']}".strip(),
                    point["title"],
                    point["responsible"],
                    shown("light", point["light"]),
                    shown("light", point["before"]["light"]) if "before" in point else "",
                    point["text"],
                    shown("carry", point["carry"]) if point["carry"] else "",
                    point["carry_part"],
                    point["case"],
                ]
                rows.append([*row, point.get("comment", ""), point.get("next_step", "")] if inside else row)
    return headings, rows


def as_blocks(paper: Mapping[str, Any]) -> "list[Block]":
    """The paper as headings, paragraphs and tables."""
    blocks: list[Block] = [
        Paragraph(f"Opgjort pr. {_day(paper['as_of'])}, fastlåst d. {_day(paper['frozen_on'])}."),
    ]
    if paper["edition"] == "internal":
        blocks.append(Paragraph("Intern udgave. Indeholder interne bemærkninger og må ikke videregives."))
    legend = "; ".join(f"{shown('light', one['light'])}: {one['meaning']}" for one in paper["legend"])
    blocks.append(Paragraph(f"{legend}."))
    if paper["changes"]:
        blocks.append(Heading("Ændringer siden sidste runde"))
        blocks += [Paragraph(sentence, bullet=True) for sentence in paper["changes"]]
    for agreement in paper["agreements"]:
        for chapter in agreement["chapters"]:
            name = f"{chapter['number']}. {chapter['title']}".strip()
            blocks.append(Heading(f"{agreement['title']}: {name}" if len(paper["agreements"]) > 1 else name))
            rows = [
                [
                    point["number"],
                    "\n".join(
                        part for part in (point["title"], point["responsible"], *_amounts(agreement, point)) if part
                    ),
                    shown("light", point["light"]),
                    "\n".join(_status(point)),
                ]
                for point in chapter["points"]
            ]
            blocks.append(Table(("Nr.", "Punkt og ansvarlig", "Lys", "Status"), rows, widths=(1.4, 5.2, 1.8, 8.6)))
    return blocks


def _amounts(agreement: Mapping[str, Any], point: Mapping[str, Any]) -> list[str]:
    return [
        f"{'Drift' if one['kind'] == 'drift' else 'Anlæg'} {one['year']}: {figure(Decimal(one['value']))} "
        f"{agreement['unit']}"
        for one in point["amounts"]
    ]


def _status(point: Mapping[str, Any]) -> list[str]:
    told = [point["text"] or "Ingen tekst."]
    if point["carry"] == CarryOver.WHOLE:
        told.append("Føres over til næste års opfølgning.")
    if point["carry"] == CarryOver.PART:
        told.append(f"Føres delvis over: {point['carry_part']}" if point["carry_part"] else "Føres delvis over.")
    if point["case"]:
        told.append(f"Kræver en politisk sag: {point['case']}.")
    if point.get("comment"):
        told.append(f"Internt: {point['comment']}")
    if point.get("next_step"):
        told.append(f"Næste skridt: {point['next_step']}")
    return told


def _day(iso: str) -> str:
    return date_numeric(date.fromisoformat(iso))
