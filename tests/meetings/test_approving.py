"""Minutes on their way to being approved: silence, withdrawal, final approval, reopening, excerpts."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from chefforum.mailroom.models import Letter
from chefforum.workflow import Overtaken, Refused
from meetings import queries
from meetings.actions import approving, remarking, sending
from meetings.models import Approval, Forum, Meeting, MeetingPaper, Remark, Reopening, Section
from meetings.notices import reminders
from meetings.notices.minutes import about_final, about_minutes
from tests.factories import (
    SECRET,
    a_person,
    again,
    fresh,
    item_of,
    send_for_approval,
    sha_for,
    write,
)


@pytest.fixture
def out(sent, secretary):
    return send_for_approval(sent, secretary)


def approve(meeting, user):
    return approving.approve(fresh(meeting), sha256=sha_for(meeting, user), by=user)


def send_again(meeting, by, days=7):
    sending.send_minutes(fresh(meeting), due=timezone.localdate() + timedelta(days=days), by=by)


def correct(sent, by, text="<p>Chefforum godkendte det åbne med en tilføjelse.</p>"):
    write(sent.open_item, by, text, kind="decision")
    send_again(sent.meeting, by)


def answer_of(meeting, user):
    return next(one for one in queries.answers(fresh(meeting)) if one.user == user)


def set_forum(forum, **values):
    Forum.objects.filter(pk=forum.pk).update(**values)
    # The minutes of these tests are out already.
    Meeting.objects.update(**{name: on for name, on in values.items() if name == "silence_approves"})


def after_due(meeting):
    return meeting.remarks_due + timedelta(days=1)


def letter_to(user, meeting, kind="meetings.minutes"):
    return Letter(to=user, kind=kind, key=str(meeting.pk))


def test_a_corrected_version_shows_who_had_approved_only_what_changed(sent, out, secretary, chief, login):
    approve(out, chief)
    correct(sent, secretary)
    answer = answer_of(out, chief)
    assert answer.approval is None
    assert answer.earlier is not None
    page = login(chief).get(reverse("meetings:approval", args=[out.pk])).content.decode()
    assert "med en tilføjelse.</ins>" in page
    assert "Bekræft version 2" in page
    assert f"{SECRET} beslutning" not in page, "unchanged points are not shown again"
    whole = login(chief).get(reverse("meetings:approval", args=[out.pk]), {"hele": 1}).content.decode()
    assert f"{SECRET} beslutning" in whole
    approve(out, chief)
    assert answer_of(out, chief).approval.document.sha256 == sha_for(out, chief)


def test_a_correction_that_a_reader_cannot_see_needs_no_new_approval(sent, out, secretary, barred, chief):
    approve(out, barred)
    approve(out, chief)
    write(sent.closed_item, secretary, f"<p>{SECRET} rettet.</p>", kind="decision")
    send_again(out, secretary)
    assert answer_of(out, barred).approval is not None
    assert answer_of(out, chief).approval is None


def test_only_the_secretariat_withdraws_and_only_with_a_reason(out, secretary, chief, chief_executive):
    approval = approve(out, chief)
    for user in (chief, chief_executive):
        with pytest.raises(PermissionDenied):
            approving.withdraw_approval(approval, reason="Fortrudt", by=user)
    with pytest.raises(Refused, match="Skriv, hvorfor"):
        approving.withdraw_approval(approval, reason="  ", by=secretary)
    approving.withdraw_approval(approval, reason="Pernille trykkede ved en fejl", by=secretary)
    with pytest.raises(Overtaken):
        approving.withdraw_approval(approval, reason="Igen", by=secretary)
    answer = answer_of(out, chief)
    assert answer.approval is None
    assert answer.withdrawn == approval
    mail = about_minutes(letter_to(chief, out), {"sha256": sha_for(out, chief)})
    assert "Pernille trykkede ved en fejl" in mail.text
    assert approve(out, chief).pk != approval.pk
    assert Approval.objects.filter(user=chief).count() == 2


def test_silence_counts_when_the_forum_has_said_so_and_the_time_is_up(out, forum, secretary, chief, barred, login):
    page = reverse("meetings:approval", args=[out.pk])
    assert approving.approve_silently(after_due(out)) == 0
    set_forum(forum, silence_approves=True)
    assert approving.approve_silently(out.remarks_due) == 0, "the last day is theirs"
    assert "regnes det som din godkendelse" in login(chief).get(page).content.decode()
    remarking.remark(item_of(out, 2), "Vent lidt.", by=chief)
    given = approving.approve_silently(after_due(out))
    assert given == Approval.objects.filter(kind="silent").count() > 0
    assert answer_of(out, chief).approval is None, "who waits for an answer has not been silent"
    own = answer_of(out, barred)
    assert own.silent
    assert own.approval.document.sha256 == sha_for(out, barred)
    assert approving.approve_silently(after_due(out)) == 0
    assert "Forummet har besluttet, at det regnes som godkendelse" in login(barred).get(page).content.decode()
    remarking.answer(Remark.objects.select_related("item__meeting").get(), "Det er rigtigt.", by=secretary)
    assert approving.approve_silently(after_due(out)) == 1


def test_a_withdrawn_approval_does_not_come_back_by_silence(out, forum, secretary, chief):
    set_forum(forum, silence_approves=True)
    approving.withdraw_approval(approve(out, chief), reason="Ville ikke", by=secretary)
    approving.approve_silently(after_due(out))
    assert answer_of(out, chief).approval is None


def test_the_forum_names_who_gives_the_final_approval(out, forum, secretary, chief, chief_executive):
    set_forum(forum, final_approver=chief)
    with pytest.raises(PermissionDenied):
        approving.lock_minutes(fresh(out), sha256=sha_for(out, chief_executive), by=chief_executive)
    chief.memberships.update(end=timezone.localdate() - timedelta(days=1))
    with pytest.raises(PermissionDenied):
        approving.lock_minutes(fresh(out), sha256=sha_for(out, chief_executive), by=chief)
    approving.lock_minutes(fresh(out), sha256=sha_for(out, chief_executive), by=chief_executive)
    assert fresh(out).approved_by == chief_executive


def test_only_a_member_can_be_named_as_final_approver(forum, secretary, outsider, login):
    from meetings.actions import setup

    with pytest.raises(Refused, match="Kun et medlem"):
        setup.set_up_forum(forum, {"final_approver": outsider}, by=secretary)


def test_whoever_locks_is_told_when_all_have_approved(out, chief, chief_executive, barred):
    final = Letter.objects.filter(kind="meetings.final")
    for user in (chief, barred):
        approve(out, user)
    assert not final.exists()
    approve(out, chief_executive)
    assert [letter.to for letter in final] == [chief_executive]
    assert "endeligt" in about_final(letter_to(chief_executive, out, "meetings.final"), None).text
    assert about_final(letter_to(chief, out, "meetings.final"), None) is None


def test_a_remark_is_closed_by_a_change_only_if_the_text_changed(sent, out, secretary, chief):
    def remark():
        return Remark.objects.select_related("item__meeting__forum", "item__forum").get()

    remarking.remark(item_of(out, 2), "Der mangler en tilføjelse.", by=chief)
    with pytest.raises(Refused, match="Teksten til punkt 2 er den samme"):
        remarking.close_with_change(remark(), "", by=secretary)
    write(sent.open_item, secretary, "<p>Med tilføjelsen.</p>", kind="decision")
    with pytest.raises(PermissionDenied):
        remarking.close_with_change(remark(), "", by=chief)
    remarking.close_with_change(remark(), "", by=secretary)
    assert remark().closing == "change"
    with pytest.raises(Overtaken):
        remarking.answer(remark(), "For sent.", by=secretary)


def locked(out, chief_executive):
    approving.lock_minutes(fresh(out), sha256=sha_for(out, chief_executive), by=chief_executive)
    return fresh(out)


def test_reopening_needs_a_reason_keeps_the_old_and_tells_everybody(
    sent, out, secretary, chief, barred, chief_executive, login
):
    approve(out, chief)
    meeting = locked(out, chief_executive)
    old = sha_for(out, chief)
    with pytest.raises(PermissionDenied):
        approving.reopen_minutes(meeting, reason="Fejl", by=chief_executive)
    with pytest.raises(Refused, match="Skriv, hvorfor"):
        approving.reopen_minutes(meeting, reason=" ", by=secretary)
    Letter.objects.all().delete()
    approving.reopen_minutes(meeting, reason="Et beløb var forkert", by=secretary)
    told = set(Letter.objects.filter(kind="meetings.minutes").values_list("to", flat=True))
    assert told == {chief.pk, barred.pk, chief_executive.pk}
    mail = about_minutes(letter_to(chief, out), {"sha256": old})
    assert mail.subject.startswith("Genåbnet referat")
    assert "Et beløb var forkert" in mail.text
    again_opened = Reopening.objects.get()
    assert (again_opened.approved_by, again_opened.paper_number) == (chief_executive, 1)
    assert fresh(out).state == "approval"
    assert answer_of(out, chief).approval is not None
    correct(sent, secretary)
    assert MeetingPaper.objects.get(meeting=out, number=1, kind="minutes", edition="members").document.sha256 == old
    page = login(chief).get(reverse("meetings:approval", args=[out.pk])).content.decode()
    assert "Genåbnet" in page or "genåbnet" in page
    assert "var låst" in page
    with pytest.raises(PermissionDenied):
        approving.reopen_minutes(fresh(out), reason="Ikke låst", by=secretary)


def test_an_older_version_is_read_by_those_who_may_read_what_it_shows(
    sent, out, secretary, chief, barred, outsider, login
):
    from chefforum.documents import actions as documents

    correct(sent, secretary)
    for paper in MeetingPaper.objects.filter(meeting=out, kind="minutes", number=1):
        documents.make_pdf(paper.document_id)
    url = reverse("meetings:older_minutes", args=[out.pk, 1])
    for user, status in ((secretary, 200), (chief, 200), (barred, 200), (outsider, 404)):
        response = login(user).get(url)
        assert response.status_code == status, user
        if status == 200:
            response.getvalue()
    [own] = queries.older_minutes(fresh(out), viewer=barred)
    assert own.reader == barred
    assert SECRET not in str(own.document.paper)


def test_excerpts_go_out_when_the_minutes_are_locked(sent, out, secretary, chief, outsider, chief_executive, login):
    from meetings.models import AgendaItem

    AgendaItem.objects.filter(pk__in=[sent.open_item.pk, sent.closed_item.pk]).update(author=outsider)
    url = reverse("meetings:excerpt", args=[sent.open_item.pk])
    assert login(outsider).get(url).status_code == 404, "not before the minutes are final"
    locked(out, chief_executive)
    assert Letter.objects.filter(to=outsider, kind="meetings.minutes").exists()
    mail = about_minutes(letter_to(outsider, out), None)
    assert "Åbent emne" in mail.text
    assert url in mail.text
    assert SECRET not in mail.text
    assert "Læs referatet" not in mail.text
    response = login(outsider).get(url)
    assert response.status_code == 200
    assert response.content.startswith(b"%PDF")
    assert login(outsider).get(reverse("meetings:excerpt", args=[sent.closed_item.pk])).status_code == 404
    found = queries.excerpt_item(sent.open_item.pk, viewer=outsider)
    paper = queries.paper_of_excerpt(found, viewer=outsider)
    assert paper.edition == "open"
    assert SECRET not in str(paper.document.paper)


def test_mails_about_minutes_say_what_is_new_and_nothing_of_items(sent, out, forum, secretary, chief, chief_executive):
    set_forum(forum, silence_approves=True)
    first = about_minutes(letter_to(chief, out), None)
    assert first.subject.startswith("Referat til godkendelse")
    assert "regnes det som din godkendelse" in first.text
    assert SECRET not in first.text + first.html
    assert about_minutes(letter_to(chief, out), first.told) is None
    approve(out, chief)
    correct(sent, secretary)
    second = about_minutes(letter_to(chief, out), first.told)
    assert second.subject.startswith("Rettet referat")
    assert "kun det, der er ændret" in second.text
    locked(out, chief_executive)
    third = about_minutes(letter_to(chief, out), second.told)
    assert third.subject.startswith("Godkendt referat")
    assert str(chief_executive) in third.text
    assert about_minutes(letter_to(chief, out), third.told) is None


def test_one_letter_reminds_of_all_that_is_due(sent, out, forum, secretary, chief, barred):
    from meetings.actions import following_up, telling

    today = timezone.localdate()
    day = f"{today:%d-%m-%Y}"
    out = fresh(out)
    out.remarks_due = today + timedelta(days=1)
    out.save()
    following_up.add_task(again(sent.open_item), text="Ring til HR", who=str(chief), when=day, by=secretary)
    following_up.add_task(again(sent.closed_item), text=f"{SECRET} opgave", who=str(chief), when=day, by=secretary)
    approve(out, barred)
    telling.remind(today)
    telling.remind(today)
    mine = Letter.objects.filter(kind="meetings.reminder", to=chief)
    assert mine.count() == 1, "one a day, however often the clock strikes"
    mail = reminders.about_deadlines(mine.get(), None)
    assert mail.subject == "Husk: 1\u00a0referat og 2\u00a0opgaver"
    assert "Ring til HR" in mail.text
    assert "lukket punkt" in mail.text
    assert SECRET not in mail.text + mail.html
    assert reminders.about_deadlines(mine.get(), mail.told) is None
    other = Letter(to=barred, kind="meetings.reminder", key="")
    assert reminders.about_deadlines(other, None) is None, "who has done all is not reminded"


def test_nobody_outside_the_forum_is_reminded_of_its_minutes(out, forum, outsider, secretary):
    new = a_person("ny", "reader")
    out = fresh(out)
    out.remarks_due = timezone.localdate()
    out.save()
    for user in (outsider, secretary, new):
        assert reminders.about_deadlines(Letter(to=user, kind="meetings.reminder", key=""), None) is None


def test_the_sheet_names_every_approval_and_what_became_of_it(sent, out, secretary, chief, barred, monkeypatch, login):
    from chefforum.documents import render as rendering

    monkeypatch.setattr(
        rendering, "to_pdf", lambda paper, template, title, _: (rendering.to_html(paper, template, title).encode(), 1)
    )
    approving.withdraw_approval(approve(out, chief), reason="Trykket ved en fejl", by=secretary)
    approve(out, barred)
    correct(sent, secretary)
    page = login(chief).get(reverse("meetings:approval_sheet", args=[out.pk])).content.decode()
    for words in (
        "Pernille Prøve godkendte version 1",
        "trak godkendelsen af version 1 fra Pernille Prøve tilbage",
        "Trykket ved en fejl",
        "Har godkendt en tidligere version",
        "Har ikke svaret",
        "Ikke endeligt godkendt endnu",
    ):
        assert words in page, words


def test_locked_words_cannot_be_written(sent, out, secretary, chief_executive):
    locked(out, chief_executive)
    before = list(Section.objects.filter(item__meeting=out).values())
    with pytest.raises(Refused, match="låst"):
        write(sent.open_item, secretary, "<p>Kapret.</p>", kind="decision")
    assert list(Section.objects.filter(item__meeting=out).values()) == before


@pytest.mark.parametrize(("hour", "working", "reminds"), [(6, True, False), (9, True, True), (9, False, False)])
def test_the_clock_counts_silence_at_any_time_and_reminds_by_day(
    out, forum, chief, secretary, monkeypatch, hour, working, reminds
):
    from meetings import periodic

    set_forum(forum, silence_approves=True)
    remarking.remark(item_of(out, 2), "Vent.", by=chief)
    now = timezone.now().replace(hour=hour, minute=30)
    monkeypatch.setattr(periodic.timezone, "localtime", lambda *_: now)
    monkeypatch.setattr(periodic, "is_working_day", lambda _: working)
    Meeting.objects.filter(pk=out.pk).update(remarks_due=now.date() - timedelta(days=1))
    periodic.due()
    periodic.due()
    assert Approval.objects.filter(kind="silent").exists()
    assert Letter.objects.filter(kind="meetings.reminder", to=chief).count() == int(reminds)
