"""The shell of the pages: login, policy, errors, and words that are handed back."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from chefforum.web.middleware import _came_from
from meetings.actions import sending
from meetings.models import Section
from tests.factories import fresh, hold, item_of


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
    assert _came_from(RequestFactory().get("/", headers={"referer": referer})) == wanted


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


def test_typed_words_are_handed_back_when_the_session_has_ended(sent, client):
    page = client.post(reverse("meetings:remark", args=[sent.open_item.pk]), {"text": "Min <b>bemærkning</b> & mere"})
    assert page.status_code == 401
    assert "Min bemærkning" in page.content.decode()
    assert "<b>bemærkning" not in page.content.decode()
    page = client.post(reverse("password_change"), {"old_password": "hemmeligt", "new_password1": "nyt-hemmeligt"})
    assert "hemmeligt" not in page.content.decode()


def test_typed_words_are_handed_back_when_the_form_is_too_old(sent, secretary):
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretary)
    page = client.post(reverse("meetings:remark", args=[sent.open_item.pk]), {"text": "Skrevet for længe siden"})
    assert page.status_code == 403
    assert "Skrevet for længe siden" in page.content.decode()
    assert "for gammel" in page.content.decode()


def test_the_second_saver_sees_both_texts_and_can_save_by_choice(meeting, secretary, login):
    item = item_of(meeting, 1)
    section = Section.objects.get(item=item, kind="occasion")
    url = reverse("meetings:draft_item", args=[meeting.pk, item.pk])
    form = {"title": item.title, "version": item.version, f"text_{section.pk}": "<p>Den andens.</p>"}
    assert login(secretary).post(url, form).status_code == 302
    page = login(secretary).post(url, {**form, f"text_{section.pk}": "<p>Min egen.</p>"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Den andens." in text
    assert "Min egen." in text
    version = item_of(meeting, 1).version
    assert f'name="version" value="{version}"' in text
    assert (
        login(secretary).post(url, {**form, "version": version, f"text_{section.pk}": "<p>Min egen.</p>"}).status_code
        == 302
    )
    section.refresh_from_db()
    assert section.html == "<p>Min egen.</p>"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("case_number", "81.28-1", "Sagsnummeret mangler et led"),
        ("slot", "9 til 10", "Tidsrummet er ikke forstået"),
        ("slot", "10.00-9.00", "Tidsrummet er ikke forstået"),
        ("title", "", "Dette felt er påkrævet"),
        ("title", "x" * 251, "250"),
        ("closed", "on", "hvorfor punktet er lukket"),
        ("closed_reason", "Personalesag", "Sæt kryds"),
    ],
)
def test_bad_input_is_said_at_the_field_and_nothing_typed_is_lost(meeting, secretary, login, field, value, sentence):
    item = item_of(meeting, 1)
    section = Section.objects.get(item=item, kind="occasion")
    data = {"title": item.title, "version": item.version, f"text_{section.pk}": "<p>Nytypet tekst.</p>", field: value}
    page = login(secretary).post(reverse("meetings:draft_item", args=[meeting.pk, item.pk]), data)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert "Nytypet tekst." in page.content.decode()


def test_a_decision_saved_without_scripts_or_refused_keeps_the_words(sent, secretary, login):
    hold(sent, secretary)
    section = Section.objects.get(item=sent.open_item, kind="decision")
    url = reverse("meetings:decide", args=[section.pk])
    names = (f"d{section.pk}-html", f"d{section.pk}-version")
    assert login(secretary).post(url, dict(zip(names, ("<p>Et.</p>", 0), strict=True))).status_code == 302
    page = login(secretary).post(url, dict(zip(names, ("<p>Mine ord.</p>", 0), strict=True)))
    assert (page.status_code, "Mine ord." in page.content.decode()) == (409, True)
    answer = login(secretary).post(
        url, dict(zip(names, ("<p>To.</p>", 1), strict=True)), headers={"hx-request": "true"}
    )
    assert 'value="2"' in answer.content.decode()
    # Overtaken in the page: both texts, and the version that makes the next save a choice.
    late = login(secretary).post(
        url, dict(zip(names, ("<p>Mine.</p>", 1), strict=True)), headers={"hx-request": "true"}
    )
    assert late.status_code == 409
    assert "<p>To.</p>" in late.content.decode()
    assert 'value="2"' in late.content.decode()


def test_planning_a_meeting_and_bad_dates(secretary, forum, login):
    client = login(secretary)
    assert "Opret mødet" in client.get(reverse("meetings:plan")).content.decode()
    bad = client.post(
        reverse("meetings:plan"), {"forum": forum.pk, "date": "2030-02-31", "start": "25:00", "location": "x"}
    )
    assert "Noget skal rettes" in bad.content.decode()
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
    assert Meeting.objects.count() == count == 5
