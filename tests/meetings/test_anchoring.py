"""Words of a note are found again: as they were, moved, changed, or said to be gone."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from meetings.papers.marking import CHANGED, HERE, LOST, boxes, marked, reading_minutes
from meetings.rules.anchoring import Anchor, Place, find


@dataclass
class Note:
    pk: int
    quote: str
    heading: str = "Anledning"
    before: str = ""
    after: str = ""


@dataclass
class Line:
    text: str
    x: float
    y: float
    width: float
    height: float


TEXT = st.lists(
    st.sampled_from(["fravær", "budget", "i", "alt", "er", "stigende", "Dagtilbud", "faldende", "."]),
    min_size=1,
    max_size=60,
).map(" ".join)


@given(TEXT, st.data())
def test_words_that_stand_are_always_found(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    place = find(text, Anchor(quote, text[max(0, start - 60) : start], text[end : end + 60]))
    if not quote.strip():
        assert place is None
        return
    assert place is not None
    assert place.exact
    assert "".join(text[place.start : place.end].split()) == "".join(quote.split())


@given(TEXT, TEXT, TEXT, st.data())
def test_what_is_put_before_and_after_moves_nothing_away(text, before, after, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    anchor = Anchor(text[start:end], text[max(0, start - 60) : start], text[end : end + 60])
    if text[start:end].strip():
        assert find(f"{before}\n{text}{after}", anchor) is not None


def test_the_place_with_the_old_surroundings_is_theirs():
    text = "Fraværet er 4 dage i skoler. Fraværet er 4 dage i dagtilbud."
    place = find(text, Anchor("Fraværet er 4 dage", "i skoler. ", " i dagtilbud"))
    assert place == Place(29, 47)


def test_words_that_were_changed_are_found_between_their_neighbours():
    before, after = "Det samlede fravær er ", " dage pr. medarbejder i hele kommunen"
    place = find(f"{before}13,3 eller lidt mere{after}", Anchor("13,1 eller lidt mere", before, after))
    assert place is not None
    assert not place.exact
    assert find("Noget helt andet står her nu.", Anchor("13,1 eller lidt mere", before, after)) is None


def test_line_breaks_of_a_browser_count_for_nothing():
    assert find("Første afsnit.Andet afsnit.", Anchor("afsnit.\n\nAndet")) == Place(7, 19)
    assert find("", Anchor("x")) is None
    assert find("x", Anchor(" \n")) is None


def item(*sections):
    return {
        "number": 1,
        "prefix": None,
        "title": "T",
        "time_slot": None,
        "case_number": None,
        "closed": False,
        "sections": list(sections),
        "attachments": [],
    }


def test_marks_are_put_in_the_section_and_follow_a_text_that_moved():
    occasion = {"kind": "occasion", "heading": "Anledning", "html": "<p>Fraværet stiger.</p>"}
    asks = {
        "kind": "recommendation",
        "heading": "Indstilling",
        "before": "",
        "lead": "Chefen indstiller,",
        "points": [{"html": "at det drøftes", "children": [{"html": "og noteres", "children": []}]}],
        "html": "",
    }
    made, states = marked(
        item(occasion, asks),
        [
            Note(1, "stiger"),
            Note(2, "drøftes og noteres", "Indstilling"),
            Note(3, "Fraværet", "Historik"),
            Note(4, "Findes ikke mere i teksten"),
            Note(5, ""),
        ],
    )
    assert states == {1: HERE, 2: HERE, 3: HERE, 4: LOST}
    assert (
        made["sections"][0]["html"] == '<p><mark data-note="3">Fraværet</mark> <mark data-note="1">stiger</mark>.</p>'
    )
    point = made["sections"][1]["points"][0]
    assert point["html"] == 'at det <mark data-note="2">drøftes</mark>'
    assert point["children"][0]["html"] == '<mark data-note="2">og noteres</mark>'
    assert occasion["html"] == "<p>Fraværet stiger.</p>"


def test_changed_words_are_marked_as_changed():
    section = {
        "kind": "occasion",
        "heading": "Anledning",
        "html": "<p>Det samlede fravær er 13,3 dage pr. medarbejder i kommunen.</p>",
    }
    note = Note(1, "er 13,1 dage", before="Det samlede fravær ", after=" pr. medarbejder")
    assert marked(item(section), [note])[1] == {1: CHANGED}


def test_words_on_a_page_have_boxes():
    lines = [Line("Dagtilbud 13,3", 10, 20, 140, 12), Line("Skoler 11,0", 10, 40, 110, 12)]
    assert boxes(lines, [Note(7, "13,3 Skoler")]) == [(7, 110.0, 20, 40.0, 12), (7, 10.0, 40, 60.0, 12)]
    assert boxes(lines, [Note(7, "Væk")]) == []


def test_reading_takes_a_minute_at_least_and_longer_with_pages():
    section = {"kind": "occasion", "heading": "", "html": f"<p>{'ord ' * 401}</p>"}
    assert reading_minutes(item(), {}) == 1
    assert reading_minutes(item(section), {}) == 3
    long = {**item(section), "attachments": [{"title": "B", "file": {"sha256": "a"}}]}
    assert reading_minutes(long, {"a": 14}) == 17
