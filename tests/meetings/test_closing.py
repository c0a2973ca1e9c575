"""Closed items, closed attachments and people who may not read: nothing of what is closed comes through any door."""

import json
import re
import zipfile
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.audit.models import Entry
from chefforum.documents import render
from chefforum.workflow import Refused
from meetings import permissions, queries
from meetings.actions import access, approving, attaching, drafting, proposals, sending
from meetings.models import AgendaItem, Attachment, Ground, MeetingPaper, NamedReader
from meetings.rules.checking import findings
from meetings.rules.closing import LAW, grounds
from tests.factories import (
    SECRET,
    a_person,
    again,
    attach,
    fresh,
    item_of,
    section_of,
    send_for_approval,
    sha_for,
    write,
)

STAFF = access.Closing(True, "staff")
NAMED = (1, 2, 3)


def named_only(sent, reader, secretary):
    access.set_readers(again(sent.closed_item), named=[reader], by=secretary)


def paper_of(meeting, user, kind="agenda"):
    return queries.paper_for(fresh(meeting), kind, viewer=user)


# ---- Grounds -------------------------------------------------------------------------------------------------------


def test_every_ground_names_the_law():
    assert set(LAW) == set(Ground)
    assert all("§" in law for _, _, law in grounds())


@pytest.mark.parametrize(
    ("ground", "reason", "fault"),
    [("", "", "Vælg, hvorfor"), ("kapret", "", "Vælg, hvorfor"), ("other", " ", "Uddyb grunden"), ("other", "Fordi", ""), ("staff", "", "")],
)  # fmt: skip
def test_closing_takes_a_ground_from_the_list(sent, secretary, ground, reason, fault):
    item = again(sent.open_item)
    if fault:
        with pytest.raises(Refused, match=fault):
            access.set_closed(item, access.Closing(True, ground, reason), by=secretary)
        facts = {"closed": True, "closed_ground": ground, "closed_reason": reason}
        with pytest.raises(Refused, match=fault):
            drafting.change_facts(item, facts, by=secretary)
        assert not again(item).closed
    else:
        access.set_closed(item, access.Closing(True, ground, reason), by=secretary)
        assert (again(item).closed_ground, again(item).closed_reason) == (ground, reason)


# ---- Named readers -------------------------------------------------------------------------------------------------


def test_only_named_members_and_the_secretariat_read(sent, secretary, chief, chief_executive, login):
    named_only(sent, chief_executive, secretary)
    assert SECRET in json.dumps(paper_of(sent.meeting, chief_executive).document.paper, ensure_ascii=False)
    assert SECRET in json.dumps(paper_of(sent.meeting, secretary).document.paper, ensure_ascii=False)
    own = paper_of(sent.meeting, chief)
    assert own.edition == "personal"
    assert SECRET not in json.dumps(own.document.paper, ensure_ascii=False)
    client = login(chief)
    for name, args in (
        ("meetings:meeting", [sent.meeting.pk]),
        ("meetings:read_item", [sent.meeting.pk, "agenda", 3]),
        ("front_desk", []),
        ("meetings:calendar", []),
    ):
        response = client.get(reverse(name, args=args))
        assert response.status_code == 200
        assert SECRET not in response.content.decode()
    file = reverse("meetings:attachment", args=[sent.meeting.pk, sent.closed_file.file.sha256])
    assert client.get(file).status_code == 404
    assert client.get(reverse("meetings:pdf", args=[sent.meeting.pk, "agenda", "members"])).status_code == 404
    assert not permissions.may_see_item(chief, again(sent.closed_item))


def test_naming_a_person_again_gives_the_item_back_and_opening_for_all_too(sent, secretary, chief, chief_executive):
    named_only(sent, chief_executive, secretary)
    access.set_readers(again(sent.closed_item), named=[chief], by=secretary)
    assert SECRET in json.dumps(paper_of(sent.meeting, chief).document.paper, ensure_ascii=False)
    assert SECRET not in json.dumps(paper_of(sent.meeting, chief_executive).document.paper, ensure_ascii=False)
    access.set_readers(again(sent.closed_item), named=None, by=secretary)
    for user in (chief, chief_executive):
        assert paper_of(sent.meeting, user).edition == "members"


