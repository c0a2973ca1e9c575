import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chefforum.richtext import clean, clean_inline, plain_text, words

TAGS = [
    "p",
    "div",
    "b",
    "strong",
    "i",
    "em",
    "ul",
    "ol",
    "li",
    "h1",
    "h3",
    "h4",
    "table",
    "tr",
    "td",
    "th",
    "br",
    "span",
]
PIECES = [
    "alfa",
    "beta",
    "gamma",
    "<b>delta</b>",
    "<li>epsilon</li>",
    "<p>zeta</p>",
    "<ul>",
    "</ul>",
    "<br>",
    "<h2>eta</h2>",
]
ALLOWED = {"p", "h4", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "strong", "em", "br"}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("hej <b>du </b>der", "<p>hej <strong>du</strong> der</p>"),
        ("<h2><b>Over</b></h2>tekst", "<h4>Over</h4><p>tekst</p>"),
        ("<ul><li><p>a</p></li></ul><ul><li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<p>a</p><p></p><p>&nbsp;</p>", "<p>a</p><p>\xa0</p>"),
        ("a<br>b", "<p>a<br>b</p>"),
        ("1 &lt; 2 &amp; 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<script>alert(1)</script>x<style>p{}</style>", "<p>x</p>"),
        ('<p onclick="x()" style="color:red">x</p>', "<p>x</p>"),
        ('<a href="javascript:alert(1)">klik</a>', "<p>klik</p>"),
        ('<img src="file:///etc/passwd">', ""),
        ("", ""),
    ],
)
def test_normal_form(source, expected):
    assert clean(source) == expected


def test_a_table_keeps_its_head_and_becomes_square():
    assert clean("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>") == (
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>"
    )


@st.composite
def html(draw):
    parts = draw(
        st.lists(
            st.one_of(
                st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
                st.text(alphabet="abcæøå &<>.*\\|#-1 ", max_size=8),
            ),
            max_size=25,
        )
    )
    return "".join(parts)


@settings(max_examples=300)
@given(html())
@example("<ol><ul><li>x</li></ul></ol>")
@example("<li>a<ul><li>b</li></ul>c</li>")
def test_is_its_own_normal_form_and_holds_only_the_vocabulary(source):
    once = clean(source)
    assert clean(once) == once
    assert set(re.findall(r"</?([a-z0-9]+)[^>]*>", once)) <= ALLOWED
    assert not re.search(r"<[a-z0-9]+\s", once)


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_keeps_every_word(parts):
    source = " ".join(parts)
    expected = list(re.sub(r"<[^>]+>", " ", source).split())
    assert sorted(words(clean(source))) == sorted(expected)
    assert sorted(plain_text(clean_inline(source)).split()) == sorted(expected)


def test_plain_text():
    assert plain_text("<p>a<br>b</p><ul><li>c &amp; d</li></ul>") == "a\nb\nc & d"
    assert unescape("&amp;") == "&"


def test_a_soft_hyphen_does_not_break_a_word():
    assert clean("<p>kom\u00admune og by\u200bråd</p>") == "<p>kommune og byråd</p>"


@pytest.mark.parametrize("tag", ["div", "b", "span", "blockquote", "section"])
def test_words_at_any_depth_are_kept(tag):
    for depth in (100, 400, 5000):
        source = f"<{tag}>" * depth + "Dybt <b>nede</b>" + f"</{tag}>" * depth + "<p>og efter</p>"
        assert words(clean(source)) == ["Dybt", "nede", "og", "efter"], depth


def test_a_table_in_a_cell_is_said_once_and_in_time():
    source = "<td>Inderst</td>"
    for _ in range(30):
        source = f"<table><tr>{source}<td>x</td></tr></table>"
        source = f"<td>{source}</td>"
    assert words(clean(f"<table><tr>{source}</tr></table>")).count("Inderst") == 1


def test_blocks_of_any_name_do_not_glue_words():
    assert words(clean("<center>Et</center><figure>To</figure><main>Tre</main>Fire")) == ["Et", "To", "Tre", "Fire"]
