"""Marks in a text: they name what was asked for and change nothing else."""

import re

from hypothesis import given
from hypothesis import strategies as st

from chefforum.richtext import clean
from chefforum.richtext.marks import mark, text_of

MARK = re.compile(r'<mark data-note="([^"]*)">(.*?)</mark>', re.DOTALL)
WORDS = st.text(alphabet="abc æøå&<>\"'\n", max_size=30)


@st.composite
def marked_text(draw):
    blocks = draw(st.lists(st.tuples(st.sampled_from(["p", "h4", "li"]), WORDS), min_size=1, max_size=4))
    raw = "".join(f"<{tag}>{text.replace('&', '&amp;').replace('<', '&lt;')}</{tag}>" for tag, text in blocks)
    html = clean(raw)
    length = len(text_of(html))
    spans = []
    for number in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, length))
        spans.append((start, draw(st.integers(start, length)), str(number)))
    return html, spans


@given(marked_text())
def test_marks_change_nothing_and_cover_what_was_asked_for(made):
    html, spans = made
    out = mark(html, spans)
    assert text_of(re.sub(r"</?mark[^>]*>", "", out)) == text_of(html)
    plain = text_of(html)
    for start, end, name in spans:
        parts = [text_of(words) for names, words in MARK.findall(out) if name in names.split()]
        assert "".join(parts) == plain[start:end]


def test_marks_that_overlap_name_each_other():
    assert mark("<p>abcd</p>", [(0, 3, "1"), (2, 4, "2")]) == (
        '<p><mark data-note="1">ab</mark><mark data-note="1 2">c</mark><mark data-note="2">d</mark></p>'
    )


def test_a_mark_over_blocks_is_one_in_each_and_keeps_signs():
    assert mark("<p>A &amp; B</p><p>C</p>", [(2, 6, "9")]) == (
        '<p>A <mark data-note="9">&amp;</mark><mark data-note="9"> B</mark></p><p><mark data-note="9">C</mark></p>'
    )
