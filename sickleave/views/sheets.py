"""Reading a sheet from payroll in, with a look at what was understood before anything is saved."""

import hashlib
from dataclasses import dataclass, field, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from chefforum.danish import count
from chefforum.documents import sheet
from chefforum.files import keep
from chefforum.files.columns import Headed, first_with_headings, guess_all, remembered
from chefforum.files.grid import Grid, read_grids
from chefforum.files.names import given_name
from chefforum.organisation.queries import departments_in_use
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.numbers import whole_number
from chefforum.workflow import Refused
from sickleave import queries
from sickleave.actions.importing import SUBJECT, Entry, LetIn, NewUnit, let_in
from sickleave.forms import SheetForm
from sickleave.intake import columns as choosing
from sickleave.intake.judging import NEW, PASS, Judged, judge
from sickleave.intake.sheet import Name, Proposal, read_figures
from sickleave.papers.sheets import figures_as_rows
from sickleave.permissions import may_run_absence

_MOST_NAMES = 500


def _must_run(request: Request) -> None:
    if not may_run_absence(request.user):
        raise PermissionDenied


@dataclass(frozen=True)
class _Held:
    """A sheet that is put aside: its token, its name, the table in it, and what was chosen."""

    token: str
    name: str
    table: int | None = None
    columns: tuple[str, ...] = ()
    placed: dict[Name, str] = field(default_factory=dict)


