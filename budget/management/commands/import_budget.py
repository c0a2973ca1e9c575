"""``manage.py import_budget FILE``: the points of a budget agreement from a sheet."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from budget import queries
from budget.actions.importing import bring_in
from budget.intake import columns as choosing
from budget.intake.register import Names, Proposal, read_register
from budget.models import Agreement
from chefforum.danish import count
from chefforum.files.columns import guess_all, remembered
from chefforum.files.grid import Grid, read_grids
from chefforum.organisation.models import User
from chefforum.workflow import Refused


class Command(BaseCommand):
    """Brings in a sheet as the page does, with the columns that were chosen for such a sheet before, else guessed."""

    help = "Læs en budgetaftales punkter ind fra et ark (.xlsx, .csv, .docx). Uden --save vises kun, hvad der sker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--year", type=int, required=True, help="Budgetåret, fx 2027")
        parser.add_argument("--by", required=True, help="Brugernavnet på den, der læser ind")
        parser.add_argument("--table", type=int, default=1, help="Hvilken tabel i filen, talt fra 1")
        parser.add_argument("--save", action="store_true", help="Gem det, der er læst")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        agreement = Agreement.objects.filter(year=options["year"]).first()
        if agreement is None:
            raise CommandError(f"Der er ingen budgetaftale for {options['year']}. Opret den først.")
        person = User.objects.filter(username=options["by"], is_active=True).first()
        if person is None:
            raise CommandError(f"Der er ingen bruger »{options['by']}«.")
        try:
            grids = read_grids(path, path.name)
            if not 1 <= options["table"] <= len(grids):
                raise CommandError(f"»{path.name}« har {count(len(grids), 'tabel', 'tabeller')}.")
            self._bring_in(agreement, grids[options["table"] - 1], path.name, person, save=options["save"])
        except (Refused, OSError) as refusal:
            raise CommandError(f"{path.name}: {refusal}") from refusal

    def _bring_in(self, agreement: Agreement, grid: Grid, name: str, person: User, *, save: bool) -> None:
        headed = choosing.headings_of(grid)
        columns = remembered("budget", headed.headings) or guess_all(headed.headings, choosing.guess)
        choosing.must_be_usable(columns, [code for code, _ in choosing.choices(headed.headings, agreement.year)])
        names = Names(queries.departments_by_name(), queries.offices_by_name(), queries.people_by_name(agreement))
        proposal = read_register(grid, headed, columns, names)
        self._tell(agreement, proposal, person)
        if proposal.faults:
            raise CommandError("Intet er gemt. Ret arket, og prøv igen.")
        if not save:
            self.stdout.write("Intet er gemt. Tilføj --save for at gemme.")
            return
        done = bring_in(
            agreement,
            [row.entry for row in proposal.rows],
            proposal.chapters,
            statuses={},
            into=None,
            columns=(headed.headings, list(columns)),
            source=name,
            by=person,
        )
        self.stdout.write(
            f"{name}: {count(len(done.new), 'nyt punkt', 'nye punkter')}, "
            f"{count(len(done.changed), 'ændret', 'ændrede')}, {done.same} uændret."
        )

    def _tell(self, agreement: Agreement, proposal: Proposal, person: User) -> None:
        for remark in proposal.remarks:
            self.stderr.write(f"{'FEJL' if remark.fault else 'Se på'} {remark}")
        found = queries.differences(agreement, [row.entry for row in proposal.rows], viewer=person)
        for number, (what, _) in found.items():
            if what != "same":
                self.stdout.write(f"{number}: {'nyt' if what == 'new' else 'ændret'}")
