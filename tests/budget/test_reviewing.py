"""The review at the meeting, and the decision that writes itself."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from budget.actions import freezing, reviewing
from budget.actions.answering import say_all
from budget.models import Change, Status
from chefforum.documents.models import Offer
from chefforum.richtext import clean, plain_text
from tests.factories.budget import a_department, a_round, advance, an_agreement, point_of, status_of


@pytest.fixture
def forum_round(agreement, officer):
    """A round before the forum; 1.1 came as red, 2.2 and 2.11 as yellow, 1.2 as green."""
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    for number, light in (("1.1", "red"), ("1.2", "green"), ("2.2", "yellow"), ("2.11", "yellow")):
        say_all(status_of(made, number), {"light": light, "public_text": f"Om {number}"}, by=officer)
    return advance(made, "to_directors", "to_forum", by=officer)


def change(status_round, numbers, *, by, asked_by="", reason="", **values):
    statuses = [status_of(status_round, number) for number in numbers.split()]
    return reviewing.change_several(statuses, values, asked_by=asked_by, reason=reason, by=by)


def decision(status_round) -> str:
    html = freezing.decision_of(status_round)
    assert clean(html) == html, "the draft must be in the normal form of the house"
    return html


def lines(status_round) -> list[str]:
    return [plain_text(one) for one in re.findall(r"<li>(.*?)</li>", decision(status_round))]


def test_nothing_changed(forum_round):
    assert decision(forum_round) == (
        "<p>Chefforum gennemgik status på budgetaftalen, Første status 2026.</p>"
        "<p>Planen opdateres med, hvem der er ansvarlig for 1.2 og 2.2.</p>"
    )


def test_a_change_says_from_what_to_what_why_and_whether_it_goes_on(forum_round, officer):
    change(
        forum_round,
        "1.1",
        light="yellow",
        carry="not",
        reason="Det har været svært at finde en medarbejder.",
        by=officer,
    )
    (line,) = lines(forum_round)
    assert line == (
        "1.1 Punkt 1.1 ændres fra rød til gul, idet det har været svært at finde en medarbejder. "
        "Punktet føres ikke med over."
    )


def test_every_change_keeps_who_asked_old_new_and_reason(forum_round, officer):
    change(forum_round, "1.1", light="yellow", asked_by="Lone Prøve", reason="Ny tidsplan", by=officer)
    kept = Change.objects.get(field="light", phase="forum")
    assert (kept.old, kept.new, kept.asked_by, kept.reason, kept.by) == (
        "red",
        "yellow",
        "Lone Prøve",
        "Ny tidsplan",
        officer,
    )


def test_several_at_once_are_one_line(forum_round, officer):
    change(forum_round, "2.2 2.11", light="green", by=officer)
    assert lines(forum_round) == ["2.2 og 2.11 ændres fra gul til grøn."]


def test_a_name_keeps_its_capital_after_idet(forum_round, officer):
    change(forum_round, "1.1", light="yellow", reason="Carsten mangler et svar", by=officer)
    assert "idet Carsten mangler et svar." in lines(forum_round)[0]


def test_what_is_taken_back_is_not_said(forum_round, officer):
    change(forum_round, "1.1", light="green", by=officer)
    change(forum_round, "1.1", light="red", by=officer)
    assert lines(forum_round) == []


def test_what_is_no_change_of_light_is_said_too(forum_round, officer, chief):
    change(forum_round, "2.11", carry="part", carry_part="demens", by=officer)
    change(forum_round, "1.2", needs_case="ja", case_forum="ØU", case_when="i marts", by=officer)
    change(forum_round, "2.2", public_text="Skrevet om", by=officer)
    asked = status_of(forum_round, "1.1")
    day = date(timezone.localdate().year + 1, 3, 5)
    reviewing.ask_for_text(asked, person=chief, due=day, wish="mere lukket", by=officer)
    assert lines(forum_round) == [
        "1.1 Punkt 1.1 forbliver rød. Pernille Prøve skriver ny tekst senest d. 5.\u00a0marts: mere lukket.",
        "1.2 Punkt 1.2 forbliver grøn. Der skal laves en sag til ØU i marts.",
        "2.2 Punkt 2.2 forbliver gul. Teksten til ØU er rettet.",
        "2.11 Punkt 2.11 forbliver gul. En del føres med over: demens.",
    ]


def test_what_is_said_among_colleagues_is_not_decided(forum_round, officer):
    change(forum_round, "1.1", comment="Må ikke siges", next_step="Heller ikke", reason="Slet ikke", by=officer)
    assert lines(forum_round) == []


def test_the_reason_of_what_was_taken_back_goes_with_it(forum_round, officer):
    change(forum_round, "1.1", light="green", reason="Alt er færdigt", by=officer)
    change(forum_round, "1.1", light="red", by=officer)
    change(forum_round, "1.1", carry="not", reason="ØU har sagt ja!", by=officer)
    assert lines(forum_round) == ["1.1 Punkt 1.1 forbliver rød, idet ØU har sagt ja. Punktet føres ikke med over."]


def test_another_part_and_a_point_without_a_light(forum_round, officer):
    change(forum_round, "1.1", light="none", carry="part", carry_part="taget", by=officer)
    again = advance(forum_round, "back_to_directors", "to_forum", by=officer)
    change(again, "1.1", carry_part="vinduerne", by=officer)
    assert lines(again) == ["1.1 Punkt 1.1: Nu føres denne del med over: vinduerne."]


def test_a_text_that_is_not_wished_any_more_is_not_decided(forum_round, officer, chief):
    asked = reviewing.ask_for_text(
        status_of(forum_round, "1.1"), person=chief, due=timezone.localdate(), wish="", by=officer
    )
    assert len(lines(forum_round)) == 1
    reviewing.drop_request(asked, by=officer)
    assert lines(forum_round) == []
    assert "skriver ny tekst" not in Offer.objects.get(withdrawn_at=None).decision


def test_words_written_outside_the_review_are_in_the_draft_too(forum_round, officer):
    say_all(status_of(forum_round, "1.1"), {"light": "green"}, by=officer)
    assert "ændres fra rød til grøn" in Offer.objects.get(withdrawn_at=None).decision


def test_what_people_write_is_escaped(forum_round, officer):
    change(forum_round, "1.1", light="green", reason="<script>x</script> & co", by=officer)
    assert "<script>" not in decision(forum_round)
    assert "&amp; co" in decision(forum_round)


def test_only_what_was_changed_since_it_last_came_before_the_forum(forum_round, officer):
    change(forum_round, "1.1", light="green", by=officer)
    again = advance(forum_round, "back_to_directors", "to_forum", by=officer)
    assert lines(again) == []


def test_the_offered_paper_always_has_the_last_draft(forum_round, officer):
    change(forum_round, "1.1", light="green", by=officer)
    offer = Offer.objects.get(withdrawn_at=None)
    assert offer.decision == decision(forum_round)
    assert (offer.forum, offer.closed) == ("Chefforum", True)


def test_two_years_are_told_apart(officer):
    first, second = an_agreement(officer, 2026, "1.1"), an_agreement(officer, 2027, "1.1")
    made = advance(a_round(first, second, by=officer), "collect", "to_directors", "to_forum", by=officer)
    for status in Status.objects.filter(round=made):
        reviewing.change_several([status], {"light": "green"}, by=officer)
    assert [one.split(" ændres")[0] for one in lines(made)] == ["2026: 1.1 Punkt 1.1", "2027: 1.1 Punkt 1.1"]


def test_a_bad_value_changes_none_of_several(forum_round, officer):
    from chefforum.workflow import Refused

    with pytest.raises(Refused):
        change(forum_round, "1.1 2.2", light="lilla", by=officer)
    assert not Change.objects.filter(phase="forum").exists()


def test_who_may_review(forum_round, officer, chief, director, outsider, secretary, login):
    url = reverse("budget:review", args=[forum_round.pk])
    for person, answer in ((officer, 200), (secretary, 200), (director, 403), (chief, 403), (outsider, 404)):
        assert login(person).get(url).status_code == answer, person
    for person in (chief, director):
        with pytest.raises(PermissionDenied):
            reviewing.go_through([status_of(forum_round, "1.1")], {"light": "green"}, was={"light": "red"}, by=person)
    with_directors = advance(forum_round, "back_to_directors", by=officer)
    assert login(director).get(url).status_code == 200
    reviewing.go_through([status_of(with_directors, "1.1")], {"light": "green"}, was={"light": "red"}, by=director)
    assert status_of(with_directors, "1.1").light == "green"


def post(client, status_round, nr, **values):
    picked = ",".join(str(status_of(status_round, number).pk) for number in nr.split(","))
    form = {"aar": "2026", "valgt": picked, **values}
    return client.post(reverse("budget:review", args=[status_round.pk]), form, follow=True)


def test_a_point_that_is_not_there_changes_no_other(forum_round, officer, login):
    url = reverse("budget:review", args=[forum_round.pk])
    for wrong in ("999999", "", "x", f"{status_of(forum_round, '1.1').pk},999999"):
        form = {"aar": "2026", "valgt": wrong, "var_light": "red", "light": "green"}
        assert "ikke længere i runden" in login(officer).post(url, form, follow=True).content.decode()
    assert not Change.objects.filter(phase="forum").exists()


def test_the_page_goes_by_numbers_and_saves_on_the_way(forum_round, officer, login):
    client = login(officer)
    page = client.get(reverse("budget:review", args=[forum_round.pk]), {"nr": "2.2"})
    assert page.context["numbers"] == "2.2"
    page = post(client, forum_round, "2.2", var_light="yellow", light="green", begrundelse="Lykkedes", naeste="1")
    assert page.context["numbers"] == "2.11"
    assert status_of(forum_round, "2.2").light == "green"
    assert "ændres fra gul til grøn, idet Lykkedes" in page.content.decode()
    assert status_of(forum_round, "2.2").reviewed_at is not None
    page = post(client, forum_round, "2.11", var_light="yellow", light="yellow", forrige="1")
    assert page.context["numbers"] == "2.2"
    page = post(client, forum_round, "1.1,1.2", var_light="", light="green", var_carry="", carry="", til="2.2, 2.11")
    assert page.context["numbers"] == "2.2 og 2.11"
    assert {status_of(forum_round, number).light for number in ("1.1", "1.2")} == {"green"}
    assert (
        "Der er intet punkt 9.9"
        in client.get(reverse("budget:review", args=[forum_round.pk]), {"nr": "9.9"}).content.decode()
    )


def test_somebody_elses_change_is_not_overwritten_in_the_review(forum_round, officer, secretary, login):
    say_all(status_of(forum_round, "1.1"), {"public_text": "Sekretærens"}, by=secretary)
    page = post(login(officer), forum_round, "1.1", var_public_text="Om 1.1", public_text="Mit", bliv="1")
    assert "En anden har ændret Tekst til ØU imens" in page.content.decode()
    assert status_of(forum_round, "1.1").public_text == "Sekretærens"
    assert Change.objects.get(aside=True).new == "Mit"


# What the forum changed on 5 November 2015 under item 4, as it would be done on the review page: number, the light the
# point came with, and what was changed. The words (reason, part, wish) are cut out of the real line by these patterns.
DONE = [
    ("2.11", "yellow", {"carry": "whole"}, {"reason": r" – (der er .*)$"}),
    ("4.2", "yellow", {"carry": "not"}, {"reason": r" - (der er sket.*?) – "}),
    ("4.3", "red", {"light": "yellow", "carry": "not", "public_text": "Nyt"}, {"reason": r", at (.*?) – "}),
    ("4.5", "yellow", {"light": "green"}, {}),
    ("5.1", "yellow", {"light": "green", "carry": "whole"}, {"wish": r"\(\w+ (.*)\)"}),
    ("6.1", "yellow", {}, {"wish": r"- (skal stå.*)\)"}),
    ("7.5 7.6 7.7", "yellow", {"light": "green", "public_text": "Nyt"}, {}),
    ("8.5", "yellow", {"needs_case": "ja", "case_when": "i år"}, {"reason": r" om (.*?) \("}),
    ("9.4", "yellow", {"light": "green", "carry": "part"}, {"carry_part": r"(andel .*?) rykker"}),
    ("10.5", "yellow", {"needs_case": "ja"}, {"reason": r" – (.*?), og"}),
    ("11.2", "yellow", {"light": "green"}, {}),
]

# For each line of the minutes: a word or sign of it, and what the drafted line must say for it.
SAYS = {
    "den går videre": "føres med over",
    "afklaring i 2016": "afklaring i 2016",
    "hængeparti hos Carsten": "hængeparti hos Carsten",
    "skal ikke med over": "føres ikke med over",
    "gul i stedet for rød": "ændres fra rød til gul",
    "gøres grøn": "til grøn",
    "skal være grøn": "til grøn",
    "finde en medarbejder": "finde en medarbejder",
    "skrives mere specifikt": "Teksten til ØU er rettet",
    "fortsætter": "føres med over",
    "redigerer teksten": "redigerer teksten",
    "mere lukket": "mere lukket",
    "om anlæg": "om anlæg",
    "Teksten opdateres": "Teksterne til ØU er rettet",
    "Der skal en sag på i år": "Der skal laves en politisk sag i år",
    "hvad vi gør på området": "hvad vi gør på området",
    "rykker over i 2016": "En del føres med over",
    "demens og Humlehusene": "demens og Humlehusene",
    "gøres en sag klar": "Der skal laves en politisk sag",
    "forventer den lander": "forventer den lander",
}


def real_lines(text: str) -> dict[str, str]:
    """The changes of item 4 in the minutes of November 2015, by their numbers."""
    item = text.split("**Punkt 4:")[1].split("**Punkt 5:", maxsplit=1)[0].split("Følgende blev aftalt:")[1]
    found = re.findall(r"^- ((?:\d+\.\d+\.?(?:, )?)+) ?[–-]? ?(.*)$", item, re.MULTILINE)
    return {numbers.strip().rstrip("."): words for numbers, words in found}


def test_the_real_changes_of_november_2015_give_the_same_decision(referater, officer, forum, chief):
    text = (referater / "2015-11-05.txt").read_text()
    real = real_lines(text)
    assert len(real) == 11
    titles = {number: re.split(r" [-–] ?| – ", words)[0].strip() for number, words in real.items() if "," not in number}
    numbers = " ".join(sorted({one for key, *_ in DONE for one in key.split()}))
    agreement = an_agreement(officer, 2015, numbers, department=a_department("Skoler", chief).pk)
    for number, title in titles.items():
        point = point_of(agreement, number)
        point.title = title
        point.save()
    unnamed = point_of(agreement, "11.2")
    unnamed.department = None
    unnamed.save()
    made = advance(a_round(agreement, by=officer, name="December", as_of=date(2015, 11, 1)), "collect", by=officer)
    for key, light, *_ in DONE:
        for number in key.split():
            say_all(status_of(made, number), {"light": light, "public_text": "Som før"}, by=officer)
    made = advance(made, "to_directors", "to_forum", by=officer)
    for key, _, values, cut in DONE:
        line = real[", ".join(key.split())]
        words = {name: re.search(pattern, line)[1] for name, pattern in cut.items()}
        reason, wish = words.pop("reason", ""), words.pop("wish", "")
        change(made, key, reason=reason, by=officer, **values, **words)
        if wish:
            due = timezone.localdate()
            reviewing.ask_for_text(status_of(made, key), person=chief, due=due, wish=wish, by=officer)
    drafted = lines(made)
    assert len(drafted) == len(real)
    for (number, words), line in zip(sorted(real.items(), key=_by_number), drafted, strict=True):
        wanted = [said for sign, said in SAYS.items() if sign in words]
        assert wanted, f"nothing is checked of {number}: {words}"
        for said in wanted:
            assert said in line, f"{number}: »{words}« gives »{line}«"
        if "," in number:
            assert line.startswith("7.5, 7.6 og 7.7 ")
        else:
            assert line.startswith(f"{number} {titles[number]} ")
    assert "hvem der er ansvarlig" in text
    assert "Planen opdateres med, hvem der er ansvarlig for 11.2." in plain_text(decision(made))


def _by_number(pair: tuple[str, str]) -> tuple[int, int]:
    chapter, point = pair[0].split(",")[0].strip().split(".")[:2]
    return int(chapter), int(point)
