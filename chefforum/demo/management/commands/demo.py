"""``manage.py demo``: load the made-up municipality, or say who lives there."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chefforum.demo.build import build
from chefforum.demo.people import PASSWORD, PEOPLE, SHOWN
from chefforum.organisation.models import User


class Command(BaseCommand):
    """Loads the demo data into an empty database."""

    help = "Indlæs demodata, eller vis demoens personer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="Gør intet, når der allerede er personer.")
        parser.add_argument("--people", action="store_true", help="Vis kun, hvem man kan logge ind som.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["people"]:
            return self._people()
        if User.objects.exists():
            if options["if_empty"]:
                return None
            raise CommandError("Databasen er ikke tom. Demodata er ikke indlæst.")
        build(timezone.localdate())
        self.stdout.write("Demodata er indlæst.")
        return None

    def _people(self) -> None:
        demo = User.objects.filter(username__in=SHOWN, email__endswith="@lillevang.example")
        if not demo.exists():
            return
        self.stdout.write(f"Log in with password »{PASSWORD}« as:")
        for person in PEOPLE:
            if person.username in SHOWN:
                name = f"{person.first_name} {person.last_name}"
                self.stdout.write(f"  {person.username:<10}{name:<20}{SHOWN[person.username]}")
