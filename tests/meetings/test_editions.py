"""No word of what is closed leaves the house in an edition that may not show it."""

import json
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chefforum.danish import enumerate_words
from chefforum.documents import render
from meetings.actions import access, archive, attaching
from meetings.intake import read_minutes
from meetings.models import AgendaItem, Meeting, MeetingPaper
from meetings.papers.build import TEMPLATE, build
from meetings.papers.edition import open_edition, without
from meetings.papers.shape import AWAY_HEADING
from meetings.papers.text import to_text
from meetings.queries import all_items_of, case_numbers_shown
from tests.factories import SECRET, sent_meeting

OPEN_WORD = "Åbenlyst"


def in_memory(closed: list[bool]) -> str:
    """Minutes as text, with a secret in every part of each closed item."""
    blocks = ["# REFERAT Chefforum d. 01-02-2024", "**Mødedato** Torsdag d. 01. februar 2024 kl. 09:00"]
    for number, shut in enumerate(closed, 1):
        word = SECRET if shut else OPEN_WORD
        blocks += [
            f"# Punkt {number}: CF - {word} titel (9.00-10.15)", f"81.00.00-A00-{900 + number}-24", *(["**Lukket punkt**"] if shut else []),
            f"## Anledning\n\n{word} anledning.", f"## Indstilling\n\n{word}direktøren indstiller,\n\n1. at {word} godkendes",
            f"## Beslutning\n\n{word} beslutning. " * (1 + 40 * shut), f"## Bilag\n\n- {word} bilag.pdf",
        ]  # fmt: skip
    return "\n\n".join(blocks)


def edition_of(meeting: Meeting, edition: str, barred=()):
    items = all_items_of(meeting)
    paper = build(meeting, items, kind="minutes")
    if edition == "open":
        return open_edition(paper, case_numbers=case_numbers_shown(meeting, items))
    return (
        without(paper, {item.position for item in items if item.pk in barred}, edition="personal") if barred else paper
    )


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(closed=st.lists(st.booleans(), min_size=1, max_size=4))
def test_no_word_of_a_closed_item_stands_in_the_open_edition(closed):
    from django.db import transaction

    with transaction.atomic():
        data = in_memory(closed).encode()
        meeting = archive.archive_minutes(read_minutes(data, "x.txt"), data, name="x.txt", by=None).meeting
        paper = edition_of(meeting, "open")
        page = render.to_html(paper, TEMPLATE, "Referat")
        pdf, pages = render.to_pdf(paper, TEMPLATE, "Referat", timezone.now())
        for text in (json.dumps(paper, ensure_ascii=False), to_text(paper), page, *everything_in(pdf)):
            assert SECRET not in text
            for number, shut in enumerate(closed, 1):
                assert not (shut and f"A00-{900 + number}-24" in text)
        assert (OPEN_WORD in page) == (not all(closed))
        assert pages == 2 + len(closed)
        assert [item["number"] for item in paper["items"]] == list(range(1, len(closed) + 1))
        transaction.set_rollback(True)


