"""Every parser of outside text takes at most three times as long over twice as much, whatever it is given."""

import gc
from time import process_time

import pytest

from chefforum.danish import parse_date, parse_figure, read_deadline, tidy
from chefforum.danish.dates import date
from chefforum.richtext import clean, clean_inline, compare, from_paste, plain_text
from meetings.intake import NotMinutes, read_minutes
from meetings.papers import grammar
from meetings.rules import deciding

WORD = '<p class=MsoNormal style="mso-list:l0 level1 lfo1">'
# Pieces of the grammar of HTML that stay open, close one another, nest, or are repeated flat.
HTML = [
    *("<div>", "<b>", "<p>", "<p><b>", "<ul><li>", "<ul><li>x</ul>", "<li>x", "<dl><dt>x<dd>y", "<dl>", "<dt>x<dd>y"),
    *("<table><tr><td>", "<tr><td>x", "<td>x", "<caption>x</caption>", "<b>x</b>y ", "x<br>", "<", "<a", "</a", "<!--"),
    *("<script>", "<style>.a,", "&amp", "&#x41;", "<!DOCTYPE", "<svg><desc>", "<a>", "<nobr>", "<select><option>"),
    *("<font color=1></i>", "<b><p></b>", WORD, f"{WORD}<span style='mso-list:Ignore'>1.</span>x</p>", "\xa0", " "),
    *("<td colspan=60>x", "<td rowspan=99>x</td>", "<sup>1", "<a href=x>y", "<del>x", "<img alt=x>", "<ol start=3>x"),
    *("<p class='MsoNormal a'>", "<p style='a:b;'>", "<![if !supportLists]>", "<!--[if mso]>", "<o:p></o:p>"),
]
LINES = [
    *(
        "Punkt 1: CF - Skolen (9.00–9.30)\n",
        "Mødedato: ",
        "1. at x\n",
        "- x\n",
        "   - x\n",
        "| a | b |\n",
        "#",
        "## \n",
    ),
    *(
        "Beslutning\n",
        "Bilag\n",
        "x .......... 3\n",
        "og ",
        "at godkender ",
        "CF - ",
        "(9.00-",
        "**x** ",
        "\\",
        "d. ",
        "uge ",
    ),
    *(
        "a-\n",
        "drifts- og\n",
        "00.01.00-A00-12-16\n",
        "Side 1 af 2\n",
        " **(rettet på mødet: a → b",
        "\f",
        "\t",
        "1.1.1.",
    ),
]


def seconds(parse, text: str) -> float:
    gc.disable()
    begun = process_time()
    try:
        parse(text)
        return process_time() - begun
    finally:
        gc.enable()


def must_be_linear(parse, piece: str, size: int, small: float = 0.05) -> None:
    """Three sizes, each twice the one before. A single slow run is the machine's: the quickest of two counts."""
    times = []
    for factor in (1, 2, 4):
        text = piece * (size * factor // len(piece))
        times.append(min(seconds(parse, text) for _ in range(2)))
        assert times[-1] < 5, (piece, times)
    assert times[-1] < small or times[-1] <= 3 * times[-2], (piece, times)


@pytest.mark.parametrize("piece", HTML, ids=repr)
@pytest.mark.parametrize("parse", [clean, from_paste, clean_inline], ids=lambda one: one.__name__)
def test_html_is_cleaned_in_linear_time(parse, piece):
    must_be_linear(parse, piece, 20_000)
    must_be_linear(parse, f"<p class=MsoNormal>{piece}", 10_000)


def _minutes(text: str) -> None:
    try:
        read_minutes(text.encode(), "x.txt")
    except NotMinutes:
        return


@pytest.mark.parametrize("piece", LINES, ids=repr)
def test_minutes_are_read_in_linear_time(piece):
    must_be_linear(
        lambda text: _minutes(f"# REFERAT Chefforum d. 25-08-2016\n\n# Punkt 1: Skolen\n\n{text}"), piece, 8_000
    )


@pytest.mark.parametrize("piece", LINES, ids=repr)
def test_lines_are_judged_in_linear_time(piece):
    for parse in (
        lambda text: grammar.is_special(text, ("a", "b")),
        lambda text: deciding.followed(f"at Chefforum godkender {text}", forum="Chefforum"),
        lambda text: read_deadline(text, date(2026, 1, 1)),
        parse_date,
        parse_figure,
        tidy,
        plain_text,
    ):
        must_be_linear(parse, piece, 8_000)


def test_texts_are_compared_in_bounded_time():
    old = "".join(f"<p>{'a ' * number}</p>" for number in range(300))
    new = "".join(f"<p>{'b a ' * number}</p>" for number in range(300))
    assert seconds(lambda _: compare(old, new), "") < 5
