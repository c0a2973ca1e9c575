"""Tasks from an item: who has them, when they are due, how they went (D58–D64)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from chefforum.audit.models import Entry
from chefforum.documents.sheet import to_xlsx
from chefforum.organisation.models import Department, Office, OfficeAlias, Tenure
from chefforum.workflow import Overtaken, Refused
from meetings.actions import access, following_up, sending
from meetings.models import Task, TaskOwner
from meetings.permissions import may_finish_task, tasks_seen_by
from meetings.queries import own_tasks
from tests.factories import SECRET, a_person, again, fresh, hold, item_of, sent_meeting

STEPS = ("ret", "udfoert", "opgiv")


@pytest.fixture
def out(forum, secretary, barred):
    """A meeting whose minutes are out; its second item is open, its third closed."""
    return sent_meeting(forum, secretary, barred, days=0)


def give(item, by, who, text="Status på vikarer", when=""):
    return following_up.add_task(again(item), text=text, who=who, when=when, by=by)


def send(out, by):
    sending.send_minutes(fresh(out.meeting), due=timezone.localdate() + timedelta(days=7), by=by)


def named(task):
    return {str(owner) for owner in task.owners.all()}


def hr(chief_executive):
    """A department with »og« in its name, whose chief is Sofie, and a post without a department."""
    department = Department.objects.create(name="HR & Personale")
    office = Office.objects.create(name="Afdelingschefen for HR & Personale", department=department)
    OfficeAlias.objects.create(office=office, name="HR og Personale")
    boss = Office.objects.create(name="Kommunaldirektøren")
    Tenure.objects.create(user=chief_executive, office=boss, title="Kommunaldirektør", start=date(2020, 1, 1))
    return department, office


def test_who_is_said_is_who_has_it(out, forum, secretary, chief, chief_executive, barred):
    hold(out, secretary)
    _, office = hr(chief_executive)
    sofie = a_person("sofie", "head_of_department", forum)
    for who, owners in (
        (str(chief), {str(chief)}),
        ("Pernille", {str(chief)}),
        ("Pernille og Henrik", {str(chief), str(chief_executive)}),
        ("Pernille, Henrik samt Regionen", {str(chief), str(chief_executive)}),
        ("Kommunaldirektøren", {str(chief_executive)}),
        ("HR & Personale", {"HR & Personale"}),
        ("HR og Personale", {"HR & Personale"}),
        ("Regionen", set()),
        ("alle chefer", {str(chief), str(chief_executive), str(barred), str(sofie)}),
    ):
        assert named(give(out.open_item, secretary, who, text=who)) == owners, who
    # A post that one holds is that one's task, whoever held it before.
    Tenure.objects.create(user=sofie, office=office, title="Afdelingschef", start=date(2020, 1, 1))
    assert named(give(out.open_item, secretary, "HR og Personale", text="Nu Sofies")) == {str(sofie)}
    # Everybody is everybody who may read it, and nothing is said of who may not.
    assert str(barred) not in named(give(out.closed_item, secretary, "alle chefer"))
    a_person("pernille2", "head_of_department", forum)
    other = a_person("else", "head_of_department", forum)
    other.first_name = "Pernille"
    other.save()
    assert named(give(out.open_item, secretary, "Pernille", text="To af dem")) == set()


def test_a_departments_task_is_its_chiefs(out, forum, secretary, chief, chief_executive):
    hold(out, secretary)
    department, office = hr(chief_executive)
    task = give(out.open_item, secretary, "HR & Personale")
    send(out, secretary)
    assert not tasks_seen_by(chief).exists()
    held = Tenure.objects.create(user=chief, office=office, title="Afdelingschef", start=date(2020, 1, 1))
    assert list(own_tasks(viewer=chief)) == [task]
    assert may_finish_task(chief, task)
    Tenure.objects.filter(pk=held.pk).update(end=timezone.localdate() - timedelta(days=1))
    assert not tasks_seen_by(chief).exists()
    assert TaskOwner.objects.get().department == department


def test_a_deadline_in_words_counts_from_the_meeting(out, secretary):
    hold(out, secretary)
    day = timezone.localdate()
    task = give(out.open_item, secretary, "Ida", when="om 14 dage")
    assert (task.first, task.due, task.when) == (day + timedelta(days=14), day + timedelta(days=14), "om 14 dage")
    task = give(out.open_item, secretary, "Ida", when="når den er klar")
    assert (task.first, task.due, task.when) == (None, None, "når den er klar")


def test_every_step_stands_in_the_history(out, secretary, chief):
    hold(out, secretary)
    task = give(out.open_item, secretary, str(chief), when="i juni")
    send(out, secretary)
    task = Task.objects.get(pk=task.pk)
    following_up.change_task(task, text=task.text, who=f"{chief} og Ida", when="inden jul", by=secretary)
    following_up.finish_task(Task.objects.get(pk=task.pk), comment="Sendt til alle", by=chief)
    following_up.reopen_task(Task.objects.get(pk=task.pk), by=chief)
    following_up.drop_task(Task.objects.get(pk=task.pk), comment="Ikke længere nødvendig", by=secretary)
    task = Task.objects.get(pk=task.pk)
    assert (task.state, task.comment) == ("dropped", "Ikke længere nødvendig")
    assert [(one.what, one.comment) for one in task.changes.all()] == [
        (f"Givet til {chief}", ""),
        (f"Hvem: »{chief}« er nu »{chief} og Ida«. Frist: »i juni« er nu »inden jul«", ""),
        ("Udført", "Sendt til alle"),
        ("Åbnet igen", ""),
        ("Opgivet", "Ikke længere nødvendig"),
    ]
    assert task.due.month == 12
    assert list(own_tasks(viewer=chief)) == []


def test_what_cannot_be_is_refused(out, secretary, chief, barred):
    hold(out, secretary)
    task = give(out.open_item, secretary, str(chief))
    for text, who in (("", "Ida"), ("x", " ")):
        with pytest.raises(Refused):
            following_up.change_task(task, text=text, who=who, when="", by=secretary)
    with pytest.raises(Refused, match="Skriv, hvorfor"):
        following_up.drop_task(task, comment="  ", by=secretary)
    with pytest.raises(Refused, match="400"):
        following_up.finish_task(task, comment="x" * 401, by=secretary)
    closed = give(out.closed_item, secretary, str(chief))
    with pytest.raises(Refused, match="må ikke læse"):
        following_up.change_task(closed, text="x", who=str(barred), when="", by=secretary)
    send(out, secretary)
    for verb in (
        lambda by: following_up.change_task(task, text="Kapret", who="x", when="", by=by),
        lambda by: following_up.drop_task(task, comment="Kapret", by=by),
    ):
        with pytest.raises(PermissionDenied):
            verb(chief)
    with pytest.raises(PermissionDenied):
        following_up.finish_task(task, by=barred)
    stale = Task.objects.get(pk=task.pk)
    following_up.change_task(Task.objects.get(pk=task.pk), text="Nyt", who="Ida", when="", by=secretary)
    with pytest.raises(Overtaken):
        following_up.change_task(stale, text="Andet", who="Ida", when="", by=secretary)
    assert SECRET not in str(list(Entry.objects.values_list("text", flat=True)))


def test_the_list_is_ones_own_and_the_secretariats_is_all(out, secretary, chief, chief_executive, login):
    hold(out, secretary)
    give(out.open_item, secretary, str(chief), text="Pernilles opgave", when="om 14 dage")
    give(out.open_item, secretary, str(chief_executive), text="Henriks opgave")
    give(out.closed_item, secretary, str(chief), text=f"{SECRET} opgave")
    send(out, secretary)
    page = login(chief).get("/moeder/opgaver/").content.decode()
    assert ("Pernilles opgave" in page, "Henriks opgave" in page, SECRET in page) == (True, False, True)
    assert Entry.objects.filter(verb="meetings.closed_read", by=chief).count() == 1
    page = login(secretary).get("/moeder/opgaver/").content.decode()
    assert all(word in page for word in ("Pernilles opgave", "Henriks opgave", SECRET, "14"))
    access.disqualify(again(out.closed_item), chief, by=secretary)
    assert SECRET not in login(chief).get("/moeder/opgaver/").content.decode()
    assert SECRET.encode() not in login(chief).get("/moeder/opgaver.xlsx").content


def test_the_list_is_filtered(out, secretary, login):
    hold(out, secretary)
    today = timezone.localdate()
    late = give(out.open_item, secretary, "Ida Holm", text="For sent")
    Task.objects.filter(pk=late.pk).update(due=today - timedelta(days=1))
    soon = give(out.open_item, secretary, "Bo", text="Snart", when="om 3 dage")
    done = give(out.open_item, secretary, "Ida Holm", text="Klaret")
    following_up.finish_task(done, by=secretary)
    client = login(secretary)

    def shown(query):
        page = client.get(f"/moeder/opgaver/{query}").content.decode()
        return [task.text for task in (late, soon, done) if f">{task.text}</a>" in page]

    assert shown("") == ["For sent", "Snart"]
    assert shown("?tilstand=") == ["For sent", "Snart", "Klaret"]
    assert shown("?tilstand=overskredet") == ["For sent"]
    assert shown("?tilstand=done") == ["Klaret"]
    assert shown("?ord=holm+sent") == ["For sent"]
    assert shown(f"?inden={today.isoformat()}") == ["For sent"]
    assert shown(f"?forum={out.meeting.forum_id}&ord=bo") == ["Snart"]
    # What cannot be understood shows nothing wrong, and says so.
    page = client.get("/moeder/opgaver/?inden=i+juni&tilstand=x&side=99").content.decode()
    assert "err-text" in page


def test_the_list_costs_the_same_however_long(out, secretary, login):

    hold(out, secretary)
    client = login(secretary)
    counts = []
    for number in (1, 30):
        for place in range(number):
            give(out.open_item, secretary, "Pernille", text=f"Opgave {number} {place}")
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get("/moeder/opgaver/")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_a_task_is_changed_done_and_given_up_on_its_page(out, secretary, chief, login):
    hold(out, secretary)
    task = give(out.open_item, secretary, str(chief), when="i juni")
    send(out, secretary)
    desk, page = login(secretary), f"/moeder/opgave/{task.pk}/"
    assert "Ret opgaven" in desk.get(page).content.decode()
    assert "Ret opgaven" not in login(chief).get(page).content.decode()
    answer = desk.post(f"{page}ret/", {"text": "", "who": "Ida", "when": "x", "version": 0})
    assert answer.status_code == 422
    assert 'value="Ida"' in answer.content.decode()
    # Somebody was faster: nothing is written over, and what was typed is handed back.
    desk.post(f"{page}ret/", {"text": "Ny tekst", "who": str(chief), "when": "i maj", "version": 0})
    answer = desk.post(f"{page}ret/", {"text": "Min tekst", "who": str(chief), "when": "i maj", "version": 0})
    assert answer.status_code == 409
    assert "Min tekst" in answer.content.decode()
    assert Task.objects.get().text == "Ny tekst"
    answer = desk.post(f"{page}opgiv/", {"comment": ""}, follow=True)
    assert "Skriv, hvorfor opgaven opgives" in answer.content.decode()
    login(chief).post(f"{page}udfoert/", {"comment": "Klaret"})
    assert "Klaret" in desk.get(page).content.decode()
    desk.post(f"{page}udfoert/", {"igen": "1"})
    refused = desk.post(f"{page}udfoert/", {"comment": "x" * 401})
    assert refused.status_code == 422
    came_from = {"Referer": f"http://testserver{page}udfoert/"}
    assert desk.post(f"{page}udfoert/", {"comment": "Nu"}, headers=came_from)["Location"] == page
    assert desk.post(f"{page}udfoert/", {"igen": "1"}, headers={"Referer": "http://testserver/"})["Location"] == "/"
    desk.post(f"{page}opgiv/", {"comment": "Udgår"})
    assert Task.objects.get().state == "dropped"


def test_the_file_has_the_list_and_no_formula(out, secretary, login):
    hold(out, secretary)
    give(out.open_item, secretary, "=HYPERLINK(1)", text="=1+1", when="om 3 dage")
    answer = login(secretary).get("/moeder/opgaver.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Opgave", "Hvem", "Frist", "Senest")
    assert rows[1][:3] == ("=1+1", "=HYPERLINK(1)", "om 3 dage")
    assert sheet["A2"].data_type == "s"
    assert rows[1][3].date() == timezone.localdate() + timedelta(days=3)
    assert sheet.freeze_panes == "A2"
    assert "opgaver.xlsx" in answer["Content-Disposition"]


@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), max_size=5))
def test_any_text_comes_through_a_sheet(rows):
    data = to_xlsx("Prøve", ["a", "b"], rows)
    back = load_workbook(BytesIO(data)).active
    assert back.max_row == len(rows) + 1


def test_nothing_of_a_meeting_before_its_minutes_are_sent(out, secretary, chief, login):
    hold(out, secretary)
    task = give(out.open_item, secretary, str(chief))
    client = login(chief)
    assert client.get(f"/moeder/opgave/{task.pk}/").status_code == 404
    assert "Status på vikarer" not in client.get("/moeder/opgaver/?tilstand=").content.decode()
    for step in STEPS:
        assert client.post(f"/moeder/opgave/{task.pk}/{step}/", {"comment": "x"}).status_code == 404
    assert fresh(out.meeting).state == "held"
    assert item_of(out.meeting, 2).tasks.count() == 1
