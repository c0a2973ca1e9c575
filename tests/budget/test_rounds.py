"""Rounds from plan to Økonomiudvalget: steps, faults, reminders."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from budget import queries
from budget.actions import reviewing, rounds
from budget.actions.answering import say_all
from budget.actions.freezing import take_step
from budget.actions.register import apply_entries
from budget.models import Initiative, Round, RoundStep, Status
from budget.notices import about_waiting
from budget.rules import checking
from budget.rules.entry import Entry
from budget.rules.numbering import Number
from chefforum.danish import long_date
from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.mailroom.reminding import stage
from chefforum.workflow import Overtaken, Refused
from tests.factories import a_person
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of, status_of


def test_the_road_is_a_table_and_every_step_is_kept(agreement, officer):
    made = a_round(agreement, by=officer)
    done = advance(made, "collect", "to_directors", "to_forum", "send", "close", by=officer)
    assert done.state == "closed"
    steps = list(RoundStep.objects.filter(round=made).values_list("verb", "state"))
    assert steps == [
        ("collect", "collecting"),
        ("to_directors", "directors"),
        ("to_forum", "forum"),
        ("send", "sent"),
        ("close", "closed"),
    ]


def test_a_step_that_does_not_lead_on_or_was_taken_is_overtaken(agreement, officer):
    made = a_round(agreement, by=officer)
    with pytest.raises(Overtaken):
        take_step(made, "send", by=officer)
    take_step(Round.objects.get(pk=made.pk), "collect", by=officer)
    with pytest.raises(Overtaken):
        take_step(made, "collect", by=officer)
    assert RoundStep.objects.filter(round=made).count() == 1


def test_going_back_needs_a_reason(collecting, officer):
    gone = advance(collecting, "to_directors", by=officer)
    with pytest.raises(Refused, match="hvorfor runden går tilbage"):
        take_step(gone, "back_to_collecting", reason=" ", by=officer)
    take_step(gone, "back_to_collecting", reason="To afdelinger manglede", by=officer)
    assert RoundStep.objects.last().reason == "To afdelinger manglede"
    assert Round.objects.get(pk=gone.pk).state == "collecting"


def test_only_officers_run_rounds(agreement, officer, chief, director, chief_executive, outsider, administrator):
    made = a_round(agreement, by=officer)
    for person in (chief, director, chief_executive, outsider, administrator):
        with pytest.raises(PermissionDenied):
            take_step(made, "collect", by=person)
        with pytest.raises(PermissionDenied):
            a_round(agreement, by=person, name="Kapret")
        with pytest.raises(PermissionDenied):
            rounds.remind(made, by=person)


@pytest.mark.parametrize("field", ["due", "forum_on", "committee_on"])
def test_days_follow_each_other(agreement, officer, login, field):
    days = {"as_of": "2026-03-01", "due": "2026-03-10", "forum_on": "2026-03-20", "committee_on": "2026-03-30"}
    values = {"name": "Status", "agreements": [agreement.pk], **days, field: "2026-02-01"}
    page = login(officer).post(reverse("budget:plan_round"), values)
    assert page.status_code == 422
    assert "Datoen ligger før den foregående." in page.content.decode()
    assert not Round.objects.exists()


def test_a_round_is_planned_changed_and_held_fast(agreement, officer, login):
    client = login(officer)
    values = {"name": "Status", "agreements": [agreement.pk], "as_of": "2026-03-01", "due": "2026-03-10"}
    values |= {"forum_on": "2026-03-20", "committee_on": "2026-03-30"}
    client.post(reverse("budget:plan_round"), values)
    made = Round.objects.get()
    again = client.post(reverse("budget:plan_round"), values)
    assert "Der er allerede en runde" in again.content.decode()
    client.post(reverse("budget:change_round", args=[made.pk]), {**values, "due": "2026-03-15"})
    assert Round.objects.get().due == date(2026, 3, 15)
    advance(made, "collect", by=officer)
    fast = client.post(reverse("budget:change_round", args=[made.pk]), {**values, "as_of": "2026-02-01"})
    assert "opgørelsesdag ligger fast" in fast.content.decode()


def test_the_collection_takes_the_points_that_are_followed_and_tells_their_heads(agreement, officer, chief, director):
    Initiative.objects.filter(pk=point_of(agreement, "2.2").pk).update(state="ended")
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    numbers = [one.initiative.number for one in queries.statuses_of(made, viewer=officer)]
    assert numbers == ["1.1", "1.2", "2.11"]
    assert list(Letter.objects.values_list("to", flat=True)) == [chief.pk]


def test_two_agreements_in_one_round(officer):
    first, second = an_agreement(officer, 2026, "1.1 2.1"), an_agreement(officer, 2027, "1.1")
    made = advance(a_round(first, second, by=officer), "collect", by=officer)
    said = [(one.initiative.agreement.year, one.initiative.number) for one in queries.statuses_of(made, viewer=officer)]
    assert said == [(2026, "1.1"), (2026, "2.1"), (2027, "1.1")]


def letter_to(user) -> Letter:
    return Letter.objects.filter(to=user).latest("pk")


def test_the_mail_names_the_points_the_day_and_the_link(collecting, chief):
    Round.objects.update(due=timezone.localdate() + timedelta(days=2))
    message = about_waiting(letter_to(chief), None)
    assert (
        message.subject
        == f"Budgetaftalen: Skriv status på 2\u00a0punkter senest {long_date(timezone.localdate() + timedelta(days=2))}"
    )
    assert "1.1 og 2.11" in message.text
    assert f"/budget/runde/{collecting.pk}/mine/" in message.text
    # Told at the same stage before, there is nothing new to say; past the day there is.
    assert about_waiting(letter_to(chief), message.told) is None
    Round.objects.update(due=timezone.localdate() - timedelta(days=1))
    assert about_waiting(letter_to(chief), message.told) is not None


def test_an_answered_point_is_not_asked_for(collecting, chief, officer):
    for number in ("1.1", "2.11"):
        say_all(status_of(collecting, number), {"light": "green"}, by=chief)
    assert about_waiting(letter_to(chief), None) is None
    Letter.objects.all().delete()
    assert rounds.remind(collecting, by=officer) == 0


def test_the_clock_reminds_near_the_day_and_every_third_day_after_it():
    due = date(2026, 3, 10)
    stages = [stage(due, due + timedelta(days=ahead)) for ahead in (-10, -3, 0, 1, 3, 4, 7)]
    assert stages == ["far", "near", "near", "late1", "late1", "late2", "late3"]


def test_the_clock_posts_one_letter_however_often_it_strikes(collecting, chief):
    Letter.objects.all().delete()
    today = timezone.localdate()
    Round.objects.update(due=today + timedelta(days=1))
    assert rounds.remind_all(today) == 1
    assert rounds.remind_all(today) == 1
    assert Letter.objects.count() == 1
    mailroom.deliver_due()
    assert rounds.remind_all(today) == 1
    mailroom.deliver_due()
    assert Letter.objects.filter(state="sent").count() == 1


def test_what_fails_the_rules(agreement, officer, chief):
    collecting = advance(a_round(agreement, by=officer), "collect", by=officer)
    say_all(status_of(collecting, "1.1"), {"light": "red"}, by=officer)
    say_all(status_of(collecting, "1.2"), {"light": "green", "finish_on": "2027-01-01"}, by=officer)
    say_all(status_of(collecting, "2.2"), {"light": "green", "carry": "part", "needs_case": "ja"}, by=officer)
    found = queries.faults_in(collecting, queries.statuses_of(collecting, viewer=officer))
    said = {what: [one.initiative.number for one in rows] for what, rows in found.listed()}
    assert said == {
        checking.NOT_ANSWERED: ["2.11"],
        checking.NO_RESPONSIBLE: ["1.2", "2.2"],
        checking.UNEXPLAINED: ["1.1"],
        checking.GREEN_AHEAD: ["1.2"],
        checking.NO_PART: ["2.2"],
        checking.NO_CASE_FORUM: ["2.2"],
    }


def test_the_same_text_in_three_rounds_is_pointed_out(agreement, officer):
    for month in (3, 6, 9):
        one = a_round(agreement, by=officer, name=f"Runde {month}", as_of=date(2026, month, 1))
        advance(one, "collect", by=officer)
        say_all(status_of(one, "1.1"), {"light": "green", "public_text": "Går godt"}, by=officer)
        found = queries.faults_in(one, [status_of(one, "1.1")])
        assert (checking.SAME_TEXT in found.found) is (month == 9)
        advance(one, "to_directors", "to_forum", "send", by=officer)


def test_the_page_says_who_is_late_and_what_is_missing(collecting, officer, chief, login):
    Round.objects.update(due=timezone.localdate() - timedelta(days=2))
    say_all(status_of(collecting, "1.1"), {"light": "green"}, by=chief)
    page = login(officer).get(reverse("budget:round", args=[collecting.pk])).content.decode()
    assert "2\u00a0dage over fristen" in page
    assert "1 af 2 mangler: 2.11" in page
    assert "3\u00a0punkter ikke besvaret" in page
    assert chief.get_full_name() in page


def test_a_text_is_asked_for_written_and_gone_from_the_desk(collecting, officer, chief, login):
    advance(collecting, "to_directors", "to_forum", by=officer)
    status = status_of(collecting, "1.2")
    due = timezone.localdate() + timedelta(days=2)
    reviewing.ask_for_text(status, person=chief, due=due, wish="mere lukket", by=officer)
    client = login(chief)
    assert "beder om en ny tekst til ØU: mere lukket" in client.get("/").content.decode()
    assert "mere lukket" in about_waiting(letter_to(chief), None).text
    page = client.get(reverse("budget:mine", args=[collecting.pk])).content.decode()
    assert "beder dig skrive en ny tekst" in page
    assert 'name="light"' not in page
    say_all(status_of(collecting, "1.2"), {"public_text": "Ny tekst"}, by=chief)
    with pytest.raises(PermissionDenied):
        say_all(status_of(collecting, "1.2"), {"light": "green"}, by=chief)
    assert "beder om en ny tekst" not in client.get("/").content.decode()
    with pytest.raises(PermissionDenied):
        say_all(status_of(collecting, "1.2"), {"public_text": "Endnu en"}, by=chief)


def test_whom_one_can_ask_and_when(collecting, officer, chief, outsider):
    status = status_of(collecting, "1.1")
    today = timezone.localdate()
    with pytest.raises(Refused, match="kan ikke skrive i runden"):
        reviewing.ask_for_text(status, person=outsider, due=today, wish="", by=officer)
    with pytest.raises(Refused, match="Fristen er overskredet"):
        reviewing.ask_for_text(status, person=chief, due=today - timedelta(days=1), wish="", by=officer)
    asked = reviewing.ask_for_text(status, person=chief, due=today, wish="", by=officer)
    with pytest.raises(Refused, match="allerede bedt om"):
        reviewing.ask_for_text(status, person=chief, due=today, wish="", by=officer)
    reviewing.drop_request(asked, by=officer)
    assert not queries.requests_waiting(viewer=chief)
    with pytest.raises(PermissionDenied):
        reviewing.ask_for_text(status, person=chief, due=today, wish="", by=chief)


def test_a_point_that_comes_after_the_collection_began_can_be_taken_in(collecting, officer, agreement, login):
    an_agreement(officer, 2027, "9.9")
    assert Status.objects.filter(round=collecting).count() == 4
    apply_entries(agreement, [Entry(Number(9, 1), {"title": "Sent"})], {}, source="x", by=officer)
    client = login(officer)
    url = reverse("budget:round", args=[collecting.pk])
    assert "1\u00a0punkt er kommet til, siden indsamlingen begyndte" in client.get(url).content.decode()
    page = client.post(reverse("budget:include_new", args=[collecting.pk]), follow=True).content.decode()
    assert "1\u00a0nyt punkt er kommet med i runden." in page
    assert status_of(collecting, "9.1").answered_at is None
    advance(collecting, "to_directors", "to_forum", "send", by=officer)
    with pytest.raises(Refused, match="ikke i gang"):
        rounds.include_new(collecting, by=officer)


def test_the_committees_decision_is_written_in_and_shown(collecting, officer, outsider, chief, login):
    client = login(officer)
    url = reverse("budget:committee", args=[collecting.pk])
    values = {"on": "2026-04-07", "text": "Udvalget tog orienteringen til efterretning <3"}
    early = client.post(url, values, follow=True).content.decode()
    assert "ikke sendt til ØU endnu" in early
    advance(collecting, "to_directors", "to_forum", "send", by=officer)
    assert client.post(url, {"on": "x", "text": ""}).status_code == 422
    client.post(url, values)
    client.post(url, {**values, "text": "Udvalget udsatte sagen"})
    (stamp,) = queries.stamps_of(collecting)
    assert (stamp.forum, stamp.on, stamp.text) == ("Økonomiudvalget", date(2026, 4, 7), "<p>Udvalget udsatte sagen</p>")
    page = reverse("budget:round", args=[collecting.pk])
    assert "Udvalget udsatte sagen" in login(chief).get(page).content.decode()
    seen = login(outsider).get(page).content.decode()
    assert "Økonomiudvalget 7.\u00a0april" in seen
    assert "Udvalget udsatte sagen" in seen


def test_a_new_head_takes_the_points_over(collecting, chief, forum):
    new = a_person("ida", "head_of_department", forum)
    assert not queries.own_statuses(collecting, viewer=new)
    a_department("Skoler", new)
    assert [one.initiative.number for one in queries.own_statuses(collecting, viewer=new)] == ["1.1", "2.11"]


def test_what_fails_the_rules_is_looked_at_before_a_round_is_sent(collecting, officer, chief, login):
    client = login(officer)
    address = reverse("budget:step", args=[collecting.pk, "to_directors"])
    page = client.post(address).content.decode()
    assert "Send til direktørerne alligevel?" in page
    assert "ikke besvaret" in page
    assert Round.objects.get().state == "collecting"
    assert login(chief).post(address).status_code == 403
    client.post(address, {"alligevel": "1"})
    assert Round.objects.get().state == "directors"


def test_the_front_desk_shows_a_round_to_those_who_lead_it(collecting, officer, chief, login):
    assert "4\u00a0punkter mangler svar" in login(officer).get("/").content.decode()
    director = a_person("henrik", "director")
    assert "Gennemgå runden" not in login(director).get("/").content.decode()
    advance(collecting, "to_directors", by=officer)
    assert "Gennemgå runden" in login(director).get("/").content.decode()
    assert "Gennemgå runden" not in login(chief).get("/").content.decode()
