"""``manage.py import_kle FILE``: KL's list of subjects."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from chefforum.danish import count
from meetings.actions.subjects import bring_in_subjects
from meetings.intake.kle import NotKle, read_kle


class Command(BaseCommand):
    """Brings in OS2KLE's lines or KLE's XML. The same file again changes nothing."""

    help = "Indlæs KLE-emner og handlingsfacetter fra OS2KLE.txt eller KLE's XML-fil."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            listed = read_kle(path.read_bytes())
        except (NotKle, OSError) as error:
            raise CommandError(f"{path.name}: {error}") from error
        done = bring_in_subjects(
            {subject.number: (subject.title, subject.keywords) for subject in listed.subjects},
            {facet.code: facet.title for facet in listed.facets},
            by=None,
        )
        self.stdout.write(
            f"{path.name}: {count(len(listed.subjects), 'emne', 'emner')}, heraf {done.new} nye, "
            f"{done.changed} ændrede og {done.same} uændrede. {count(done.retired, 'emne', 'emner')} er udgået. "
            f"{count(done.facets, 'handlingsfacet', 'handlingsfacetter')}."
        )
        for line, text in listed.skipped:
            self.stdout.write(f"  linje {line} er ikke forstået: »{text[:120]}«")