def choose(request: Request) -> HttpResponse:
    """The files that were let in, and a new one; a POST reads it and shows what was understood."""
    _must_run(request)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        token = keep.hold(upload)
        try:
            return _preview(request, _Held(token, given_name(upload.name or "arket")))
        except Refused as refusal:
            keep.discard(token)
            form.add_error("file", str(refusal))
    context = {"form": form, "deliveries": queries.deliveries(), "quarters": queries.quarters_with_figures()}
    return render(request, "sickleave/figures.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request: Request) -> HttpResponse:
    """Look again with other choices, save what the sheet says, or forget it."""
    _must_run(request)
    held = _from_post(request)
    if "fortryd" in request.POST:
        keep.discard(held.token)
        messages.success(request, f"»{held.name}« er ikke læst ind. Intet er gemt.")
        return redirect("sickleave:figures")
    try:
        if "gem" not in request.POST:
            return _preview(request, held)
        _grid, headed, proposal, judged = _read(held)
        if proposal.faults or judged.unplaced or not judged.lines or request.POST.get("set") != _seen(held):
            return _preview(request, held)
        done = _save(request, held, headed, judged)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("sickleave:figures")
    keep.discard(held.token)
    if done.delivery is None:
        messages.success(request, f"»{held.name}« siger det samme som de tal, der er. Intet er ændret.")
    else:
        told = f"{count(done.new, 'nyt tal', 'nye tal')}, {count(done.corrected, 'rettet', 'rettede')}"
        messages.success(request, f"»{held.name}« er læst ind: {told}, {done.same} uændret.")
    return redirect("sickleave:figures")


def _save(request: Request, held: _Held, headed: Headed, judged: Judged) -> LetIn:
    entries = []
    for line in judged.lines:
        unit = line.unit if line.unit is not None else NewUnit(line.new_in or 0, line.row.name.unit)
        entries.append(Entry(unit, line.row.quarter, line.row.figures, line.row.name.unit))
    sha256 = hashlib.sha256(keep.held(held.token)).hexdigest()
    columns = (headed.headings, held.columns)
    return let_in(entries, name=held.name, sha256=sha256, columns=columns, by=request.user)


def _from_post(request: Request) -> _Held:
    chosen: list[str] = []
    while f"k{len(chosen)}" in request.POST and len(chosen) < 100:
        chosen.append(request.POST[f"k{len(chosen)}"][:40])
    placed: dict[Name, str] = {}
    while f"kaldt{len(placed)}" in request.POST and len(placed) < _MOST_NAMES:
        department, _, unit = request.POST[f"kaldt{len(placed)}"].partition("\t")
        placed[Name(department, unit)] = request.POST.get(f"enhed{len(placed)}", "")[:20]
    return _Held(
        token=request.POST.get("token", ""),
        name=given_name(request.POST.get("name", "arket")[:200] or "arket"),
        table=whole_number(request.POST.get("tabel", "")),
        columns=tuple(chosen),
        placed=placed,
    )


def _placed_now(judged: Judged, held: _Held) -> dict[Name, str]:
    """What the page says of the names that are not known."""
    return {name: held.placed.get(name, "") for name, _ in judged.unknown}


def _seen(held: _Held) -> str:
    """What was chosen, as one word: what is saved must be what was looked at."""
    placed = sorted((name.department, name.unit, said) for name, said in held.placed.items())
    return hashlib.sha256(repr((held.token, held.table, held.columns, placed)).encode()).hexdigest()


def _grids(held: _Held) -> list[Grid]:
    """The tables of a held file. One with people in it is forgotten at once."""
    grids = read_grids(keep.held_path(held.token), held.name, hidden=True)
    try:
        choosing.must_be_totals(grids)
    except Refused:
        keep.discard(held.token)
        raise
    return [grid for grid in grids if not grid.hidden]


def _table(held: _Held, grids: list[Grid]) -> int:
    """The table that was chosen; at first the one that names its columns."""
    if held.table is None or held.table >= len(grids):
        return first_with_headings(grids, choosing.guess)
    return held.table


def _read(held: _Held) -> tuple[Grid, Headed, Proposal, Judged]:
    grids = _grids(held)
    grid = grids[_table(held, grids)]
    headed = choosing.headings_of(grid)
    choosing.must_be_usable(held.columns)
    proposal = read_figures(grid, headed, held.columns)
    return grid, headed, proposal, judge(proposal, held.placed)


def _preview(request: Request, held: _Held) -> HttpResponse:
    """What would be saved, with what should be looked at. Nothing is."""
    grids = _grids(held)
    table = _table(held, grids)
    grid = grids[table]
    headed = choosing.headings_of(grid)
    chosen = held.columns if len(held.columns) == len(headed.headings) else None
    guessed = tuple(chosen or remembered(SUBJECT, headed.headings) or guess_all(headed.headings, choosing.guess))
    trouble, proposal, judged = "", Proposal(), Judged()
    try:
        choosing.must_be_usable(guessed)
        proposal = read_figures(grid, headed, guessed)
        judged = judge(proposal, held.placed)
    except Refused as refusal:
        trouble = str(refusal)
    departments, units = list(departments_in_use()), queries.units_in_order()
    by_pk = {one.pk: one for one in units}
    context = {
        "held": held,
        "tables": list(enumerate(grids)),
        "table": table,
        "notes": grid.notes,
        "headings": [
            (f"k{place}", cell.text or f"Kolonne {place + 1}", field_of)
            for place, (cell, field_of) in enumerate(zip(grid.rows[headed.row], guessed, strict=False))
        ],
        "choices": choosing.choices(),
        "proposal": proposal,
        "judged": judged,
        "doubts": [*proposal.doubts, *judged.doubts],
        "unknown": [
            (name, held.placed.get(name, ""), [(pk, by_pk[pk]) for pk in like if pk in by_pk])
            for name, like in judged.unknown
        ],
        "departments": [(f"{NEW}{one.pk}", one) for one in departments],
        "units": units,
        "passed": PASS,
        "numbers": {what: judged.number(what) for what in ("new", "corrected", "same")},
        "trouble": trouble,
        "seen": _seen(replace(held, table=table, columns=guessed, placed=_placed_now(judged, held))),
        "may_save": not (proposal.faults or judged.unplaced or trouble) and bool(judged.lines),
    }
    return render(request, "sickleave/preview.html", context)


def export(request: Request) -> HttpResponse:
    """All figures as a sheet that is read back as the same."""
    _must_run(request)
    headings, rows = figures_as_rows(queries.current_figures())
    return answer_with(sheet.to_xlsx("Tal", headings, rows), sheet.CONTENT_TYPE, "sygefravaer-alle-tal.xlsx")
