"""The check list, the read-through, the supplementary agenda, and what is new since a person last read."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from chefforum.documents import render
from chefforum.files.models import Rendition
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused
from meetings import permissions, queries
from meetings.actions import access, approving, attaching, drafting, proposals, reviewing, sending, setup
from meetings.intake import read_minutes
from meetings.models import AgendaItem, MarginNote, MeetingPaper
from meetings.papers.build import TEMPLATE
from meetings.papers.text import to_text
from meetings.rules.checking import case_year, checklist
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    add,
    again,
    attach,
    fresh,
    item_of,
    section_of,
    sha_for,
    write,
)


def checks(meeting, secretary) -> dict[str, list[str]]:
    found = checklist(
        fresh(meeting),
        queries.items_of(fresh(meeting), viewer=secretary),
        members=list(queries.people_of(meeting)),
        notes=queries.notes_on(meeting, viewer=secretary),
    )
    return {one.about: [finding.text for finding in one.findings] for one in found}


# ---- The check list ------------------------------------------------------------------------------------------------


def test_everything_that_may_be_missing_is_on_the_list(forum, secretary, chief, chief_executive):
    meeting = a_meeting(forum, secretary)
    item = add(meeting, "Sygefravær", secretary)
    assert checks(meeting, secretary)["text"] == ["Punkt 2 har ingen tekst."]
    write(item, secretary, "<p>Tallene fremgår af bilag 9.</p>")
    drafting.change_facts(again(item), {"kind": "decision"}, by=secretary)
    timed = add(meeting, "Med tid", secretary)
    write(timed, secretary, "<p>Tekst.</p>", planned_minutes=20, case_number="26/1")
    User.objects.filter(pk=chief.pk).update(email="")
    User.objects.filter(pk=chief_executive.pk).update(email="henrik@lillevang.example")
    broken = attach(item, secretary, "bilag 9.txt")
    Rendition.objects.filter(original=broken.file).update(state="failed")
    found = checks(meeting, secretary)
    assert "Afsnittet »Sagsfremstilling« i punkt 2 er tomt og kommer ikke med." in found["text"]
    assert "Punkt 2 har ingen indstilling." in found["text"]
    year = meeting.starts_at.year
    assert found["cases"] == [
        f"Dagsordenssagen for {year} mangler. Skriv den i indstillingerne.", "Punkt 2 har intet sagsnummer.",
    ]  # fmt: skip
    assert found["time"] == ["Punkt 2 har ingen tid."]
    assert found["attachments"] == ["Bilaget »bilag 9.txt« i punkt 2 kunne ikke læses."]
    assert found["people"] == ["Pernille Prøve har ingen mailadresse og får ingen mail."]
    assert found["review"] == []


def test_an_agenda_case_from_last_year_is_pointed_out(forum, secretary):
    year = timezone.localdate().year
    meeting = a_meeting(forum, secretary)
    standing = AgendaItem.objects.filter(meeting=meeting).exclude(standing="")
    setup.set_agenda_case(
        forum, year=meeting.starts_at.year, number=f"85.02.02-A00-1-{(year - 1) % 100:02d}", by=secretary
    )
    assert standing.exclude(case=None).count() == 2
    assert any("er fra et andet år" in text for text in checks(meeting, secretary)["cases"])


@pytest.mark.parametrize(
    ("number", "year"), [("85.02.02-A00-1-26", 26), ("26/1234", 26), ("85.02.02A00", None), ("123-2026-1", None)]
)
def test_the_year_of_a_case_number(number, year):
    assert case_year(number) == year


def test_every_line_of_the_list_leads_to_the_place(forum, secretary, login):
    meeting = a_meeting(forum, secretary)
    item = add(meeting, "Sygefravær", secretary)
    write(item, secretary, "<p>Se bilag 2.</p>", closed=True, closed_ground="staff", case_number="26/1")
    write(add(meeting, "Åbent", secretary), secretary, "<p>Tekst.</p>", case_number="26/1")
    page = login(secretary).get(reverse("meetings:send", args=[meeting.pk])).content.decode()
    assert f'href="{reverse("meetings:forum", args=[forum.slug])}#h-sager"' in page
    assert f'href="{reverse("meetings:draft_item", args=[meeting.pk, item.pk])}#h-bilag"' in page
    assert "Modtagere" in page


def test_the_preview_marks_what_an_outsider_does_not_get(sent, secretary, login):
    attaching.close_attachment(sent.open_file, closed=True, ground="economy", by=secretary)
    client = login(secretary)
    url = {
        edition: reverse("meetings:preview", args=[sent.meeting.pk, edition])
        for edition in ("members", "open", "forskel")
    }
    page = client.get(url["forskel"]).content.decode()
    assert "Den åbne udgave viser kun: <b>3. Lukket</b>" in page
    assert "Kun medlemmer" in page
    outside = client.get(url["open"]).content.decode()
    assert SECRET not in outside
    assert "Åbent bilag" not in outside
    assert SECRET in client.get(url["members"]).content.decode()


# ---- Read-through --------------------------------------------------------------------------------------------------


def test_a_few_read_the_draft_and_comment_and_the_secretary_answers(forum, secretary, chief_executive, chief, login):
    director = a_person("lone", "director", forum)
    meeting = a_meeting(forum, secretary)
    item = add(meeting, "Sygefravær", secretary)
    write(item, secretary, "<p>Chefforum orienteres hvert kvartal.</p>")
    url = reverse("meetings:review", args=[meeting.pk])
    assert login(chief_executive).get(url).status_code == 404
    assert reviewing.begin_review(fresh(meeting), by=secretary) == 2
    assert login(chief).get(url).status_code == 404
    for user in (chief_executive, director):
        client = login(user)
        assert "hvert kvartal" in client.get(url).content.decode()
        data = {"text": "Skriv hvilket.", "quote": "hvert  kvartal", "heading": "Anledning"}
        assert client.post(reverse("meetings:comment", args=[item.pk]), data).status_code == 302
    assert login(chief).post(reverse("meetings:comment", args=[item.pk]), {"text": "Nej"}).status_code == 404
    # What is written meanwhile is what they read.
    write(item, secretary, "<p>Chefforum orienteres om 3. kvartal.</p>")
    assert "om 3. kvartal" in login(director).get(url).content.decode()
    assert len(checks(meeting, secretary)["review"]) == 2
    note = MarginNote.objects.first()
    assert (note.quote, note.heading) == ("hvert kvartal", "Anledning")
    client = login(secretary)
    assert "Skriv hvilket." in client.get(reverse("meetings:draft_item", args=[meeting.pk, item.pk])).content.decode()
    client.post(reverse("meetings:finish_note", args=[note.pk]), {"svar": "Gjort.", "fra": "kladde"})
    with pytest.raises(Overtaken):
        reviewing.finish_note(note, answer="", by=secretary)
    assert "Gjort." in login(chief_executive).get(url).content.decode()
    assert len(checks(meeting, secretary)["review"]) == 1
    sending.send_agenda(fresh(meeting), by=secretary)
    assert login(director).get(url).status_code == 404
    with pytest.raises(PermissionDenied):
        reviewing.comment(again(item), heading="", quote="", text="For sent", by=director)
    # The comments stay with the secretariat.
    assert len(queries.notes_on(fresh(meeting), viewer=secretary)) == 2


def test_a_reviewer_sees_no_item_that_is_kept_from_them(forum, secretary, chief_executive, login):
    director = a_person("lone", "director", forum)
    meeting = a_meeting(forum, secretary)
    item = add(meeting, f"{SECRET} emne", secretary)
    write(item, secretary, f"<p>{SECRET} tekst.</p>", closed=True, closed_ground="staff")
    file = attach(item, secretary, f"{SECRET} bilag.txt")
    access.disqualify(again(item), director, by=secretary)
    reviewing.begin_review(fresh(meeting), by=secretary)
    reviewing.comment(again(item), heading="", quote="", text=f"{SECRET} kommentar", by=chief_executive)
    client = login(director)
    assert SECRET not in client.get(reverse("meetings:review", args=[meeting.pk])).content.decode()
    assert client.post(reverse("meetings:comment", args=[item.pk]), {"text": "x"}).status_code == 404
    assert client.get(reverse("meetings:draft_file", args=[file.pk])).status_code == 404
    assert permissions.items_in_review(director).filter(pk=item.pk).count() == 0
    assert SECRET in login(chief_executive).get(reverse("meetings:review", args=[meeting.pk])).content.decode()


def test_a_read_through_needs_somebody_and_can_be_ended(forum, secretary):
    meeting = a_meeting(forum, secretary)
    with pytest.raises(Refused, match="hverken kommunaldirektør eller direktører"):
        reviewing.begin_review(fresh(meeting), by=secretary)
    a_person("lone", "director", forum)
    before = fresh(meeting)
    reviewing.begin_review(before, by=secretary)
    with pytest.raises(Overtaken):
        reviewing.begin_review(before, by=secretary)
    item = add(meeting, "Nyt emne", secretary)
    assert permissions.may_write_item(secretary, again(item))
    reviewing.end_review(fresh(meeting), by=secretary)
    assert fresh(meeting).state == "draft"


def test_an_empty_comment_is_refused(forum, secretary, chief_executive, login):
    meeting = a_meeting(forum, secretary)
    item = add(meeting, "Emne", secretary)
    reviewing.begin_review(fresh(meeting), by=secretary)
    page = login(chief_executive).post(reverse("meetings:comment", args=[item.pk]), {"text": " "}, follow=True)
    assert "Skriv en kommentar" in page.content.decode()
    with pytest.raises(Refused):
        reviewing.comment(again(item), heading="", quote="", text="  ", by=chief_executive)
    assert not MarginNote.objects.exists()


# ---- Supplementary agendas -----------------------------------------------------------------------------------------


def supplemented(sent, secretary, title="Akut renovering af tag"):
    new = add(sent.meeting, title, secretary)
    write(new, secretary, "<p>Råd i spærene.</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    return again(new)


def paper(meeting, kind, edition="members", supplement=0):
    found = MeetingPaper.objects.get(meeting=meeting, kind=kind, edition=edition, supplement=supplement, current=True)
    return found.document.paper


def test_an_item_after_sending_comes_in_a_supplement_and_a_new_complete_agenda(sent, secretary, chief, login):
    write(sent.open_item, secretary, "<p>Den rettede tekst.</p>")
    new = supplemented(sent, secretary)
    assert (new.supplement, new.supplemented_on) == (1, timezone.localdate())
    extra, whole = paper(sent.meeting, "supplement", supplement=1), paper(sent.meeting, "agenda")
    assert [(item["number"], item.get("corrected", False)) for item in extra["items"]] == [(2, True), (4, False)]
    assert [item["number"] for item in whole["items"]] == [1, 2, 3, 4, 5]
    mark = {"number": 1, "on": timezone.localdate().isoformat()}
    assert whole["items"][3]["supplement"] == extra["items"][1]["supplement"] == mark
    assert "corrected" not in whole["items"][1]
    # In every view and document.
    client = login(chief)
    for name, args in (
        ("meetings:meeting", [sent.meeting.pk]),
        ("meetings:read_item", [sent.meeting.pk, "agenda", 4]),
    ):
        assert "Tillæg 1" in client.get(reverse(name, args=args)).content.decode()
    assert "Tillæg 1" in login(secretary).get(reverse("meetings:draft", args=[sent.meeting.pk])).content.decode()
    for one, word in ((extra, "TILLÆG 1"), (whole, "Kom med tillæg 1")):
        assert word in render.to_html(one, TEMPLATE, "Dagsorden")
        assert "tillæg 1" in to_text(one).casefold()
    # The mark stays in the minutes.
    sending.begin_minutes(fresh(sent.meeting), by=secretary)
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate() + timedelta(days=7), by=secretary)
    assert paper(sent.meeting, "minutes")["items"][3]["supplement"] == mark


def test_a_supplement_can_be_read_back_from_its_text(sent, secretary):
    write(sent.open_item, secretary, "<p>Den rettede tekst.</p>")
    supplemented(sent, secretary)
    for one in (paper(sent.meeting, "supplement", supplement=1), paper(sent.meeting, "agenda")):
        read = read_minutes(to_text(one).encode(), "x.txt")
        assert read.get("supplement") == one.get("supplement")
        marks = [(item.get("supplement"), item.get("corrected")) for item in one["items"]]
        assert [(item.get("supplement"), item.get("corrected")) for item in read["items"]] == marks


def test_a_second_supplement_has_a_number_of_its_own_and_the_first_stays(sent, secretary):
    supplemented(sent, secretary)
    second = supplemented(sent, secretary, "Endnu et")
    assert second.supplement == 2
    assert [item["number"] for item in paper(sent.meeting, "supplement", supplement=1)["items"]] == [4]
    assert [item["title"] for item in paper(sent.meeting, "supplement", supplement=2)["items"]] == ["Endnu et"]


def test_a_correction_alone_is_no_supplement(sent, secretary):
    write(sent.open_item, secretary, "<p>Ret.</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    assert not MeetingPaper.objects.filter(kind="supplement").exists()


def test_a_closed_supplementary_item_is_closed_in_all_its_editions(sent, secretary, barred, outsider, login):
    new = add(sent.meeting, f"{SECRET} haster", secretary)
    write(new, secretary, f"<p>{SECRET}.</p>", closed=True, closed_ground="staff")
    access.disqualify(again(new), barred, by=secretary)
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    for edition in ("open", "personal"):
        found = MeetingPaper.objects.get(kind="supplement", edition=edition, current=True)
        assert SECRET not in to_text(found.document.paper)
        assert SECRET not in render.to_html(found.document.paper, TEMPLATE, "x")
    assert [item["title"] for item in paper(sent.meeting, "supplement", "open", 1)["items"]] == ["Lukket"]
    sending.release_open_edition(fresh(sent.meeting), kind="supplement", supplement=1, by=secretary)
    assert "Tillæg 1" in login(outsider).get(reverse("meetings:meeting", args=[sent.meeting.pk])).content.decode()


def test_the_pdf_of_a_supplement_names_it(sent, secretary):
    supplemented(sent, secretary)
    found = MeetingPaper.objects.get(kind="supplement", edition="members", current=True)
    document = found.document
    assert document.title.startswith("Tillægsdagsorden 1 Chefforum")
    assert document.file_name.startswith("tillaegsdagsorden-1-chefforum-")
    data, pages = render.to_pdf(document.paper, TEMPLATE, document.title, document.created_at)
    import pypdfium2

    pdf = pypdfium2.PdfDocument(BytesIO(data))
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert pages == len(pdf)
    pdf.close()
    for words in ("TILLÆG 1", "Punkt 4 er nyt.", "Nyt punkt."):
        assert words in text


def test_a_postponed_item_leaves_its_supplement_behind(sent, secretary):
    new = supplemented(sent, secretary)
    later = a_meeting(sent.meeting.forum, secretary, days=30)
    continued = proposals.postpone(new, reason="Venter", to=later, by=secretary)
    assert continued.supplement is None


# ---- New since you last read ---------------------------------------------------------------------------------------


def read(client, meeting, number) -> str:
    return client.get(reverse("meetings:read_item", args=[meeting.pk, "agenda", number])).content.decode()


def test_each_reader_sees_what_is_new_since_they_last_read(sent, secretary, chief, chief_executive, login):
    client, other = login(chief), login(chief_executive)
    overview = reverse("meetings:meeting", args=[sent.meeting.pk])
    assert "Ulæst" not in client.get(overview).content.decode()  # nothing is new to somebody who has read nothing
    read(client, sent.meeting, 2)
    assert "Rettet, siden du læste" not in read(client, sent.meeting, 2)
    write(sent.open_item, secretary, "<p>Den nye tekst.</p>")
    assert "Rettet" not in client.get(overview).content.decode()  # not sent yet
    supplemented(sent, secretary)
    page = client.get(overview).content.decode()
    assert page.count("Rettet, siden du læste det") == 1
    assert ">Nyt<" in page
    page = read(client, sent.meeting, 2)
    assert "Rettet, siden du læste punktet" in page
    assert "<del>åbne</del>" in page
    assert "<ins>nye</ins>" in page
    # It can be seen again, until it is read in other words again.
    assert "<ins>nye</ins>" in read(client, sent.meeting, 2)
    assert "Rettet, siden du læste det" not in client.get(overview).content.decode()
    assert "Rettet, siden" not in read(other, sent.meeting, 2)


def test_what_is_closed_since_is_not_told_as_gone(sent, secretary, outsider, chief, login):
    client, inside = login(outsider), login(chief)
    read(client, sent.meeting, 2)
    read(inside, sent.meeting, 3)
    access.set_closed(again(sent.open_item), access.Closing(True, "staff"), by=secretary)
    access.set_readers(again(sent.closed_item), named=[], by=secretary)
    sending.release_open_edition(fresh(sent.meeting), kind="agenda", by=secretary)
    overview = reverse("meetings:meeting", args=[sent.meeting.pk])
    for reader, number, words in ((client, 2, ("Åbent emne", "åbne tekst")), (inside, 3, (SECRET,))):
        for page in (read(reader, sent.meeting, number), reader.get(overview).content.decode()):
            assert not [word for word in words if word in page]


def test_a_draft_in_read_through_can_be_sent(forum, secretary, chief_executive):
    meeting = a_meeting(forum, secretary)
    reviewing.begin_review(fresh(meeting), by=secretary)
    sending.send_agenda(fresh(meeting), by=secretary)
    assert fresh(meeting).state == "sent"


def test_minutes_of_a_meeting_with_a_supplement_are_approved_as_ever(sent, secretary, chief_executive):
    supplemented(sent, secretary)
    sending.begin_minutes(fresh(sent.meeting), by=secretary)
    section = section_of(item_of(sent.meeting, 4), "decision")
    assert section.kind == "decision"
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate(), by=secretary)
    approving.lock_minutes(fresh(sent.meeting), sha256=sha_for(sent.meeting, chief_executive), by=chief_executive)
    assert fresh(sent.meeting).state == "approved"


def test_the_secretary_sets_a_members_mail_address(forum, secretary, chief, outsider, login):
    client = login(secretary)
    url = reverse("meetings:set_mail", args=[forum.slug])
    client.post(url, {"person": chief.pk, "email": "pernille@lillevang.example"})
    assert User.objects.get(pk=chief.pk).email == "pernille@lillevang.example"
    page = client.post(url, {"person": chief.pk, "email": "ikke en adresse"}, follow=True).content.decode()
    assert "er ikke forstået" in page
    assert client.post(url, {"person": outsider.pk, "email": "a@b.dk"}).status_code == 404
