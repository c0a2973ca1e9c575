"""No published figure, and no number of them together, tells of a small group."""

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sickleave.rules.book import WHOLE, Book, Key, Level, Why
from sickleave.rules.guard import decide_inside, decide_outside, may_show_department
from sickleave.rules.quarters import Quarter, window
from sickleave.rules.reckoning import Count
from sickleave.rules.structure import Branch, Place, Structure
from sickleave.workflow import Method
from tests.sickleave.attack import KINDS, Attack
from tests.sickleave.worlds import count, steady, structure

INSIDE, OUTSIDE = 5, 10
ZERO = Decimal(0)
FIRST = Quarter(2024, 1)


def decide(organisation, counts, quarters):
    """What may be known of each quarter, as it is seen at its own end."""
    inside, outside = {}, {}
    for quarter in quarters:
        there = {unit: by[quarter] for unit, by in counts.items() if quarter in by}
        at = {unit: organisation.department(unit, quarter) for unit in there}
        near = quarter.shift(-1)
        inside[quarter] = decide_inside(there, at, limit=INSIDE, near=inside.get(near))
        outside[quarter] = decide_outside(there, at, inside[quarter], limit=OUTSIDE, near=outside.get(near))
    return inside, outside


def books(organisation, counts, at, decided):
    inside, outside = decided
    return (
        Book(organisation, counts, [], at, decided=inside, limit=INSIDE),
        Book(organisation, counts, [], at, decided=outside, limit=OUTSIDE),
    )


def read_everything(organisation, counts, ends, decided, kind, *, inside=True):
    """Every edition of every report, by both methods, quarterly and half-yearly; answers what stays hidden."""
    attack = Attack(kind, counts, organisation)
    hidden = []
    for at in ends:
        own, committee = books(organisation, counts, at, decided)
        for method in Method.values:
            for step in (1, 2):
                if inside:
                    hidden += attack.read(own, method, at, step, units=True)
                shut = attack.read(committee, method, at, step, units=False)
                hidden += [] if inside else shut
    return attack, hidden