def test_the_strictest_rule_wins(sent, secretary, barred):
    """Named and inhabil is inhabil; opening the item again takes no inhabilitet away."""
    named_only(sent, barred, secretary)
    assert SECRET not in json.dumps(paper_of(sent.meeting, barred).document.paper, ensure_ascii=False)
    access.set_closed(again(sent.closed_item), access.Closing(False), by=secretary)
    assert SECRET not in json.dumps(paper_of(sent.meeting, barred).document.paper, ensure_ascii=False)
    assert not NamedReader.objects.filter(removed_at=None).exists()


def test_who_can_be_named(sent, secretary, chief, outsider):
    with pytest.raises(Refused, match="Kun medlemmer"):
        access.set_readers(again(sent.closed_item), named=[outsider], by=secretary)
    with pytest.raises(Refused, match="Punktet er åbent"):
        access.set_readers(again(sent.open_item), named=[chief], by=secretary)
    with pytest.raises(PermissionDenied):
        access.set_readers(again(sent.closed_item), named=[chief], by=chief)


def test_naming_reaches_what_the_item_continues(sent, secretary, chief, chief_executive):
    new = proposals.postpone(item_of(sent.meeting, 3), reason="Venter", to=None, by=secretary)
    access.set_readers(again(new), named=[chief_executive], by=secretary)
    assert SECRET not in json.dumps(paper_of(sent.meeting, chief).document.paper, ensure_ascii=False)
    assert again(sent.closed_item).audience == "named"


def test_a_member_who_came_later_is_not_named_and_reads_the_open_edition(sent, forum, secretary, chief):
    named_only(sent, chief, secretary)
    newcomer = a_person("ny", "head_of_department", forum)
    assert paper_of(sent.meeting, newcomer).edition == "open"


def test_personal_editions_that_are_alike_are_printed_once(sent, forum, secretary, chief, monkeypatch):
    for number in range(5):
        a_person(f"chef{number}", "head_of_department", forum)
    named_only(sent, chief, secretary)
    printed: list[str] = []
    from chefforum.documents import actions

    monkeypatch.setattr(
        render, "to_pdf", lambda paper, *rest: (printed.append(paper["edition"]), (b"%PDF-1.7 x", 1))[1]
    )
    papers = MeetingPaper.objects.filter(current=True, edition="personal")
    assert papers.count() == 7  # the five, the chief executive, and the one who is inhabil
    for paper in papers:
        actions.make_pdf(paper.document_id)
    assert printed == ["personal"]
    assert papers.filter(document__pdf__isnull=False).count() == 7


def test_members_with_different_editions_can_all_approve(sent, secretary, chief, chief_executive):
    named_only(sent, chief_executive, secretary)
    meeting = send_for_approval(sent, secretary)
    for user in (chief, chief_executive):
        approving.approve(meeting, sha256=sha_for(meeting, user), by=user)
    assert all(one.approved_at for one in queries.answers(meeting) if one.user in {chief, chief_executive})


# ---- Attachments of an open item -----------------------------------------------------------------------------------


def test_a_closed_attachment_is_for_members_and_leaves_no_trace_in_the_open_edition(
    sent, secretary, chief, outsider, login
):
    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    sending_again(sent, secretary)
    name, sha = "Åbent bilag", sent.open_file.file.sha256
    assert name in json.dumps(paper_of(sent.meeting, chief).document.paper, ensure_ascii=False)
    open_paper = MeetingPaper.objects.get(meeting=sent.meeting, edition="open", current=True)
    assert name not in json.dumps(open_paper.document.paper, ensure_ascii=False)
    assert open_paper.document.paper["items"][1]["attachments"] == []
    url = reverse("meetings:attachment", args=[sent.meeting.pk, sha])
    assert login(outsider).get(url).status_code == 404
    found = login(chief).get(url)
    assert (found.status_code, found.getvalue()) == (200, b"Et bilag i ren tekst.\n")


def sending_again(sent, secretary):
    """The release is of words: where they changed, it is given again."""
    if not MeetingPaper.objects.filter(meeting=sent.meeting, edition="open", current=True, released_at__isnull=False):
        sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)


def test_closing_an_attachment_takes_it_out_of_what_is_released_at_once(sent, secretary, outsider, login):
    client = login(outsider)
    url = reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2])
    assert "Åbent bilag" in client.get(url).content.decode()
    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    response = client.get(url)
    assert response.status_code == 404 or "Åbent bilag" not in response.content.decode()
    sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)
    # Nor is it told as something that went since the person last read.
    assert "Åbent bilag" not in client.get(url).content.decode()


