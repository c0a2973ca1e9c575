from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum import danish
from chefforum.danish.dates import COPENHAGEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Torsdag d. 7. januar 2021", date(2021, 1, 7)),
        ("d. 05. november 2015 kl. 09:00", date(2015, 11, 5)),
        ("05-11-2015", date(2015, 11, 5)),
        ("8. Sept. 2016", date(2016, 9, 8)),
        ("2021-01-21", date(2021, 1, 21)),
        ("1/3/2020", date(2020, 3, 1)),
        ("31. februar 2020", None),
        ("99-99-2020", None),
        ("9.3.", None),
        ("sommeren 16", None),
        ("", None),
    ],
)
def test_reads_the_forms_minutes_use(text, expected):
    assert danish.parse_date(text) == expected


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
def test_reads_what_it_writes(day):
    assert danish.parse_date(danish.long_date(day)) == day
    assert danish.parse_date(danish.date_numeric(day)) == day
    moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=COPENHAGEN)
    assert danish.parse_meeting_time(danish.meeting_line(moment)) == (moment, True)


def test_writes_the_line_of_the_minutes():
    assert (
        danish.meeting_line(datetime(2015, 11, 5, 9, 0, tzinfo=COPENHAGEN)) == "Torsdag d. 05. november 2015 kl. 09:00"
    )


def test_says_when_no_clock_is_given():
    moment, timed = danish.parse_meeting_time("21-01-2021")
    assert moment == datetime(2021, 1, 21, tzinfo=COPENHAGEN)
    assert not timed


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-3, "3\u00a0dage over fristen"),
        (-1, "1\u00a0dag over fristen"),
        (0, "i dag"),
        (1, "i morgen"),
        (4, "4\u00a0dage igen"),
    ],
)
def test_days_left(days, expected):
    today = date(2026, 11, 22)
    assert danish.days_left(today + timedelta(days=days), today) == expected


def test_words():
    assert danish.enumerate_words(["a"]) == "a"
    assert danish.enumerate_words(["a", "b", "c"]) == "a, b og c"
    assert danish.count(1, "punkt", "punkter") == "1\u00a0punkt"
    assert danish.count(1950, "punkt", "punkter") == "1.950\u00a0punkter"
    assert danish.file_size(1_200_000) == "1,2\u00a0MB"
    assert danish.file_size(10) == "1\u00a0KB"
    assert sorted(["Øen", "Zoo", "Ærø", "Århus", "Aabenraa"], key=danish.sort_key) == [
        "Zoo",
        "Ærø",
        "Øen",
        "Aabenraa",
        "Århus",
    ]


@pytest.mark.parametrize(("name", "expected"), [("Sofie", "Sofies"), ("Jonas", "Jonas’"), ("Max", "Max’")])
def test_genitive(name, expected):
    assert danish.genitive(name) == expected


def test_a_stretch_of_days():
    assert danish.date_range(date(2027, 2, 8), date(2027, 2, 16)) == "8.–16.\u00a0februar 2027"
    assert danish.date_range(date(2027, 6, 28), date(2027, 8, 10)) == "28.\u00a0juni–10.\u00a0august 2027"
    assert danish.date_range(date(2026, 12, 21), date(2027, 1, 3)) == "21.\u00a0december 2026–3.\u00a0januar 2027"


def test_how_far_a_deadline_is():
    today = date(2027, 1, 13)
    assert danish.near_day(today, today) == "i dag"
    assert danish.near_day(date(2027, 1, 14), today) == "i morgen"
    assert danish.near_day(date(2027, 1, 15), today) == "fredag d.\u00a015.\u00a0januar"
    assert danish.near_day(date(2027, 1, 8), today) == "8.\u00a0januar"
    at = datetime(2027, 1, 12, 12, tzinfo=COPENHAGEN)
    for hours, words in ((0.2, "1\u00a0time"), (5, "5\u00a0timer"), (25, "1\u00a0dag"), (73, "3\u00a0dage")):
        assert danish.overdue(at, at + timedelta(hours=hours)) == f"{words} over fristen"
