"""The shell of the pages: login, policy, errors, and words that are handed back."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from chefforum.web.middleware import came_from
from meetings.actions import sending
from tests.factories import fresh


def test_health_needs_no_login(client, db):
    response = client.get("/sundhed/")
    assert (response.status_code, response.content) == (200, b"ok")


def test_every_page_has_the_policy(client, secretary, login):
    for response in (client.get("/log-ind/"), login(secretary).get("/"), client.get("/findes-ikke/")):
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
    assert login(secretary).get("/")["Cache-Control"] == "private, no-store"


def test_a_page_with_an_editor_carries_a_nonce(meeting, secretary, login):
    response = login(secretary).get(reverse("meetings:draft", args=[meeting.pk]))
    nonce = response["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in response.content.decode()


def test_login_says_no_in_danish(client, secretary):
    page = client.post("/log-ind/", {"username": "mette", "password": "forkert"}).content.decode()
    assert "Brugernavn og adgangskode passer ikke sammen" in page
    assert client.post("/log-ind/", {"username": "mette", "password": "kodeord"})["Location"] == "/"
    assert (
        client.post(
            "/log-ind/?next=//evil.example/", {"username": "mette", "password": "kodeord", "next": "//evil.example/"}
        )["Location"]
        == "/"
    )


@pytest.mark.parametrize(
    ("referer", "wanted"),
    [
        ("http://testserver/moeder/?aar=2", "/moeder/?aar=2"),
        ("http://testserver//evil.example/x", "/evil.example/x"),
        ("http://evil.example/", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_sent_elsewhere(referer, wanted):
    assert came_from(RequestFactory().get("/", headers={"referer": referer})) == wanted


def test_typed_words_are_handed_back_when_rights_or_state_have_changed(sent, secretary, chief, login):
    sending.begin_minutes(fresh(sent.meeting), by=secretary)
    url = reverse("meetings:draft_item", args=[sent.meeting.pk, sent.open_item.pk])
    page = login(secretary).post(url, {"title": "Min lange nye titel", "version": "1"})
    assert page.status_code == 403
    assert "Min lange nye titel" in page.content.decode()
    gone = login(secretary).post(
        reverse("meetings:draft_item", args=[sent.meeting.pk, 999_999]), {"title": "Til et punkt, der er væk"}
    )
    assert "Til et punkt, der er væk" in gone.content.decode()


def test_a_form_sent_after_the_session_has_ended_is_not_read_and_the_page_says_where_the_words_are(sent, client):
    page = client.post(reverse("meetings:remark", args=[sent.open_item.pk]), {"text": "Min <b>bemærkning</b> & mere"})
    assert page.status_code == 401
    assert "bemærkning" not in page.content.decode()
    assert "kommer frem, når du er logget ind" in page.content.decode()
    page = client.post(reverse("password_change"), {"old_password": "hemmeligt", "new_password1": "nyt-hemmeligt"})
    assert "hemmeligt" not in page.content.decode()


def test_typed_words_are_handed_back_when_the_form_is_too_old(sent, secretary):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary)
    page = client.post(reverse("meetings:remark", args=[sent.open_item.pk]), {"text": "Skrevet for længe siden"})
    assert page.status_code == 403
    assert "Skrevet for længe siden" in page.content.decode()
    assert "for gammel" in page.content.decode()


def test_planning_a_meeting_and_bad_dates(secretary, forum, login):
    client = login(secretary)
    assert "Opret mødet" in client.get(reverse("meetings:plan")).content.decode()
    bad = client.post(
        reverse("meetings:plan"), {"forum": forum.pk, "date": "2030-02-31", "start": "25:00", "location": "x"}
    )
    assert (bad.status_code, "Noget skal rettes" in bad.content.decode()) == (422, True)
    day = timezone.localdate().replace(year=2031, month=1, day=2)
    made = client.post(
        reverse("meetings:plan"), {"forum": forum.pk, "date": day.isoformat(), "start": "09:00", "location": "Sal"}
    )
    assert made.status_code == 302
    again = client.post(
        reverse("meetings:plan"), {"forum": forum.pk, "date": day.isoformat(), "start": "09:00", "location": "Sal"}
    )
    assert "allerede et møde" in again.content.decode()


def test_importing_through_the_browser_saves_nothing_before_it_is_confirmed(secretary, forum, login):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from meetings.models import Meeting
    from tests.meetings.layouts import HASHED_2021

    client = login(secretary)
    page = client.post(
        reverse("meetings:import"), {"file": SimpleUploadedFile("a.md", HASHED_2021.encode())}
    ).content.decode()
    assert "Fælles indkøb" in page
    assert Meeting.objects.count() == 0
    token = page.split('name="token" value="')[1].split('"')[0]
    done = client.post(reverse("meetings:import_confirm"), {"token": token, "name": "a.md"})
    meeting = Meeting.objects.get()
    assert done["Location"] == reverse("meetings:meeting", args=[meeting.pk])
    assert meeting.state == "approved"
    assert "»a.md« er læst ind" in client.get(done["Location"]).content.decode()
    late = client.post(reverse("meetings:import_confirm"), {"token": token, "name": "a.md"}, follow=True)
    assert "ikke længere lagt til side" in late.content.decode()
    for name, data in (("tom.txt", b""), ("brev.txt", b"Hej"), ("x.pdf", b"%PDF-1.4 itu")):
        bad = client.post(reverse("meetings:import"), {"file": SimpleUploadedFile(name, data)})
        assert bad.status_code == 422
        assert "err-text" in bad.content.decode()


def test_giving_up_an_import_forgets_the_file(secretary, forum, login, settings):
    from pathlib import Path

    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.meetings.layouts import PLAIN_2016

    client = login(secretary)
    page = client.post(
        reverse("meetings:import"), {"file": SimpleUploadedFile("a.md", PLAIN_2016.encode())}
    ).content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    assert (Path(settings.DATA_DIR) / "incoming" / token).exists()
    client.post(reverse("meetings:import_confirm"), {"token": token, "name": "a.md", "fortryd": "1"})
    assert not (Path(settings.DATA_DIR) / "incoming" / token).exists()


@pytest.mark.parametrize("people", ["--people", "--if-empty"])
def test_the_demo_can_be_loaded_and_is_not_loaded_twice(db, people, capsys):
    from django.core.management import call_command

    from meetings.models import Meeting

    call_command("demo", "--people")
    assert capsys.readouterr().out == ""
    call_command("demo")
    count = Meeting.objects.count()
    call_command("demo", people)
    assert Meeting.objects.count() == count > 10
