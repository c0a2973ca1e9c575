"""What a round says on paper: frozen, in two editions, named by year and round."""

import io
import json
import re
from pathlib import Path

import docx
import jsonschema
import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budget.actions.answering import say_all
from budget.actions.freezing import paper_now
from budget.actions.register import apply_entries
from budget.actions.rounds import include_new
from budget.models import RoundPaper, Status
from budget.papers.shape import TEMPLATE
from budget.papers.sheets import as_blocks, as_sheet
from budget.papers.status import committee_edition
from budget.rules.entry import Entry
from budget.rules.numbering import Number
from chefforum.documents import actions as documents
from chefforum.documents import render, word
from chefforum.documents.canonical import fingerprint
from chefforum.documents.models import Document, Offer
from chefforum.workflow import Refused
from tests.factories.budget import a_round, advance, status_of

ROOT = Path(__file__).resolve().parents[2]
SAID = {
    "light": "yellow",
    "public_text": "På vej",
    "comment": "Kun herinde",
    "next_step": "Ring til Bo",
    "carry": "whole",
}


@pytest.fixture
def sent(agreement, officer):
    """A round that is sent; 1.1 has all there is to say."""
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    say_all(status_of(made, "1.1"), SAID, by=officer)
    return advance(made, "to_directors", "to_forum", "send", by=officer)


def paper(status_round, edition: str) -> RoundPaper:
    return RoundPaper.objects.select_related("document__pdf").get(round=status_round, edition=edition, current=True)


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    document.close()
    return text


def first_point(one: RoundPaper) -> dict:
    return one.document.paper["agreements"][0]["chapters"][0]["points"][0]


def test_the_committee_gets_only_what_was_written_for_it(sent):
    public, internal = first_point(paper(sent, "committee")), first_point(paper(sent, "internal"))
    assert (public["text"], public["light"], public["carry"]) == ("På vej", "yellow", "whole")
    assert {"comment", "next_step", "asked"}.isdisjoint(public)
    assert (internal["comment"], internal["next_step"]) == ("Kun herinde", "Ring til Bo")


def test_the_schema_holds_for_both_editions(sent):
    schema = json.loads((ROOT / "docs/schemas/chefforum.budget-status-1.json").read_text())
    for edition in ("internal", "committee"):
        jsonschema.validate(paper(sent, edition).document.paper, schema)
    assert {"comment", "next_step", "asked"} <= set(first_point(paper(sent, "internal")))


def test_only_what_was_sent_counts_as_the_round_before(agreement, officer):
    first = advance(a_round(agreement, by=officer), "collect", by=officer)
    say_all(status_of(first, "1.1"), {"light": "red", "public_text": "Usendt kladde"}, by=officer)
    second = a_round(agreement, by=officer, name="Anden status", as_of=first.as_of.replace(month=9))
    advance(second, "collect", "to_directors", "to_forum", "send", by=officer)
    assert "Usendt kladde" not in str(paper(second, "committee").document.paper)
    assert "Usendt kladde" not in str(paper(second, "internal").document.paper)


def test_a_round_is_not_sent_without_a_point_that_is_followed(agreement, officer):
    made = advance(a_round(agreement, by=officer), "collect", "to_directors", "to_forum", by=officer)
    apply_entries(agreement, [Entry(Number(9, 1), {"title": "Sent"})], {}, source="x", by=officer)
    with pytest.raises(Refused, match=r"Punkt 9\.1 følges, men er ikke med"):
        advance(made, "send", by=officer)
    include_new(made, by=officer)
    advance(made, "send", by=officer)
    assert "9.1" in str(paper(made, "committee").document.paper)


def test_a_long_name_with_odd_signs_makes_a_plain_file_name(agreement, officer):
    made = a_round(agreement, by=officer, name="Ø" * 70 + '"/..')
    advance(made, "collect", "to_directors", "to_forum", by=officer)
    name = paper(made, "internal").document.file_name
    assert re.fullmatch(r"[a-z0-9-]+", name)
    assert len(name) < 150


def test_files_are_named_by_year_and_round(sent):
    assert paper(sent, "committee").document.file_name == "status-budgetaftale-foerste-status-2026-oeu"
    assert paper(sent, "internal").document.file_name == "status-budgetaftale-foerste-status-2026-intern"


