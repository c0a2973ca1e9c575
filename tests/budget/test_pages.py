"""The pages of the register: filters, charts with tables, constant queries, forms that say what is wrong."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.actions.answering import say_all
from budget.models import Agreement, Initiative, LightMeaning, SavedView
from chefforum.web.charts import Bar, Part, stacked_bars
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of, status_of


def numbers(page) -> list[str]:
    return [one.number for one in page.context["points"]]


def agreement_page(client, **query):
    return client.get(reverse("budget:agreement", args=[2026]), query)


def test_numbers_sort_as_people_count(agreement, officer, login):
    assert numbers(agreement_page(login(officer))) == ["1.1", "1.2", "2.2", "2.11"]


def test_filters(collecting, officer, chief, schools, login):
    say_all(status_of(collecting, "1.1"), {"light": "red", "carry": "whole"}, by=officer)
    say_all(status_of(collecting, "1.2"), {"light": "green"}, by=officer)
    Initiative.objects.filter(point=2, chapter__number=2).update(title="Klippekort til plejehjem")
    point_of(Agreement.objects.get(), "2.2").people.add(chief)
    client = login(officer)
    chapter = point_of(Agreement.objects.get(), "2.2").chapter_id
    assert numbers(agreement_page(client, lys="red")) == ["1.1"]
    assert numbers(agreement_page(client, lys="mangler")) == ["2.2", "2.11"]
    assert numbers(agreement_page(client, over="whole")) == ["1.1"]
    assert numbers(agreement_page(client, afdeling=schools.pk)) == ["1.1", "2.11"]
    assert numbers(agreement_page(client, kapitel=chapter)) == ["2.2", "2.11"]
    assert numbers(agreement_page(client, person=chief.pk)) == ["2.2"]
    assert numbers(agreement_page(client, ord="klippekort plejehjem")) == ["2.2"]
    assert numbers(agreement_page(client, ord="2.11")) == ["2.11"]
    assert numbers(agreement_page(client, ord="6.1.")) == []
    assert numbers(agreement_page(client, orden="titel"))[0] == "2.2"
    assert "Ingen punkter passer" in agreement_page(client, ord="findes ikke").content.decode()


def test_a_filter_by_light_tells_nobody_what_they_may_not_read(collecting, officer, outsider, login):
    say_all(status_of(collecting, "1.1"), {"light": "red"}, by=officer)
    assert numbers(agreement_page(login(outsider), lys="red")) == ["1.1", "1.2", "2.2", "2.11"]


def test_lights_are_told_by_sign_and_word_and_every_chart_has_a_table(collecting, officer, login):
    say_all(status_of(collecting, "1.1"), {"light": "red"}, by=officer)
    page = agreement_page(login(officer)).content.decode()
    assert re.search(r'class="tl tl-r"><svg.*?</svg>Rød', page)
    assert "<title>Fordelingen af lys i runderne, den seneste nederst: 1 røde og 3 mangler svar.</title>" in page
    assert '<caption class="vh">Lys i hver runde</caption>' in page
    assert '<caption class="vh">Lys efter kapitel</caption>' in page


def test_the_legend_is_the_municipalitys(agreement, officer, administrator, login):
    client = login(administrator)
    client.post("/admin/budget/lightmeaning/add/", {"light": "yellow", "meaning": "på vej, men sent"})
    assert LightMeaning.objects.count() == 1
    advance(a_round(agreement, by=officer), "collect", by=officer)
    page = agreement_page(login(officer)).content.decode()
    assert "på vej, men sent" in page
    assert "forsinket eller ændret" not in page


def test_a_drawing_escapes_what_people_have_called_things():
    drawn = stacked_bars([Bar("<b>&", [Part("red", 3, "<i>")])], title="</title><script>")
    assert "<script>" not in drawn
    assert "&lt;b&gt;&amp;" in drawn
    assert "<i>" not in drawn


def test_an_empty_drawing_is_one():
    assert "<svg" in stacked_bars([], title="Intet")
    assert "<svg" in stacked_bars([Bar("x", [Part("red", 0, "Rød")])], title="Intet")


def many(officer, year: int, points: int, rounds: int):
    made = an_agreement(officer, year, " ".join(f"{1 + one // 20}.{1 + one % 20}" for one in range(points)))
    for one in range(rounds):
        status_round = a_round(made, by=officer, name=f"Runde {one}", as_of=made_day(year, one))
        advance(status_round, "collect", "to_directors", "to_forum", "send", by=officer)
    return made


def made_day(year: int, place: int):
    from datetime import date

    return date(year, 2 + place, 1)


@pytest.mark.parametrize("name", ["agreement", "round", "review", "mine", "close", "export", "point"])
def test_pages_ask_the_same_number_of_questions_for_few_points_and_for_many(officer, chief, login, name):
    client = login(officer)
    counts = []
    for year, points in ((2026, 3), (2027, 40)):
        made = many(officer, year, points, 1)
        Initiative.objects.filter(chapter__agreement=made).update(department=a_department("Skoler"))
        if name == "close":
            many(officer, year + 10, 1, 0)
        args = [made.rounds.get().pk] if name in ("round", "review", "mine") else [year]
        if name == "review":
            advance(made.rounds.get(), "take_back", by=officer)
        if name == "point":
            args = [year, "1.1"]
        url = reverse(f"budget:{name}", args=args)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(url).status_code == 200
        counts.append(len(asked))
    assert abs(counts[1] - counts[0]) <= 1, counts


def form(**values):
    return {"number": "3.1", "title": "Nyt", "text": "", "responsible": "", "case_forum": "", "case_when": "", **values}


def test_a_point_is_written_and_changed_by_hand(agreement, officer, chief, schools, login):
    client = login(officer)
    url = reverse("budget:new_point", args=[2026])
    bad = client.post(url, form(number="3", drift_2026="1.5"))
    assert bad.status_code == 422
    assert "Skriv nummeret som kapitel og punkt" in bad.content.decode()
    assert "Skriv beløbet som 1.950.000" in bad.content.decode()
    taken = client.post(url, form(number="1.1"))
    assert "Punkt 1.1 findes allerede: »Punkt 1.1«" in taken.content.decode()
    values = form(department=schools.pk, people=[chief.pk], drift_2026="−1.250,5", anlaeg_2028="3.000")
    page = client.post(url, values, follow=True).content.decode()
    assert "Punkt 3.1 er gemt." in page
    made = point_of(agreement, "3.1")
    assert {(one.kind, one.year): str(one.value) for one in made.amounts.all()} == {
        ("drift", 2026): "-1250.500",
        ("anlaeg", 2028): "3000.000",
    }
    write = reverse("budget:write_point", args=[2026, "3.1"])
    shown = client.get(write).content.decode()
    assert 'value="−1.250,5"' in shown
    late = client.post(write, form(title="To", version="7"))
    assert "En anden har ændret punktet" in late.content.decode()
    client.post(write, form(number="3.2", title="Andet", version="0"))
    moved = point_of(agreement, "3.2")
    assert (moved.pk, moved.title, moved.amounts.count()) == (made.pk, "Andet", 0)


def test_an_agreement_is_made_and_changed(officer, login):
    client = login(officer)
    assert "Der er ingen budgetaftale endnu" in client.get(reverse("budget:index")).content.decode()
    values = {"year": "2026", "title": "Budgetaftale 2026", "unit": "tkr", "adopted_on": ""}
    client.post(reverse("budget:make"), values)
    again = client.post(reverse("budget:make"), values)
    assert "allerede en budgetaftale for 2026" in again.content.decode()
    assert client.post(reverse("budget:make"), {**values, "year": "26"}).status_code == 422
    made = Agreement.objects.get()
    an = an_agreement(officer, 2027, "1.1")
    client.post(reverse("budget:change", args=[2027]), {"title": "B27", "unit": "mio", "kapitel1": "Børn"})
    an.refresh_from_db()
    assert (an.title, an.unit, an.year, an.chapters.get().title) == ("B27", "mio", 2027, "Børn")
    assert made.title == "Budgetaftale 2026"


def test_a_point_or_year_that_is_not_there(agreement, officer, login):
    client = login(officer)
    for url in (
        "/budget/2026/punkt/9.9/",
        "/budget/2031/",
        "/budget/2026/punkt/1.0/",
        "/budget/runde/999/",
        "/budget/papir/9/",
    ):
        assert client.get(url).status_code == 404


def test_a_view_is_kept_under_a_name_for_oneself_alone(agreement, officer, chief, administrator, login):
    client = login(officer)
    url = reverse("budget:save_view", args=[2026])
    page = client.post(url, {"navn": "Klippekort", "visning": "ord=klip&kapret=1&lys=lilla"}, follow=True)
    saved = SavedView.objects.get()
    assert (saved.name, saved.query, saved.user) == ("Klippekort", "ord=klip&lys=lilla", officer)
    assert "Klippekort" in page.content.decode()
    assert "Klippekort" not in agreement_page(login(chief)).content.decode()
    client.post(url, {"navn": "Klippekort", "visning": "ord=kort"})
    assert SavedView.objects.get().query == "ord=kort"
    assert "hvad visningen skal hedde" in client.post(url, {"navn": " "}, follow=True).content.decode()
    drop = reverse("budget:drop_view", args=[2026, saved.pk])
    login(chief).post(drop)
    assert SavedView.objects.exists()
    assert login(administrator).post(url, {"navn": "x"}).status_code == 404
    client.post(drop)
    assert not SavedView.objects.exists()
