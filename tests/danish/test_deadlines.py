"""Deadlines as they are said (D61), at the turn of years and on leap days too."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chefforum.danish import Period, read_deadline
from chefforum.danish.dates import MONTHS

# A Thursday.
SAID = date(2021, 1, 21)

PHRASES = """
    29. november 2017                | 2017-11-29
    den 29. november                 | 2021-11-29
    d. 29. november                  | 2021-11-29
    d. 29. nov.                      | 2021-11-29
    fredag d. 12. marts              | 2021-03-12
    onsdag den 24. februar kl. 12    | 2021-02-24
    20. januar                       | 2022-01-20
    21. januar                       | 2021-01-21
    29/11                            | 2021-11-29
    29/11-2017                       | 2017-11-29
    29-11-2017                       | 2017-11-29
    29.11.                           | 2021-11-29
    1/2 22                           | 2022-02-01
    2021-11-29                       | 2021-11-29
    29. februar                      | 2024-02-29
    den 15.                          | 2021-02-15
    d. 31.                           | 2021-01-31
    i dag                            | 2021-01-21
    i morgen                         | 2021-01-22
    i overmorgen                     | 2021-01-23
    fredag                           | 2021-01-22
    på fredag                        | 2021-01-22
    torsdag                          | 2021-01-28
    førstkommende mandag             | 2021-01-25
    næste fredag                     | 2021-01-29
    mandag i næste uge               | 2021-01-25
    fredag i denne uge               | 2021-01-22
    fredag i uge 12                  | 2021-03-26
    i denne uge                      | 2021-01-18 2021-01-22
    næste uge                        | 2021-01-25 2021-01-29
    sidst på ugen                    | 2021-01-21 2021-01-22
    ugen ud                          | 2021-01-21 2021-01-22
    uge 12                           | 2021-03-22 2021-03-26
    i uge 3                          | 2021-01-18 2021-01-22
    i uge 2                          | 2022-01-10 2022-01-14
    uge 12-13                        | 2021-03-22 2021-04-02
    ugerne 7 og 8                    | 2021-02-15 2021-02-26
    uge 52/1                         | 2021-12-27 2022-01-07
    uge 53                           | 2026-12-28 2027-01-01
    i slutningen af uge 12           | 2021-03-25 2021-03-26
    i juni                           | 2021-06-01 2021-06-30
    i juni 2021                      | 2021-06-01 2021-06-30
    juni måned                       | 2021-06-01 2021-06-30
    til juni næste år                | 2022-06-01 2022-06-30
    i januar                         | 2021-01-01 2021-01-31
    i februar 2024                   | 2024-02-01 2024-02-29
    i maj/juni                       | 2021-05-01 2021-06-30
    april eller maj                  | 2021-04-01 2021-05-31
    december-januar                  | 2020-12-01 2021-01-31
    primo januar 2018                | 2018-01-01 2018-01-10
    medio juni                       | 2021-06-11 2021-06-20
    ultimo februar                   | 2021-02-21 2021-02-28
    først i marts                    | 2021-03-01 2021-03-10
    midt i marts                     | 2021-03-11 2021-03-20
    sidst i marts                    | 2021-03-21 2021-03-31
    i begyndelsen af maj             | 2021-05-01 2021-05-10
    i slutningen af maj              | 2021-05-21 2021-05-31
    ved udgangen af maj              | 2021-05-31
    inden udgangen af maj            | 2021-01-21 2021-05-31
    senest udgangen af 2. kvartal    | 2021-01-21 2021-06-30
    1.-15. maj                       | 2021-05-01 2021-05-15
    mellem 1. og 15. maj             | 2021-05-01 2021-05-15
    fra d. 28. maj til d. 2. juni    | 2021-05-28 2021-06-02
    i foråret                        | 2021-03-01 2021-05-31
    til sommer                       | 2021-06-01 2021-08-31
    i løbet af efteråret             | 2021-09-01 2021-11-30
    efteråret 2022                   | 2022-09-01 2022-11-30
    i vinter                         | 2020-12-01 2021-02-28
    vinteren 2023/24                 | 2023-12-01 2024-02-29
    1. kvartal                       | 2021-01-01 2021-03-31
    i tredje kvartal 2021            | 2021-07-01 2021-09-30
    4. kvt.                          | 2021-10-01 2021-12-31
    Q3                               | 2021-07-01 2021-09-30
    næste kvartal                    | 2021-04-01 2021-06-30
    2. halvår                        | 2021-07-01 2021-12-31
    første halvår 2022               | 2022-01-01 2022-06-30
    2. halvdel af 2021               | 2021-07-01 2021-12-31
    ultimo 2016                      | 2016-11-01 2016-12-31
    primo 2022                       | 2022-01-01 2022-02-28
    medio 2021                       | 2021-06-01 2021-07-31
    i starten af 2022                | 2022-01-01 2022-02-28
    i 2022                           | 2022-01-01 2022-12-31
    i år                             | 2021-01-21 2021-12-31
    i løbet af året                  | 2021-01-21 2021-12-31
    næste år                         | 2022-01-01 2022-12-31
    inden årets udgang               | 2021-01-21 2021-12-31
    inden året er omme               | 2021-01-21 2021-12-31
    ved årsskiftet                   | 2021-12-31 2022-01-01
    om 14 dage                       | 2021-02-04
    om to uger                       | 2021-02-04
    om en måned                      | 2021-02-21
    om et halvt år                   | 2021-07-21
    om et år                         | 2022-01-21
    inden for tre uger               | 2021-01-21 2021-02-11
    inden 14 dage                    | 2021-01-21 2021-02-04
    i løbet af tre måneder           | 2021-01-21 2021-04-21
    senest 1. marts                  | 2021-01-21 2021-03-01
    senest d. 1/3                    | 2021-01-21 2021-03-01
    senest i juni                    | 2021-01-21 2021-06-30
    inden 1. marts                   | 2021-01-21 2021-02-28
    inden udgangen af 2021           | 2021-01-21 2021-12-31
    inden jul                        | 2021-01-21 2021-12-23
    inden påske                      | 2021-01-21 2021-03-31
    i påsken                         | 2021-04-01 2021-04-05
    inden pinse                      | 2021-01-21 2021-05-22
    før sommerferien                 | 2021-01-21 2021-06-25
    efter sommerferien               | 2021-08-09 2021-09-08
    efter nytår                      | 2022-01-02 2022-02-01
    efter vinterferien               | 2021-02-20 2021-03-19
    i efterårsferien                 | 2021-10-18 2021-10-22
    Frist: ultimo marts.             | 2021-03-21 2021-03-31
