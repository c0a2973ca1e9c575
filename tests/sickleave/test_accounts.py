"""The accounts of heads whose departments rose: asked for, written with nothing lost, sent, read by whom."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import Tenure
from chefforum.workflow import Refused
from sickleave import queries
from sickleave.actions import accounts
from sickleave.models import Account, AccountText, Report
from sickleave.notices import ACCOUNTS, about_accounts
from tests.factories import a_person
from tests.factories.absence import publish


@pytest.fixture
def account(published):
    return Account.objects.get(report=published, department__name="Skoler")


def say(client, account, **fields):
    data = {}
    for name, (text, was) in fields.items():
        data |= {name: text, f"var_{name}": was}
    who = client.session["_auth_user_id"]
    return client.post(reverse("sickleave:account", args=[account.pk]), data, headers={"X-Autosave": who})


def test_an_account_is_saved_as_it_is_typed_and_sent_when_it_is_finished(account, chief, barred, analyst, login):
    mine = login(chief)
    done = say(mine, account, reasons=("Vikarer mangler.", ""))
    assert (done.status_code, done.json()["values"]["reasons"], done.json()["answered"]) == (
        200,
        "Vikarer mangler.",
        False,
    )
    # Until it is sent it is the head's alone.
    for person in (barred, analyst):
        assert login(person).get(reverse("sickleave:account", args=[account.pk])).status_code == 404
        assert (
            "Vikarer" not in login(person).get(reverse("sickleave:report", args=[account.report_id])).content.decode()
        )
        assert (
            "Vikarer" not in login(person).get(reverse("sickleave:accounts", args=[account.report_id])).content.decode()
        )
    early = mine.post(reverse("sickleave:send", args=[account.pk]), follow=True)
    assert "Skriv både årsager og tiltag" in early.content.decode()
    # The button takes along what is on the page.
    words = {
        "reasons": "Vikarer mangler.",
        "var_reasons": "Vikarer mangler.",
        "measures": "Vi ansætter to.",
        "var_measures": "",
    }
    mine.post(reverse("sickleave:send", args=[account.pk]), words)
    account.refresh_from_db()
    assert (account.measures, account.by, account.sent_at is None) == ("Vi ansætter to.", chief, False)
    for person in (barred, analyst):
        assert "Vi ansætter to." in login(person).get(reverse("sickleave:account", args=[account.pk])).content.decode()
        assert (
            "Vi ansætter to."
            in login(person).get(reverse("sickleave:accounts", args=[account.report_id])).content.decode()
        )
    mine.post(reverse("sickleave:take_back", args=[account.pk]))
    assert login(analyst).get(reverse("sickleave:account", args=[account.pk])).status_code == 404


def test_two_who_write_at_once_lose_no_word(account, chief, login):
    other = a_person("sofie", "head_of_department")
    office = chief.tenures.get().office
    Tenure.objects.create(user=other, office=office, title="Konstitueret", start=timezone.localdate())
    say(login(chief), account, reasons=("Først.", ""))
    done = say(login(other), account, reasons=("Noget andet.", ""))
    assert done.status_code == 409
    assert done.json()["conflict"][0]["text"] == "Først."
    assert done.json()["by"] == str(chief)
    account.refresh_from_db()
    assert account.reasons == "Først."
    assert AccountText.objects.get().text == "Noget andet."
    say(login(other), account, reasons=("Noget helt tredje.", "Først."))
    assert {one.text for one in AccountText.objects.all()} == {"Noget andet.", "Først."}
    # One's own words in another window are taken over, and kept.
    say(login(other), account, reasons=("Noget helt tredje.", "Noget fra før."))
    # Words that are added make no earlier text.
    say(login(other), account, reasons=("Noget helt tredje. Og mere.", "Noget helt tredje."))
    assert AccountText.objects.count() == 2
    assert "Noget andet." in login(chief).get(reverse("sickleave:account", args=[account.pk])).content.decode()


def test_only_the_head_writes_and_only_while_the_report_is_open(account, chief, barred, analyst, secretary, login):
    for person in (barred, analyst, secretary):
        with pytest.raises(PermissionDenied):
            accounts.write(account, "reasons", "x", was="", by=person)
    with pytest.raises(Refused, match="over 4000 tegn"):
        accounts.write(account, "reasons", "x" * 4001, was="", by=chief)
    with pytest.raises(Refused, match="findes ikke"):
        accounts.write(account, "sent_at", "x", was="", by=chief)
    publish(Report.objects.get(pk=account.report_id), analyst, "close")
    with pytest.raises(PermissionDenied):
        accounts.write(account, "reasons", "x", was="", by=chief)
    assert login(chief).get(reverse("sickleave:account", args=[account.pk])).status_code == 200


def compose(letter, told=None):
    return about_accounts(letter, told)


def test_a_mail_asks_without_figures_and_reminds_once_a_stage(account, chief, analyst):
    Report.objects.filter(pk=account.report_id).update(due=timezone.localdate() + timedelta(days=20))
    letter = Letter.objects.get(to=chief, kind=ACCOUNTS)
    message = compose(letter)
    assert "Sygefravær: Skriv kort om Skoler senest" in message.subject
    assert reverse("sickleave:account", args=[account.pk]) in message.text
    assert f"{account.report}" in message.text
    assert not any(figure in message.text + message.html for figure in ("dage pr.", "+0", "12,"))
    assert compose(letter, message.told) is None
    Report.objects.filter(pk=account.report_id).update(due=timezone.localdate() + timedelta(days=2))
    assert compose(letter, message.told) is not None
    accounts.write(account, "reasons", "a", was="", by=chief)
    accounts.write(account, "measures", "b", was="", by=chief)
    accounts.send(account, by=chief)
    assert compose(letter) is None


def test_who_presses_reminds_all_that_are_missing(account, analyst, chief, barred, login):
    Letter.objects.all().delete()
    done = login(analyst).post(reverse("sickleave:remind", args=[account.report_id]), follow=True)
    assert "2\u00a0personer får en mail" in done.content.decode()
    assert {one.to for one in Letter.objects.all()} == {chief, barred}
    Letter.objects.update(due_at=timezone.now())
    mailroom.deliver_due()
    assert Letter.objects.filter(state="sent").count() == 2
    assert login(chief).post(reverse("sickleave:remind", args=[account.report_id])).status_code == 403


def test_the_clock_reminds_those_whose_day_is_near(account, chief, barred):
    Letter.objects.all().delete()
    today = timezone.localdate()
    Report.objects.filter(pk=account.report_id).update(due=today + timedelta(days=20))
    accounts.remind_all(today)
    assert not Letter.objects.exists()
    Report.objects.filter(pk=account.report_id).update(due=today + timedelta(days=1))
    accounts.remind_all(today)
    assert {one.to for one in Letter.objects.all()} == {chief, barred}


def test_the_front_desk_tells_the_head_and_who_leads(account, chief, analyst, outsider, login):
    assert "Redegørelse for Skoler" in login(chief).get("/").content.decode()
    desk = login(analyst).get("/").content.decode()
    assert "2\u00a0redegørelser mangler" in desk
    assert "Sygefravær</h2>" not in login(outsider).get("/").content.decode()
    assert [one.department.name for one in queries.accounts_to_write(viewer=chief)] == ["Skoler"]


def test_the_log_quotes_no_account(account, chief):
    from chefforum.audit.models import Entry

    accounts.write(account, "reasons", "Hemmelighedskræmmeren", was="", by=chief)
    accounts.write(account, "measures", "b", was="", by=chief)
    accounts.send(account, by=chief)
    assert "Hemmelighedskræmmeren" not in json.dumps(list(Entry.objects.values_list("text", flat=True)))


def test_an_account_that_is_emptied_is_not_sent_any_more(account, chief, analyst, login):
    for field in accounts.FIELDS:
        accounts.write(account, field, "Tekst", was="", by=chief)
    accounts.send(account, by=chief)
    accounts.write(account, "reasons", "", was="Tekst", by=chief)
    account.refresh_from_db()
    assert (account.sent_at, account.measures) == (None, "Tekst")
    assert AccountText.objects.get().text == "Tekst"
    assert login(analyst).get(reverse("sickleave:account", args=[account.pk])).status_code == 404


def test_who_has_a_post_but_not_the_role_is_not_asked(account, chief, analyst):
    other = a_person("rr", "reader")
    office = chief.tenures.get().office
    Tenure.objects.create(user=other, office=office, title="Vikar", start=timezone.localdate())
    ((_, people), _) = sorted(queries.waiting_for(account.report), key=lambda one: str(one[0]), reverse=True)
    assert people == [chief]
    Letter.objects.all().delete()
    accounts.remind(account.report, by=analyst)
    assert other not in {one.to for one in Letter.objects.all()}


def test_a_closed_report_waits_for_nobody(account, analyst):
    closed = publish(Report.objects.get(pk=account.report_id), analyst, "close")
    assert queries.waiting_for(closed) == []


def test_typing_on_overtakes_nobody_and_what_another_wrote_is_not_written_over(account, chief, login):
    """A save that is on its way when more is typed; and a colleague who wrote in the other field last."""
    other = a_person("sofie", "head_of_department")
    Tenure.objects.create(user=other, office=chief.tenures.get().office, title="Konst.", start=timezone.localdate())
    say(login(chief), account, reasons=("Vikarer", ""))
    assert say(login(chief), account, reasons=("Vikarer mangler", "")).status_code == 200
    say(login(other), account, measures=("Samtaler", ""))
    done = say(login(other), account, reasons=("Noget andet", ""))
    assert done.status_code == 409
    account.refresh_from_db()
    assert account.reasons == "Vikarer mangler"
