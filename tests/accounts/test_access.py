"""Whoever changes another's access in the administration is logged, the other is told, and is logged out everywhere."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from chefforum.accounts.models import AccessChange
from chefforum.audit.models import Entry
from chefforum.mailroom.actions import deliver_due
from chefforum.mailroom.models import Letter
from chefforum.organisation.models import Office

pytestmark = pytest.mark.django_db
NO_ROWS = {"tenures-TOTAL_FORMS": "0", "tenures-INITIAL_FORMS": "0"}


@pytest.fixture
def desk(administrator, login):
    return login(administrator)


def form_of(user, **changed):
    values = {name: getattr(user, name) for name in ("username", "first_name", "last_name", "email", "role")}
    values |= {"is_active": "on", "date_joined_0": "2020-01-01", "date_joined_1": "10:00"}
    return {**values, **NO_ROWS, **changed}


def change(desk, user, **changed):
    answer = desk.post(reverse("admin:organisation_user_change", args=[user.pk]), form_of(user, **changed))
    assert answer.status_code == 302, answer.context["errors"]


def told(user) -> str:
    Letter.objects.update(due_at=timezone.now())
    deliver_due()
    return Letter.objects.get(kind="accounts.changed", to=user).text


def test_a_new_role_is_logged_told_and_ends_the_sessions(desk, chief, login, administrator):
    his, mine = login(chief), desk
    assert his.get("/").status_code == 200
    change(desk, chief, role="director")
    assert his.get("/").status_code == 302, "logged out"
    assert mine.get("/").status_code == 200
    entry = Entry.objects.get(verb="accounts.access_changed")
    assert (entry.by, entry.target_id) == (administrator, chief.pk)
    assert "rollen er nu Direktør" in entry.text
    text = told(chief)
    assert "Rollen er nu Direktør" in text
    assert "Anton" in text


def test_what_is_not_changed_is_not_told(desk, chief, login):
    his = login(chief)
    change(desk, chief, first_name="Pernille-Marie")
    assert his.get("/").status_code == 200
    assert not AccessChange.objects.exists()


def test_a_password_set_by_somebody_else(desk, chief, login):
    his = login(chief)
    page = reverse("admin:auth_user_password_change", args=[chief.pk])
    desk.post(page, {"password1": "et-helt-nyt-kodeord", "password2": "et-helt-nyt-kodeord", "usable_password": "true"})
    assert Client().post("/log-ind/", {"username": "pernille", "password": "et-helt-nyt-kodeord"}).status_code == 302
    assert his.get("/").status_code == 302
    assert "Adgangskoden er skiftet" in told(chief)
    assert not Entry.objects.filter(text__contains="et-helt-nyt").exists()


def test_a_post_and_a_membership(desk, chief, forum, login):
    office = Office.objects.create(name="Afdelingschefen for Skoler")
    row = {"tenures-0-office": office.pk, "tenures-0-title": "Chef, Skoler", "tenures-0-start": "2026-01-01"}
    change(desk, chief, **{**row, "tenures-TOTAL_FORMS": "1"})
    membership = chief.memberships.get()
    his = login(chief)
    fields = desk.get(reverse("admin:meetings_forum_change", args=[forum.pk])).context["adminform"].form.initial
    values = {name: "" if value is None else value for name, value in fields.items()}
    values["sections"] = json.dumps(values["sections"])
    rows = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "1", "memberships-0-id": membership.pk}
    rows |= {"memberships-0-forum": forum.pk, "memberships-0-user": chief.pk, "memberships-0-start": "2020-01-01"}
    values = {name: value for name, value in values.items() if value is not False}
    answer = desk.post(
        reverse("admin:meetings_forum_change", args=[forum.pk]), {**values, **rows, "memberships-0-end": "2030-01-01"}
    )
    assert answer.status_code == 302, (answer.context["errors"], values)
    assert his.get("/").status_code == 302
    said = told(chief)
    assert "Stillingen »Chef, Skoler« er tilføjet" in said
    assert "Medlemskabet af Chefforum er ændret" in said


def test_ones_own_password_is_logged_and_ends_the_other_sessions(chief, login):
    here, there = login(chief), login(chief)
    new = "et-helt-nyt-kodeord"
    here.post("/adgangskode/", {"old_password": "kodeord", "new_password1": new, "new_password2": new})
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 302)
    assert Entry.objects.get(verb="accounts.password_changed").by == chief