"""


def rows():
    for line in PHRASES.strip().splitlines():
        phrase, days = (part.strip() for part in line.split("|"))
        found = [date.fromisoformat(day) for day in days.split()]
        yield phrase, Period(found[0], found[-1])


@pytest.mark.parametrize(("phrase", "period"), list(rows()))
def test_a_deadline_in_words_is_a_period(phrase, period):
    assert read_deadline(phrase, SAID) == period


def test_the_table_has_eighty_phrases():
    assert len(list(rows())) >= 80


@pytest.mark.parametrize(
    ("phrase", "said", "first", "last"),
    [
        # The turn of the year.
        ("fredag", date(2021, 12, 30), date(2021, 12, 31), None),
        ("fredag", date(2021, 12, 31), date(2022, 1, 7), None),
        ("i morgen", date(2021, 12, 31), date(2022, 1, 1), None),
        ("i januar", date(2021, 12, 31), date(2022, 1, 1), date(2022, 1, 31)),
        ("i december", date(2021, 12, 31), date(2021, 12, 1), date(2021, 12, 31)),
        ("uge 1", date(2020, 12, 31), date(2021, 1, 4), date(2021, 1, 8)),
        ("uge 53", date(2020, 12, 31), date(2020, 12, 28), date(2021, 1, 1)),
        ("uge 53", date(2021, 1, 1), date(2020, 12, 28), date(2021, 1, 1)),
        ("næste uge", date(2020, 12, 31), date(2021, 1, 4), date(2021, 1, 8)),
        ("inden jul", date(2021, 12, 24), date(2021, 12, 24), date(2022, 12, 23)),
        ("efter nytår", date(2021, 12, 16), date(2022, 1, 2), date(2022, 2, 1)),
        ("om to uger", date(2021, 12, 20), date(2022, 1, 3), None),
        ("næste kvartal", date(2021, 11, 5), date(2022, 1, 1), date(2022, 3, 31)),
        ("næste måned", date(2021, 12, 1), date(2022, 1, 1), date(2022, 1, 31)),
        ("i vinter", date(2021, 12, 31), date(2021, 12, 1), date(2022, 2, 28)),
        ("i år", date(2021, 12, 31), date(2021, 12, 31), None),
        ("primo januar", date(2021, 12, 31), date(2022, 1, 1), date(2022, 1, 10)),
        # Leap days.
        ("om et år", date(2024, 2, 29), date(2025, 2, 28), None),
        ("om en måned", date(2024, 1, 31), date(2024, 2, 29), None),
        ("om en måned", date(2023, 1, 31), date(2023, 2, 28), None),
        ("ultimo februar", date(2024, 1, 5), date(2024, 2, 21), date(2024, 2, 29)),
        ("inden 1. marts", date(2024, 2, 1), date(2024, 2, 1), date(2024, 2, 29)),
        ("i vinter", date(2024, 2, 29), date(2023, 12, 1), date(2024, 2, 29)),
        ("29. februar", date(2096, 3, 1), date(2104, 2, 29), None),
        ("i morgen", date(2024, 2, 28), date(2024, 2, 29), None),
        # A month that is over is next year's; one that is not is this.
        ("i juni", date(2021, 6, 30), date(2021, 6, 1), date(2021, 6, 30)),
        ("i juni", date(2021, 7, 1), date(2022, 6, 1), date(2022, 6, 30)),
        ("inden 1. marts", date(2021, 3, 1), date(2021, 3, 1), date(2022, 2, 28)),
    ],
)
def test_it_is_reckoned_from_the_day_it_was_said(phrase, said, first, last):
    assert read_deadline(phrase, said) == Period(first, last or first)


@pytest.mark.parametrize(
    "phrase",
    [
        "", "når den er klar", "snarest", "løbende", "hurtigst muligt", "på et senere møde", "til næste møde", "inden længe",
        "i juni, hvis økonomien tillader det", "30. februar 2021", "31. juni", "uge 60", "uge 0", "13/13", "inden 2015",
        "om 3 møder", "0. marts", "kvartal", "29. februar 2021", "9999", "i" * 4000, "inden " * 300 + "jul",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_not_guessed_at(phrase):
    assert read_deadline(phrase, SAID) is None


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from([phrase for phrase, _ in rows()]))
def test_a_period_never_ends_before_it_begins(said, phrase):
    period = read_deadline(phrase, said)
    assert period is None or period.first <= period.last


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from([f"i {name}" for name in MONTHS]))
def test_a_month_without_a_year_is_the_first_that_is_not_over(said, phrase):
    period = read_deadline(phrase, said)
    assert said <= period.last <= said + timedelta(days=366)


@given(st.text(max_size=60), st.dates())
def test_no_text_breaks_it(text, said):
    read_deadline(text, said)
