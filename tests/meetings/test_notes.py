"""Private means private: a reader's notes are theirs, through every door, and survive a new version of the text."""

import uuid

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from chefforum.audit.models import Entry
from chefforum.workflow import Overtaken, Refused
from meetings.actions import access, notes, sending
from meetings.actions.notes import About
from meetings.models import NoteShare, PersonalNote
from meetings.permissions import may_see_note, notes_seen_by
from tests.factories import SECRET, again, fresh, write

PRIVATE = "Privatordet"


def note(item, by, **more):
    about = About(heading="Anledning", quote=more.pop("quote", "åbne tekst"), before="Den ", **more)
    return notes.write_note(item, about, text=f"{PRIVATE} noteret", speaking=True, by=by)


def test_nobody_else_sees_a_note_through_any_page(sent, people, chief, login):
    mine = note(sent.open_item, chief)
    pk = sent.meeting.pk
    pages = [
        "/",
        f"/moeder/{pk}/",
        f"/moeder/{pk}/laes/agenda/2/",
        f"/moeder/{pk}/noter/",
        f"/moeder/{pk}/noter/talenoter.pdf",
        "/admin/",
        f"/moeder/{pk}/papirer/",
    ]
    for user in people:
        client = login(user)
        for page in pages:
            said = client.get(page).content.decode(errors="replace")
            assert (PRIVATE in said) == (
                user == chief and (("noter/" in page and "pdf" not in page) or "laes" in page)
            ), (user, page)
        if user != chief:
            for name in ("change_note", "delete_note", "share_note"):
                assert (
                    client.post(
                        reverse(f"meetings:{name}", args=[mine.pk]), {"person": user.pk, "version": 0, "text": "x"}
                    ).status_code
                    == 404
                )
    assert PersonalNote.objects.get(pk=mine.pk).text.startswith(PRIVATE)
    assert PRIVATE not in str(list(Entry.objects.values()))


def test_no_administration_and_no_log_knows_of_notes(sent, chief):
    known = {model.__name__ for model in admin.site._registry}
    assert not known & {"PersonalNote", "NoteShare"}
    before = Entry.objects.count()
    made = note(sent.open_item, chief)
    notes.change_note(made, text="Andet", speaking=False, version=0, by=chief)
    notes.delete_note(PersonalNote.objects.get(pk=made.pk), by=chief)
    assert Entry.objects.count() == before
    assert str(made) == "Personlig note"
    assert apps.get_model("meetings", "PersonalNote") is PersonalNote


def test_a_note_is_shared_with_one_colleague_and_with_nobody_who_may_not_read_the_item(
    sent, chief, chief_executive, barred, secretary, outsider
):
    open_note, closed_note = note(sent.open_item, chief), note(sent.closed_item, chief, quote=SECRET)
    notes.share_note(open_note, chief_executive, by=chief)
    assert set(notes_seen_by(chief_executive)) == {open_note}
    assert set(notes_seen_by(secretary)) == set()
    # Whoever is disqualified is not told of by a refusal; the note is not theirs to read all the same.
    notes.share_note(closed_note, barred, by=chief)
    assert not notes_seen_by(barred).exists()
    notes.stop_sharing(closed_note, barred, by=chief)
    with pytest.raises(Refused, match="ikke med i forummet"):
        notes.share_note(open_note, outsider, by=chief)
    with pytest.raises(PermissionDenied):
        notes.share_note(open_note, barred, by=chief_executive)
    with pytest.raises(PermissionDenied):
        notes.delete_note(open_note, by=chief_executive)
    notes.stop_sharing(open_note, chief_executive, by=chief)
    assert not notes_seen_by(chief_executive).exists()
    assert not NoteShare.objects.exists()


def test_whoever_may_not_read_an_item_any_more_is_not_reminded_of_its_words(sent, chief, chief_executive, secretary):
    mine = note(sent.closed_item, chief, quote=SECRET)
    notes.share_note(mine, chief_executive, by=chief)
    access.disqualify(again(sent.closed_item), chief, by=secretary)
    access.disqualify(again(sent.closed_item), chief_executive, by=secretary)
    assert not may_see_note(chief, mine)
    assert not may_see_note(chief_executive, mine)
    # It is kept, and comes back with the right.
    access.lift_disqualification(again(sent.closed_item), chief, by=secretary)
    assert may_see_note(chief, mine)


