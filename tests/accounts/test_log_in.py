"""Guessing passwords: slower and slower for an account and for an address, seen in the log, told to the owner."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.accounts import actions
from chefforum.accounts.models import Guesses
from chefforum.audit.models import Entry
from chefforum.mailroom import actions as mailroom
from chefforum.mailroom.models import Letter
from tests.factories import a_person

pytestmark = pytest.mark.django_db
LOGIN = "/log-ind/"


@pytest.fixture
def pernille():
    return a_person("pernille", "head_of_department")


def attempt(password="forkert", name="pernille", address="10.0.0.1", **headers):
    return Client(REMOTE_ADDR=address, **headers).post(LOGIN, {"username": name, "password": password})


def is_in(answer) -> bool:
    return answer.status_code == 302


def test_five_wrong_passwords_cost_nothing_and_then_the_wait_doubles(pernille):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(4):
            assert attempt().status_code == 200
        assert is_in(attempt("kodeord")), "four wrong ones, then the right one"
        assert Guesses.objects.get(kind="account").failures == 0
        for wait in (0, 0, 0, 0, 30, 60, 120, 240):
            assert attempt().status_code == 200
            if wait:
                stopped = attempt("kodeord")
                assert (stopped.status_code, is_in(stopped)) == (429, False)
                assert "Prøv igen om" in stopped.content.decode()
                clock.shift(timedelta(seconds=wait - 1))
                assert attempt("kodeord").status_code == 429
                clock.shift(timedelta(seconds=2))
        assert is_in(attempt("kodeord"))


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 30), (6, 60), (11, 1920), (12, 3600), (9999, 3600)]
)
def test_the_wait_grows_to_an_hour(failures, seconds):
    assert actions.delay_after(failures, 5) == timedelta(seconds=seconds)


def test_an_account_that_does_not_exist_waits_the_same_and_is_not_quoted(pernille):
    answers = [attempt(name="Min-Hemmelige-Kode") for _ in range(6)]
    assert [one.status_code for one in answers] == [200] * 5 + [429]
    assert not Entry.objects.filter(text__icontains="hemmelige").exists()
    assert Entry.objects.filter(verb="accounts.account_delayed", text__contains="ikke findes").count() == 1
    assert is_in(attempt("kodeord")), "another's account is not held up"


def test_names_are_one_account_however_they_are_spelled(pernille):
    for name in ("pernille", " Pernille", "PERNILLE ", "pernille", "pernilLe"):
        attempt(name=name)
    assert attempt("kodeord").status_code == 429


def test_an_address_that_tries_many_accounts_waits(pernille):
    for number in range(50):
        assert attempt(name=f"navn{number}").status_code == 200
    assert attempt("kodeord").status_code == 429
    assert is_in(attempt("kodeord", address="10.0.0.2"))
    assert Entry.objects.filter(verb="accounts.address_delayed", text__contains="10.0.0.1").exists()


def test_behind_proxies_the_address_is_the_one_they_saw(pernille, settings):
    settings.PROXIES = 1
    for number in range(50):
        attempt(name=f"navn{number}", HTTP_X_FORWARDED_FOR=f"1.2.3.{number}, 9.9.9.9")
    assert Guesses.objects.get(kind="address").key == "9.9.9.9"
    assert attempt("kodeord", HTTP_X_FORWARDED_FOR="9.9.9.9").status_code == 429
    assert is_in(attempt("kodeord", HTTP_X_FORWARDED_FOR="9.9.9.9, 8.8.8.8"))


def test_the_owner_is_told_once(pernille):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(8):
            attempt()
            clock.shift(timedelta(hours=1, seconds=1))
    letter = Letter.objects.get(kind="accounts.attempts")
    Letter.objects.update(due_at=timezone.now())
    mailroom.deliver_due()
    letter.refresh_from_db()
    assert (letter.to, letter.state) == (pernille, "sent")
    assert "forkert adgangskode flere gange" in letter.text
    assert Entry.objects.filter(verb="accounts.account_delayed", target_id=pernille.pk).count() == 4


def test_the_administration_has_no_log_in_of_its_own(administrator):
    answer = Client().get("/admin/login/", {"next": "/admin/"})
    assert (answer.status_code, answer["Location"]) == (302, "/log-ind/?next=%2Fadmin%2F")
    for _ in range(5):
        attempt(name="anton")
    client = Client(REMOTE_ADDR="10.0.0.1")
    client.post("/admin/login/", {"username": "anton", "password": "kodeord", "next": "/admin/"})
    assert client.get(reverse("admin:index")).status_code == 302


def test_counts_are_forgotten(pernille):
    attempt()
    assert actions.forget_old_guesses() == 0
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        assert actions.forget_old_guesses() == 2
