"""Writing and sending the agenda, through the actions."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from chefforum.audit.models import Entry
from chefforum.documents.models import Document
from chefforum.workflow import Overtaken, Refused
from meetings.actions import drafting, planning, sending
from meetings.models import AgendaItem, Attachment, MeetingPaper, Section
from meetings.papers.points import from_lines, is_case_number, to_lines
from tests.factories import a_meeting, draft_of, fresh, item_of


def titles(meeting) -> list[str]:
    return list(
        AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None)
        .order_by("position")
        .values_list("title", flat=True)
    )


def positions(meeting) -> list[int]:
    return list(
        AgendaItem.objects.filter(meeting=meeting, withdrawn_at=None)
        .order_by("position")
        .values_list("position", flat=True)
    )


def test_a_new_meeting_has_its_standing_items(meeting):
    assert titles(meeting) == ["Godkendelse af dagsorden og referat", "Evt."]


def test_two_meetings_at_one_time_are_refused(meeting, forum, secretary):
    with pytest.raises(Refused, match="allerede et møde"):
        planning.plan_meeting(forum=forum, starts_at=meeting.starts_at, location="", by=secretary)


def test_new_items_come_before_evt_and_can_be_moved_and_withdrawn(meeting, secretary):
    for title in ("A", "B", "C"):
        drafting.add_item(fresh(meeting), title=title, by=secretary)
    assert titles(meeting) == ["Godkendelse af dagsorden og referat", "A", "B", "C", "Evt."]
    assert drafting.move_item(item_of(meeting, 4), to=2, by=secretary) == 2
    assert titles(meeting)[1:4] == ["C", "A", "B"]
    assert drafting.move_item(item_of(meeting, 2), to=99, by=secretary) == 5
    item = item_of(meeting, 2)
    drafting.withdraw_item(item, by=secretary)
    assert "A" not in titles(meeting)
    assert positions(meeting) == [1, 2, 3, 4]
    drafting.restore_item(AgendaItem.objects.select_related("meeting__forum").get(pk=item.pk), by=secretary)
    assert titles(meeting)[-1] == "A"  # »Evt.« was moved up, so »A« is last
    assert positions(meeting) == [1, 2, 3, 4, 5]


def test_what_is_written_is_saved_clean(meeting, secretary):
    item = drafting.add_item(fresh(meeting), title="Emne", by=secretary)
    sections = {section.kind: section.pk for section in Section.objects.filter(item=item)}
    drafting.change_item(
        item,
        draft_of(
            item,
            case_number="81.28.00-P07-1-27",
            texts={sections["occasion"]: "<p onclick=x>Derfor.</p><script>x</script>"},
            recommendations={
                sections["recommendation"]: drafting.Recommendation(
                    ["Kommunaldirektøren", "HR-chefen"], from_lines("at vi\n- ja\n- nej\nat de")
                )
            },
        ),
        version=item.version,
        by=secretary,
    )
    saved = Section.objects.get(pk=sections["recommendation"])
    assert Section.objects.get(pk=sections["occasion"]).html == "<p>Derfor.</p>"
    assert saved.lead == "Kommunaldirektøren og HR-chefen indstiller,"
    assert [point["html"] for point in saved.points] == ["at vi", "at de"]
    assert to_lines(saved.points) == "at vi\n- ja\n- nej\nat de"
    assert item_of(meeting, 2).case.number == "81.28.00-P07-1-27"


def test_the_second_of_two_savers_is_told_and_nothing_is_overwritten(meeting, secretary):
    first = item_of(meeting, 1)
    second = item_of(meeting, 1)
    drafting.change_item(first, draft_of(first, title="Den førstes titel"), version=first.version, by=secretary)
    with pytest.raises(Overtaken, match="ikke gemt"):
        drafting.change_item(second, draft_of(second, title="Den andens titel"), version=second.version, by=secretary)
    assert titles(meeting)[0] == "Den førstes titel"


def test_aliases_of_a_party_become_its_name(meeting, secretary):
    from chefforum.organisation.models import Office, OfficeAlias

    office = Office.objects.create(name="Afdelingschefen for Økonomi & Stab")
    OfficeAlias.objects.create(office=office, name="Økonomi og Stab")
    item = item_of(meeting, 1)
    section = Section.objects.get(item=item, kind="recommendation")
    drafting.change_item(
        item,
        draft_of(item, recommendations={section.pk: drafting.Recommendation(["økonomi og stab"], from_lines("at x"))}),
        version=item.version,
        by=secretary,
    )
    section.refresh_from_db()
    assert section.parties == ["Afdelingschefen for Økonomi & Stab"]


def test_nobody_else_drafts(meeting, chief):
    with pytest.raises(PermissionDenied):
        drafting.add_item(fresh(meeting), title="Mit punkt", by=chief)


def test_an_empty_agenda_is_not_sent(meeting, secretary):
    for item in AgendaItem.objects.filter(meeting=meeting).select_related("meeting__forum"):
        drafting.withdraw_item(item, by=secretary)
    with pytest.raises(Refused, match="ingen punkter"):
        sending.send_agenda(fresh(meeting), by=secretary)


def test_sending_freezes_both_editions_once(meeting, secretary):
    stale = fresh(meeting)
    sending.send_agenda(fresh(meeting), by=secretary)
    assert list(MeetingPaper.objects.order_by("edition").values_list("edition", flat=True)) == ["members", "open"]
    with pytest.raises(Overtaken):
        sending.send_agenda(stale, by=secretary)
    assert Document.objects.count() == 2
    assert Entry.objects.filter(verb="meetings.agenda_sent").count() == 1


def test_a_corrected_agenda_replaces_the_first_and_keeps_it(meeting, secretary):
    sending.send_agenda(fresh(meeting), by=secretary)
    item = item_of(meeting, 1)
    drafting.change_item(item, draft_of(item, title="Rettet"), version=item.version, by=secretary)
    members = MeetingPaper.objects.get(edition="members", current=True)
    assert members.document.paper["items"][0]["title"] != "Rettet"
    sending.send_agenda(fresh(meeting), by=secretary)
    current = MeetingPaper.objects.get(edition="members", current=True)
    assert (current.number, current.document.paper["items"][0]["title"]) == (2, "Rettet")
    assert MeetingPaper.objects.filter(edition="members", current=False).count() == 1


def test_the_same_file_twice_and_a_file_that_is_no_good(meeting, secretary):
    item = item_of(meeting, 1)
    drafting.attach(item, SimpleUploadedFile("a.txt", b"Tekst.\n"), by=secretary)
    with pytest.raises(Refused, match="allerede vedhæftet"):
        drafting.attach(item, SimpleUploadedFile("b.txt", b"Tekst.\n"), by=secretary)
    with pytest.raises(Refused, match="kan ikke vedhæftes"):
        drafting.attach(item, SimpleUploadedFile("x.pdf", b"\x7fELF\x02\x01\x01\x00" * 40), by=secretary)
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("81.28.00-P07-1-27", True),
        ("15/13392", True),
        ("81.28.00-P07-1", False),
        ("81.28-P07-1-27", False),
        ("x", False),
        ("1/2", False),
    ],
)
def test_case_number_forms(number, good):
    assert is_case_number(number) is good


def test_findings_point_at_leaks_and_overlaps(forum, secretary, settings):
    from datetime import time

    from meetings import rules

    meeting = a_meeting(forum, secretary, days=3)
    one = drafting.add_item(fresh(meeting), title="Et", by=secretary)
    two = drafting.add_item(fresh(meeting), title="To", by=secretary)
    for made, slot, closed in ((one, (time(9), time(10)), False), (two, (time(9, 30), time(11)), True)):
        item = AgendaItem.objects.select_related("meeting__forum", "case").get(pk=made.pk)
        drafting.change_item(
            item,
            draft_of(item, case_number="15/1", slot=slot, closed=closed, closed_reason=""),
            version=item.version,
            by=secretary,
        )
    texts = [
        finding.text
        for finding in rules.findings(meeting, list(AgendaItem.objects.filter(meeting=meeting).order_by("position")))
    ]
    assert any("deler sagsnummer med punkt 2" in text for text in texts)
    assert any("uden begrundelse" in text for text in texts)
    assert any("begynder, før det foregående punkt slutter" in text for text in texts)
