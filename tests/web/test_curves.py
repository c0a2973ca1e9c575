"""Curves: what is drawn, what is said of it, and what people write in them."""

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from chefforum.web.curves import Level, Mark, Spot, axis_begins_at, curve

SVG = "{http://www.w3.org/2000/svg}"


def spots(*values, joined=True):
    return [
        Spot(str(place), Decimal(value) if value is not None else None, joined) for place, value in enumerate(values)
    ]


def path_of(drawing):
    return next(one.get("d") for one in ElementTree.fromstring(drawing).iter(f"{SVG}path") if one.get("class") == "l1")


def test_a_curve_is_broken_where_no_line_leads_on():
    broken = [*spots("13", "12"), Spot("2", None), Spot("3", Decimal(11), joined=False), Spot("4", Decimal(12))]
    assert len(re.findall("M", path_of(curve(broken, title="x", name="I alt")))) == 2
    assert len(re.findall("M", path_of(curve(spots("13", "12", "11"), title="x", name="I alt")))) == 1


def test_nothing_to_draw_is_nothing():
    assert curve([Spot("1", None)], title="x", name="y") == ""
    assert axis_begins_at([Spot("1", None)]) is None


def test_what_people_write_is_text_in_the_drawing():
    drawn = curve(
        spots("1", "2"),
        title="</title><script>",
        name="<b>",
        levels=[Level(Decimal(1), "<i>")],
        marks=[Mark(1, "<u>&")],
    )
    tree = ElementTree.fromstring(drawn)
    assert tree.findtext(f"{SVG}title") == "</title><script>"
    words = [one.text for one in tree.iter(f"{SVG}text")]
    assert "<u>&" in words
    assert any("<b>" in (word or "") for word in words)
    assert "<script" not in drawn


@given(
    st.lists(st.decimals(min_value=0, max_value=60, places=1), min_size=1, max_size=30),
    st.lists(st.decimals(min_value=0, max_value=60, places=1), max_size=3),
)
def test_every_value_lies_within_the_drawing_and_no_two_labels_on_each_other(values, levels):
    drawn = curve(
        [Spot("", value) for value in values], title="x", name="I alt", levels=[Level(value, "Mål") for value in levels]
    )
    tree = ElementTree.fromstring(drawn)
    numbers = [float(one) for one in re.findall(r"-?\d+(?:\.\d+)?", path_of(drawn))]
    assert all(0 <= x <= 640 for x in numbers[::2])
    assert all(0 <= y <= 190 for y in numbers[1::2])
    ends = sorted(float(one.get("y")) for one in tree.iter(f"{SVG}text") if float(one.get("x")) > 520)
    assert ends[-1] <= 190
    assert all(later - first >= 13.9 for first, later in pairwise(ends))


def test_where_the_axis_begins_is_said():
    assert axis_begins_at(spots("12.3", "13.4")) == 12
    assert axis_begins_at(spots("0.4", "3")) == 0
    assert axis_begins_at(spots("12.3"), [Level(Decimal("9.5"), "Mål")]) == 9
