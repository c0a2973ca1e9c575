"""What is looked up of letters."""

from datetime import datetime

from chefforum.mailroom.models import Letter
from chefforum.mailroom.workflow import LetterState


def letters_about(kind: str, key: str) -> list[Letter]:
    """The last letter to each person about a thing, by the person's name; those that became needless aside."""
    found: dict[int, Letter] = {}
    letters = Letter.objects.filter(kind=kind, key=key).exclude(state=LetterState.DROPPED).select_related("to")
    for letter in letters.order_by("posted_at", "pk"):
        found[letter.to_id] = letter
    return sorted(found.values(), key=lambda one: str(one.to))


def had_letter_since(kind: str, since: datetime) -> set[int]:
    """The ids of the people to whom a letter of the kind was posted at that moment or later, whatever became of it."""
    return set(Letter.objects.filter(kind=kind, posted_at__gte=since).values_list("to", flat=True))
