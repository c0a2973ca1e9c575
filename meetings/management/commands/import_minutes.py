"""``manage.py import_minutes FILE…``: old minutes into the archive."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chefforum.workflow import Refused
from meetings.actions.archive import archive_minutes
from meetings.intake import NotMinutes, read_minutes
from meetings.papers.shape import counts


class Command(BaseCommand):
    """Archives files of minutes. The same file again changes nothing."""

    help = "Læs gamle referater ind som godkendte møder."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        refused = 0
        for path in options["files"]:
            try:
                self._one(path)
            except (NotMinutes, Refused, OSError) as error:
                refused += 1
                self.stderr.write(f"{path.name}: {error}")
        if refused:
            raise CommandError(f"{refused} af {len(options['files'])} filer er ikke læst ind.")

    def _one(self, path: Path) -> None:
        data = path.read_bytes()
        paper = read_minutes(data, path.name)
        archived = archive_minutes(paper, data, name=path.name, by=None)
        if not archived.created:
            self.stdout.write(f"{path.name}: er læst ind før som {archived.meeting}. Intet er ændret.")
            return
        found = counts(paper)
        self.stdout.write(
            f"{path.name}: {archived.meeting}, {found['items']} punkter ({found['closed']} lukkede), "
            f"{found['points']} indstillingspunkter, {found['attachments']} bilag, "
            f"{len(paper['warnings'])} bemærkninger."
        )
        for warning in paper["warnings"]:
            self.stdout.write(f"  linje {warning['line']}: {warning['message']} »{warning['text']}«")