def everything_in(pdf: bytes) -> list[str]:
    """Text, metadata, outline and embedded files of a PDF."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    out = [document[index].get_textpage().get_text_range() for index in range(len(document))]
    document.close()
    with pikepdf.open(BytesIO(pdf)) as opened:
        out.append(opened.Root.Metadata.read_bytes().decode())
        out.append(str({key: str(value) for key, value in opened.docinfo.items()}))
        with opened.open_outline() as outline:
            out += [str(entry.title) for top in outline.root for entry in [top, *top.children]]
        out += [item.get_file().read_bytes().decode() for item in opened.attachments.values()]
    return out


def test_the_open_edition_is_the_same_whatever_a_closed_item_says(forum, secretary):
    one, other = sent_meeting(forum, secretary, days=3), sent_meeting(forum, secretary, days=4)
    AgendaItem.objects.filter(pk=other.closed_item.pk).update(title="Noget helt andet")
    first, second = edition_of(one.meeting, "open"), edition_of(other.meeting, "open")
    assert first["items"] == second["items"]
    assert edition_of(one.meeting, "members")["items"] != edition_of(other.meeting, "members")["items"]


def test_a_closed_item_shows_its_number_and_nothing_else(sent):
    assert edition_of(sent.meeting, "open")["items"][2] == {
        "number": 3, "prefix": None, "title": "Lukket", "time_slot": None, "case_number": None, "closed": True,
        "sections": [], "attachments": [],
    }  # fmt: skip


def test_a_forum_may_show_case_numbers_of_closed_items(forum, secretary, chief):
    forum.show_closed_case_numbers = True
    forum.save()
    sent = sent_meeting(forum, secretary)
    meeting = Meeting.objects.select_related("forum").get(pk=sent.meeting.pk)
    assert edition_of(meeting, "open")["items"][2]["case_number"] == "81.00.00-A00-7-26"
    assert edition_of(meeting, "members", barred={sent.closed_item.pk})["items"][2]["case_number"] is None
    # Not where it is kept from a member, who could read it there.
    access.disqualify(sent.closed_item, chief, by=secretary)
    assert edition_of(meeting, "open")["items"][2]["case_number"] is None


def test_a_barred_person_gets_a_personal_edition_and_nobody_elses(sent, barred):
    personal = MeetingPaper.objects.get(edition="personal", current=True)
    assert personal.reader == barred
    assert SECRET not in json.dumps(personal.document.paper, ensure_ascii=False)
    assert "Åbent emne" in json.dumps(personal.document.paper, ensure_ascii=False)


def test_a_closed_item_is_marked_in_the_members_edition(sent):
    paper = edition_of(sent.meeting, "members")
    assert paper["items"][2]["title"] == f"{SECRET} titel"
    page = render.to_html(paper, TEMPLATE, "x")
    assert "Lukket punkt." in page
    assert "må ikke videregives" in page


def test_file_names_say_nothing(sent):
    for paper in MeetingPaper.objects.select_related("document"):
        assert SECRET not in paper.document.file_name + paper.document.title


def test_an_open_edition_exported_before_sending_is_as_open_as_one_that_was_sent(sent, secretary, tmp_path):
    from django.core.management import call_command

    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    for kind in ("agenda", "minutes"):  # sent, and not
        out = tmp_path / kind
        args = [str(sent.meeting.pk), "--kind", kind, "--edition", "open", "--format", "json", "-o", str(out)]
        call_command("export_paper", *args)
        for word in (SECRET, "Åbent bilag"):
            assert word not in out.read_text()


FIRST = ("Bo", "Anna", "Anna og Bo", "Ib")
LAST = ("Lund", "Lundgren", "Berg", "Bergmann", "Lund og Søn")
NAMES = st.tuples(st.sampled_from(FIRST), st.sampled_from(LAST)).map(" ".join)


def minutes_with(people: dict[str, list[str]], away: list[tuple[list[str], bool]]):
    """Minutes with those people, and an item for each list of who was not there for it, closed or not."""
    items = []
    for number, (names, closed) in enumerate(away, 1):
        text = enumerate_words(names)
        sections = [{"kind": "other", "heading": AWAY_HEADING, "html": f"<p>{text}</p>"}] if names else []
        slot = {"start": "09:00", "end": "09:30"}
        facts = {"number": number, "prefix": None, "title": f"Emne {number}", "time_slot": slot, "case_number": None}
        items.append({**facts, "closed": closed, "sections": sections, "attachments": []})
    attended = {"present": [], "excused": [], "absent": [], "guests": [], **people}
    return {"edition": "members", "items": items, "unplaced": [], "warnings": [], "attended": attended}


@given(
    present=st.lists(NAMES, unique=True, max_size=4),
    guests=st.lists(NAMES, unique=True, max_size=4),
    data=st.data(),
)
def test_names_of_who_was_away_are_whole_in_every_edition(present, guests, data):
    """A guest of closed items alone vanishes, whole; everybody else stays, whole, though one name begins another."""
    present = [name for name in present if name not in guests]
    everybody = [*present, *guests]
    some = st.lists(st.sampled_from(everybody), unique=True) if everybody else st.just([])
    away = data.draw(st.lists(st.tuples(some, st.booleans()), min_size=1, max_size=4))
    paper = minutes_with({"present": present, "guests": guests}, away)
    left = open_edition(paper)
    shut = [names for names, closed in away if closed]
    opened = [names for names, closed in away if not closed]
    gone = {name for name in guests if shut and all(name in names for names in opened)}
    assert left["attended"]["guests"] == [name for name in guests if name not in gone]
    for (names, closed), item in zip(away, left["items"], strict=True):
        stays = [name for name in names if name not in gone]
        said = [section["html"] for section in item["sections"]]
        assert said == ([f"<p>{enumerate_words(stays)}</p>"] if stays and not closed else [])


def test_an_edition_that_keeps_an_item_back_names_no_clock_times():
    paper = minutes_with({}, [([], True), ([], False)])
    assert [item["time_slot"] for item in without(paper, {1}, edition="personal")["items"]] == [None, None]
    assert all(item["time_slot"] for item in without(paper, set(), edition="personal")["items"])
