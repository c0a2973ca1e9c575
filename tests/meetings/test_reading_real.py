"""The three real minutes. They are read from ../shared; no sentence of them stands here."""

import json
import re
from difflib import SequenceMatcher

import pytest
from django.core.management import call_command

from meetings.intake import read_minutes
from meetings.papers.shape import counts
from meetings.papers.text import to_text

# Hand-counted: items, closed, with case number, recommendation points, attachments.
COUNTS = {"2021-01-21": (5, 0, 5, 6, 6), "2015-11-05": (7, 0, 5, 9, 5), "2016-09-01": (10, 2, 10, 10, 10)}


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text[re.search(r"Punkt 1:", text).start() :])


def _lost(source: list[str], found: list[str], titles: set[str]) -> list[str]:
    """Words of the source that are not found, in order; a title printed twice (D121) counts once."""
    lost = []
    for kind, start, end, _, _ in SequenceMatcher(None, source, found, autojunk=False).get_opcodes():
        words = source[start:end]
        if kind in {"delete", "replace"} and " ".join(words) not in titles:
            lost += words
    return lost


def _titles(paper) -> set[str]:
    return {" ".join(re.findall(r"\w+", f"{item['prefix'] or ''} {item['title']}")) for item in paper["items"]}


@pytest.mark.parametrize("day", COUNTS)
def test_counts_and_words(referater, day):
    source = (referater / f"{day}.txt").read_bytes()
    paper = read_minutes(source, f"{day}.txt")
    assert tuple(counts(paper).values()) == COUNTS[day]
    assert paper["forum"] == "Chefforum"
    assert paper["starts_at"].startswith(f"{day}T09:00:00")
    assert paper["unplaced"] == []
    assert _lost(_words(source.decode()), _words(to_text(paper)), _titles(paper)) == []
    assert read_minutes(to_text(paper).encode(), "igen.txt")["items"] == paper["items"]


@pytest.mark.django_db
@pytest.mark.parametrize("day", COUNTS)
def test_imported_whole_and_again_changes_nothing(referater, day, tmp_path, capsys):
    import subprocess

    from meetings.models import AgendaItem, Attachment, Meeting, MeetingPaper, Section

    path = referater / f"{day}.txt"
    call_command("import_minutes", path)
    before = [model.objects.count() for model in (Meeting, AgendaItem, Section, Attachment, MeetingPaper)]
    call_command("import_minutes", path)
    assert [model.objects.count() for model in (Meeting, AgendaItem, Section, Attachment, MeetingPaper)] == before
    assert "Intet er ændret" in capsys.readouterr().out
    assert MeetingPaper.objects.count() == 4
    source = path.read_text()
    read = read_minutes(path.read_bytes(), path.name)
    for kind in ("text", "json", "pdf"):
        out = tmp_path / f"out.{kind}"
        call_command(
            "export_paper", f"chefforum/{day}", "--kind", "minutes", "--edition", "members", "--format", kind, "-o", out
        )
        if kind == "json":
            assert json.loads(out.read_text())["items"] == read["items"]
            continue
        text = (
            out.read_text()
            if kind == "text"
            else _pdf_text(
                subprocess.run(["pdftotext", "-raw", out, "-"], capture_output=True, text=True, check=True).stdout
            )
        )
        assert _lost(_words(source), _words(text), _titles(read)) == []


def _pdf_text(text: str) -> str:
    """The text of a PDF without heads and feet."""
    return re.sub(
        r"^(Referat, Chefforum d\. .*|Lillevang Kommune · Chefforum.*|Side \d+ af \d+)$", "", text, flags=re.M
    )


@pytest.mark.parametrize("day", COUNTS)
def test_read_from_a_pdf_of_another_producer(referater, day, tmp_path):
    """The same minutes set in another type, on other pages: every word and every count comes back."""
    from tests.meetings.pdfs import plain_pdf

    source = (referater / f"{day}.txt").read_text()
    paper = read_minutes(plain_pdf(source), "x.pdf")
    assert tuple(counts(paper).values()) == COUNTS[day]
    assert _lost(_words(source), _words(to_text(paper)), _titles(paper)) == []
