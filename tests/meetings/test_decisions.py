"""The register of decisions: who finds what, by what, and the lists to take along."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from chefforum.audit.models import Entry
from chefforum.documents import render as rendering
from chefforum.organisation.models import Department, Office
from meetings import queries
from meetings.actions import approving, sending
from meetings.actions.archive import archive_minutes
from meetings.intake import read_minutes
from meetings.models import AgendaItem, Outcome, Ruling, Section
from meetings.rules.outcomes import outcome_of
from tests.factories import SECRET, fresh, hold, send_for_approval, sent_meeting, sha_for, write

REGISTER = "/moeder/beslutninger/"


@pytest.fixture
def locked(forum, secretary, barred, chief_executive):
    sent = sent_meeting(forum, secretary, barred, days=0)
    meeting = send_for_approval(sent, secretary)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)
    return sent


def found(viewer, login, **asked):
    rows = login(viewer).get(REGISTER, asked).context["rows"]
    return [row.item.title for row in rows]


def test_everybody_finds_what_they_may_read_and_nothing_else(
    locked, secretary, chief, barred, outsider, administrator, login
):
    both, open_one = ["Åbent emne", f"{SECRET} titel"], ["Åbent emne"]
    for viewer, titles in ((secretary, both), (chief, both), (barred, open_one), (outsider, []), (administrator, [])):
        assert found(viewer, login) == titles, viewer
    assert SECRET not in login(barred).get(REGISTER).content.decode()
    sending.release_open_edition(fresh(locked.meeting), kind="minutes", by=secretary)
    assert found(outsider, login) == open_one
    assert found(barred, login, ord=SECRET) == []


def test_what_is_not_locked_is_the_secretariats_alone(forum, secretary, chief, barred, login):
    sent = sent_meeting(forum, secretary, barred, days=0)
    hold(sent, secretary)
    write(sent.open_item, secretary, "<p>Chefforum tøver.</p>", kind="decision")
    assert found(secretary, login, ord="tøver") == ["Åbent emne"]
    assert found(chief, login) == []
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate(), by=secretary)
    assert found(chief, login) == []
    assert "når referatet er endeligt godkendt" in login(chief).get(REGISTER).content.decode()


def test_reading_the_closed_is_noted(locked, chief, login):
    Entry.objects.all().delete()
    found(chief, login)
    assert Entry.objects.filter(verb="meetings.closed_read", target_id=locked.closed_item.pk).exists()
    Entry.objects.all().delete()
    assert found(chief, login, lukkede="nej") == ["Åbent emne"]
    assert not Entry.objects.filter(verb="meetings.closed_read").exists()


def test_it_is_looked_up_by_words_period_outcome_department_and_case(locked, chief, login):
    today = timezone.localdate()
    department = Department.objects.create(name="By & Plan")
    AgendaItem.objects.filter(pk=locked.closed_item.pk).update(department=department)
    other = Department.objects.create(name="HR")
    Office.objects.create(name="Afdelingschefen for HR", department=other)
    Section.objects.filter(item=locked.open_item, kind="recommendation").update(parties=["Afdelingschefen for HR"])
    open_one, closed_one = ["Åbent emne"], [f"{SECRET} titel"]
    for asked, titles in (
        ({"ord": "GODKENDTE åbne"}, open_one),
        ({"ord": "findes ikke"}, []),
        ({"fra": today + timedelta(days=1)}, []),
        ({"fra": today, "til": today}, open_one + closed_one),
        ({"udfald": "approved"}, open_one),
        ({"udfald": "postponed"}, []),
        ({"afdeling": department.pk}, closed_one),
        ({"afdeling": other.pk}, open_one),
        ({"sag": "00.01"}, open_one),
        ({"sag": "81.00.00-a00"}, closed_one),
        ({"lukkede": "kun"}, closed_one),
    ):
        assert found(chief, login, **asked) == titles, asked
    answer = login(chief).get(REGISTER, {"fra": "i går", "udfald": "vrøvl"})
    assert answer.status_code == 200
    assert "err-text" in answer.content.decode()


def test_the_list_as_pdf_and_as_a_sheet_says_the_same(locked, chief, barred, login, monkeypatch):
    monkeypatch.setattr(
        rendering, "to_pdf", lambda paper, template, title, _: (rendering.to_html(paper, template, title).encode(), 1)
    )
    page = login(chief).get(reverse("meetings:decisions_pdf"), {"ord": "godkendte"}).content.decode()
    assert "Chefforum godkendte det åbne." in page
    assert "Ord i titel eller beslutning: godkendte" in page
    assert "Indeholder lukkede punkter" not in page
    assert "Indeholder lukkede punkter" in login(chief).get(reverse("meetings:decisions_pdf")).content.decode()
    book = load_workbook(BytesIO(login(chief).get(reverse("meetings:decisions_file")).content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:4] == ("Dato", "Forum", "Punkt", "Titel")
    assert rows[1][3] == "Åbent emne"
    assert rows[1][6:8] == ("Godkendt", "Chefforum godkendte det åbne.")
    assert rows[2][9] == "ja"
    other = login(barred).get(reverse("meetings:decisions_file")).content
    assert SECRET not in str(list(load_workbook(BytesIO(other)).active.iter_rows(values_only=True)))


def test_a_list_too_long_to_print_says_so(locked, chief, login, monkeypatch):
    monkeypatch.setattr("meetings.papers.decisionlist.MOST", 1)
    answer = login(chief).get(reverse("meetings:decisions_pdf"), {"ord": "e"}, follow=True)
    assert answer.redirect_chain[0][0] == f"{REGISTER}?ord=e"
    assert "kortere periode" in answer.content.decode()


def test_the_register_asks_as_often_for_many_as_for_few(locked, secretary, chief, login):
    client = login(chief)
    client.get(REGISTER)
    with CaptureQueriesContext(connection) as few:
        client.get(REGISTER)
    for number in range(8):
        item = AgendaItem.objects.create(
            forum=locked.meeting.forum, meeting=locked.meeting, position=50 + number, title=f"Punkt {number}"
        )
        Section.objects.create(item=item, kind="decision", position=0, html="<p>Besluttet.</p>")
        Ruling.objects.create(item=item, outcome="decided")
        for paper in locked.meeting.papers.filter(current=True):
            paper.shows.add(item)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(REGISTER).context["rows"]) == 10
    # Closed ones are noted each; these are open.
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Chefforum godkendte indstillingen.", "approved"),
        ("Godkendt.", "approved"),
        ("Chefforum godkendte planen med følgende bemærkninger: Husk kantinen.", "approved_with"),
        ("Godkendt. Bemærkninger kan sendes til HR.", "approved"),
        ("Chefforum tog orienteringen til efterretning.", "noted"),
        ("Taget til efterretning, og punktet drøftes i juni.", "noted"),
        ("Punktet blev drøftet.", "discussed"),
        ("Kommunaldirektøren besluttede, at planen godkendes.", "decided"),
        ("Chefforum gennemgik listen.", "reviewed"),
        ("Punktet blev udsat til næste møde.", "postponed"),
        ("Sagen sendes tilbage til fornyet behandling.", "returned"),
        ("Punktet blev trukket.", "withdrawn"),
        ("Chefforum udpegede to ledere.", "decided"),
        ("Intet.", None),
        ("", None),
    ],
)
def test_what_came_of_it_is_read_from_the_decision(text, outcome):
    assert outcome_of(text) == (Outcome(outcome) if outcome else None)


def test_old_minutes_come_into_the_register_with_their_outcomes(forum, secretary, chief, login):
    from chefforum.demo.old_minutes import OLD

    data = OLD.encode()
    archive_minutes(read_minutes(data, "2016-01-14.md"), data, name="2016-01-14.md", by=secretary)
    rows = login(chief).get(REGISTER, {"til": date(2016, 12, 31)}).context["rows"]
    assert rows
    assert any(row.outcomes for row in rows)
    assert queries.decided_items(viewer=secretary).count() == len(rows)