def ordinary(employees):
    return count(employees, employees * 2, employees + 3, 4 + employees // 3)


FIVE = {1: [11, 12, 13], 2: [21, 22, 23], 3: [31, 32], 4: [41], 5: [51, 52]}


def a_world(small=4):
    sizes = {11: small, 12: 30, 13: 45, 21: 60, 22: 12, 23: 80, 31: 7, 32: 150, 41: 8, 51: 25, 52: 40}
    return structure(FIVE), steady({unit: ordinary(size) for unit, size in sizes.items()}, FIRST, 8)


def test_a_small_unit_and_the_next_smallest_are_hidden_and_the_totals_stay_whole():
    organisation, counts = a_world()
    decided = decide(organisation, counts, [FIRST.shift(ahead) for ahead in range(8)])
    own, committee = books(organisation, counts, FIRST.shift(7), decided)
    see = lambda book, level, pk=0: book.see(Key(level, pk), Method.ROLLING, FIRST.shift(7))  # noqa: E731
    assert see(own, Level.UNIT, 11).why is Why.FEW
    assert see(own, Level.UNIT, 12).why is Why.HIDDEN
    assert see(own, Level.UNIT, 13).now is not None
    assert see(own, Level.DEPARTMENT, 1).now is not None
    assert see(own, Level.DEPARTMENT, 4).now is not None
    # Outside, a department of eight is hidden, and two others with it: their heads know what they have.
    assert see(committee, Level.DEPARTMENT, 4).why is Why.FEW
    hidden = [pk for pk in FIVE if see(committee, Level.DEPARTMENT, pk).why]
    assert len(hidden) == 3
    whole = see(committee, Level.WHOLE)
    assert whole.now is not None
    assert whole.now.employees == sum(one.employees for by in counts.values() for one in [by[FIRST]])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("inside", [True, False])
def test_no_hidden_figure_can_be_pinned(kind, inside):
    organisation, counts = a_world()
    quarters = [FIRST.shift(ahead) for ahead in range(8)]
    decided = decide(organisation, counts, quarters)
    attack, hidden = read_everything(organisation, counts, quarters[4:], decided, kind, inside=inside)
    assert hidden
    for key, cells in hidden:
        assert attack.room(cells) >= (INSIDE if inside else OUTSIDE) - 1e-6, key


def test_the_attack_finds_a_figure_that_is_hidden_badly():
    """The same attack, on a municipality that hides the one small unit and nothing beside it."""
    organisation, counts = a_world()
    attack = Attack("short", counts, organisation)
    book = Book(organisation, counts, [], FIRST.shift(7))
    for key in [WHOLE, *book.departments(), *book.units()]:
        if key.pk != 11:
            attack.learn(attack.cells(key, [FIRST], FIRST.shift(7)), book.counts(key)[FIRST].short)
    assert attack.room(attack.cells(Key(Level.UNIT, 11), [FIRST], FIRST.shift(7))) == pytest.approx(0)


def test_a_figure_of_nothing_is_hidden_among_some():
    """Two small units without long absence would tell that nobody in either was ill for long."""
    counts = {1: count(3, 4, 0, 2), 2: count(4, 4, 0, 2), 3: count(20, 30, 0, 6), 4: count(40, 60, 30, 9)}
    decided = decide_inside(counts, dict.fromkeys(counts, 1), limit=INSIDE)
    assert decided[1].units == {1: False, 2: False, 3: True, 4: False}


def test_who_is_hidden_beside_a_small_unit_stays_so_from_quarter_to_quarter():
    first = decide_inside(
        {1: count(3, 9, 9, 9), 2: count(20, 30, 30, 9), 3: count(21, 30, 30, 9)},
        dict.fromkeys((1, 2, 3), 1),
        limit=INSIDE,
    )
    assert first[1].units == {1: False, 2: False, 3: True}
    now = {1: count(3, 9, 9, 9), 2: count(22, 30, 30, 9), 3: count(21, 30, 30, 9)}
    assert decide_inside(now, dict.fromkeys(now, 1), limit=INSIDE, near=first)[1].units == {1: False, 2: False, 3: True}
    assert decide_inside(now, dict.fromkeys(now, 1), limit=INSIDE)[1].units == {1: False, 2: True, 3: False}


def test_exactly_the_limit_may_be_shown_and_an_empty_unit_hides_nobody():
    counts = {
        1: count(5, 1, 1, 1),
        2: count(0),
        3: count(30, 30, 30, 30),
        4: count("4.99", 9, 9, 9),
        5: count(30, 30, 30, 30),
    }
    decided = decide_inside(counts, {1: 1, 2: 1, 3: 1, 4: 2, 5: 2}, limit=INSIDE)
    assert decided[1].units == {1: True, 3: True}
    assert decided[2].units == {4: False, 5: False}


def test_a_department_seen_with_a_hidden_unit_more_or_less_is_not_shown():
    counts = {1: count(3, 9, 9, 9), 2: count(20, 30, 30, 9), 3: count(60, 90, 90, 9), 4: count(70, 90, 90, 9)}
    decided = decide_inside(counts, {1: 1, 2: 1, 3: 1, 4: 2}, limit=INSIDE)
    assert may_show_department({1, 2, 3}, decided)
    assert may_show_department({4}, decided)
    assert may_show_department({3, 4}, decided)
    assert may_show_department({1, 2}, decided)
    assert not may_show_department({1, 4}, decided)
    assert not may_show_department({2, 3}, decided)
    assert not may_show_department({1, 2, 3, 99}, decided)


def moved_between_departments():
    """Department 1 hides 11 and 12; 12 moves to department 2, whose head reads that one in full."""
    last = FIRST.shift(3).last_day
    places = [
        Place(11, "v", 1), Place(12, "u", 1, end=last, successor=112), Place(13, "w", 1), Place(112, "u", 2, start=last + timedelta(days=1)),
        Place(21, "x", 2), Place(31, "y", 3), Place(41, "z", 4), Place(51, "q", 5),
    ]  # fmt: skip
    big = {unit: ordinary(60 + unit) for unit in (13, 21, 31, 41, 51)}
    counts = steady({**big, 11: count(4, 9, 9, 9)}, FIRST, 8)
    counts[12] = {FIRST.shift(ahead): count(3, 7, 7, 7) for ahead in range(4)}
    counts[112] = {FIRST.shift(ahead): count(3, 7, 7, 7) for ahead in range(4, 8)}
    return Structure(places, [Branch(pk, str(pk)) for pk in range(1, 6)]), counts


def test_a_head_reads_the_own_department_in_full_but_not_what_was_anothers():
    organisation, counts = moved_between_departments()
    inside, _ = decide(organisation, counts, [FIRST.shift(ahead) for ahead in range(8)])
    at = FIRST.shift(7)
    book = Book(organisation, counts, [], at, decided=inside, own=[2], limit=INSIDE)
    unit = Key(Level.UNIT, 112)
    assert book.see(unit, Method.ROLLING, at).now is not None
    assert book.see(unit, Method.ROLLING, at).before is None
    shown = {point.quarter for point in book.series(unit, Method.ROLLING, FIRST.shift(3), at) if point.absence}
    assert shown == {at}


def test_who_heads_two_hidden_departments_sees_none_of_them_for_it():
    organisation = structure({pk: [pk * 10] for pk in range(1, 7)})
    sizes = {10: 3, 20: 20, 30: 25, 40: 90, 50: 95, 60: 99}
    counts = steady({unit: ordinary(size) for unit, size in sizes.items()}, FIRST, 8)
    inside, _ = decide(organisation, counts, [FIRST.shift(ahead) for ahead in range(8)])
    at = FIRST.shift(7)
    hidden = {pk for pk, group in inside[at].items() if group.hidden}
    assert hidden == {1, 2, 3}
    both = Book(organisation, counts, [], at, decided=inside, own=[2, 3], limit=INSIDE)
    assert both.see(Key(Level.DEPARTMENT, 2), Method.ROLLING, at).now is None
    one = Book(organisation, counts, [], at, decided=inside, own=[2], limit=INSIDE)
    assert one.see(Key(Level.DEPARTMENT, 2), Method.ROLLING, at).now is not None
    assert one.see(Key(Level.DEPARTMENT, 3), Method.ROLLING, at).now is None
    shown = Book(organisation, counts, [], at, decided=inside, own=[2, 4], limit=INSIDE)
    assert shown.see(Key(Level.DEPARTMENT, 4), Method.ROLLING, at).now is not None


def a_random_world(seed):
    """Departments whose units are of any size, with any days; now and then a unit moves, with its series or without."""
    chance = Random(seed)
    departments = {pk: chance.randint(1, 4) for pk in range(1, 6)}
    quarters = [FIRST.shift(ahead) for ahead in range(6)]
    places, counts = [], {}
    for unit, department in [(pk * 10 + number, pk) for pk, many in departments.items() for number in range(many)]:
        employees = chance.randint(1, 60)
        moves = chance.random() < 0.12
        at = chance.randint(1, 5) if moves else 6
        by = {}
        for quarter in quarters:
            days = [0 if chance.random() < 0.15 else chance.randint(0, 3 * employees) for _ in KINDS]
            by[quarter] = count(max(0, employees + chance.randint(-2, 2)), *days)
        counts[unit] = {one: by[one] for one in quarters[:at]}
        if moves:
            last, new = quarters[at - 1].last_day, unit + 100
            counts[new] = {one: by[one] for one in quarters[at:]}
            elsewhere = chance.choice([pk for pk in departments if pk != department])
            places.append(Place(unit, str(unit), department, end=last, successor=new, follows=chance.random() < 0.5))
            places.append(Place(new, str(new), elsewhere, start=last + timedelta(days=1)))
        else:
            places.append(Place(unit, str(unit), department))
    return Structure(places, [Branch(pk, str(pk)) for pk in departments]), counts


@pytest.mark.parametrize("inside", [True, False])
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**9), kind=st.sampled_from(KINDS))
def test_no_world_leaks(inside, seed, kind):
    organisation, counts = a_random_world(seed)
    quarters = [FIRST.shift(ahead) for ahead in range(6)]
    decided = decide(organisation, counts, quarters)
    # Where even all departments together leave no room, the municipality's own total, which stays whole, tells.
    assume(not any(all(group.hidden for group in groups.values()) for one in decided for groups in one.values()))
    attack, hidden = read_everything(organisation, counts, quarters[3:], decided, kind, inside=inside)
    for key, cells in dict.fromkeys(hidden):
        assert attack.room(cells) >= (INSIDE if inside else OUTSIDE) - 1e-6, (key, cells)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**9), method=st.sampled_from(Method.values))
def test_levels_add_up_and_the_order_of_rows_does_not_matter(seed, method):
    organisation, counts = a_random_world(seed)
    at = FIRST.shift(5)
    book = Book(organisation, counts, [], at)
    turned = Book(organisation, dict(reversed(counts.items())), [], at)
    whole = book.see(WHOLE, method, at)
    assert whole.now is not None
    assert whole == turned.see(WHOLE, method, at)
    added = {"departments": [ZERO] * 4, "units": [ZERO] * 4}
    for name, keys in (("departments", book.departments()), ("units", book.units())):
        for key in keys:
            for quarter in window(method, at):
                one = book.counts(key).get(quarter, Count())
                more = (one.employees, one.short, one.long, one.child)
                added[name] = [old + new for old, new in zip(added[name], more, strict=True)]
    employees = whole.now.employees * len(window(method, at))
    expected = [employees, whole.now.short_days, whole.now.long_days, whole.now.child_days]
    assert added == {"departments": expected, "units": expected}
