"""Days per employee, windows, comparisons, rounding: number for number."""

from datetime import date
from decimal import Decimal

import pytest

from chefforum.danish import figure, percent, signed
from sickleave.rules.book import WHOLE, Book, Key, Level, Why
from sickleave.rules.quarters import Quarter, compared_with, period_name, window
from sickleave.rules.reckoning import Trend, is_long, over, parts_disagree, trend
from sickleave.rules.structure import Branch, Place, Structure
from sickleave.rules.targets import aim_of, holds_at
from sickleave.workflow import Method, TargetKind
from tests.sickleave.worlds import count, steady, structure

A, B = Method.YEAR_TO_DATE, Method.ROLLING
Q = Quarter
THIS_YEAR, NEXT_YEAR = Quarter(2020, 4), Quarter(2021, 4)


def one_unit(figures):
    return Book(structure({1: [1]}), {1: figures}, [Q(2010, 1)], max(figures))


def tell(value):
    return figure(value, decimals=1)


def test_the_half_year_of_the_old_minutes_comes_out_number_for_number():
    """S4, item 9: 6,5 = 3,8 + 2,7; the change −0,7 beside −0,2 and −0,4; the child's sick day 0,6, as the year before."""
    book = one_unit(
        {
            Q(2015, 1): count(1000, 2040, 1530, 310),
            Q(2015, 2): count(1000, 2000, 1580, 300),
            Q(2016, 1): count(1000, 1950, 1400, 290),
            Q(2016, 2): count(1000, 1850, 1300, 310),
        }
    )
    seen = book.see(WHOLE, A, Q(2016, 2))
    now, before = seen.now, seen.before
    assert now
    assert before
    assert (tell(now.total), tell(now.short), tell(now.long), tell(now.child)) == ("6,5", "3,8", "2,7", "0,6")
    changes = [signed(getattr(now, one) - getattr(before, one)) for one in ("total", "short", "long", "child")]
    assert changes == ["−0,7", "−0,2", "−0,4", "0,0"]
    assert parts_disagree(now, before)
    assert period_name(A, Q(2016, 2)) == "1.\u00a0halvår\u00a02016"


def test_the_rolling_year_of_the_newer_minutes_comes_out_number_for_number():
    """S0, item 3: 13,3, which is 0,1 less than the report before, 48 % of it long; target 10,8 by the end of 2022."""
    figures = {Q(2019, 4): count(1000, 1800, 1685)}
    figures |= {Q(2020, number): count(1000, 1725, 1600) for number in range(1, 5)}
    book = one_unit(figures)
    seen = book.see(WHOLE, B, Q(2020, 4))
    assert seen.now
    assert seen.before
    assert tell(seen.now.total) == "13,3"
    assert tell(seen.before.total) == "13,5"
    figures[Q(2019, 4)] = count(1000, 1725, 1700)
    seen = one_unit(figures).see(WHOLE, B, Q(2020, 4))
    assert seen.now
    assert seen.before
    assert signed(seen.now.total - seen.before.total) == "−0,1"
    assert percent(seen.now.long_days, seen.now.long_days + seen.now.short_days) == "48\u00a0%"
    aim = aim_of(
        name="Måltal", kind=TargetKind.ABSOLUTE, value=Decimal("10.8"), until=Q(2022, 4), price=Decimal(1000), base=None,
        now=seen.now.total, employees=seen.now.employees, at=Q(2020, 4),
    )  # fmt: skip
    assert (aim.distance, aim.pace, aim.effect) == (Decimal("2.5"), Decimal("2.5") / 8, Decimal(2_500_000))


def test_windows_and_what_they_are_compared_with():
    assert window(A, Q(2016, 3)) == (Q(2016, 1), Q(2016, 2), Q(2016, 3))
    assert window(B, Q(2016, 2)) == (Q(2015, 3), Q(2015, 4), Q(2016, 1), Q(2016, 2))
    assert compared_with(A, Q(2016, 2), 2) == Q(2015, 2)
    assert compared_with(B, Q(2016, 1)) == Q(2015, 4)
    assert compared_with(B, Q(2016, 2), 2) == Q(2015, 4)
    assert Quarter.of(date(2016, 9, 30)) == Q(2016, 3)
    assert Q(2016, 1).last_day == date(2016, 3, 31)
    assert Q(2016, 1).shift(-5) == Q(2014, 4)


@pytest.mark.parametrize(
    ("days", "exactly_short", "long"), [(29, True, False), (30, True, False), (31, True, True), (30, False, True)]
)
def test_exactly_the_limit_is_a_setting(days, exactly_short, long):
    assert is_long(days, exactly_short=exactly_short) is long


