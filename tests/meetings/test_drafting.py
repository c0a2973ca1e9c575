"""Writing and sending the agenda, through the actions."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from chefforum.audit.models import Entry
from chefforum.documents.models import Document
from chefforum.organisation.models import Office, OfficeAlias
from chefforum.workflow import Overtaken, Refused
from meetings import queries
from meetings.actions import attaching, drafting, planning, proposals, sending, writing
from meetings.intake import read_minutes
from meetings.models import AgendaItem, Attachment, ItemTemplate, MeetingPaper, Presenter, Section
from meetings.papers.points import from_lines, is_case_number, to_lines
from meetings.papers.text import to_text
from meetings.rules.checking import findings
from meetings.rules.procedure import shows_in_editor
from tests.factories import a_meeting, add, again, fresh, item_of, section_of, write


def titles(meeting) -> list[str]:
    return list(
        AgendaItem.objects.filter(meeting=meeting, state="placed").order_by("position").values_list("title", flat=True)
    )


def positions(meeting) -> list[int]:
    return list(
        AgendaItem.objects.filter(meeting=meeting, state="placed")
        .order_by("position")
        .values_list("position", flat=True)
    )


def test_a_new_meeting_has_its_standing_items(meeting):
    assert titles(meeting) == ["Godkendelse af dagsorden og referat", "Evt."]


def test_two_meetings_at_one_time_are_refused(meeting, forum, secretary):
    with pytest.raises(Refused, match="allerede et møde"):
        planning.plan_meeting(forum=forum, starts_at=meeting.starts_at, location="", by=secretary)


def test_new_items_come_before_evt_and_can_be_moved_and_withdrawn(meeting, secretary):
    drafting.add_items(fresh(meeting), titles=["A", "B", "C"], by=secretary)
    assert titles(meeting) == ["Godkendelse af dagsorden og referat", "A", "B", "C", "Evt."]
    assert drafting.move_item(item_of(meeting, 4), to=2, by=secretary) == 2
    assert titles(meeting)[1:4] == ["C", "A", "B"]
    assert drafting.move_item(item_of(meeting, 2), to=99, by=secretary) == 4  # »Evt.« stays last
    assert drafting.move_item(item_of(meeting, 4), to=-3, by=secretary) == 2  # and the approval first
    assert drafting.move_item(item_of(meeting, 5), to=1, by=secretary) == 5
    assert titles(meeting)[1:4] == ["C", "A", "B"]
    item = item_of(meeting, 3)
    drafting.withdraw_item(item, by=secretary)
    assert "A" not in titles(meeting)
    assert positions(meeting) == [1, 2, 3, 4]
    drafting.restore_item(again(item), by=secretary)
    assert titles(meeting)[-2:] == ["A", "Evt."]
    assert positions(meeting) == [1, 2, 3, 4, 5]


def test_what_is_written_is_saved_clean(meeting, secretary):
    item = add(meeting, "Emne", secretary)
    drafting.change_facts(again(item), {"case_number": "81.28.00-P07-1-27"}, by=secretary)
    write(item, secretary, "<p onclick=x>Derfor.</p><script>x</script>")
    points = from_lines("at vi\n- ja\n  - helst\n- nej\nat de")
    section = section_of(item, "recommendation")
    words = writing.Words(parties=["Kommunaldirektøren", "HR-chefen"], points=points)
    writing.write_section(section, words, version=section.version, by=secretary)
    saved = section_of(item, "recommendation")
    assert section_of(item, "occasion").html == "<p>Derfor.</p>"
    assert saved.lead == "Kommunaldirektøren og HR-chefen indstiller,"
    assert [point["html"] for point in saved.points] == ["at vi", "at de"]
    assert to_lines(saved.points) == "at vi\n- ja\n  - helst\n- nej\nat de"
    assert item_of(meeting, 2).case.number == "81.28.00-P07-1-27"


def test_facts_changed_by_another_meanwhile_are_not_overwritten(meeting, secretary):
    first, second = item_of(meeting, 1), item_of(meeting, 1)
    drafting.change_facts(first, {"title": "Den førstes titel"}, by=secretary)
    with pytest.raises(Overtaken, match="Intet er ændret"):
        drafting.change_facts(second, {"title": "Den andens titel"}, by=secretary)
    assert titles(meeting)[0] == "Den førstes titel"


def test_aliases_of_a_party_become_its_name(meeting, secretary):
    office = Office.objects.create(name="Afdelingschefen for Økonomi & Stab")
    OfficeAlias.objects.create(office=office, name="Økonomi og Stab")
    section = section_of(item_of(meeting, 1), "recommendation")
    writing.write_section(section, writing.Words(parties=["økonomi og stab"]), version=0, by=secretary)
    section.refresh_from_db()
    assert section.parties == ["Afdelingschefen for Økonomi & Stab"]


def test_another_kind_brings_its_sections_until_something_is_written(forum, meeting, secretary):
    ItemTemplate.objects.create(
        forum=forum,
        kind="written_briefing",
        sections=[["presentation", "Orientering"], ["recommendation", "Indstilling"], ["decision", "Beslutning"]],
        planned_minutes=5,
        recommendation="at Chefforum tager orienteringen til efterretning",
    )
    item = add(meeting, "Emne", secretary)
    drafting.change_facts(again(item), {"kind": "written_briefing"}, by=secretary)
    shown = Section.objects.filter(item=item, set_aside=False).order_by("position")
    assert [one.heading for one in shown] == ["Orientering", "Indstilling", "Beslutning"]
    assert to_lines(section_of(item, "recommendation").points).startswith("at Chefforum tager")
    assert again(item).planned_minutes == 5
    occasion = section_of(item, "occasion")
    assert occasion.set_aside, "it is not deleted: words may be on their way to it"
    assert not shows_in_editor(occasion)
    write(item, secretary, "<p>Var på vej.</p>", kind="occasion")
    assert shows_in_editor(section_of(item, "occasion"))
    write(item, secretary, "<p>Skrevet.</p>", kind="presentation")
    drafting.change_facts(again(item), {"kind": "decision"}, by=secretary)
    assert section_of(item, "presentation").html == "<p>Skrevet.</p>"
    assert section_of(item, "presentation").heading == "Sagsfremstilling"
    assert section_of(item, "recommendation").points == [], "the first point was the old kind's own"


def test_a_section_more_comes_before_the_decision(meeting, secretary, login):
    item = add(meeting, "Emne", secretary)
    client = login(secretary)
    url = reverse("meetings:add_section", args=[item.pk])
    client.post(url, {"kind": "history"})
    client.post(url, {"kind": "other", "heading": " Økonomi "})
    headings = [one.heading for one in Section.objects.filter(item=item).order_by("position")]
    assert headings == ["Anledning", "Sagsfremstilling", "Indstilling", "Historik", "Økonomi", "Beslutning"]
    for bad in ({"kind": "other"}, {"kind": "decision"}, {"kind": "vrøvl"}):
        assert "Intet er tilføjet" in client.post(url, bad, follow=True).content.decode()
    with pytest.raises(Refused, match="har allerede"):
        drafting.add_section(again(item), kind="history", heading="Historik", by=secretary)


def test_what_another_kind_sets_aside_stays_before_the_decision(forum, meeting, secretary):
    sections = [["presentation", "Orientering"], ["decision", "Beslutning"]]
    ItemTemplate.objects.create(forum=forum, kind="briefing", sections=sections)
    item = add(meeting, "Emne", secretary)
    write(item, secretary, "<p>Derfor.</p>", kind="occasion")
    drafting.add_section(again(item), kind="other", heading="Økonomi", by=secretary)
    drafting.change_facts(again(item), {"kind": "briefing"}, by=secretary)
    assert section_of(item, "occasion").set_aside
    texts = [one.text for one in findings(meeting, queries.items_of(meeting, viewer=secretary))]
    assert not any("Indstillingen" in text for text in texts), "a briefing has none to finish"
    for heading in ("Klima", "Økonomi"):
        drafting.add_section(again(item), kind="other", heading=heading, by=secretary)
    drafting.add_section(again(item), kind="recommendation", heading="Indstilling", by=secretary)
    shown = [one.heading for one in Section.objects.filter(item=item).order_by("position") if shows_in_editor(one)]
    assert shown == ["Orientering", "Anledning", "Klima", "Økonomi", "Indstilling"]
    assert Section.objects.filter(item=item).order_by("position").last() == section_of(item, "decision")
    assert Section.objects.filter(item=item, kind="other").count() == 2, "each comes back under its own heading"


def test_points_that_somebody_wrote_outlive_another_kind(forum, meeting, secretary):
    old = add(meeting, "Emne", secretary)
    section = section_of(old, "recommendation")
    writing.write_section(section, writing.Words(points=from_lines("at vi")), version=0, by=secretary)
    new = proposals.postpone(again(old), reason="x", to=None, by=secretary)
    drafting.change_facts(again(new), {"kind": "theme"}, by=secretary)
    assert to_lines(section_of(new, "recommendation").points) == "at vi"


def test_presenters_stand_on_the_paper_as_a_section(meeting, secretary, chief):
    item = add(meeting, "Emne", secretary)
    drafting.change_facts(again(item), {"presenters": ["Pernille Prøve", "Jens Udefra", "Jens Udefra"]}, by=secretary)
    assert list(Presenter.objects.values_list("name", "user")) == [("Pernille Prøve", chief.pk), ("Jens Udefra", None)]
    sending.send_agenda(fresh(meeting), by=secretary)
    paper = MeetingPaper.objects.get(edition="members").document.paper
    first = paper["items"][1]["sections"][0]
    assert (first["heading"], first["html"]) == ("Deltager under punktet", "<p>Pernille Prøve og Jens Udefra</p>")
    assert read_minutes(to_text(paper).encode(), "x.txt")["items"][1]["sections"][0] == first


def test_nobody_else_drafts(meeting, chief):
    with pytest.raises(PermissionDenied):
        add(meeting, "Mit punkt", chief)


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
    drafting.change_facts(item_of(meeting, 1), {"title": "Rettet"}, by=secretary)
    members = MeetingPaper.objects.get(edition="members", current=True)
    assert members.document.paper["items"][0]["title"] != "Rettet"
    sending.send_agenda(fresh(meeting), by=secretary)
    current = MeetingPaper.objects.get(edition="members", current=True)
    assert (current.number, current.document.paper["items"][0]["title"]) == (2, "Rettet")
    assert MeetingPaper.objects.filter(edition="members", current=False).count() == 1


def test_the_same_file_twice_and_a_file_that_is_no_good(meeting, secretary):
    item = item_of(meeting, 1)
    attaching.attach(item, SimpleUploadedFile("a.txt", b"Tekst.\n"), by=secretary)
    with pytest.raises(Refused, match="er den samme fil som bilaget"):
        attaching.attach(item, SimpleUploadedFile("b.txt", b"Tekst.\n"), by=secretary)
    with pytest.raises(Refused, match="kan ikke vedhæftes"):
        attaching.attach(item, SimpleUploadedFile("x.pdf", b"\x7fELF\x02\x01\x01\x00" * 40), by=secretary)
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


def test_findings_point_at_leaks(forum, secretary):
    meeting = a_meeting(forum, secretary, days=3)
    for title, closed in (("Et", False), ("To", True)):
        item = add(meeting, title, secretary)
        facts = {"case_number": "15/1", "closed": closed, "closed_ground": "staff"}
        drafting.change_facts(again(item), facts, by=secretary)
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    texts = [finding.text for finding in findings(meeting, items)]
    assert any("deler sagsnummer med punkt 2" in text for text in texts)
    AgendaItem.objects.filter(title="To").update(closed_ground="")
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    assert any("lukket uden grund" in one.text for one in findings(meeting, items))
    assert any("mangler årets dagsordenssag" in text for text in texts)
