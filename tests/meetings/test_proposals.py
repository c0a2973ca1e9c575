"""The road of a case: proposed, returned, sent in again, accepted, placed, postponed and taken up again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chefforum.workflow import Overtaken, Refused
from meetings import permissions, queries
from meetings.actions import access, approving, drafting, planning, proposals, sending
from meetings.models import AgendaItem, Attachment, Disqualification, Forum
from meetings.workflow import ItemState
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
)  # fmt: skip


@pytest.fixture
def idea(forum, chief) -> AgendaItem:
    item = proposals.propose(forum=forum, title="Fælles indkøb", kind="decision", by=chief)
    write(item, chief, "<p>Derfor.</p>")
    return again(item)


def submitted(item, by):
    proposals.submit(again(item), by=by)
    return again(item)


def accepted(item, author, secretary):
    submitted(item, author)
    proposals.accept(again(item), by=secretary)
    return again(item)


def test_a_draft_is_its_authors_alone(idea, chief, secretary, chief_executive):
    assert permissions.may_write_item(chief, idea)
    for other in (secretary, chief_executive):
        assert not permissions.may_see_proposal(other, idea)
        with pytest.raises(PermissionDenied):
            write(idea, other, "<p>Kapret.</p>")


def test_a_proposal_comes_back_with_a_reason_and_is_sent_in_again(idea, chief, secretary):
    item = submitted(idea, chief)
    assert not permissions.may_write_item(chief, item)
    assert permissions.may_write_item(secretary, item)
    with pytest.raises(Refused, match="hvorfor"):
        proposals.send_back(item, reason="  ", by=secretary)
    proposals.send_back(again(item), reason="Skriv, hvad det koster.", by=secretary)
    item = again(item)
    assert (item.state, item.reason) == ("returned", "Skriv, hvad det koster.")
    assert item in queries.proposals_in([ItemState.RETURNED], viewer=secretary)
    write(item, chief, "<p>Det koster 100 kr.</p>")
    item = submitted(item, chief)
    assert (item.state, item.reason) == ("submitted", "")


def test_an_accepted_proposal_waits_in_the_pool_and_is_placed_before_evt(idea, forum, chief, secretary, meeting):
    drafting.change_facts(again(idea), {"wished": meeting}, by=chief)
    item = accepted(idea, chief, secretary)
    assert queries.pool_for(meeting, viewer=secretary) == [item]
    assert proposals.place(item, fresh(meeting), by=secretary) == 2
    item = again(item)
    assert (item.state, item.position, item.prefix) == ("placed", 2, "CF")
    assert item_of(meeting, 3).title == "Evt."
    assert section_of(item, "occasion").html == "<p>Derfor.</p>"
    proposals.put_in_pool(item, by=secretary)
    assert (again(item).state, again(item).meeting) == ("accepted", None)
    assert item_of(meeting, 2).title == "Evt."


def test_two_who_answer_at_once(idea, chief, secretary):
    item = submitted(idea, chief)
    proposals.accept(item, by=secretary)
    with pytest.raises(Overtaken):
        proposals.take_back(again(idea), by=chief)
    with pytest.raises(Overtaken):
        proposals.accept(again(idea), by=secretary)


def test_the_author_takes_back_withdraws_and_takes_out_again(idea, chief, secretary):
    item = submitted(idea, chief)
    proposals.take_back(again(item), by=chief)
    proposals.withdraw_proposal(again(item), by=chief)
    assert again(item).state == "withdrawn"
    assert not permissions.may_see_proposal(secretary, again(item)), "it was taken back before anybody answered"
    with pytest.raises(PermissionDenied):
        proposals.revive(again(item), by=secretary)
    proposals.revive(again(item), by=chief)
    assert again(item).state == "draft"


def test_only_members_and_the_secretariat_propose(forum, outsider, administrator, chief, secretary):
    for user in (outsider, administrator):
        with pytest.raises(PermissionDenied):
            proposals.propose(forum=forum, title="Nej", by=user)
    other = Forum.objects.create(name="Direktørforum", slug="dif")
    with pytest.raises(PermissionDenied):
        proposals.propose(forum=other, title="Nej", by=chief)
    proposals.propose(forum=other, title="Ja", by=secretary)


def test_another_forums_item_is_not_placed(idea, chief, secretary):
    other = Forum.objects.create(name="Direktørforum", slug="dif")
    elsewhere = a_meeting(other, secretary, days=9)
    with pytest.raises(Refused, match="hører til Chefforum"):
        proposals.place(accepted(idea, chief, secretary), fresh(elsewhere), by=secretary)


def test_a_postponed_item_is_continued_by_a_new_one_and_both_say_so(forum, secretary, chief, barred, login):
    sent = sent_meeting(forum, secretary, barred, days=3)
    later = a_meeting(forum, secretary, days=17)
    old = item_of(sent.meeting, 3)
    new = proposals.postpone(old, reason="Tallene mangler", to=later, by=secretary)
    old, new = again(old), again(new)
    assert (old.state, old.meeting, old.reason) == ("postponed", sent.meeting, "Tallene mangler")
    assert (new.state, new.meeting, new.position, new.continues) == ("placed", later, 2, old)
    assert section_of(new, "occasion").html == section_of(old, "occasion").html
    assert (new.closed, new.closed_reason, new.case) == (True, "Personalesag", old.case)
    assert [one.user for one in Disqualification.objects.filter(item=new)] == [barred]
    assert Attachment.objects.get(item=new).file == Attachment.objects.get(item=old).file
    assert not permissions.may_see_item(barred, new)
    assert [one.title for one in queries.kin_of(new, viewer=secretary)["before"]] == [old.title]
    assert [one.pk for one in queries.kin_of(old, viewer=secretary)["after"]] == [new.pk]
    assert item_of(sent.meeting, 3).title == "Evt."
    # Both show it: the new one beside its draft, the old one on its meeting's page.
    client = login(secretary)
    assert "Fortsætter" in client.get(reverse("meetings:draft_item", args=[later.pk, new.pk])).content.decode()
    page = client.get(reverse("meetings:meeting", args=[sent.meeting.pk])).content.decode()
    assert "Udsat: Tallene mangler" in page
    assert "Fortsættes" in page
    assert "Fortsættes" not in login(chief).get(reverse("meetings:meeting", args=[sent.meeting.pk])).content.decode()


def test_what_cannot_be_postponed(forum, secretary, meeting):
    item = add(meeting, "Emne", secretary)
    earlier = a_meeting(forum, secretary, days=2)
    for target, sentence in ((earlier, "ikke senere"), (meeting, "andet møde")):
        with pytest.raises(Refused, match=sentence):
            proposals.postpone(again(item), reason="x", to=target, by=secretary)
    with pytest.raises(Refused, match="hvorfor"):
        proposals.postpone(again(item), reason="", to=None, by=secretary)
    with pytest.raises(Refused, match="fast punkt"):
        proposals.postpone(item_of(meeting, 1), reason="x", to=None, by=secretary)
    with pytest.raises(Refused, match="fast punkt"):
        proposals.put_in_pool(item_of(meeting, 1), by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    with pytest.raises(Refused, match="Udsæt det"):
        proposals.put_in_pool(again(item), by=secretary)
    assert again(item).state == "placed"


def test_a_decided_item_is_taken_up_again_without_its_decision(forum, secretary, chief_executive):
    sent = sent_meeting(forum, secretary)
    meeting = send_for_approval(sent, secretary)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    later = a_meeting(forum, secretary, days=20)
    new = proposals.take_up_again(item_of(sent.meeting, 2), to=later, by=secretary)
    assert (again(new).continues, again(new).position) == (sent.open_item, 2)
    assert section_of(new, "decision").html == ""
    assert section_of(sent.open_item, "decision").html == "<p>Chefforum godkendte det åbne.</p>"


def test_the_author_meets_the_proposal_on_pages_and_nobody_else_does(idea, chief, chief_executive, secretary, login):
    AgendaItem.objects.filter(pk=idea.pk).update(title=f"{SECRET} forslag")
    url = reverse("meetings:proposal", args=[idea.pk])
    assert SECRET in login(chief).get(url).content.decode()
    submitted(idea, chief)
    assert SECRET in login(secretary).get(reverse("meetings:proposals")).content.decode()
    assert SECRET in login(secretary).get("/").content.decode()
    for name in ("front_desk", "meetings:calendar", "meetings:proposals"):
        assert SECRET not in login(chief_executive).get(reverse(name)).content.decode()
    access_mark = Disqualification.objects.create(item=idea, user=secretary)
    assert login(secretary).get(url).status_code == 404
    assert SECRET not in login(secretary).get("/").content.decode()
    access_mark.delete()


def test_a_chief_whose_seat_has_ended_loses_the_proposals(idea, chief):
    from datetime import date

    chief.memberships.update(end=date(2021, 1, 1))
    assert not permissions.may_see_proposal(chief, idea)


def test_files_of_a_proposal_are_its_authors_and_later_the_secretariats(idea, chief, secretary, chief_executive, login):
    client = login(chief)
    upload = {"files": SimpleUploadedFile("Notat.txt", b"Tekst.\n")}
    assert client.post(reverse("meetings:attach", args=[idea.pk]), upload).status_code == 302
    url = reverse("meetings:draft_file", args=[Attachment.objects.get(item=idea).pk])
    assert login(secretary).get(url).status_code == 404
    submitted(idea, chief)
    for user, status in ((chief, 200), (secretary, 200), (chief_executive, 404)):
        response = login(user).get(url)
        assert response.status_code == status
        if response.streaming:
            response.getvalue()


def test_proposing_through_the_pages(forum, chief, secretary, meeting, login):
    client = login(chief)
    bad = client.post(reverse("meetings:propose"), {"forum": forum.pk, "title": "", "kind": "decision"})
    assert bad.status_code == 422
    made = client.post(reverse("meetings:propose"), {"forum": forum.pk, "title": "Stier", "kind": "decision"})
    item = AgendaItem.objects.get(title="Stier")
    assert made["Location"] == reverse("meetings:proposal", args=[item.pk])
    client.post(reverse("meetings:submit", args=[item.pk]))
    desk = login(secretary)
    empty = desk.post(reverse("meetings:send_back", args=[item.pk]), {"reason": ""}, follow=True)
    assert "Skriv, hvorfor forslaget sendes retur" in empty.content.decode()
    desk.post(reverse("meetings:accept", args=[item.pk]), {"moede": meeting.pk})
    assert (again(item).state, again(item).meeting) == ("placed", meeting)
    page = client.get(reverse("meetings:proposals")).content.decode()
    assert "På dagsorden" in page


def test_placing_all_who_wish_for_the_meeting(forum, chief, secretary, meeting, login):
    for title in ("Et", "To", "Tre"):
        item = proposals.propose(forum=forum, title=title, wished=meeting if title != "Tre" else None, by=chief)
        accepted(item, chief, secretary)
    login(secretary).post(reverse("meetings:place", args=[meeting.pk]))
    assert [item_of(meeting, number).title for number in (2, 3)] == ["Et", "To"]
    assert [item.title for item in queries.pool_for(meeting, viewer=secretary)] == ["Tre"]


def test_a_person_barred_from_the_old_item_is_barred_from_the_new(forum, secretary, barred):
    sent = sent_meeting(forum, secretary, barred, days=3)
    new = proposals.postpone(item_of(sent.meeting, 3), reason="x", to=None, by=secretary)
    other = a_person("sekr", "secretariat")
    access.disqualify(item_of(sent.meeting, 2), other, by=secretary)
    assert not permissions.may_see_proposal(barred, new)
    assert permissions.may_see_proposal(other, new)


def test_an_author_does_not_read_what_is_written_again_after_it_was_sent(idea, forum, chief, secretary, meeting, login):
    item = accepted(idea, chief, secretary)
    proposals.place(item, fresh(meeting), by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    drafting.change_facts(again(item), {"title": "Ny og ikke sendt"}, by=secretary)
    write(item, secretary, "<p>Ny og ikke sendt.</p>")
    assert "Ny og ikke sendt" not in login(chief).get(reverse("meetings:proposals")).content.decode()
    planning.cancel_meeting(fresh(meeting), reason="x", items_to=None, by=secretary)
    assert again(item).state == "accepted"
    assert login(chief).get(reverse("meetings:proposal", args=[item.pk])).status_code == 404
    with pytest.raises(Refused, match="retur"):
        proposals.send_back(again(item), reason="x", by=secretary)


def test_a_draft_withdrawn_before_it_was_sent_in_stays_its_authors(idea, chief, secretary):
    proposals.withdraw_proposal(again(idea), by=chief)
    assert permissions.may_see_proposal(chief, again(idea))
    assert not permissions.may_see_proposal(secretary, again(idea))


def test_an_item_withdrawn_from_an_agenda_is_restored_there_and_not_revived(idea, chief, secretary, meeting):
    own = proposals.propose(forum=meeting.forum, title="Mettes", by=secretary)
    proposals.place(accepted(own, secretary, secretary), fresh(meeting), by=secretary)
    drafting.withdraw_item(again(own), by=secretary)
    with pytest.raises(Refused, match="Sæt det på igen"):
        proposals.revive(again(own), by=secretary)
    drafting.restore_item(again(own), by=secretary)
    assert again(own).state == "placed"
    submitted(idea, chief)
    proposals.withdraw_proposal(again(idea), by=secretary)
    with pytest.raises(Refused, match="ikke stået på en dagsorden"):
        drafting.restore_item(again(idea), by=secretary)


def test_closing_or_barring_the_new_item_reaches_what_was_sent_of_the_old(forum, secretary, chief, outsider, login):
    sent = sent_meeting(forum, secretary, days=3)
    url = reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2])
    new = proposals.postpone(item_of(sent.meeting, 2), reason="x", to=None, by=secretary)
    assert "Den åbne tekst." in login(chief).get(url).content.decode()
    access.disqualify(again(new), chief, by=secretary)
    assert "Den åbne tekst." not in login(chief).get(url).content.decode()
    assert "Den åbne tekst." in login(outsider).get(url).content.decode()
    drafting.change_facts(again(new), {"closed": True, "closed_ground": "staff"}, by=secretary)
    assert login(outsider).get(url).status_code == 404
    assert again(sent.open_item).closed
    # The page for access is there for the postponed one too.
    assert login(secretary).get(reverse("meetings:access", args=[sent.open_item.pk])).status_code == 200
    access.set_closed(again(sent.open_item), access.Closing(False), by=secretary)
    assert again(new).closed, "opening is for one alone"


def test_an_item_taken_up_again_is_as_closed_as_the_old_one_is_now(forum, secretary):
    sent = sent_meeting(forum, secretary)
    stale = item_of(sent.meeting, 2)
    access.set_closed(item_of(sent.meeting, 2), access.Closing(True, "staff", "Viste sig"), by=secretary)
    assert again(proposals.take_up_again(stale, to=None, by=secretary)).closed


def test_an_author_who_is_no_member_any_more_knows_no_fate(idea, chief):
    type(chief).objects.filter(pk=chief.pk).update(role="reader")
    chief.refresh_from_db()
    assert not permissions.proposed_by(chief).exists()
