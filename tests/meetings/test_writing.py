"""Saving as one types: versions, two at once, presence, pasting, and what happens to words on the way."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from chefforum.audit.models import Entry
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import access, approving, drafting, sending, writing
from meetings.models import Forum, Presence, Section, Wording
from meetings.papers.points import from_lines
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    add,
    again,
    fresh,
    item_of,
    section_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)


@pytest.fixture
def sofie(forum):
    return a_person("sofie", "secretariat")


@pytest.fixture
def section(meeting, secretary) -> Section:
    return section_of(add(meeting, "Emne", secretary), "occasion")


def save(client, section, text, version, person=None):
    headers = {"X-Autosave": str(person.pk)} if person else {}
    url = reverse("meetings:section", args=[section.pk])
    return client.post(url, {"html": text, "version": version}, headers=headers)


def test_a_save_answers_the_new_version_and_the_same_words_change_nothing(section, secretary, login):
    client = login(secretary)
    first = save(client, section, "<p>Et.</p>", 0)
    assert (first.status_code, first.json()["version"]) == (200, 1)
    assert first.json()["saved"].startswith("kl.")
    assert save(client, section, "<p>Et.</p>", 1).json()["version"] == 1
    assert save(client, section, "<p>Et.</p>", 0).json()["version"] == 1, "an answer that was lost is asked for again"
    assert Wording.objects.count() == 1


def test_two_people_in_one_text_lose_neither(section, secretary, sofie, login):
    save(login(secretary), section, "<p>Mettes ord.</p>", 0)
    late = save(login(sofie), section, "<p>Sofies ord.</p>", 0)
    assert late.status_code == 409
    answer = late.json()
    assert answer["version"] == 1
    assert answer["html"] == "<p>Mettes ord.</p>"
    assert "Mettes ord." in answer["conflict"]
    assert "Sofies ord." in answer["conflict"]
    assert "Mette Prøve har gemt" in answer["conflict"]
    section.refresh_from_db()
    assert section.html == "<p>Mettes ord.</p>"
    kept = Wording.objects.get(saved="aside")
    assert (kept.html, kept.by) == ("<p>Sofies ord.</p>", sofie)
    assert save(login(sofie), section, "<p>Begges ord.</p>", answer["version"]).status_code == 200


def test_every_saved_version_is_listed_compared_and_brought_back(section, secretary, login):
    for number in range(3):
        write(section.item, secretary, f"<p>Udkast {number} om budgettet.</p>")
    Wording.objects.filter(html__contains="Udkast 0").update(at=timezone.now() - timedelta(hours=1))
    client = login(secretary)
    page = client.get(reverse("meetings:history", args=[section.pk])).content.decode()
    assert page.count("Se versionen") == 2, "the two last are one sitting"
    assert "<ins>2</ins>" in page
    assert "<del>0</del>" in page
    oldest = Wording.objects.get(html__contains="Udkast 0")
    view = client.get(reverse("meetings:wording", args=[oldest.pk])).content.decode()
    assert "Hent denne version frem" in view
    assert client.post(reverse("meetings:restore_wording", args=[oldest.pk])).status_code == 302
    section.refresh_from_db()
    assert (section.html, section.version) == ("<p>Udkast 0 om budgettet.</p>", 4)
    assert Wording.objects.filter(section=section).count() == 4


def test_text_from_before_the_first_version_is_kept_as_a_version(section, secretary):
    Section.objects.filter(pk=section.pk).update(html="<p>Fra før.</p>")
    write(section.item, secretary, "<p>Nu.</p>")
    assert list(Wording.objects.order_by("pk").values_list("saved", "html")) == [
        ("found", "<p>Fra før.</p>"), ("written", "<p>Nu.</p>"),
    ]  # fmt: skip


def test_one_line_in_the_log_a_sitting(section, secretary):
    for number in range(4):
        write(section.item, secretary, f"<p>{number}</p>")
    assert Entry.objects.filter(verb="meetings.section_written").count() == 1


def test_an_expired_session_and_another_person_are_told_apart_from_a_save(section, secretary, sofie, client, login):
    assert save(client, section, "<p>Ord.</p>", 0, person=secretary).status_code == 401
    assert save(login(sofie), section, "<p>Mettes ord.</p>", 0, person=secretary).status_code == 401
    assert Wording.objects.count() == 0


def test_a_step_that_is_over_says_so_and_saves_nothing(section, secretary, login, meeting):
    sending.send_agenda(fresh(meeting), by=secretary)
    sending.begin_minutes(fresh(meeting), by=secretary)
    late = save(login(secretary), section, "<p>For sent.</p>", 0, person=secretary)
    assert late.status_code == 409
    assert "kan ikke ændres på dette trin" in late.json()["error"]


@pytest.mark.parametrize(("data", "status"), [({"html": "x"}, 422), ({"html": "x", "version": "a"}, 422)])
def test_a_save_that_names_no_version_is_refused(section, secretary, login, data, status):
    answer = login(secretary).post(reverse("meetings:section", args=[section.pk]), data)
    assert answer.status_code == status
    assert answer.json()["error"]


def test_presence_names_the_others_and_brings_what_they_saved(section, secretary, sofie, login):
    item = section.item
    url = reverse("meetings:here", args=[item.pk])
    login(sofie).post(url, {"section": section.pk})
    write(item, sofie, "<p>Nyt fra Sofie.</p>")
    answer = login(secretary).post(url, {f"v{section.pk}": 0}).json()
    assert "Sofie Prøve skriver i Anledning" in answer["others"]
    assert answer["newer"][str(section.pk)]["html"] == "<p>Nyt fra Sofie.</p>"
    Presence.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert login(secretary).post(url, {}).json()["others"].strip() == ""
    assert login(secretary).post(url, {"section": "²"}).status_code == 200


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"case_number": "81.28.00-P07"}, "mangler et led"),
        ({"case_number": "81.28.00-p07-1-27"}, "skal være stort"),
        ({"case_number": "sygefravær"}, "ikke forstået"),
        ({"planned_minutes": "mange"}, "helt tal"),
        ({"planned_minutes": "0"}, "mindst 1 minut"),
        ({"planned_minutes": "1000"}, "højst 720"),
        ({"fixed_start": "25.00"}, "som 9.30"),
        ({"title": ""}, "påkrævet"),
        ({"title": "x" * 251}, "250"),
        ({"closed": "on", "closed_ground": "", "closed_reason": " "}, "hvorfor det skal være lukket"),
        ({"department": "999"}, "ikke"),
    ],
)
def test_bad_facts_are_said_and_change_nothing(meeting, secretary, login, facts, sentence):
    item = add(meeting, "Emne", secretary)
    answer = login(secretary).post(reverse("meetings:fact", args=[item.pk]), facts)
    assert answer.status_code == 422
    assert sentence in answer.json()["error"]
    assert again(item).version == item.version


def test_facts_are_saved_one_by_one_and_a_change_of_anothers_is_shown(meeting, secretary, sofie, login):
    item = add(meeting, "Emne", secretary)
    url = reverse("meetings:fact", args=[item.pk])
    assert login(secretary).post(url, {"planned_minutes": "30", "was_planned_minutes": ""}).status_code == 200
    # Another field is nobody's conflict.
    assert login(sofie).post(url, {"title": "Sofies titel", "was_title": "Emne"}).status_code == 200
    late = login(secretary).post(url, {"title": "Mettes titel", "was_title": "Emne"})
    assert late.status_code == 409
    assert "Sofies titel" in late.json()["error"]
    assert late.json()["values"] == {"title": "Sofies titel"}
    assert login(secretary).post(url, {"title": "Mettes titel", "was_title": "Sofies titel"}).status_code == 200
    assert (again(item).title, again(item).planned_minutes) == ("Mettes titel", 30)


def test_what_is_being_written_is_told_to_nobody_else(sent, secretary, chief, login):
    """A chief may read a sent item; what the secretary changes in it before it is sent again is not the chief's."""
    drafting.change_facts(again(sent.open_item), {"title": "Ny hemmelig titel"}, by=secretary)
    write(sent.open_item, secretary, "<p>Ny hemmelig tekst.</p>")
    client = login(chief)
    answers = [
        client.post(reverse("meetings:fact", args=[sent.open_item.pk]), {"title": "x", "was_title": "y"}),
        client.post(reverse("meetings:here", args=[sent.open_item.pk]), {}),
        save(client, section_of(sent.open_item, "occasion"), "x", 0),
        client.get(reverse("meetings:history", args=[section_of(sent.open_item, "occasion").pk])),
        client.get(reverse("meetings:case_number"), {"q": "hemmelig"}),
        client.get(reverse("meetings:case_number"), {"q": "00.01.00"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 404, 200, 200]
    assert all("hemmelig" not in answer.content.decode().replace('value="hemmelig"', "") for answer in answers)
    assert "00.01.00-A00-1-26" not in answers[-1].content.decode()


def test_text_of_a_closed_item_is_not_brought_into_an_open_one(forum, sent, secretary, barred):
    new = add(a_meeting(forum, secretary, days=20), "Åbent", secretary)
    with pytest.raises(Refused, match="fra et lukket punkt"):
        writing.copy_from(item_of(sent.meeting, 3), again(new), by=secretary)
    assert section_of(new, "occasion").html == ""
    drafting.change_facts(again(new), {"closed": True, "closed_ground": "staff"}, by=secretary)
    with pytest.raises(Refused, match="samme læsere"):
        writing.copy_from(item_of(sent.meeting, 3), again(new), by=secretary)
    access.disqualify(again(new), barred, by=secretary)
    assert writing.copy_from(item_of(sent.meeting, 3), again(new), by=secretary) == 1


def test_a_member_is_shown_an_earlier_items_words_only_from_locked_minutes(sent, secretary, chief, chief_executive):
    outside = a_person("udefra", "head_of_department", Forum.objects.create(name="DIF", slug="dif"))
    item = item_of(sent.meeting, 2)
    assert not permissions.may_quote(chief, item)
    assert permissions.may_see_item(outside, item), "the open agenda is released"
    meeting = send_for_approval(sent, secretary)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    assert permissions.may_quote(chief, item)
    assert not permissions.may_quote(outside, item), "its minutes are not"
    sending.release_open_edition(fresh(meeting), kind="minutes", by=secretary)
    assert permissions.may_quote(outside, item)
    assert not permissions.may_quote(outside, item_of(sent.meeting, 3))


def test_text_of_an_earlier_item_is_added_after_what_stands(forum, sent, secretary, chief):
    new = add(a_meeting(forum, secretary, days=20), "Igen", secretary)
    write(new, secretary, "<p>Nyt.</p>")
    assert writing.copy_from(item_of(sent.meeting, 2), again(new), by=secretary) == 1
    assert section_of(new, "occasion").html == "<p>Nyt.</p><p>Den åbne tekst.</p>"
    assert section_of(new, "decision").html == ""
    with pytest.raises(PermissionDenied):
        writing.copy_from(item_of(sent.meeting, 2), again(new), by=chief)


def test_points_copied_to_an_item_without_a_recommendation_become_text(forum, sent, secretary):
    source = section_of(sent.open_item, "recommendation")
    words = writing.Words(parties=["Kommunaldirektøren"], points=from_lines("at vi\n- ja\nat de"))
    writing.write_section(source, words, version=0, by=secretary)
    new = add(a_meeting(forum, secretary, days=20), "Igen", secretary)
    Section.objects.filter(item=new, kind="recommendation").delete()
    writing.copy_from(item_of(sent.meeting, 2), again(new), by=secretary)
    text = section_of(new, "presentation").html
    assert text == "<p>Kommunaldirektøren indstiller,</p><ol><li>at vi<ul><li>ja</li></ul></li><li>at de</li></ol>"


@pytest.mark.django_db(transaction=True)
def test_many_fields_saved_in_one_moment_are_all_saved(meeting, secretary, login):
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    item = add(meeting, "Emne", secretary)
    url = reverse("meetings:fact", args=[item.pk])
    facts = [
        ("title", "Ny titel", "Emne"),
        ("planned_minutes", "20", ""),
        ("case_number", "27/12", ""),
        ("presenters", "A; B", ""),
    ]

    def post(fact) -> int:
        name, value, was = fact
        try:
            return login(secretary).post(url, {name: value, f"was_{name}": was}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(post, facts)) == [200] * 4
    saved = again(item)
    assert (saved.title, saved.planned_minutes, saved.case.number) == ("Ny titel", 20, "27/12")
    assert [one.name for one in saved.presenters.all()] == ["A", "B"]


def test_earlier_items_of_a_case_stand_beside_the_draft(forum, sent, secretary, login):
    later = a_meeting(forum, secretary, days=20)
    item = add(later, "Igen", secretary)
    drafting.change_facts(again(item), {"case_number": "00.01.00-A00-1-26"}, by=secretary)
    page = login(secretary).get(reverse("meetings:draft_item", args=[later.pk, item.pk])).content.decode()
    assert "Åbent emne" in page
    assert reverse("meetings:copy_text", args=[item.pk, sent.open_item.pk]) in page


def test_pasting_gives_the_houses_own_html_and_saves_nothing(secretary, login):
    word = "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>·</span><![endif]>Et</p>"
    answer = login(secretary).post(reverse("meetings:pasted"), {"html": word})
    assert answer.json() == {"html": "<ul><li>Et</li></ul>", "notes": []}
    assert login(secretary).post(reverse("meetings:pasted"), {"html": "x" * 3_000_001}).status_code == 413


def test_what_a_paste_left_out_stands_on_the_check_list_until_the_text_is_gone(sent, secretary, chief, login):
    section = section_of(sent.open_item, "occasion")
    source = {"html": "<p>Nyt <del>Lederen er syg.</del></p>", "section": section.pk}
    desk = login(secretary)
    notes = desk.post(reverse("meetings:pasted"), source).json()["notes"]
    assert notes == ["1 sted med slettet eller overstreget tekst er udeladt."]
    assert login(chief).post(reverse("meetings:pasted"), source).status_code in (403, 404)
    page = desk.get(reverse("meetings:send", args=[sent.meeting.pk])).content.decode()
    assert "1 sted med slettet eller overstreget tekst er udeladt. Læs teksten igennem." in page
    assert "Lederen" not in page


def test_a_barred_secretary_meets_no_words_through_any_writing_address(sent, sofie, secretary, login):
    from meetings.actions import access

    access.disqualify(item_of(sent.meeting, 3), sofie, by=secretary)
    secret = section_of(sent.closed_item, "occasion")
    client = login(sofie)
    assert save(client, secret, "x", 0).status_code == 404
    for name, pk in (("history", secret.pk), ("here", sent.closed_item.pk), ("fact", sent.closed_item.pk)):
        assert client.post(reverse(f"meetings:{name}", args=[pk]), {}).status_code == 404
    wording = Wording.objects.filter(section=secret).first()
    assert client.get(reverse("meetings:wording", args=[wording.pk])).status_code == 404
    page = client.get(reverse("meetings:case_number"), {"q": "81.00.00"}).content.decode()
    assert "81.00.00-A00-7-26" not in page
    assert SECRET not in client.get(reverse("meetings:case_number"), {"q": SECRET[:8]}).content.decode()


def test_a_page_of_forty_items_has_a_constant_number_of_queries(forum, secretary, login):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count(meeting) -> int:
        url = reverse("meetings:draft", args=[meeting.pk])
        client = login(secretary)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    small, large = a_meeting(forum, secretary, days=9), a_meeting(forum, secretary, days=12)
    add(small, "Ét", secretary)
    drafting.add_items(fresh(large), titles=[f"Punkt {number}" for number in range(40)], by=secretary)
    assert count(small) == count(large)


def test_refused_words_are_kept_aside_never_dropped(forum, secretary):
    """Whatever order two people save in, every wording that reached the server can be found again."""
    section = section_of(sent_meeting(forum, secretary).open_item, "presentation")
    said = [f"<p>Ord {number}.</p>" for number in range(6)]
    for number, text in enumerate(said):
        writing.write_section(section, writing.Words(text), version=number % 2, by=secretary)
    assert set(Wording.objects.filter(section=section).values_list("html", flat=True)) == set(said)
    assert queries.last_writer(section)[0] == secretary
    sending.begin_minutes(fresh(section.item.meeting), by=secretary)
    with pytest.raises(Refused):
        writing.write_section(section, writing.Words("<p>x</p>"), version=0, by=secretary)
