"""Ten hours from the last request, and nothing written back by a page that only asks."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.utils import timezone

from chefforum.overview import views

pytestmark = pytest.mark.django_db
AGE = timedelta(seconds=settings.SESSION_COOKIE_AGE)


@pytest.fixture
def reader(login, chief):
    client = login(chief)
    session = client.session
    session["began"] = timezone.now().timestamp()
    session.save()
    client.get("/")
    return client


def move(client, **fields):
    Session.objects.filter(pk=client.session.session_key).update(**fields)


def ends(client):
    return Session.objects.get(pk=client.session.session_key).expire_date


def test_the_end_moves_with_the_last_request_but_seldom(reader):
    move(reader, expire_date=timezone.now() + AGE - timedelta(minutes=6))
    answer = reader.get("/")
    assert ends(reader) > timezone.now() + AGE - timedelta(seconds=30)
    assert answer.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE
    assert answer.cookies["sessionid"]["httponly"]
    moved = timezone.now() + AGE - timedelta(minutes=4)
    move(reader, expire_date=moved)
    assert "sessionid" not in reader.get("/").cookies
    assert ends(reader) == moved


def test_a_session_that_has_ended_stays_so(reader):
    for address in ("/", "/sundhed/"):
        move(reader, expire_date=timezone.now() - timedelta(seconds=1))
        key = reader.cookies["sessionid"].value
        reader.get(address)
        assert not Session.objects.filter(pk=key, expire_date__gt=timezone.now()).exists()
        reader.cookies["sessionid"] = key
    assert reader.get("/").status_code == 302


def test_a_request_that_changes_nothing_does_not_write_what_it_read(reader, monkeypatch):
    """What another request left meanwhile, a message say, is still there."""
    key = reader.session.session_key
    asked = views.desk_of

    def meanwhile(*args, **kwargs):
        Session.objects.filter(pk=key).update(session_data="left by another")
        return asked(*args, **kwargs)

    monkeypatch.setattr(views, "desk_of", meanwhile)
    move(reader, expire_date=timezone.now() + AGE - timedelta(minutes=6))
    assert reader.get("/").status_code == 200
    assert Session.objects.get(pk=key).session_data == "left by another"


def test_a_session_has_a_longest_life_however_busy_one_is(reader, settings):
    life = timedelta(seconds=settings.SESSION_LONGEST_SECONDS)
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        while timezone.now() < begun + life - timedelta(hours=8):
            clock.shift(timedelta(hours=8))
            assert reader.get("/").status_code == 200
        assert ends(reader) <= begun + life + timedelta(seconds=5)
        clock.shift(timedelta(hours=8))
        assert reader.get("/").status_code == 302
