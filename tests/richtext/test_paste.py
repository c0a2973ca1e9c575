"""What is pasted keeps its meaning: no figure is made, none changes its column, and what was deleted stays out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.richtext import clean, from_paste, plain_text, words
from chefforum.richtext.tables import Cell, place, squares
from tests.cases import case


def pasted(name: str):
    return from_paste(case(f"paste/{name}").read_text())


def test_what_was_deleted_under_track_changes_is_left_out_and_said():
    found = pasted("01-tracked-changes.html")
    assert found.html == "<p>Rammen for Bakkehuset er 3,8 mio. kr.</p><p>Planen er udskudt.</p>"
    assert found.notes == ("3 steder med slettet eller overstreget tekst er udeladt.",)


def test_merged_cells_keep_every_figure_under_its_heading():
    html = pasted("02-merged-cells.html").html
    assert '<th rowspan="2"><strong>Afdeling</strong></th><th colspan="2"><strong>2026</strong></th>' in html
    assert '<tr><td rowspan="2">Veje &amp; Park</td><td>11,0</td>' in html
    assert '<td colspan="3">opgøres i marts</td><td>34,8</td>' in html
    assert clean(html) == html


def test_lists_go_on_counting_where_they_did():
    html = pasted("03-continued-numbers.html").html
    assert '<ol start="3"><li>Send det i udbud.</li></ol>' in html
    assert '<ol type="a"><li>Prisen fremgår af bilag 1.</li><li>Tiden fremgår af bilag 2.</li></ol>' in html


def test_raised_and_lowered_figures_stay_so():
    text = plain_text(pasted("04-raised-figures.html").html)
    assert text == (
        "Fraværet er 4,1² dage, og hallen er 1.200 m². Udledningen er 10³ kg CO₂. Se note¹. Tallet er 13¹⁾."
    )


def test_addresses_of_links_are_written():
    found = pasted("05-links.html")
    assert "her (https://ordning.example.dk/vejledning?id=7) og skriv til Veje (veje@example.dk)." in found.html
    assert found.notes == ("2 links har fået adressen skrevet i parentes.",)


def test_signs_of_every_kind_stay():
    source = case("paste/07-signs.html").read_text()
    assert words(pasted("07-signs.html").html) == words(clean(source)) == re.sub("<[^>]+>", " ", source).split()


@pytest.mark.parametrize(
    ("source", "html", "notes"),
    [
        ("<p>Det er <span style='text-decoration:line-through'>slut</span> begyndt</p>", "<p>Det er begyndt</p>", 1),
        ("<p><span style='display:none'>Hemmeligt</span>Åbent</p>", "<p>Åbent</p>", 1),
        ("<p hidden>Hemmeligt</p><p>Åbent</p>", "<p>Åbent</p>", 1),
        ("<p>a<strike>b</strike><s> </s>c</p>", "<p>ac</p>", 1),
        ("<p>25<sup>1</sup> kr.</p>", "<p>25¹ kr.</p>", 0),
        ("<p>25<sup>a</sup> kr. og x<sub>maks</sub></p>", "<p>25[a] kr. og x[maks]</p>", 0),
        ("<p>4,1<span style='vertical-align:super'>2</span></p>", "<p>4,1²</p>", 0),
        ("<p>Før<img src=x alt=Kort>efter</p>", "<p>Føreefter</p>".replace("ree", "re"), 1),
        ("<p><a href='https://a.dk/'>a.dk</a></p>", "<p>a.dk</p>", 0),
        ("<p><a href='javascript:x'>a</a> <a href='#b'>b</a></p>", "<p>a b</p>", 0),
        ("<dl><dt>Ramme</dt><dd>4,2 mio.</dd></dl>", "<p><strong>Ramme</strong></p><p>4,2 mio.</p>", 0),
        ("<ol start=3><li>c<li>d</ol>", '<ol start="3"><li>c</li><li>d</li></ol>', 0),
        ("<ol><li value=7>g</ol>", '<ol start="7"><li>g</li></ol>', 0),
        ("<ol><li>a</ol><ol><li>b</ol>", "<ol><li>a</li></ol><ol><li>b</li></ol>", 0),
        ("<ol><li>a</ol><ol start=2><li>b</ol>", "<ol><li>a</li><li>b</li></ol>", 0),
        ("<p>ﬁre a\u030ar \u2010 2\u2011rums\u00ad\u200blejlighed</p>", "<p>fire år - 2-rumslejlighed</p>", 0),
    ],
)
def test_one_mark_at_a_time(source, html, notes):
    found = from_paste(source)
    assert (found.html, len(found.notes)) == (html, notes)
    # The same from a word processor.
    again = from_paste(f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>{source}</body></html>")
    assert (plain_text(again.html), len(again.notes)) == (plain_text(html), notes)


NUMBER = st.from_regex(r"[1-9][0-9]{0,2}(,[0-9])?", fullmatch=True)
AROUND = [
    "{}",
    "<b>{}</b>",
    "<sup>{}</sup>",
    "<sub>{}</sub>",
    "<del>{}</del>",
    "<ins>{}</ins>",
    "<s>{}</s>",
    " {} ",
    "{}<br>",
]


@given(st.lists(st.tuples(NUMBER, st.sampled_from(AROUND)), min_size=1, max_size=8), st.booleans())
def test_a_paste_makes_no_number_that_stood_in_no_run(runs, word):
    """Runs side by side are one number only where nothing but bold or inserted text parts them."""
    source = "".join(around.format(number) for number, around in runs)
    expected, joined = [], ""
    for number, around in runs:
        if around in ("{}", "<b>{}</b>", "<ins>{}</ins>", "{}<br>"):
            joined += number
        if around in (" {} ", "{}<br>", "<sup>{}</sup>", "<sub>{}</sub>") and joined:
            expected.append(joined)
            joined = ""
        if around == " {} ":
            expected.append(number)
    expected += [joined] if joined else []
    found = from_paste(f"<p class={'MsoNormal' if word else 'x'}>{source}</p>")
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉]+|\\[[^]]*\\]", " ", plain_text(found.html))
    assert text.split() == expected


SPANS = st.integers(1, 3)


@given(st.lists(st.lists(st.tuples(SPANS, SPANS), min_size=1, max_size=4), min_size=1, max_size=4), st.booleans())
def test_each_cell_keeps_its_column(shape, word):
    """The columns are those that a browser gives the cells; saving and reading again moves none."""
    rows, number = [], 0
    for cells in shape:
        rows.append("")
        for wide, high in cells:
            rows[-1] += f"<td colspan={wide} rowspan={high}>c{number}</td>"
            number += 1
    mark = " class=MsoTableGrid" if word else ""
    html = from_paste(f"<table{mark}>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>").html
    grid = place([[Cell(f"c{n}", columns=w, rows=h) for n, (w, h) in row] for row in _numbered(shape)])
    expected = {}
    for row in squares(grid):
        for column, square in enumerate(row):
            if square.cell.html and square.first_column and square.first_row:
                expected[square.cell.html] = column
    assert _columns(html) == expected
    assert clean(html) == html


def _numbered(shape):
    number = iter(range(1000))
    return [[(next(number), cell) for cell in row] for row in shape]


def _columns(html: str) -> dict[str, int]:
    cells = re.compile(r'<td(?: colspan="(\d+)")?(?: rowspan="(\d+)")?>([^<]*)</td>')
    rows = [
        [Cell(text, columns=int(wide or 1), rows=int(high or 1)) for wide, high, text in cells.findall(row)]
        for row in html.split("<tr>")[1:]
    ]
    return {
        square.cell.html: column
        for row in squares(rows)
        for column, square in enumerate(row)
        if square.cell.html and square.first_column and square.first_row
    }
