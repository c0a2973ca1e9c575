"""Every role at every address in every state, beside a table that is written out here."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chefforum.documents import render as rendering
from meetings import permissions, queries
from meetings.actions import access, approving, attaching, sending
from meetings.models import (
    CaseStop,
    MeetingPaper,
    Task,
    Wording,
)
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    fresh,
    item_of,
    section_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)
from tests.meetings.addresses import EVERYBODY, OPEN, POSTS, TABLE
from tests.meetings.rights import ROLES, STATES, meeting_in, proposed


def _page(paper, template, title):
    return rendering.to_html(paper, template, title).encode()


@pytest.mark.parametrize("state", STATES)
def test_every_role_at_every_address(state, forum, people, login, monkeypatch):
    # What would be made a PDF on the spot is looked at as its page: quicker, and its words can be searched.
    monkeypatch.setattr(rendering, "to_pdf", lambda paper, template, title, _: (_page(paper, template, title), 1))
    secretary, chief_executive, _, barred, *_ = people
    sent = meeting_in(state, forum, secretary, barred, chief_executive)
    own, pooled = proposed(forum, people[2], secretary)
    task = Task.objects.create(item=sent.closed_item, text=f"{SECRET} opgave", who="Pernille", by=secretary)
    task.owners.create(user=people[2])
    words = {
        "meeting": sent.meeting.pk,
        "open_item": sent.open_item.pk,
        "closed_item": sent.closed_item.pk,
        "open_sha": sent.open_file.file.sha256,
        "closed_sha": sent.closed_file.file.sha256,
        "open_file": sent.open_file.pk,
        "closed_file": sent.closed_file.pk,
        "own": own.pk,
        "pooled": pooled.pk,
        "own_section": section_of(own, "occasion").pk,
        "open_section": section_of(sent.open_item, "occasion").pk,
        "closed_section": section_of(sent.closed_item, "occasion").pk,
        "closed_task": task.pk,
        "closed_stop": CaseStop.objects.create(item=sent.closed_item, forum=f"{SECRET} udvalg", by=secretary).pk,
        "closed_wording": Wording.objects.filter(section__item=sent.closed_item).first().pk,
    }
    # A director's rights are a head of department's.
    director = a_person("lone", "director", forum)
    for user, role in zip([*people, director], [*ROLES, "chief"], strict=True):
        client = login(user)
        for (name, args), expected in TABLE.items():
            if user == director and args and args[0] in {"own", "own_section", "pooled", "closed_task"}:
                continue  # these are the chief's own
            if user == director and state == "review":
                continue  # a director reads drafts through, as the chief executive does
            wanted = expected.get(state, EVERYBODY)[ROLES.index(role)]
            url = reverse(name, args=[words.get(arg, arg) for arg in args])
            response = client.get(url)
            assert response.status_code == wanted, f"{role} at {url} ({name}), {state}"
            if role in {"barred", "outsider", "administrator"} and not response.streaming:
                assert SECRET.encode() not in response.content, f"{role} reads the closed item at {url}, {state}"
                assert b"81.00.00-A00-7-26" not in response.content
            if response.streaming:
                response.getvalue()


def test_the_table_names_every_address():
    from chefforum.urls import urlpatterns as house
    from meetings.urls import urlpatterns

    names = {f"meetings:{pattern.name}" for pattern in urlpatterns} | {
        p.name for p in house if getattr(p, "name", None)
    }
    assert names == {name for name, _ in TABLE} | POSTS | OPEN


def test_nobody_comes_in_without_a_login(client, sent):
    for name, args in TABLE:
        words = {"meeting": sent.meeting.pk, "open_item": sent.open_item.pk, "closed_item": sent.closed_item.pk}
        words |= {"open_sha": "a" * 64, "closed_sha": "b" * 64}
        words |= dict.fromkeys(["own", "pooled", "open_file", "closed_file", "own_section"], 1)
        words |= dict.fromkeys(["open_section", "closed_section", "closed_wording", "closed_task", "closed_stop"], 1)
        url = reverse(name, args=[words.get(arg, arg) for arg in args])
        response = client.get(url)
        assert response.status_code == 302
        assert response["Location"].startswith("/log-ind/")


def test_a_seat_held_by_a_reader_gives_no_right(forum, secretary):
    reader = a_person("falsk", "reader", forum)
    sent = sent_meeting(forum, secretary)
    assert not permissions.may_see_item(reader, sent.closed_item)
    assert queries.paper_for(sent.meeting, "agenda", viewer=reader).edition == "open"


def test_a_seat_that_has_ended_gives_no_right(forum, secretary, chief):
    from datetime import date

    sent = sent_meeting(forum, secretary)
    chief.memberships.update(end=date(2021, 1, 1))
    assert not permissions.may_see_item(chief, sent.closed_item)


def test_an_inactive_person_sees_nothing(sent, chief):
    chief.is_active = False
    chief.save()
    assert not permissions.meetings_seen_by(chief).exists()
    assert not permissions.items_seen_by(chief).exists()


def test_closing_an_item_later_takes_it_out_of_everything_released(sent, secretary, outsider, login):
    url = reverse("meetings:attachment", args=[sent.meeting.pk, sent.open_file.file.sha256])
    response = login(outsider).get(url)
    assert response.status_code == 200
    response.getvalue()

    write(item_of(sent.meeting, 2), secretary, "<p>Nu lukket.</p>", closed=True, closed_ground="staff")
    client = login(outsider)
    assert client.get(url).status_code == 404
    # The open edition that is made instead is not released by itself.
    assert client.get(reverse("meetings:read", args=[sent.meeting.pk, "agenda"])).status_code == 404
    sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)
    page = login(outsider).get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 2]))
    assert page.status_code == 200
    assert "Åbent emne" not in page.content.decode()


def test_closing_makes_new_papers_of_the_words_that_were_sent_and_of_no_others(sent, secretary, chief, login):

    write(item_of(sent.meeting, 1), secretary, "<p>Ufærdig og ikke sendt.</p>")
    access.set_closed(item_of(sent.meeting, 2), access.Closing(True, "staff", "Opdaget fejl"), by=secretary)
    page = login(chief).get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 1])).content.decode()
    assert "Ufærdig" not in page
    current = MeetingPaper.objects.filter(meeting=sent.meeting, current=True).select_related("document")
    assert all("Ufærdig" not in str(paper.document.paper) for paper in current)


def test_marking_somebody_inhabil_keeps_the_release_and_the_approvals(sent, secretary, chief, chief_executive):
    meeting = send_for_approval(sent, secretary)
    approving.approve(meeting, sha256=sha_for(meeting, chief), by=chief)
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)
    before = sha_for(meeting, chief)
    late = a_person("sen", "head_of_department", meeting.forum)
    access.disqualify(item_of(meeting, 3), late, by=secretary)
    assert sha_for(meeting, chief) == before
    assert MeetingPaper.objects.get(meeting=meeting, kind="agenda", edition="open", current=True).released_at
    assert SECRET not in str(queries.paper_for(meeting, "minutes", viewer=late).document.paper)


def test_what_is_not_sent_again_reaches_nobody(sent, secretary, outsider, chief, administrator, login):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from meetings.actions import drafting

    added = attaching.attach(item_of(sent.meeting, 2), SimpleUploadedFile("Ny.txt", b"Nyt bilag.\n"), by=secretary)
    drafting.withdraw_item(item_of(sent.meeting, 1), by=secretary)
    attaching.remove_attachment(sent.open_file, by=secretary)
    for user in (outsider, chief, administrator):
        client = login(user)
        assert client.get(reverse("meetings:attachment", args=[sent.meeting.pk, added.file.sha256])).status_code == 404
        # What was sent can still be read, whole.
        assert client.get(reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 1])).status_code == 200
        response = client.get(reverse("meetings:attachment", args=[sent.meeting.pk, sent.open_file.file.sha256]))
        assert response.status_code == 200
        response.getvalue()


def test_a_release_can_be_taken_back_at_any_step(sent, secretary, outsider, login):
    send_for_approval(sent, secretary)
    sending.withdraw_release(sent.meeting, kind="agenda", by=secretary)
    assert login(outsider).get(reverse("meetings:meeting", args=[sent.meeting.pk])).status_code == 404


def test_a_person_marked_inhabil_later_loses_the_item_at_once(sent, secretary, chief, login):
    client = login(chief)
    url = reverse("meetings:read_item", args=[sent.meeting.pk, "agenda", 3])
    assert SECRET in client.get(url).content.decode()
    access.disqualify(item_of(sent.meeting, 3), chief, by=secretary)
    assert SECRET not in client.get(url).content.decode()
    assert client.get(reverse("meetings:pdf", args=[sent.meeting.pk, "agenda", "members"])).status_code == 404
    access.lift_disqualification(item_of(sent.meeting, 3), chief, by=secretary)
    assert SECRET in client.get(url).content.decode()


def test_a_secretary_marked_inhabil_does_not_see_it_while_drafting(sent, forum, secretary, login):
    other = a_person("sekr", "secretariat")
    access.disqualify(item_of(sent.meeting, 3), other, by=secretary)
    client = login(other)
    for name in ("meeting", "draft", "send"):
        page = client.get(reverse(f"meetings:{name}", args=[sent.meeting.pk])).content.decode()
        assert SECRET not in page, name
    assert SECRET not in client.get(reverse("meetings:preview", args=[sent.meeting.pk, "members"])).content.decode()
    assert client.post(reverse("meetings:withdraw_item", args=[sent.closed_item.pk])).status_code == 404


def test_the_administration_shows_an_administrator_no_closed_item(sent, administrator, secretary, login):
    send_for_approval(sent, secretary)
    client = login(administrator)
    for name in ("agendaitem", "attachment", "decision", "case", "meeting"):
        for query in ("", SECRET, "81.00.00"):
            page = (
                client.get(reverse(f"admin:meetings_{name}_changelist"), {"q": query})
                .content.decode()
                .replace(f'value="{query}"', "")
            )
            assert SECRET not in page.replace(query, "") or query == SECRET, name
            assert f"{SECRET} titel" not in page
            assert "A00-7-26" not in page
    assert client.get(reverse("admin:meetings_agendaitem_change", args=[sent.closed_item.pk])).status_code == 302
    for app in ("documents_document", "audit_entry", "organisation_user", "meetings_forum"):
        assert SECRET not in client.get(reverse(f"admin:{app}_changelist")).content.decode()


@pytest.mark.parametrize("role", ["secretary", "chief", "outsider"])
@pytest.mark.parametrize("name", ["front_desk", "meetings:calendar"])
def test_lists_have_a_constant_number_of_queries(role, name, request, forum, secretary, login, settings):
    user = request.getfixturevalue(role)

    def count() -> int:
        client = login(user)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(reverse(name)).status_code == 200
        return len(caught)

    for days in (5, 9):
        sent_meeting(forum, secretary, days=days)
    a_meeting(forum, secretary, days=15)
    few = count()
    for days in range(20, 48):
        a_meeting(forum, secretary, days=days)
    assert count() == few