def test_what_was_sent_stays_when_the_round_is_sent_anew(sent, officer):
    old = paper(sent, "committee")
    before = fingerprint(old.document.paper)
    advance(sent, "take_back", by=officer)
    say_all(status_of(sent, "1.1"), {"public_text": "Rettet"}, by=officer)
    advance(sent, "send", by=officer)
    new = paper(sent, "committee")
    old.refresh_from_db()
    assert (new.number, old.current) == (old.number + 1, False)
    assert first_point(new)["text"] == "Rettet"
    assert fingerprint(Document.objects.get(pk=old.document_id).paper) == before == old.document.sha256


def test_a_point_without_a_new_light_is_not_said_to_have_moved(sent, agreement, officer):
    later = a_round(agreement, by=officer, name="Anden status", as_of=sent.as_of.replace(month=9))
    advance(later, "collect", "to_directors", "to_forum", "send", by=officer)
    assert "1\u00a0punkt har ikke fået lys denne gang: 1.1." in paper(later, "committee").document.paper["changes"]


def test_the_paper_says_what_changed_since_the_round_before(sent, agreement, officer):
    advance(sent, "close", by=officer)
    later = a_round(agreement, by=officer, name="Anden status", as_of=sent.as_of.replace(month=9))
    advance(later, "collect", by=officer)
    say_all(status_of(later, "1.1"), {"light": "green", "public_text": "Nået", "carry": "not"}, by=officer)
    say_all(
        status_of(later, "2.2"),
        {"carry": "part", "carry_part": "resten", "needs_case": "ja", "case_forum": "ØU"},
        by=officer,
    )
    advance(later, "to_directors", "to_forum", "send", by=officer)
    said = paper(later, "committee").document.paper
    assert said["changes"] == [
        "1\u00a0punkt er gået fra gul til grøn: 1.1.",
        "Føres over til næste års opfølgning: 2.2.",
        "Kræver en politisk sag: 2.2 (ØU).",
    ]
    assert said["agreements"][0]["chapters"][0]["points"][0]["before"] == {
        "round": "Første status, marts 2026",
        "light": "yellow",
        "text": "På vej",
    }