def test_all_attachments_in_one_file_are_those_of_ones_own_edition(sent, secretary, chief, outsider, barred, login):
    attach(sent.open_item, secretary, "åbent BILAG.txt", "Et andet af samme navn")
    attach(sent.open_item, secretary, "Bilag 1: a/b.txt", "Tredje")
    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)
    url = reverse("meetings:bundle", args=[sent.meeting.pk, "agenda"])
    others = ["02 Åbent emne/åbent BILAG.txt", "02 Åbent emne/b.txt"]
    for user, names in (
        (
            chief,
            [
                "02 Åbent emne/Åbent bilag.txt",
                "02 Åbent emne/åbent BILAG (2).txt",
                others[1],
                f"03 {SECRET} titel/{SECRET} bilag.txt",
            ],
        ),
        (barred, ["02 Åbent emne/Åbent bilag.txt", "02 Åbent emne/åbent BILAG (2).txt", others[1]]),
        (outsider, others),
    ):
        with zipfile.ZipFile(BytesIO(login(user).get(url).getvalue())) as package:
            assert package.namelist() == ["Indhold.txt", *names]
            assert package.testzip() is None
            assert (SECRET in package.read("Indhold.txt").decode()) is (user == chief)
    attaching.remove_attachment(attachment_of("åbent BILAG.txt"), by=secretary)
    attaching.remove_attachment(attachment_of("b.txt"), by=secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)
    client = login(outsider)
    assert client.get(url).status_code == 404
    assert (
        "Hent alle bilag" not in client.get(reverse("meetings:read", args=[sent.meeting.pk, "agenda"])).content.decode()
    )


def attachment_of(title: str) -> Attachment:
    return Attachment.objects.get(title=title)


# ---- Every door ----------------------------------------------------------------------------------------------------


def doors(sent) -> list[tuple[str, list[object]]]:
    """Every address that names the closed item or its file, and one beside it that names nothing."""
    meeting, nothing = sent.meeting.pk, 999_999
    return [
        ("meetings:read_item", [meeting, "agenda", nothing]),
        ("meetings:attachment", [meeting, "0" * 64]),
        ("meetings:thumbnail", [meeting, "0" * 64]),
        ("meetings:draft_file", [nothing]),
        ("meetings:draft_version", [nothing, 1]),
        ("meetings:draft_thumbnail", [nothing]),
        ("meetings:access", [nothing]),
        ("meetings:history", [nothing]),
        ("meetings:attachments", [nothing]),
        ("meetings:proposal", [nothing]),
    ]


def test_what_is_closed_answers_as_if_it_were_not_there(sent, secretary, outsider, administrator, barred, login):
    """The same page with the same number of queries, but for the addresses themselves."""
    section = section_of(sent.closed_item, "occasion").pk
    real = {
        "meetings:attachment": [sent.meeting.pk, sent.closed_file.file.sha256],
        "meetings:thumbnail": [sent.meeting.pk, sent.closed_file.file.sha256],
        "meetings:draft_file": [sent.closed_file.pk],
        "meetings:draft_version": [sent.closed_file.pk, 1],
        "meetings:draft_thumbnail": [sent.closed_file.pk],
        "meetings:access": [sent.closed_item.pk],
        "meetings:history": [section],
        "meetings:attachments": [sent.closed_item.pk],
        "meetings:proposal": [sent.closed_item.pk],
    }
    for user in (outsider, administrator, barred):
        client = login(user)
        for name, args in doors(sent):
            if name not in real:
                continue
            there, queries_there = answer(client, reverse(name, args=real[name]))
            nowhere, queries_nowhere = answer(client, reverse(name, args=args))
            assert (there.status_code, nowhere.status_code) == (404, 404), name
            assert bare(there) == bare(nowhere), name
            assert queries_there == queries_nowhere, name


def answer(client, url):
    with CaptureQueriesContext(connection) as counted:
        response = client.get(url)
    return response, len(counted)


def bare(response) -> str:
    return re.sub(
        r'nonce="[^"]+"|csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"|[?&]next=[^"]+',
        "",
        response.content.decode(),
    )