@pytest.mark.parametrize(
    ("change", "way"),
    [("0.05", Trend.UP), ("0.049", Trend.FLAT), ("-0.049", Trend.FLAT), ("-0.05", Trend.DOWN), ("0", Trend.FLAT)],
)
def test_a_change_that_is_shown_as_nothing_is_none(change, way):
    assert trend(Decimal(change)) is way


def test_a_quarter_without_figures_gives_no_figure_and_no_employees_no_division():
    assert over([Q(2016, 1), Q(2016, 2)], {Q(2016, 1): count(5, 1, 1)}) is None
    assert over([Q(2016, 1)], {Q(2016, 1): count(0)}) is None


def test_nothing_is_set_against_a_figure_of_another_basis():
    figures = {Q(2015, 1).shift(ahead): count(100, 150, 100) for ahead in range(9)}
    book = Book(structure({1: [1]}), {1: figures}, [Q(2010, 1), Q(2016, 1)], Q(2017, 1))
    assert book.see(WHOLE, A, Q(2016, 2)).why_not_compared is Why.METHOD
    assert book.see(WHOLE, A, Q(2016, 2)).now is not None
    assert book.see(WHOLE, B, Q(2016, 2)).why is Why.METHOD
    # The first whole year by the new basis has nothing before it.
    first = book.see(WHOLE, B, Q(2016, 4))
    assert first.now is not None
    assert (first.before, first.why_not_compared) == (None, Why.METHOD)
    points = {point.quarter: point for point in book.series(WHOLE, B, Q(2015, 4), Q(2017, 1))}
    assert [points[Q(2016, number)].absence is None for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert not points[Q(2016, 4)].joined
    assert points[Q(2017, 1)].joined
    yearly = book.series(WHOLE, A, Q(2015, 2), Q(2016, 2))
    assert [(point.quarter, point.joined) for point in yearly] == [(Q(2015, 2), False), (Q(2016, 2), False)]


def moved(*, follows):
    """Unit 1 goes from department 1 to department 2 on 1 January 2016, as unit 3; unit 2 and 4 stay."""
    places = [
        Place(1, "Åen", 1, end=date(2015, 12, 31), successor=3, follows=follows),
        Place(2, "Engen", 1), Place(3, "Åen", 2, start=date(2016, 1, 1)), Place(4, "Skoven", 2),
    ]  # fmt: skip
    figures = steady({2: count(20, 40, 20), 4: count(30, 30, 30)})
    figures[1] = {Q(2015, number): count(10, 10, 30) for number in (1, 2, 3, 4)}
    figures[3] = {Q(2016, number): count(10, 20, 30) for number in (1, 2, 3, 4)}
    return Structure(places, [Branch(1, "Dagtilbud"), Branch(2, "Skoler")]), figures


def test_a_unit_that_moves_takes_its_series_along():
    organisation, figures = moved(follows=True)
    book = Book(organisation, figures, [], Q(2016, 2))
    unit = book.see(Key(Level.UNIT, 3), B, Q(2016, 2))
    assert unit.now
    assert unit.now.short_days == 60
    # The department is seen as it is now in both halves of the comparison.
    joined = book.see(Key(Level.DEPARTMENT, 2), B, Q(2016, 2))
    assert joined.now
    assert joined.before
    assert (joined.now.employees, joined.before.employees) == (40, 40)
    then = Book(organisation, figures, [], Q(2015, 4)).see(Key(Level.DEPARTMENT, 2), B, Q(2015, 4))
    assert then.now
    assert then.now.employees == 30


def test_a_move_whose_series_does_not_follow_breaks_both_departments_and_not_the_whole():
    organisation, figures = moved(follows=False)
    book = Book(organisation, figures, [], Q(2016, 2))
    for department in (1, 2):
        assert book.see(Key(Level.DEPARTMENT, department), B, Q(2016, 2)).why is Why.ORGANISATION
        assert book.see(Key(Level.DEPARTMENT, department), A, Q(2016, 2)).why_not_compared is Why.ORGANISATION
        assert book.breaks(Key(Level.DEPARTMENT, department)) == [Q(2016, 1)]
    assert book.see(Key(Level.UNIT, 3), B, Q(2016, 2)).why is Why.ORGANISATION
    assert book.see(Key(Level.UNIT, 2), B, Q(2016, 2)).before is not None
    whole = book.see(WHOLE, B, Q(2016, 2))
    assert whole.now
    assert whole.before
    assert whole.now.employees == 60


def test_units_that_are_merged_are_one_back_in_time_and_a_new_unit_is_new():
    places = [
        Place(1, "Åen", 1, end=date(2015, 12, 31), successor=3), Place(2, "Engen", 1, end=date(2015, 12, 31), successor=3),
        Place(3, "Å og eng", 1, start=date(2016, 1, 1)), Place(4, "Ny", 1, start=date(2016, 4, 1)), Place(5, "Lukket", 1, end=date(2016, 2, 1)),
    ]  # fmt: skip
    past, now = [Q(2015, number) for number in (1, 2, 3, 4)], [Q(2016, 1), Q(2016, 2)]
    figures = {
        1: {one: count(10, 10) for one in past}, 2: {one: count(20, 30) for one in past}, 3: {one: count(30, 50) for one in now},
        4: {Q(2016, 2): count(8, 8)}, 5: {one: count(6, 3) for one in [*past, Q(2016, 1)]},
    }  # fmt: skip
    book = Book(Structure(places, [Branch(1, "Dagtilbud")]), figures, [], Q(2016, 2))
    assert {key.pk for key in book.units()} == {3, 4, 5}
    merged = book.see(Key(Level.UNIT, 3), B, Q(2016, 2))
    assert merged.now
    assert merged.before
    assert (merged.now.short_days, merged.before.short_days) == (180, 170)
    assert book.see(Key(Level.UNIT, 4), B, Q(2016, 2)).why is Why.NEW
    assert book.see(Key(Level.UNIT, 5), B, Q(2016, 2)).why is Why.CLOSED
    # What they had is counted in the department all the same.
    whole = book.see(Key(Level.DEPARTMENT, 1), B, Q(2016, 2))
    assert whole.now
    assert whole.now.short_days == 180 + 8 + 9


def test_a_department_that_took_over_goes_back_through_the_old_ones_or_breaks():
    for follows in (True, False):
        branches = [
            Branch(1, "Kultur", end=date(2015, 12, 31), successor=2, follows=follows),
            Branch(2, "Kultur & Fritid"),
        ]
        book = Book(Structure([Place(1, "Bibliotek", 1)], branches), steady({1: count(40, 60, 20)}), [], Q(2016, 1))
        seen = book.see(Key(Level.DEPARTMENT, 2), B, Q(2016, 1))
        assert [key.pk for key in book.departments()] == [2]
        assert seen.why is (Why.NONE if follows else Why.ORGANISATION)


def aim(kind, value="11", *, until=NEXT_YEAR, at=THIS_YEAR, base=None, now=Decimal("12.5")):
    return aim_of(
        name="Mål",
        kind=kind,
        value=Decimal(value),
        until=until,
        price=Decimal(1500),
        base=base,
        now=now,
        employees=Decimal(3600),
        at=at,
    )


def test_targets_of_every_kind():
    half_a_day = aim(TargetKind.RELATIVE, "0.5", base=Decimal("12.75"))
    assert (half_a_day.value, half_a_day.distance, half_a_day.pace) == (
        Decimal("12.25"),
        Decimal("0.25"),
        Decimal("0.0625"),
    )
    # 1,8 million kroner by another way: a third of a day of 3.600 employees at 1.500 kroner.
    assert aim(TargetKind.ABSOLUTE, str(Decimal("12.5") - Decimal(1) / 3)).effect == pytest.approx(Decimal(1_800_000))
    assert aim(TargetKind.CEILING).pace is None
    assert aim(TargetKind.YEARLY, at=Q(2021, 4)).pace is None
    assert aim(TargetKind.ABSOLUTE, "13").is_reached
    assert aim(TargetKind.ABSOLUTE, "13").effect is None
    unknown = aim(TargetKind.RELATIVE, "0.5", base=None)
    assert (unknown.value, unknown.distance) == (None, None)
    assert aim(TargetKind.ABSOLUTE, now=None).distance is None


def test_when_a_target_holds():
    assert holds_at(TargetKind.ABSOLUTE, Q(2022, 4), Q(2022, 4))
    assert not holds_at(TargetKind.RELATIVE, Q(2021, 4), Q(2022, 1))
    assert holds_at(TargetKind.CEILING, Q(2019, 4), Q(2022, 1))
    assert not holds_at(TargetKind.CEILING, Q(2022, 4), Q(2022, 1))
    assert holds_at(TargetKind.YEARLY, Q(2021, 4), Q(2021, 1))
    assert not holds_at(TargetKind.YEARLY, Q(2021, 4), Q(2022, 1))
