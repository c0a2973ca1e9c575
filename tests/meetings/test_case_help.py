"""KLE's list brought in, and the help it gives while a case number is typed."""

from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings import queries
from meetings.actions.subjects import BroughtIn, bring_in_subjects
from meetings.models import Facet, Forum, Membership, Subject
from tests.factories import a_person, add, again

LIST = {
    "81.28.00": ("Sygdom og fravær", ["sygefravær", "langtidssyge"]),
    "00.30.14": ("Opfølgning på budget", ["budgetaftale"]),
    "32.30.04": ("Dagpenge ved sygdom", ["sygedagpenge"]),
}


@pytest.fixture
def kle(db):
    bring_in_subjects(LIST, {"P07": "Statistik"}, by=None)


def test_the_same_list_changes_nothing_and_a_newer_one_retires(kle):
    assert bring_in_subjects(LIST, {}, by=None) == BroughtIn(new=0, changed=0, same=3, retired=0, facets=0)
    newer = {"81.28.00": ("Sygdom og fravær", ["fravær"]), "85.11.20": ("Digitale værktøjer", [])}
    assert bring_in_subjects(newer, {}, by=None) == BroughtIn(new=1, changed=1, same=0, retired=2, facets=0)
    assert Subject.objects.get(number="32.30.04").retired
    bring_in_subjects({}, {"A00": "Generelt"}, by=None)
    assert Subject.objects.filter(retired=True).count() == 2, "a list of facets alone retires nothing"
    assert Facet.objects.count() == 2


def test_the_command_reads_a_file_and_says_what_it_did(db, tmp_path, capsys):
    path = tmp_path / "liste.txt"
    path.write_text("KLENummer='81.28.00':KLETitel='Sygdom og fravær':Keywords[Weight]=sygefravær[5];\nvrøvl\n")
    call_command("import_kle", str(path))
    out = capsys.readouterr().out.replace("\xa0", " ")
    assert "1 emne, heraf 1 nye" in out
    assert "linje 2 er ikke forstået: »vrøvl«" in out
    call_command("import_kle", str(path))
    assert "heraf 0 nye, 0 ændrede og 1 uændrede" in capsys.readouterr().out
    for name, data in (("tom.txt", b""), ("x.pdf", b"%PDF-1.7")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CommandError, match="Vælg OS2KLE"):
            call_command("import_kle", str(tmp_path / name))
    with pytest.raises(CommandError):
        call_command("import_kle", str(tmp_path / "findes-ikke.txt"))


def test_the_real_list_is_brought_in_whole(db, referater, capsys):
    call_command("import_kle", str(Path(referater).parent / "data" / "OS2KLE.txt"))
    assert Subject.objects.count() == 2390
    found = queries.case_help("sygefr", viewer=a_person("m", "secretariat")).subjects
    assert "81.28.00" in [subject.number for subject in found]


def test_a_word_suggests_subjects_by_title_and_keyword(kle, secretary):
    numbers = [subject.number for subject in queries.case_help("syge", viewer=secretary).subjects]
    assert numbers == ["32.30.04", "81.28.00"], "by keyword"
    numbers = [subject.number for subject in queries.case_help("sygd", viewer=secretary).subjects]
    assert numbers == ["32.30.04", "81.28.00"], "by title"
    assert queries.case_help("budget opf", viewer=secretary).subjects[0].number == "00.30.14"
    assert queries.case_help("s", viewer=secretary).subjects == []
    assert queries.case_help("81.2", viewer=secretary).subjects[0].number == "81.28.00"
    for hostile in ("(", "a(b[", "\\", "%", "'; drop", "\x00"):
        queries.case_help(hostile + "xx" if hostile != "\x00" else "xx", viewer=secretary)


def test_a_number_is_told_its_subject_and_an_unknown_one_is_a_warning_only(kle, secretary, meeting, login):
    client = login(secretary)

    def page(typed: str) -> str:
        return client.get(reverse("meetings:case_number"), {"q": typed}).content.decode()

    assert "Sygdom og fravær · Statistik" in page("81.28.00-P07-1-27")
    assert "står ikke i KLE-listen. Nummeret kan bruges alligevel." in page("99.99.00-A00-1-27")
    item = add(meeting, "Emne", secretary)
    answer = client.post(reverse("meetings:fact", args=[item.pk]), {"case_number": "99.99.00-A00-1-27"})
    assert answer.status_code == 200
    assert again(item).case.number == "99.99.00-A00-1-27"
    assert client.get(reverse("meetings:case_number"), {"q": "\x00"}).status_code == 200


def test_no_list_means_no_warning(secretary):
    assert queries.case_help("99.99.00-A00-1-27", viewer=secretary).unknown_subject == ""


def test_cases_that_have_been_used_are_suggested(kle, meeting, secretary, login):
    item = add(meeting, "Fraværet i foråret", secretary)
    login(secretary).post(reverse("meetings:fact", args=[item.pk]), {"case_number": "81.28.00-P07-4-27"})
    for typed in ("81.28.00", "forår"):
        cases = queries.case_help(typed, viewer=secretary).cases
        assert [(case.number, case.title) for case in cases] == [("81.28.00-P07-4-27", "Fraværet i foråret")]


def test_typing_asks_no_more_of_a_chief_with_many_forums(kle, forum, chief, login, django_assert_num_queries):
    client = login(chief)
    url = reverse("meetings:case_number")
    with CaptureQueriesContext(connection) as few:
        assert client.get(url, {"q": "sygefr"}).status_code == 200
    for number in range(12):
        another = Forum.objects.create(name=f"Forum {number}", slug=f"forum-{number}", abbreviation=f"F{number}")
        Membership.objects.create(forum=another, user=chief, start=date(2020, 1, 1))
    assert len(queries.forums_to_propose_in(viewer=chief)) == 13
    with django_assert_num_queries(len(few)):
        assert client.get(url, {"q": "sygefr"}).status_code == 200
