import re
import time
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chefforum.richtext import Difference, clean, compare, words

WORDS = ["alfa", "beta", "og", "R&D", "<b>", "&lt;", "a>b", "–", "«sitat»", "'", '"']
SIGNS = {"–", "|"}

lines = st.lists(st.sampled_from(WORDS), max_size=6).map(lambda line: " ".join(line).replace("&", "&amp;"))
lines = lines.map(lambda line: line.replace("<", "&lt;").replace(">", "&gt;"))
blocks = st.one_of(
    st.builds("<p>{}<br>{}</p>".format, lines, lines),
    st.builds("<h4>{}</h4>".format, lines),
    st.builds("<ul><li>{}<ol><li>{}</li></ol></li><li><b>{}</b></li></ul>".format, lines, lines, lines),
    st.builds("<table><tr><td>{}</td><td>{}</td></tr><tr><td></td><td>{}<br>x</td></tr></table>".format, *[lines] * 3),
)
texts = st.lists(blocks, max_size=5).map(lambda parts: clean("".join(parts)))
free_texts = st.text(max_size=40).map(clean)


def without(tag: str, html: str) -> list[str]:
    """The words a reader sees when one kind of change is hidden."""
    shown = re.sub(rf"<{tag}>.*?</{tag}>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"</?(?:p|ins|del)>", "\n", shown)).split()


def bare(found: list[str]) -> list[str]:
    return [word for word in found if word not in SIGNS]


@settings(max_examples=300)
@given(texts, texts)
def test_both_texts_are_in_the_difference(old, new):
    html = compare(old, new).html
    assert bare(without("del", html)) == bare(words(new))
    assert bare(without("ins", html)) == bare(words(old))


@given(free_texts, free_texts)
def test_any_characters_in_paragraphs(old, new):
    html = compare(old, new).html
    assert without("del", html) == words(new)
    assert without("ins", html) == words(old)


@settings(max_examples=200)
@given(texts, texts)
def test_only_three_tags_and_the_counts_are_those_of_the_marked_words(old, new):
    difference = compare(old, new)
    assert set(re.findall(r"<[^>]*>?", difference.html)) <= {
        f"<{end}{tag}>" for tag in ("p", "ins", "del") for end in ("", "/")
    }
    assert difference.added - difference.removed == len(words(new)) - len(words(old))
    assert ("<ins>" in difference.html) == bool(difference.added)
    assert ("<del>" in difference.html) == bool(difference.removed)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    difference = compare(text, text)
    assert difference.added == difference.removed == 0
    assert not re.search("<(ins|del)>", difference.html)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("<p>a b c</p>", "<p>a x y c</p>", Difference("<p>a <del>b</del> <ins>x y</ins> c</p>", 2, 1)),
        ("<p>a</p>", "<p>a</p><p>b c</p>", Difference("<p>a</p><p><ins>b c</ins></p>", 2, 0)),
        (
            "<h4>Over</h4><p>a</p>",
            "<p>a</p>",
            Difference("<p><del>Over</del></p><p>a</p>", 0, 1),
        ),
        (
            "<p>Sagen drøftes.</p>",
            "<p>Et nyt afsnit.</p><p>Sagen drøftes i maj.</p>",
            Difference(
                "<p><ins>Et nyt afsnit.</ins></p><p>Sagen <del>drøftes.</del> <ins>drøftes i maj.</ins></p>", 6, 1
            ),
        ),
        (
            "<ul><li>a b</li><li>c</li></ul>",
            "<ul><li>x b<ul><li>y</li></ul></li><li>c</li></ul>",
            Difference("<p>– <del>a</del> <ins>x</ins> b</p><p>– <ins>y</ins></p><p>– c</p>", 2, 1),
        ),
        (
            "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>",
            "<table><tbody><tr><td>a</td><td>b<br>c</td></tr></tbody></table>",
            Difference("<p>a | b <ins>c</ins></p>", 1, 0),
        ),
        ("<p>a <strong>b</strong>c</p>", "<ul><li>a bc</li></ul>", Difference("<p>– a bc</p>", 0, 0)),
        ("Titel &amp; a", "Titel &lt; a", Difference("<p>Titel <del>&amp;</del> <ins>&lt;</ins> a</p>", 1, 1)),
        ("", "", Difference("", 0, 0)),
    ],
)
def test_difference(old, new, expected):
    assert compare(old, new) == expected


def test_a_word_kept_by_chance_between_longer_changes_is_changed_too():
    difference = compare("<p>a b c og d e f</p>", "<p>p q r og s t u</p>")
    assert difference.html == "<p><del>a b c og d e f</del> <ins>p q r og s t u</ins></p>"


def paragraphs(running: list[str], length: int = 25) -> str:
    return "".join(f"<p>{' '.join(running[at : at + length])}</p>" for at in range(0, len(running), length))


def changed_at(every: int, running: list[str]) -> list[str]:
    return ["nyt" if place % every == 7 else word for place, word in enumerate(running)]


# Few different words and every paragraph its own: the hardest a text of this length is likely to be.
LONG = [f"ord{place * place % 997}" for place in range(20_000)]


@pytest.mark.parametrize(
    ("new", "at_most"),
    [
        (changed_at(200, LONG), 100),
        (changed_at(25, LONG), 800),  # a word in every paragraph: line by line
        (changed_at(25, LONG)[25:], 20_000),  # the same, and a paragraph less: whole
        ([f"andet{place % 991}" for place in range(20_000)], 20_000),
        (["ord0"] * 20_000, 20_000),
        ([word for pair in zip(LONG[:10_000], ["og"] * 10_000, strict=True) for word in pair], 20_000),
    ],
)
def test_long_texts_are_compared_in_time(new, at_most):
    start = time.perf_counter()
    difference = compare(paragraphs(LONG), paragraphs(new))
    assert time.perf_counter() - start < 5  # under half a second on a free machine
    assert difference.added <= at_most
    assert without("del", difference.html) == new
    assert without("ins", difference.html) == LONG


@pytest.mark.parametrize("length", [1, 140, 20_000])
def test_a_word_that_comes_again_and_again_costs_no_more_than_it_may(length):
    old, new = ([word for place in range(10_000) for word in ("og", f"{text}{place}")] for text in ("a", "b"))
    start = time.perf_counter()
    html = compare(paragraphs(old, length), paragraphs(new, length)).html
    assert time.perf_counter() - start < 20
    assert without("del", html) == new
    assert without("ins", html) == old


def test_a_long_text_of_equal_lines_does_not_differ_from_itself():
    text = "<p>alfa</p>" * 5_000
    assert compare(text, text).added == 0
    assert compare(text, text + "<p>beta</p>").added == 1