def test_pdf_excel_and_word_of_the_committees_edition(sent, officer, outsider, login):
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)
    one = paper(sent, "committee")
    client = login(outsider)
    pdf = b"".join(client.get(reverse("budget:paper_pdf", args=[one.pk])).streaming_content)
    text = pdf_text(pdf)
    assert "Punkt 1.1" in text
    assert "På vej" in text
    assert "Økonomiudvalget" in text
    xlsx = client.get(reverse("budget:paper_xlsx", args=[one.pk]))
    book = openpyxl.load_workbook(io.BytesIO(xlsx.content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:8] == (
        "Aftale",
        "Nr.",
        "Kapitel",
        "Punkt",
        "Ansvarlig",
        "Lys",
        "Lys i sidste runde",
        "Tekst til ØU",
    )
    assert rows[1][1] == "1.1"
    assert 'filename="status-budgetaftale-foerste-status-2026-oeu.xlsx"' in xlsx["Content-Disposition"]
    worded = client.get(reverse("budget:paper_docx", args=[one.pk]))
    told = " ".join(
        cell.text
        for table in docx.Document(io.BytesIO(worded.content)).tables
        for row in table.rows
        for cell in row.cells
    )
    assert "På vej" in told
    for data in (pdf, xlsx.content, worded.content):
        assert b"Kun herinde" not in data
    for spoken in (text, str(rows), told):
        assert "Kun herinde" not in spoken
        assert "Ring til Bo" not in spoken


def test_the_pdf_is_archive_and_accessible(sent):
    import pikepdf

    one = paper(sent, "committee").document
    data, _ = render.to_pdf(one.paper, one.template, one.title, one.created_at)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        meta = bytes(pdf.Root.Metadata.read_bytes())
        assert b"pdfaid:part" in meta
        assert b"pdfuaid:part" in meta
        assert pdf.Root.MarkInfo.Marked


def test_differences_are_marked_on_demand(sent, agreement, officer, outsider, login):
    later = a_round(agreement, by=officer, name="Anden status", as_of=sent.as_of.replace(month=9))
    advance(later, "collect", by=officer)
    say_all(status_of(later, "1.1"), {"light": "green", "public_text": "På vej hjem"}, by=officer)
    advance(later, "to_directors", "to_forum", "send", by=officer)
    one = paper(later, "committee")
    client = login(outsider)
    plain = client.get(reverse("budget:paper", args=[one.pk])).content.decode()
    marked = client.get(reverse("budget:paper", args=[one.pk]) + "?forskel").content.decode()
    assert "<ins>" not in plain
    assert "På vej <ins>hjem</ins>" in marked
    assert "før: gul" in marked
    pdf = client.get(reverse("budget:paper_marked", args=[one.pk])).content
    assert "før: gul" in pdf_text(pdf)
    assert "Anden status" in pdf_text(pdf)


def test_the_forum_gets_the_internal_edition_offered_and_the_committee_its_own(agreement, officer):
    made = advance(a_round(agreement, by=officer), "collect", "to_directors", "to_forum", by=officer)
    (first,) = Offer.objects.filter(withdrawn_at=None)
    assert (first.forum, first.closed, first.document.edition) == ("Chefforum", True, "Intern udgave")
    advance(made, "send", by=officer)
    (second,) = Offer.objects.filter(withdrawn_at=None, forum="Økonomiudvalget")
    assert (second.closed, second.document.edition) == (False, "ØU-udgave")
    advance(made, "take_back", "back_to_directors", by=officer)
    assert not Offer.objects.filter(withdrawn_at=None).exists()


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C",)), min_size=4, max_size=20).map(
    lambda text: f"Hemmelig{abs(hash(text))}ord"
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comments=st.lists(WORDS, min_size=4, max_size=4), steps=st.lists(WORDS, min_size=4, max_size=4))
def test_no_internal_word_is_in_the_committees_paper_in_any_form(agreement, officer, comments, steps):
    Status.objects.all().delete()
    made = advance_or_get(agreement, officer)
    statuses = list(Status.objects.filter(round=made))
    for status, comment, step in zip(statuses, comments, steps, strict=True):
        Status.objects.filter(pk=status.pk).update(comment=comment, next_step=step, public_text="Åbent")
    public = committee_edition(paper_now(made, by=officer, number=1))
    html = render.to_html(public, TEMPLATE, "Status")
    sheet_rows = str(as_sheet(public))
    told = word.to_docx("Status", as_blocks(public))
    marked = render.to_html({**public, "marked": True}, TEMPLATE, "Status")
    for secret in (*comments, *steps):
        for form in (str(public), html, marked, sheet_rows):
            assert secret not in form
        assert secret not in " ".join(
            cell.text for table in docx.Document(io.BytesIO(told)).tables for row in table.rows for cell in row.cells
        )


def advance_or_get(agreement, officer):
    from budget.actions.rounds import add_statuses
    from budget.models import Round

    made = Round.objects.first() or a_round(agreement, by=officer)
    add_statuses(made)
    return made


def test_what_people_write_is_text_in_every_form(agreement, officer):
    made = advance(a_round(agreement, by=officer), "collect", by=officer)
    nasty = '<img src="http://x.example/a.png"> & </td> =1+1'
    say_all(status_of(made, "1.1"), {"public_text": nasty, "comment": nasty}, by=officer)
    internal = paper_now(made, by=officer, number=1)
    html = render.to_html(internal, TEMPLATE, "Status")
    assert "<img" not in html
    headings, rows = as_sheet(internal)
    assert nasty in str(rows)
    assert re.sub(r"\s+", " ", nasty) in " ".join(
        cell.text
        for table in docx.Document(io.BytesIO(word.to_docx("x", as_blocks(internal)))).tables
        for row in table.rows
        for cell in row.cells
    )
    assert len(headings) == len(rows[0])


def test_a_word_document_has_its_widths_and_no_break_spaces(tmp_path):
    data = word.to_docx(
        "Titel", [word.Paragraph("2\u00a0punkter"), word.Table(("A", "B"), [["1", "to\nlinjer"]], (2, 10))]
    )
    document = docx.Document(io.BytesIO(data))
    assert "2\u00a0punkter" in [one.text for one in document.paragraphs]
    assert [round(column.width.cm) for column in document.tables[0].columns] == [2, 10]
    assert document.tables[0].cell(1, 1).text == "to\nlinjer"
