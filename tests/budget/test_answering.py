"""Saying how a point stands: nothing is lost, and the changes give the present state."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budget.actions import answering
from budget.actions.answering import Said
from budget.models import Change, Status
from budget.rules.fields import FIELDS, spelled
from chefforum.web.middleware import AUTOSAVE
from chefforum.workflow import Refused
from tests.factories import a_person
from tests.factories.budget import a_department, a_round, advance, an_agreement, status_of


def said(field, text, was=""):
    return [Said(field, text, was)]


def replayed(status: Status) -> dict[str, str]:
    """What the changes of a status give, one after the other, from the empty status."""
    state = {field: spelled(Status(), field) for field in FIELDS}
    for change in Change.objects.filter(status=status, aside=False).order_by("pk"):
        assert change.old == state[change.field], f"{change} does not begin where the last one ended"
        state[change.field] = change.new
    return state


def now(status: Status) -> dict[str, str]:
    fresh = Status.objects.get(pk=status.pk)
    return {field: spelled(fresh, field) for field in FIELDS}


def test_a_head_answers_and_the_point_is_answered(collecting, chief):
    status = status_of(collecting, "1.1")
    saved = answering.say(status, [Said("light", "yellow", "none"), Said("public_text", "Forsinket.", "")], by=chief)
    assert (saved.changed, saved.overtaken) == (["light", "public_text"], [])
    fresh = status_of(collecting, "1.1")
    assert (fresh.light, fresh.public_text, fresh.answered_by) == ("yellow", "Forsinket.", chief)


def test_a_head_writes_only_their_own_points(collecting, chief):
    with pytest.raises(PermissionDenied):
        answering.say(status_of(collecting, "1.2"), said("light", "green", "none"), by=chief)
    with pytest.raises(PermissionDenied):
        answering.say_unchanged(status_of(collecting, "1.2"), by=chief)
    with pytest.raises(PermissionDenied):
        answering.mark_answered(status_of(collecting, "1.2"), by=chief)


@pytest.mark.parametrize("verbs", [["to_directors"], ["to_directors", "to_forum"]])
def test_a_head_writes_no_more_once_the_round_has_gone_on(collecting, officer, chief, verbs):
    advance(collecting, *verbs, by=officer)
    with pytest.raises(PermissionDenied):
        answering.say(status_of(collecting, "1.1"), said("light", "green", "none"), by=chief)


def test_nobody_writes_in_what_is_sent(collecting, officer, chief, director):
    advance(collecting, "to_directors", "to_forum", "send", by=officer)
    for person in (officer, chief, director):
        with pytest.raises(PermissionDenied):
            answering.say(status_of(collecting, "1.1"), said("light", "green", "none"), by=person)


def test_the_second_of_two_in_one_field_overwrites_nobody_and_loses_nothing(collecting, chief, officer):
    status = status_of(collecting, "1.1")
    answering.say(status, said("public_text", "Chefens tekst"), by=chief)
    late = answering.say(status, [Said("public_text", "Min tekst", ""), Said("light", "red", "none")], by=officer)
    assert (late.changed, late.overtaken) == (["light"], ["public_text"])
    assert status_of(collecting, "1.1").public_text == "Chefens tekst"
    assert Change.objects.get(aside=True).new == "Min tekst"
    assert replayed(status) == now(status)


def test_words_added_in_one_go_are_one_change_and_words_taken_out_are_kept(collecting, chief):
    status = status_of(collecting, "1.1")
    for was, text in (("", "Ven"), ("Ven", "Venter på"), ("Venter på", "Venter på svar"), ("Venter på svar", "Ok")):
        answering.say(status, said("public_text", text, was), by=chief)
    texts = list(Change.objects.filter(field="public_text").order_by("pk").values_list("old", "new"))
    assert texts == [("", "Venter på svar"), ("Venter på svar", "Ok")]


def test_unchanged_says_what_the_round_before_said(agreement, officer, chief):
    first = advance(a_round(agreement, by=officer), "collect", by=officer)
    with pytest.raises(Refused, match="ingen tidligere status"):
        answering.say_unchanged(status_of(first, "2.11"), by=officer)
    values = {"light": "yellow", "public_text": "På vej", "comment": "Hm", "carry": "part", "carry_part": "resten"}
    answering.say_all(status_of(first, "1.1"), values, by=chief)
    advance(first, "to_directors", "to_forum", "send", by=officer)
    later = first.as_of.replace(month=9)
    second = advance(a_round(agreement, by=officer, name="Anden status", as_of=later), "collect", by=officer)
    status = status_of(second, "1.1")
    assert status.answered_at is None
    answering.say_unchanged(status, by=chief)
    assert now(status) == now(status_of(first, "1.1"))
    assert status_of(second, "1.1").answered_by == chief


def test_unchanged_touches_nothing_that_is_written(agreement, officer, chief):
    first = advance(a_round(agreement, by=officer), "collect", by=officer)
    answering.say_all(status_of(first, "1.1"), {"light": "red", "public_text": "Gammel", "comment": "Gammel"}, by=chief)
    advance(first, "to_directors", "to_forum", "send", by=officer)
    second = a_round(agreement, by=officer, name="Anden status", as_of=first.as_of.replace(month=9))
    status = status_of(advance(second, "collect", by=officer), "1.1")
    answering.say_all(status, {"comment": "Ny bemærkning"}, by=chief)
    answering.say_unchanged(status, by=chief)
    assert (now(status)["light"], now(status)["comment"]) == ("red", "Ny bemærkning")
    answering.say_all(status, {"public_text": "Ny tekst"}, by=chief)
    with pytest.raises(Refused, match="allerede fået lys eller tekst"):
        answering.say_unchanged(status, by=chief)
    assert now(status)["public_text"] == "Ny tekst"


def test_a_part_belongs_to_a_point_that_is_carried_in_part(collecting, officer):
    status = status_of(collecting, "1.1")
    answering.say_all(status, {"carry": "part", "carry_part": "demens"}, by=officer)
    answering.say_all(status_of(collecting, "1.1"), {"carry": "whole"}, by=officer)
    assert status_of(collecting, "1.1").carry_part == ""
    assert replayed(status) == now(status)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("light", "blå", "grøn, gul, rød eller ingen"),
        ("light", "", "grøn, gul, rød eller ingen"),
        ("carry", "måske", "om punktet føres over"),
        ("finish_on", "i morgen", "er ikke en dato"),
        ("public_text", "x" * 4001, "højst have 4000 tegn"),
        ("case_forum", "x" * 81, "højst have 80 tegn"),
    ],
)
def test_a_value_that_a_field_cannot_hold_is_refused_with_a_sentence(collecting, chief, field, text, sentence):
    with pytest.raises(Refused, match=sentence):
        answering.say(status_of(collecting, "1.1"), said(field, text, spelled(Status(), field)), by=chief)
    assert not Change.objects.exists()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["chief", "officer"]),
        st.sampled_from(["light", "public_text", "comment", "carry", "carry_part", "needs_case", "finish_on"]),
        st.integers(0, 5),
        st.booleans(),
    ),
    max_size=12,
)
VALUES = {
    "light": ["none", "green", "yellow", "red", "green", "red"],
    "public_text": ["", "a", "ab", "abc", "b", "En tekst"],
    "comment": ["", "x", "xy", "z", "zz", "y"],
    "carry": ["", "not", "whole", "part", "part", ""],
    "carry_part": ["", "en", "en del", "to", "tre", ""],
    "needs_case": ["", "ja", "ja", "", "ja", ""],
    "finish_on": ["", "2026-05-01", "2027-01-01", "", "2026-05-01", ""],
}


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_the_changes_replay_to_the_present_state(collecting, chief, officer, steps):
    status = status_of(collecting, "1.1")
    Change.objects.filter(status=status).delete()
    Status.objects.filter(pk=status.pk).update(**{name: getattr(Status(), name) for name in FIELDS})
    people = {"chief": chief, "officer": officer}
    written = set()
    for who, field, place, knows in steps:
        # Somebody who does not know what the field says now has read the page before anybody wrote.
        was = now(status)[field] if knows else spelled(Status(), field)
        text = VALUES[field][place]
        if text != now(status)[field]:
            written.add((field, text))
        answering.say(status_of(collecting, "1.1"), said(field, text, was), by=people[who])
        assert replayed(status) == now(status)
    kept = set(Change.objects.filter(status=status).values_list("field", "new"))
    kept |= set(Change.objects.filter(status=status).values_list("field", "old"))
    long_words = {new for _, new in kept}
    for field, text in written:
        # A word that was only the beginning of a longer one by the same person lives on in it.
        assert (field, text) in kept or not text or any(word.startswith(text) for word in long_words)


@pytest.mark.django_db(transaction=True)
def test_two_heads_in_the_same_moment_lose_nothing(forum, chief):
    officer = a_person("kirsten", "budget_officer")
    other = a_person("rasmus", "head_of_department", forum)
    agreement = an_agreement(officer, department=a_department("Skoler", chief).pk)
    a_department("Skoler", other)
    collecting = advance(a_round(agreement, by=officer), "collect", by=officer)
    status = status_of(collecting, "1.1")
    gate = threading.Barrier(2)
    saved = []

    def write(person, text):
        gate.wait()
        saved.append(answering.say(status, said("public_text", text), by=person))
        connection.close()

    threads = [threading.Thread(target=write, args=pair) for pair in ((chief, "Den ene"), (other, "Den anden"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(one.overtaken) for one in saved) == [0, 1]
    assert set(Change.objects.values_list("new", flat=True)) == {"Den ene", "Den anden"}
    assert replayed(status) == now(status)


def post(client, person, status, **values):
    url = reverse("budget:save", args=[status.pk])
    return client.post(url, values, headers={AUTOSAVE: str(person.pk)})


def test_the_page_saves_by_itself_and_is_told_of_a_conflict(collecting, chief, officer, login):
    status = status_of(collecting, "1.1")
    client = login(chief)
    answer = post(client, chief, status, var_light="none", light="yellow")
    assert answer.status_code == 200
    data = answer.json()
    assert data["values"]["light"] == "yellow"
    assert data["answered"]
    assert data["faults"] == ["gul eller rød uden forklaring"]
    answering.say(status_of(collecting, "1.1"), said("public_text", "Budgetkonsulentens"), by=officer)
    late = post(client, chief, status, var_public_text="", public_text="Mit")
    assert late.status_code == 409
    assert late.json()["conflict"] == [
        {"field": "public_text", "name": "Tekst til ØU", "text": "Budgetkonsulentens", "shown": "Budgetkonsulentens"}
    ]
    assert late.json()["by"] == "Kirsten Prøve"
    bad = post(client, chief, status, var_light="yellow", light="lilla")
    assert bad.status_code == 409
    assert "grøn, gul, rød" in bad.json()["error"]


def test_without_a_script_the_whole_form_is_saved(collecting, chief, login):
    status = status_of(collecting, "1.1")
    url = reverse("budget:save", args=[status.pk])
    page = login(chief).post(
        url, {"var_light": "none", "light": "red", "var_public_text": "", "public_text": "Går i stå"}, follow=True
    )
    assert "Punkt 1.1 er gemt." in page.content.decode()
    assert status_of(collecting, "1.1").light == "red"


def test_the_page_shows_only_ones_own_points_and_the_last_status_beside(agreement, officer, chief, login):
    first = advance(a_round(agreement, by=officer), "collect", by=officer)
    answering.say_all(status_of(first, "1.1"), {"light": "red", "public_text": "Sidste gang"}, by=chief)
    advance(first, "to_directors", "to_forum", "send", by=officer)
    second = a_round(agreement, by=officer, name="Anden status", as_of=first.as_of.replace(month=9))
    advance(second, "collect", by=officer)
    client = login(chief)
    page = client.get(reverse("budget:mine", args=[second.pk])).content.decode()
    assert "Punkt 1.1" in page
    assert "Punkt 2.11" in page
    assert "Punkt 1.2" not in page
    assert "Sidste gang" in page
    client.post(reverse("budget:unchanged", args=[status_of(second, "1.1").pk]))
    assert status_of(second, "1.1").public_text == "Sidste gang"
    client.post(reverse("budget:unchanged", args=[status_of(second, "2.11").pk]), {"besvaret": "1"})
    assert status_of(second, "2.11").answered_by == chief
