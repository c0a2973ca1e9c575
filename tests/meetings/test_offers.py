"""A finished paper of another subject, from the offer to the stamp."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from budget import queries as budget
from budget.actions.reviewing import change_several
from chefforum.documents import actions as documents
from chefforum.documents.models import Document, Offer, Stamp
from chefforum.richtext import plain_text
from chefforum.workflow import Refused
from meetings import queries
from meetings.actions import access, approving, drafting, offers, sending
from meetings.models import AgendaItem
from tests.factories import a_meeting, a_person, again, fresh, section_of, sha_for, write
from tests.factories.budget import a_round, advance, an_agreement, status_of


@pytest.fixture
def officer(forum):
    return a_person("kirsten", "budget_officer")


@pytest.fixture
def offered(forum, officer, monkeypatch):
    """A round before the forum: its internal paper is offered, and its PDF is made."""
    monkeypatch.setattr(documents.render, "to_pdf", lambda paper, *_: (b"%PDF-1.7 status", 1))
    made = advance(a_round(an_agreement(officer), by=officer), "collect", "to_directors", "to_forum", by=officer)
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)
    return made


@pytest.fixture
def taken(offered, meeting, secretary):
    (offer,) = queries.offers_for_agenda(meeting, viewer=secretary)
    return again(offers.take_up_offer(meeting, offer, by=secretary))


def test_the_secretary_takes_it_up_with_text_and_file(offered, meeting, secretary, login):
    client = login(secretary)
    page = client.get(reverse("meetings:draft", args=[meeting.pk])).content.decode()
    assert "Tilbudte papirer" in page
    assert "Status på budgetaftalen: Første status 2026" in page
    client.post(reverse("meetings:take_offer", args=[meeting.pk, Offer.objects.get().pk]))
    item = AgendaItem.objects.get(offered__isnull=False)
    assert item.title == "Status på budgetaftalen: Første status 2026"
    assert "Økonomiudvalget skal" in plain_text(section_of(item, "occasion").html)
    (point,) = section_of(item, "recommendation").points
    assert point["html"] == "at Chefforum godkender status på budgetaftalen, Første status 2026"
    attachment = item.attachments.get()
    # The internal edition is never open to everybody by itself.
    assert (attachment.title, attachment.closed, attachment.closed_ground) == (
        "Budgetaftalen: Første status 2026.pdf",
        True,
        "internal",
    )
    assert "Tilbudte papirer" not in client.get(reverse("meetings:draft", args=[meeting.pk])).content.decode()


def test_it_is_taken_up_once_and_offered_again_when_the_item_is_withdrawn(offered, meeting, secretary, taken):
    offer = Offer.objects.get()
    with pytest.raises(Refused, match="allerede et punkt"):
        offers.take_up_offer(meeting, offer, by=secretary)
    drafting.withdraw_item(taken, by=secretary)
    assert queries.offers_for_agenda(meeting, viewer=secretary) == [offer]


def test_only_who_writes_the_agenda_sees_and_takes_offers(offered, meeting, chief, outsider, officer, administrator):
    for person in (chief, outsider, officer, administrator):
        assert queries.offers_for_agenda(meeting, viewer=person) == []
        with pytest.raises(PermissionDenied):
            offers.take_up_offer(meeting, Offer.objects.get(), by=person)


def test_not_before_its_pdf_is_made_nor_after_it_is_taken_back(forum, meeting, secretary, officer):
    made = advance(a_round(an_agreement(officer), by=officer), "collect", "to_directors", "to_forum", by=officer)
    offer = Offer.objects.get()
    with pytest.raises(Refused, match="PDF’en af papiret laves endnu"):
        offers.take_up_offer(meeting, offer, by=secretary)
    advance(made, "back_to_directors", by=officer)
    with pytest.raises(Refused, match="tilbydes ikke længere"):
        offers.take_up_offer(meeting, offer, by=secretary)


def test_another_forum_is_not_offered_it(offered, secretary):
    from tests.factories import a_forum

    other = a_meeting(a_forum("Lederforum"), secretary)
    assert queries.offers_for_agenda(other, viewer=secretary) == []


def minutes_of(taken, secretary, officer, offered):
    meeting = fresh(taken.meeting)
    sending.send_agenda(meeting, by=secretary)
    sending.begin_minutes(fresh(meeting), by=secretary)
    change_several([status_of(offered, "1.1")], {"light": "green"}, reason="det lykkedes", by=officer)
    return fresh(meeting)


def test_the_decision_is_offered_under_the_item_and_comes_back_as_a_stamp(
    offered, taken, secretary, officer, chief, chief_executive, outsider, login
):
    meeting = minutes_of(taken, secretary, officer, offered)
    client = login(secretary)
    page = client.get(reverse("meetings:minutes", args=[meeting.pk])).content.decode()
    assert "Udkast til beslutningen" in page
    assert "ændres fra intet lys til grøn, idet det lykkedes" in page
    client.post(reverse("meetings:use_decision", args=[taken.pk]))
    assert "idet det lykkedes" in section_of(taken, "decision").html
    sending.send_minutes(meeting, due=meeting.starts_at.date(), by=secretary)
    assert not Stamp.objects.exists()
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)
    (stamp,) = budget.stamps_of(offered)
    assert (stamp.forum, stamp.place) == ("Chefforum", "punkt 2")
    # Nobody but the members may know what was decided before the open edition is released.
    assert (stamp.text, stamp.outcome) == ("", "")
    shown = login(chief).get(reverse("budget:round", args=[offered.pk])).content.decode()
    assert "Behandlet" in shown
    assert f"/moeder/{meeting.pk}/laes/minutes/2/" in shown
    assert "idet det lykkedes" not in shown
    sending.release_open_edition(fresh(meeting), kind="minutes", by=secretary)
    assert "idet det lykkedes" in Stamp.objects.get().text
    advance(offered, "send", by=officer)
    assert "idet det lykkedes" in login(outsider).get(reverse("budget:round", args=[offered.pk])).content.decode()
    sending.withdraw_release(fresh(meeting), kind="minutes", by=secretary)
    assert Stamp.objects.get().text == ""
    approving.reopen_minutes(fresh(meeting), reason="Fejl", by=secretary)
    assert not Stamp.objects.exists()


@pytest.fixture
def decided(offered, taken, secretary, officer, chief_executive):
    """Released minutes with a word under the item of the offered paper."""
    meeting = minutes_of(taken, secretary, officer, offered)
    write(taken, secretary, "<p>Hemmeligt</p>", kind="decision")
    sending.send_minutes(meeting, due=meeting.starts_at.date(), by=secretary)
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)
    sending.release_open_edition(fresh(meeting), kind="minutes", by=secretary)
    assert "Hemmeligt" in Stamp.objects.get().text
    return again(taken)


def test_a_closed_item_stamps_that_it_was_treated_and_no_more(decided, secretary):
    access.set_closed(decided, access.Closing(True, "staff", "Personsag"), by=secretary)
    stamp = Stamp.objects.get()
    assert (stamp.text, stamp.outcome) == ("", "")


def test_nor_does_one_that_somebody_is_barred_from(decided, secretary, barred):
    access.disqualify(decided, barred, by=secretary)
    assert Stamp.objects.get().text == ""


def test_a_draft_that_is_taken_back_is_not_used(offered, taken, secretary, officer):
    meeting = minutes_of(taken, secretary, officer, offered)
    advance(offered, "back_to_directors", by=officer)
    with pytest.raises(Refused, match="intet udkast"):
        offers.use_suggested_decision(again(taken), by=secretary)
    assert "Udkast til beslutningen" not in str(queries.suggested_decision(again(taken)))
    assert meeting.state == "held"


def test_changes_after_the_round_is_taken_back_reach_the_item(offered, taken, secretary, officer):
    minutes_of(taken, secretary, officer, offered)
    advance(offered, "send", "take_back", by=officer)
    change_several([status_of(offered, "1.2")], {"light": "red"}, by=officer)
    assert "1.2" in queries.suggested_decision(again(taken))


def test_there_is_nothing_to_use_without_a_suggestion(sent, secretary):
    sending.begin_minutes(fresh(sent.meeting), by=secretary)
    with pytest.raises(Refused, match="intet udkast"):
        offers.use_suggested_decision(again(sent.open_item), by=secretary)


def test_a_newer_draft_takes_the_place_of_the_one_that_was_taken(offered, taken, secretary, officer, login):
    meeting = minutes_of(taken, secretary, officer, offered)
    client = login(secretary)
    client.post(reverse("meetings:use_decision", args=[taken.pk]))
    page = client.get(reverse("meetings:minutes", args=[meeting.pk])).content.decode()
    assert "Udkast til beslutningen" not in page
    change_several([status_of(offered, "1.2")], {"light": "red"}, reason="det gik i stå", by=officer)
    page = client.get(reverse("meetings:minutes", args=[meeting.pk])).content.decode()
    assert "i stedet for det gamle" in page
    client.post(reverse("meetings:use_decision", args=[taken.pk]))
    html = section_of(taken, "decision").html
    assert (html.count("idet det lykkedes"), html.count("idet det gik i stå")) == (1, 1)
