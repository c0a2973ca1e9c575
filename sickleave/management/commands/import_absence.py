"""``manage.py import_absence FILE``: figures of units and quarters from payroll."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chefforum.danish import count
from chefforum.files.columns import guess_all, remembered
from chefforum.files.grid import read_grids
from chefforum.organisation.models import Department, User
from chefforum.workflow import Refused
from sickleave.actions.importing import SUBJECT, Entry, NewUnit, let_in
from sickleave.intake import columns as choosing
from sickleave.intake.judging import NEW, Judged, judge
from sickleave.intake.sheet import Name, Proposal, read_figures


class Command(BaseCommand):
    """Reads a sheet as the page does, with the columns that were chosen for such a sheet before, else guessed."""

    help = "Læs sygefravær pr. enhed og kvartal ind (.xlsx, .csv). Uden --save vises kun, hvad der sker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="Brugernavnet på den, der læser ind")
        parser.add_argument("--table", type=int, default=1, help="Hvilket ark i filen, talt fra 1")
        parser.add_argument("--new-units", action="store_true", help="Opret enheder, der ikke kendes, i deres afdeling")
        parser.add_argument("--save", action="store_true", help="Gem det, der er læst")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        person = User.objects.filter(username=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(f"Der er ingen bruger »{options['by']}«.")
        try:
            self._read(path, options["table"], person, new_units=options["new_units"], save=options["save"])
        except (Refused, OSError) as refusal:
            raise CommandError(f"{path.name}: {refusal}") from refusal

    def _read(self, path: Path, table: int, person: User, *, new_units: bool, save: bool) -> None:
        every = read_grids(path, path.name, hidden=True)
        choosing.must_be_totals(every)
        grids = [grid for grid in every if not grid.hidden]
        if not 1 <= table <= len(grids):
            raise CommandError(f"»{path.name}« har {count(len(grids), 'ark', 'ark')}.")
        grid = grids[table - 1]
        headed = choosing.headings_of(grid)
        columns = remembered(SUBJECT, headed.headings) or guess_all(headed.headings, choosing.guess)
        choosing.must_be_usable(columns)
        proposal = read_figures(grid, headed, columns)
        judged = judge(proposal, {})
        if new_units:
            judged = judge(read_figures(grid, headed, columns), _in_their_departments(judged))
        self._tell(proposal, judged)
        if proposal.faults or judged.unplaced:
            raise CommandError("Intet er gemt. Ret filen, eller placér navnene på siden, og prøv igen.")
        told = f"{judged.number('new')} nye, {judged.number('corrected')} rettede, {judged.number('same')} uændret"
        if not save:
            self.stdout.write(f"{path.name}: {told}. Intet er gemt. Tilføj --save for at gemme.")
            return
        entries = [
            Entry(
                line.unit if line.unit is not None else NewUnit(line.new_in or 0, line.row.name.unit),
                line.row.quarter,
                line.row.figures,
                line.row.name.unit,
            )
            for line in judged.lines
        ]
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        let_in(entries, name=path.name, sha256=sha256, columns=(headed.headings, columns), by=person)
        self.stdout.write(f"{path.name}: {told}.")

    def _tell(self, proposal: Proposal, judged: Judged) -> None:
        for fault in proposal.faults:
            self.stderr.write(f"FEJL {fault}")
        for doubt in [*proposal.doubts, *judged.doubts]:
            self.stderr.write(f"Se på {doubt}")
        for name in judged.unplaced:
            self.stderr.write(f"FEJL {' '.join(part for part in name if part)}: enheden kendes ikke.")


def _in_their_departments(judged: Judged) -> dict[Name, str]:
    departments = {name.casefold(): pk for pk, name in Department.objects.filter(active=True).values_list("pk", "name")}
    return {
        name: f"{NEW}{departments[name.department.casefold()]}"
        for name in judged.unplaced
        if name.department.casefold() in departments
    }
