"""Lights, bars and differences in the budget's templates and papers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from budget.rules import fields, lights
from budget.workflow import Light
from chefforum import danish
from chefforum.richtext import compare
from chefforum.web.charts import Bar, Part, stacked_bars

register = template.Library()

# A sign for each light, so that none is told by its colour: circle with tick, triangle, square with cross, dashes.
_SIGNS = {
    Light.GREEN: ("g", '<circle class="f" cx="10" cy="10" r="9"/><path class="s" d="m6 10.3 2.7 2.7L14 7.5"/>'),
    Light.YELLOW: ("y", '<path class="f" d="M10 1.5 19 18H1z"/><path class="s" d="M10 8v4.2M10 15h.01"/>'),
    Light.RED: (
        "r",
        (
            '<rect class="f" x="1.5" y="1.5" width="17" height="17" rx="2"/>'
            '<path class="s" d="m6.5 6.5 7 7M13.5 6.5l-7 7"/>'
        ),
    ),
    Light.NONE: ("n", '<circle class="f" cx="10" cy="10" r="8.5"/>'),
}


@register.simple_tag
def light(value: str, *, word: bool = True) -> SafeString:
    """A light as sign and word; ``word=False`` says the word only to who cannot see the sign."""
    letter, sign = _SIGNS[Light(value)]
    return format_html(
        '<span class="tl tl-{}"><svg viewBox="0 0 20 20" aria-hidden="true">{}</svg>{}</span>',
        letter,
        mark_safe(sign),
        Light(value).label if word else format_html('<span class="vh">{}</span>', Light(value).label),
    )


@register.filter
def light_word(value: str) -> str:
    """``Grøn``."""
    return Light(value).label


@register.filter
def field_shown(text: str, field: str) -> str:
    """A spelled value as people read it."""
    return fields.shown(field, text)


@register.filter
def field_name(field: str) -> str:
    """What people call a field."""
    return fields.FIELDS[field]


@register.filter
def figure(value: Decimal | str) -> str:
    """``1.950.000``, ``−0,5``."""
    return danish.figure(Decimal(value))


@register.filter
def lines(text: str) -> list[str]:
    """The lines of a text that say something."""
    return [line for line in text.splitlines() if line.strip()]


@register.filter
def counts_in_order(counts: Mapping[str, int]) -> list[int]:
    """How many of each light, in the order they are named."""
    return [counts.get(one, 0) for one in lights.ORDER]


@register.filter
def in_round(strip: Mapping[int, Any] | None, round_id: int) -> Any:
    """What a round says of a point; ``None`` where it does not."""
    return (strip or {}).get(round_id)


@register.filter
def sum_of(counts: Mapping[str, int]) -> int:
    """How many there are in all."""
    return sum(counts.values())


@register.simple_tag
def light_bar(counts: Mapping[str, int]) -> SafeString:
    """One bar over how many there are of each light."""
    return stacked_bars([Bar("", _parts(counts))], title=_in_words(counts), labels=0)


@register.simple_tag
def light_bars(rows: Sequence[tuple[str, Mapping[str, int]]], title: str, *, total: bool = False) -> SafeString:
    """A bar for each row, labelled. The rows are rounds, of which the last is the strong one and told in words, or
    parts of one round, of which the ``total`` is told.
    """
    last = 0 if total else len(rows)
    bars = [Bar(label, _parts(counts), strong=place == last) for place, (label, counts) in enumerate(rows, 1)]
    told: Mapping[str, int] = rows[-1][1] if rows else {}
    if total:
        told = sum((Counter(counts) for _, counts in rows), Counter())
    widest = max((len(label) for label, _ in rows), default=0)
    return stacked_bars(bars, title=f"{title} {_in_words(told)}", labels=min(200, 24 + 7 * widest))


def _parts(counts: Mapping[str, int]) -> list[Part]:
    parts = [Part(one, counts.get(one, 0), Light(one).label) for one in lights.ORDER]
    return [*parts, Part("missing", counts.get("missing", 0), "Mangler")]


def _in_words(counts: Mapping[str, int]) -> str:
    words = {Light.GREEN: "grønne", Light.YELLOW: "gule", Light.RED: "røde", Light.NONE: "uden lys"}
    said = [f"{counts.get(one, 0)} {words[one]}" for one in lights.ORDER if counts.get(one)]
    if counts.get("missing"):
        said.append(f"{counts['missing']} mangler svar")
    return f"{danish.enumerate_words(said) or 'Ingen punkter'}."


@register.filter
def text_difference(point: Mapping[str, Any]) -> SafeString:
    """What the text of a point says otherwise than in the round before, word by word."""
    old, new = (_as_html(text) for text in (point["before"]["text"], point["text"]))
    return mark_safe(compare(old, new).html)


def _as_html(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines(text))
