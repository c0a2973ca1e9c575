"""``manage.py read_minutes FILE --json``: what a file says, without touching the database."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from meetings.intake import NotMinutes, read_minutes
from meetings.papers.text import to_text


class Command(BaseCommand):
    """Reads a file of minutes and prints the paper."""

    help = "Læs et referat (.txt, .md, .pdf), og skriv det som JSON eller tekst. Intet gemmes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="Skriv JSON; ellers skrives tekst.")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            paper = read_minutes(path.read_bytes(), path.name)
        except (NotMinutes, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(paper, ensure_ascii=False, indent=2) if options["json"] else to_text(paper))