def test_reading_a_closed_item_is_logged_and_the_log_says_nothing_of_it(sent, secretary, chief, outsider, login):
    Entry.objects.all().delete()
    client = login(chief)
    client.get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2]))
    assert not Entry.objects.filter(verb="meetings.closed_read").exists()
    client.get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 3]))
    client.get(reverse("meetings:attachment", args=[sent.meeting.pk, sent.closed_file.file.sha256])).getvalue()
    login(outsider).get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 3]))
    login(secretary).get(reverse("meetings:draft_item", args=[sent.meeting.pk, sent.closed_item.pk]))
    entries = Entry.objects.filter(verb="meetings.closed_read").order_by("pk")
    assert [entry.by for entry in entries] == [chief, chief, secretary]
    assert all(entry.target_id == sent.closed_item.pk for entry in entries)
    assert not any(SECRET in entry.text for entry in Entry.objects.all())


# ---- Leaks by what stands beside -----------------------------------------------------------------------------------


def texts(meeting, secretary) -> str:
    return " ".join(one.text for one in findings(fresh(meeting), queries.items_of(meeting, viewer=secretary)))


def test_a_closed_title_or_attachment_named_in_an_open_text_is_pointed_out(sent, secretary):
    assert "er åbent, men" not in texts(sent.meeting, secretary)
    write(sent.open_item, secretary, f"<p>Se også {SECRET.lower()} titel.</p>")
    assert "Punkt 2 er åbent, men nævner titlen på punkt 3" in texts(sent.meeting, secretary)
    write(sent.open_item, secretary, "<p>Det fremgår af åbent bilag.</p>")
    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    assert "Punkt 2 er åbent, men nævner et lukket bilag til punkt 2." in texts(sent.meeting, secretary)


def test_named_readers_that_nobody_is_are_pointed_out(sent, secretary):
    access.set_readers(again(sent.closed_item), named=[], by=secretary)
    assert "ingen er nævnt" in texts(sent.meeting, secretary)


def test_an_open_edition_that_hides_an_item_names_no_clock_times(sent, secretary):
    """D51: the gap between its neighbours would say how long it takes."""
    drafting.change_facts(again(sent.open_item), {"planned_minutes": 20}, by=secretary)
    drafting.change_facts(again(sent.closed_item), {"planned_minutes": 45}, by=secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    papers = {one.edition: one.document.paper for one in MeetingPaper.objects.filter(current=True)}
    assert papers["members"]["items"][1]["time_slot"] == {"start": "09:00", "end": "09:20"}
    assert all(item["time_slot"] is None for item in papers["open"]["items"])
    access.set_closed(again(sent.closed_item), access.Closing(False), by=secretary)
    opened = MeetingPaper.objects.get(current=True, edition="open").document.paper
    assert opened["items"][2]["time_slot"] == {"start": "09:20", "end": "10:05"}


def test_the_page_lets_the_secretary_choose(sent, secretary, chief, chief_executive, login):
    client = login(secretary)
    url = reverse("meetings:access", args=[sent.closed_item.pk])
    assert "Personalesag" in client.get(url).content.decode()
    client.post(
        reverse("meetings:readers", args=[sent.closed_item.pk]),
        {"hvem": "navngivne", "laeser": [str(chief.pk), "x", "-1"]},
    )
    assert again(sent.closed_item).audience == "named"
    assert list(NamedReader.objects.filter(removed_at=None).values_list("user", flat=True)) == [chief.pk]
    client.post(reverse("meetings:readers", args=[sent.closed_item.pk]), {"hvem": "alle"})
    assert again(sent.closed_item).audience == "members"
    client.post(reverse("meetings:close", args=[sent.open_item.pk]), {"grund": "economy", "uddybning": "Udbud"})
    assert (again(sent.open_item).closed_ground, again(sent.open_item).closed_reason) == ("economy", "Udbud")
    page = client.post(reverse("meetings:close", args=[sent.open_item.pk]), {"grund": ""}, follow=True).content.decode()
    assert "Vælg, hvorfor" in page


def test_the_administration_shows_nobody_a_closed_attachments_name(sent, secretary, administrator, login):
    attaching.attach(again(sent.closed_item), SimpleUploadedFile(f"{SECRET} nyt.txt", b"x"), by=secretary)
    assert str(Attachment.objects.get(title__contains="nyt")) == "Lukket bilag"
    assert str(AgendaItem.objects.get(pk=sent.closed_item.pk)) == "Lukket"
    client = login(administrator)
    for address in (
        "meetings/attachment/",
        "meetings/agendaitem/",
        "mailroom/letter/",
        "audit/entry/",
        "documents/document/",
    ):
        response = client.get(f"/admin/{address}")
        assert response.status_code == 200
        assert SECRET not in response.content.decode()
