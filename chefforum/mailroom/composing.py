"""Who writes the letters: each kind of letter has one composer, named by the app whose business it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from chefforum.mailroom.models import Letter


@dataclass(frozen=True)
class Message:
    """What a letter says. ``calendar`` is an iCalendar file with a ``method`` (RFC 5546), or empty."""

    subject: str
    text: str
    html: str
    calendar: bytes = b""
    method: str = "REQUEST"
    told: Mapping[str, object] = field(default_factory=dict)


# ``None``: there is nothing to tell any more.
Composer = Callable[[Letter, Mapping[str, object] | None], Message | None]

_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Let ``composer`` write the letters of a kind. It is given the letter, and what the last one sent had told."""
    _composers[kind] = composer


def composer_of(kind: str) -> Composer:
    """The composer of a kind; ``KeyError`` for a kind that nobody writes."""
    return _composers[kind]
