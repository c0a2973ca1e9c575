"""Reading a sheet of points in, with a look at what was understood before anything is saved."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from budget import permissions, queries
from budget.actions import importing
from budget.forms import SheetForm
from budget.intake import columns as choosing
from budget.intake.register import Names, Proposal, read_register
from budget.workflow import STATUS_OPEN
from chefforum.danish import count
from chefforum.files import keep
from chefforum.files.columns import Headed, first_with_headings, remembered
from chefforum.files.grid import Grid, read_grids
from chefforum.files.names import given_name
from chefforum.organisation.request import Request
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused

if TYPE_CHECKING:
    from budget.models import Agreement


def choose(request: Request, year: int) -> HttpResponse:
    """Choose a file; a POST reads it and shows what was understood."""
    agreement = _agreement(request, year)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        token = keep.hold(upload)
        try:
            return _preview(request, agreement, _Held(token, given_name(upload.name or "arket")))
        except Refused as refusal:
            keep.discard(token)
            form.add_error("file", str(refusal))
    return render(
        request, "budget/sheet.html", {"agreement": agreement, "form": form}, status=422 if form.errors else 200
    )


@dataclass(frozen=True)
class _Held:
    """A sheet that is put aside: its token, its name, the table in it, the columns and the round that were chosen."""

    token: str
    name: str
    table: int | None = None
    columns: tuple[str, ...] = ()
    round_id: int | None = None


@require_POST
def confirm(request: Request, year: int) -> HttpResponse:
    """Look again with other columns, save what the sheet says, or forget it."""
    agreement = _agreement(request, year)
    held = _from_post(request)
    if "fortryd" in request.POST:
        keep.discard(held.token)
        messages.success(request, f"»{held.name}« er ikke læst ind. Intet er gemt.")
        return redirect("budget:sheet", agreement.year)
    try:
        if "gem" not in request.POST:
            return _preview(request, agreement, held)
        grid, headed = _grid(held)
        proposal = _read(agreement, grid, headed, held.columns)
        if proposal.faults:
            return _preview(request, agreement, held)
        done = importing.bring_in(
            agreement,
            [row.entry for row in proposal.rows],
            proposal.chapters,
            statuses={row.number: row.status for row in proposal.rows},
            into=queries.round_by_id(held.round_id, viewer=request.user) if held.round_id else None,
            columns=(headed.headings, list(held.columns)),
            source=held.name,
            by=request.user,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("budget:sheet", agreement.year)
    keep.discard(held.token)
    parts = [count(len(done.new), "nyt punkt", "nye punkter"), count(len(done.changed), "ændret", "ændrede")]
    messages.success(request, f"»{held.name}« er læst ind: {parts[0]}, {parts[1]}, {done.same} uændret.")
    return redirect("budget:agreement", agreement.year)


def _agreement(request: Request, year: int) -> "Agreement":
    agreement = queries.agreement_by_year(year, viewer=request.user)
    if not permissions.may_change_register(request.user, agreement):
        raise PermissionDenied
    return agreement


def _from_post(request: Request) -> _Held:
    chosen: list[str] = []
    while f"k{len(chosen)}" in request.POST and len(chosen) < 100:
        chosen.append(request.POST[f"k{len(chosen)}"][:40])
    return _Held(
        token=request.POST.get("token", ""),
        name=given_name(request.POST.get("name", "arket")[:200] or "arket"),
        table=whole_number(request.POST.get("tabel", "")),
        columns=tuple(chosen),
        round_id=whole_number(request.POST.get("runde", "")),
    )


def _table(held: _Held, grids: list[Grid]) -> int:
    """The table that was chosen; at first the one that names its columns."""
    if held.table is None or held.table >= len(grids):
        return first_with_headings(grids, choosing.guess)
    return held.table


def _grid(held: _Held) -> tuple[Grid, Headed]:
    grids = read_grids(keep.held_path(held.token), held.name)
    grid = grids[_table(held, grids)]
    return grid, choosing.headings_of(grid)


def _read(agreement: "Agreement", grid: Grid, headed: Headed, chosen: tuple[str, ...]) -> Proposal:
    known = [code for code, _ in choosing.choices(headed.headings, agreement.year)]
    choosing.must_be_usable(chosen, known)
    names = Names(queries.departments_by_name(), queries.offices_by_name(), queries.people_by_name(agreement))
    return read_register(grid, headed, chosen, names)


def _preview(request: Request, agreement: "Agreement", held: _Held) -> HttpResponse:
    """What would be saved, with every doubtful cell marked. Nothing is."""
    grids = read_grids(keep.held_path(held.token), held.name)
    table = _table(held, grids)
    grid = grids[table]
    headed = choosing.headings_of(grid)
    wide = len(headed.headings)
    chosen = held.columns if len(held.columns) == wide else None
    guessed = chosen or remembered("budget", headed.headings) or choosing.guess_columns(grid, headed)
    trouble = ""
    try:
        proposal = _read(agreement, grid, headed, tuple(guessed))
    except Refused as refusal:
        proposal, trouble = Proposal(), str(refusal)
    rounds = queries.rounds_of(agreement, viewer=request.user)
    told = {row.number: row.status for row in proposal.rows if row.status}
    into = next((one for one in rounds if one.pk == held.round_id and one.state in STATUS_OPEN), None)
    turned = queries.status_differences(into, agreement, told, viewer=request.user) if into else {}
    differences = queries.differences(agreement, [row.entry for row in proposal.rows], viewer=request.user)
    marked = {one.where: one for one in proposal.remarks}
    shown = [field for field in guessed if field]
    names = dict(choosing.choices(headed.headings, agreement.year))
    context = {
        "agreement": agreement,
        "held": held,
        "tables": list(enumerate(grids)),
        "table": table,
        "notes": grid.notes,
        "headings": [
            (f"k{place}", cell.text or f"Kolonne {place + 1}", field)
            for place, (cell, field) in enumerate(zip(grid.rows[headed.row], guessed, strict=False))
        ],
        "choices": choosing.choices(headed.headings, agreement.year),
        "shown": [names.get(field, "") for field in shown],
        "proposal": proposal,
        "chapters": queries.chapter_differences(agreement, proposal.chapters),
        "into": into,
        "lines": [
            (
                differences[row.number][0],
                [*differences[row.number][1], *turned.get(row.number, [])],
                [
                    (row.cells[field][1], marked.get(f"{grid.name}!{row.cells[field][0]}"))
                    if field in row.cells
                    else ("", None)
                    for field in shown
                ],
            )
            for row in proposal.rows
        ],
        "trouble": trouble,
        "rounds": [one for one in rounds if one.state in STATUS_OPEN] if told else [],
    }
    return render(request, "budget/sheet_preview.html", context)
