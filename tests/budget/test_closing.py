"""Closing a year: everything ends or goes on, once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budget import queries
from budget.actions import closing
from budget.actions.answering import say_all
from budget.actions.register import Entry, write_initiative
from budget.models import Agreement, Amount, Initiative
from budget.rules.closing import Onward, suggested_number
from budget.rules.numbering import Number
from chefforum.workflow import Overtaken, Refused
from tests.factories.budget import a_round, advance, an_agreement, point_of, status_of


@pytest.fixture
def following(officer):
    return an_agreement(officer, 2027, "1.1")


def onward(agreement, **choices: str | tuple[str, str]) -> dict[int, Onward]:
    """What becomes of points: ``p1_1="slut"``, ``p1_2="3.4"``, ``p2_2=("3.5", "en del")``."""
    found = {}
    for name, choice in choices.items():
        point = point_of(agreement, name[1:].replace("_", "."))
        number, part = choice if isinstance(choice, tuple) else (choice, "")
        found[point.pk] = Onward(None) if number == "slut" else Onward(Number(*map(int, number.split("."))), part)
    return found


def again(agreement) -> Agreement:
    return Agreement.objects.get(pk=agreement.pk)


def test_finished_points_end_and_the_others_go_on_with_a_link_back(agreement, following, officer, chief):
    point = point_of(agreement, "2.11")
    Amount.objects.create(initiative=point, year=2026, kind="drift", value=1)
    Amount.objects.create(initiative=point, year=2027, kind="drift", value=2)
    point.people.add(chief)
    choices = onward(agreement, p1_1="slut", p1_2="3.4", p2_2="slut", p2_11=("1.7", "demens"))
    carried = closing.close_year(agreement, choices, into=following, by=officer)
    assert [one.number for one in carried] == ["3.4", "1.7"]
    assert {one.number: one.state for one in Initiative.objects.filter(chapter__agreement=agreement)} == {
        "1.1": "ended",
        "1.2": "carried",
        "2.2": "ended",
        "2.11": "carried",
    }
    new = point_of(following, "1.7")
    assert (new.continues, new.carried_part, new.title, new.department) == (
        point,
        "demens",
        point.title,
        point.department,
    )
    assert list(new.people.all()) == [chief]
    assert list(new.amounts.values_list("year", "value")) == [(2027, 2)]
    assert again(agreement).state == "closed"


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ({"p1_1": "slut"}, "ikke valgt for 1.2, 2.2 og 2.11"),
        ({"p1_1": "3.1", "p1_2": "3.1", "p2_2": "slut", "p2_11": "slut"}, "To punkter har fået nummeret 3.1"),
        ({"p1_1": "1.1", "p1_2": "slut", "p2_2": "slut", "p2_11": "slut"}, "1.1 findes allerede"),
    ],
)
def test_nothing_is_forgotten_and_no_number_is_used_twice(agreement, following, officer, choices, sentence):
    with pytest.raises(Refused, match=sentence):
        closing.close_year(agreement, onward(agreement, **choices), into=following, by=officer)
    assert not Initiative.objects.exclude(state="open").exists()


def test_where_points_cannot_go(agreement, following, officer):
    earlier = an_agreement(officer, 2025, "1.1")
    all_on = onward(agreement, p1_1="5.1", p1_2="5.2", p2_2="5.3", p2_11="5.4")
    with pytest.raises(Refused, match="senere aftale"):
        closing.close_year(agreement, all_on, into=earlier, by=officer)
    with pytest.raises(Refused, match="hvilken aftale"):
        closing.close_year(agreement, all_on, into=None, by=officer)


def test_not_while_a_round_is_under_way(agreement, following, officer):
    a_round(agreement, by=officer)
    ends = onward(agreement, p1_1="slut", p1_2="slut", p2_2="slut", p2_11="slut")
    with pytest.raises(Refused, match="ikke sendt til ØU"):
        closing.close_year(agreement, ends, into=following, by=officer)


def test_a_year_is_closed_once(agreement, following, officer):
    ends = onward(agreement, p1_1="slut", p1_2="slut", p2_2="slut", p2_11="slut")
    closing.close_year(agreement, ends, into=following, by=officer)
    with pytest.raises(PermissionDenied):
        closing.close_year(agreement, ends, into=following, by=officer)
    stale = again(following)
    stale.version += 1
    with pytest.raises(Overtaken):
        closing.close_year(stale, onward(following, p1_1="slut"), into=None, by=officer)
    with pytest.raises(PermissionDenied):
        write_initiative(agreement, Entry(Number(9, 9), {"title": "For sent"}), by=officer)


def test_the_page_suggests_what_the_last_round_said(agreement, following, officer, login):
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    for number, carry, part in (("1.1", "not", ""), ("1.2", "whole", ""), ("2.2", "part", "resten"), ("2.11", "", "")):
        say_all(status_of(made, number), {"carry": carry, "carry_part": part}, by=officer)
    advance(made, "to_directors", "to_forum", "send", by=officer)
    client = login(officer)
    page = client.get(reverse("budget:close", args=[2026]))
    rows = {row["point"].number: (row["choice"], row["number"], row["part"]) for row in page.context["rows"]}
    assert rows == {
        "1.1": ("slut", "", ""),
        "1.2": ("hel", "1.2", ""),
        "2.2": ("del", "2.1", "resten"),
        "2.11": ("", "", ""),
    }
    form = {"ind_i": "2027", "version": again(agreement).version}
    for row in page.context["rows"]:
        pk = row["point"].pk
        form |= {f"valg{pk}": row["choice"], f"nr{pk}": row["number"], f"del{pk}": row["part"]}
    answer = client.post(reverse("budget:close", args=[2026]), form)
    assert answer.status_code == 409
    assert "ikke valgt for 2.11" in answer.content.decode()
    last = point_of(agreement, "2.11").pk
    bad = client.post(reverse("budget:close", args=[2026]), {**form, f"valg{last}": "del", f"nr{last}": "2.9"})
    assert "hvilken del af punkt 2.11" in bad.content.decode()
    odd = client.post(reverse("budget:close", args=[2026]), {**form, f"valg{last}": "hel", f"nr{last}": "to"})
    assert "»to« er ikke et nummer" in odd.content.decode()
    done = client.post(reverse("budget:close", args=[2026]), {**form, f"valg{last}": "slut"}, follow=True)
    assert "2\u00a0punkter fortsætter i Budgetaftale 2027" in done.content.decode()
    old = point_of(following, "2.1")
    page = client.get(reverse("budget:point", args=[2027, old.number])).content.decode()
    assert "Fortsætter" in page
    assert "Første status" in page, "the trail goes back into the agreement before"


def test_the_next_free_number():
    assert suggested_number(Number(2, 11), [Number(2, 3), Number(3, 9)]) == (2, 4)
    assert suggested_number(Number(2, 11), []) == (2, 1)


def test_a_point_can_end_before_its_year_and_be_followed_again(agreement, officer, chief):
    point = point_of(agreement, "1.1")
    with pytest.raises(PermissionDenied):
        closing.end_initiative(point, by=chief)
    closing.end_initiative(point, by=officer)
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    assert "1.1" not in [one.initiative.number for one in queries.statuses_of(made, viewer=officer)]
    closing.reopen_initiative(point_of(agreement, "1.1"), by=officer)
    assert point_of(agreement, "1.1").state == "open"


def test_how_long_a_point_has_had_its_light(agreement, following, officer):
    first = advance(a_round(agreement, by=officer), "collect", by=officer)
    say_all(status_of(first, "1.2"), {"light": "yellow"}, by=officer)
    advance(first, "to_directors", "to_forum", "send", by=officer)
    ends = onward(agreement, p1_1="slut", p1_2="3.4", p2_2="slut", p2_11="slut")
    closing.close_year(agreement, ends, into=following, by=officer)
    second = advance(a_round(following, by=officer, as_of=first.as_of.replace(year=2027)), "collect", by=officer)
    say_all(status_of(second, "3.4"), {"light": "yellow"}, by=officer)
    past = queries.trail(point_of(following, "3.4"), viewer=officer)
    assert [one.number for one in past] == ["2026: 1.2", "2027: 3.4"]
    assert queries.same_light_since(past) == ("yellow", first.as_of, 2)
    (waiting,) = queries.longest_waiting(viewer=officer)
    assert (waiting.initiative.number, waiting.light, waiting.since, waiting.rounds) == (
        "3.4",
        "yellow",
        first.as_of,
        2,
    )


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    years=st.lists(st.lists(st.sampled_from(["slut", "hel", "del"]), min_size=8, max_size=8), min_size=1, max_size=4)
)
def test_each_open_point_is_in_exactly_one_open_agreement_whatever_is_carried(officer, years):
    from django.db import transaction

    with transaction.atomic():
        current = an_agreement(officer, 2030, "1.1 1.2 2.1 2.2")
        for step, choices in enumerate(years, 1):
            into = an_agreement(officer, 2030 + step, "9.1")
            points = queries.open_points(current, viewer=officer)
            taken = list(queries.numbers_in(into))
            ways = {}
            for point, choice in zip(points, choices * 3, strict=False):
                if choice == "slut":
                    ways[point.pk] = Onward(None)
                    continue
                number = suggested_number(Number(point.chapter.number, point.point), taken)
                taken.append(number)
                ways[point.pk] = Onward(number, "en del" if choice == "del" else "")
            closing.close_year(current, ways, into=into, by=officer)
            current = again(into)
        still = Initiative.objects.filter(state="open").select_related("chapter__agreement")
        assert all(one.agreement.state == "open" for one in still)
        carried = Initiative.objects.filter(state="carried")
        assert all(Initiative.objects.filter(continues=one).count() == 1 for one in carried)
        assert Initiative.objects.filter(continues__isnull=False).count() == carried.count()
        transaction.set_rollback(True)