def test_whoever_may_not_read_an_item_makes_no_note_about_it(sent, barred, outsider, administrator, login):
    for user in (barred, outsider, administrator):
        with pytest.raises(PermissionDenied):
            note(sent.closed_item, user)
        answer = login(user).post(reverse("meetings:write_note", args=[sent.closed_item.pk]), {"text": "x"})
        assert answer.status_code == 404
    with pytest.raises(PermissionDenied):
        notes.write_note(sent.open_item, About(attachment=sent.closed_file), text="x", speaking=False, by=barred)
    assert not PersonalNote.objects.exists()


def test_the_same_note_sent_twice_is_one(sent, chief):
    key = uuid.uuid4()
    first = notes.write_note(sent.open_item, About(), text="Uden net", speaking=False, key=key, by=chief)
    again_ = notes.write_note(sent.open_item, About(), text="Uden net", speaking=False, key=key, by=chief)
    assert first == again_
    assert PersonalNote.objects.count() == 1


def test_two_windows_lose_no_words_of_a_note(sent, chief):
    mine = note(sent.open_item, chief)
    notes.change_note(mine, text="Fra tabletten", speaking=False, version=0, by=chief)
    with pytest.raises(Overtaken):
        notes.change_note(
            PersonalNote.objects.get(pk=mine.pk), text="Fra computeren", speaking=False, version=0, by=chief
        )
    assert PersonalNote.objects.get(pk=mine.pk).text == "Fra tabletten"
    for empty in ("", "  "):
        with pytest.raises(Refused):
            notes.write_note(sent.open_item, About(), text=empty, speaking=False, by=chief)


def test_a_note_is_found_again_in_a_new_version_and_said_to_have_lost_its_words(sent, chief, secretary, login):
    address = f"/moeder/{sent.meeting.pk}/laes/agenda/2/"
    mine = note(sent.open_item, chief)
    assert f'<mark data-note="{mine.pk}">åbne tekst</mark>' in login(chief).get(address).content.decode()
    write(again(sent.open_item), secretary, "<p>Nyt foran.</p><p>Den åbne tekst.</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    page = login(chief).get(address).content.decode()
    assert f'<mark data-note="{mine.pk}">åbne tekst</mark>' in page
    write(again(sent.open_item), secretary, "<p>Her står noget ganske andet.</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    page = login(chief).get(address).content.decode()
    assert "Ordene står ikke længere i teksten." in page
    assert "»åbne tekst«" in page
    assert PRIVATE in page


def test_bad_notes_are_refused_with_a_sentence(sent, chief, login):
    client = login(chief)
    address = reverse("meetings:write_note", args=[sent.open_item.pk])
    for wrong in (
        {"text": "x" * 8001},
        {"text": "x", "page": "-1"},
        {"text": "x", "sha256": "../.."},
        {"text": "x", "quote": "y" * 1001},
        {"text": "x", "key": "nøgle"},
    ):
        assert client.post(address, wrong, headers={"X-Autosave": str(chief.pk)}).status_code == 422
    assert client.post(address, {"text": ""}, headers={"X-Autosave": str(chief.pk)}).status_code == 409
    # An attachment of another item.
    assert client.post(address, {"text": "x", "attachment": sent.closed_file.pk}).status_code == 404
    assert not PersonalNote.objects.exists()


def test_speaking_notes_are_printed_for_their_writer_alone(sent, chief, chief_executive, login):
    address = f"/moeder/{sent.meeting.pk}/noter/talenoter.pdf"
    assert login(chief).get(address).status_code == 404
    mine = note(sent.open_item, chief)
    notes.share_note(mine, chief_executive, by=chief)
    answer = login(chief).get(address)
    assert answer.content.startswith(b"%PDF")
    assert answer["Cache-Control"] == "private, no-store"
    assert login(chief_executive).get(address).status_code == 404
