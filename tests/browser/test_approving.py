"""Minutes from a held meeting to the next one that approves them, and what follows from decisions, as people see it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from meetings.actions import approving, following_up, sending
from meetings.models import Approval, Forum, ListedMinutes, Meeting, StandingItem
from tests.browser.interactions import editor
from tests.factories import (
    SECRET,
    a_meeting,
    a_person,
    again,
    fresh,
    hold,
    item_of,
    section_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser-sending")]


@pytest.fixture
def forum(forum):
    StandingItem.objects.filter(forum=forum, edge="first").update(fill="minutes")
    return forum


def approval_page(page: Page, meeting) -> None:
    page.goto(f"/moeder/{meeting.pk}/godkendelse/")


def save_decision(page: Page, label: str, text: str) -> None:
    box = editor(page, label)
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Gemt kl.").first).to_be_visible()


def make_pdfs() -> None:
    for document in Document.objects.filter(state="queued"):
        documents.make_pdf(document.pk)


def test_from_a_held_meeting_to_minutes_approved_at_the_following_one(
    enter, forum, secretary, chief, chief_executive, barred
):
    director = a_person("lone", "director", forum)
    sent = sent_meeting(forum, secretary, barred, days=0)
    following = a_meeting(forum, secretary, days=14)
    hold(sent, secretary)
    write(sent.open_item, secretary, "<p>Chefforum godkendte det åbne.</p>", kind="decision")
    desk = enter(secretary)

    # The minutes go out, and come on the next agenda by themselves.
    desk.goto(f"/moeder/{sent.meeting.pk}/referat/")
    desk.get_by_role("button", name="Send referatet").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("Referat fra")
    desk.goto(f"/moeder/{following.pk}/kladde/{item_of(following, 1).pk}/")
    expect(desk.get_by_role("heading", name="Referater til godkendelse")).to_be_visible()
    assert ListedMinutes.objects.get().minutes == sent.meeting

    # Three members approve, each from their own page; the one who is barred never sees the closed point.
    for user, width in ((chief, "tablet"), (barred, "phone"), (director, "desktop")):
        page = enter(user, width)
        page.goto("/")
        page.get_by_role("link", name="Læs og godkend").click()
        if user == barred:
            assert SECRET not in page.content()
        page.get_by_role("button", name="Godkend referatet").click()
        expect(page.get_by_text("Du har godkendt referatet.")).to_be_visible()
        page.close()
    assert Approval.objects.count() == 3

    # The next meeting is held: its first point approves and locks them.
    sending.send_agenda(fresh(following), by=secretary)
    Meeting.objects.filter(pk=following.pk).update(starts_at=timezone.now())
    desk.goto(f"/moeder/{following.pk}/afvikling/")
    desk.get_by_role("button", name="Begynd mødet").click()
    desk.get_by_role("button", name="Godkendt på mødet").click()
    expect(desk.get_by_text("er godkendt på mødet og låst")).to_be_visible()
    expect(desk.locator("[data-section] [contenteditable]")).to_contain_text("godkendte referatet fra mødet")
    assert fresh(sent.meeting).approved_in == following
    boss = enter(chief_executive)
    approval_page(boss, sent.meeting)
    expect(boss.get_by_text("Referatet blev godkendt på mødet")).to_be_visible()
    excerpt = boss.get_by_role("link", name="Udskrift af punkt 2").get_attribute("href")
    assert boss.request.get(excerpt).body().startswith(b"%PDF")


def test_a_remark_leads_to_version_2_its_difference_and_approval_anew(enter, sent, secretary, chief, barred):
    meeting = send_for_approval(sent, secretary)
    for user in (chief, barred):
        approving.approve(fresh(meeting), sha256=sha_for(meeting, user), by=user)
    tablet = enter(chief, "tablet")
    approval_page(tablet, meeting)
    tablet.get_by_text("Skriv en bemærkning til punkt 2").click()
    tablet.get_by_label("Bemærkning til punkt 2").fill("Beløbet mangler.")
    tablet.get_by_role("button", name="Send bemærkning").click()
    expect(tablet.get_by_text("Venter på svar")).to_be_visible()

    # It is not closed by a change before there is one.
    desk = enter(secretary)
    approval_page(desk, meeting)
    desk.get_by_role("button", name="Luk: teksten er rettet").click()
    expect(desk.get_by_text("Ret den først")).to_be_visible()
    desk.goto(f"/moeder/{meeting.pk}/referat/")
    save_decision(desk, "Beslutning til punkt 2", " Rammen er 2,4 mio. kr.")
    approval_page(desk, meeting)
    desk.get_by_role("button", name="Luk: teksten er rettet").click()
    expect(desk.get_by_text("Bemærkningen er lukket med en rettelse")).to_be_visible()
    desk.goto(f"/moeder/{meeting.pk}/referat/")
    desk.get_by_role("button", name="Send referatet").click()
    expect(desk.get_by_text("Version 2 fra")).to_be_visible()
    expect(desk.get_by_text("Skal bekræfte").first).to_be_visible()

    # Who had approved sees the difference alone, and confirms.
    approval_page(tablet, meeting)
    expect(tablet.locator(".diff ins")).to_contain_text("Rammen er 2,4 mio. kr.")
    expect(tablet.get_by_text("Teksten er rettet")).to_be_visible()
    assert tablet.locator("article").count() == 1
    tablet.get_by_role("link", name="Vis hele referatet").click()
    expect(tablet.locator("article").nth(1)).to_be_visible()
    tablet.get_by_role("button", name="Bekræft version 2").click()
    expect(tablet.get_by_text("Du godkendte version 2")).to_be_visible()
    make_pdfs()
    approval_page(tablet, meeting)
    old = tablet.get_by_role("link", name="Version 1").get_attribute("href")
    assert tablet.request.get(old).body().startswith(b"%PDF")
    assert Approval.objects.filter(user=chief).count() == 2


def test_silence_is_approval_where_the_forum_has_said_so(enter, sent, forum, secretary, chief, chief_executive):
    desk = enter(secretary)
    desk.goto("/moeder/forum/chefforum/")
    desk.get_by_label("Tavshed regnes som godkendelse").check()
    desk.get_by_label("Referater godkendes endeligt af").select_option(str(chief.pk))
    desk.get_by_role("button", name="Gem indstillingerne").click()
    expect(desk.get_by_text("Indstillingerne er gemt.")).to_be_visible()
    assert Forum.objects.get(pk=forum.pk).final_approver == chief
    meeting = send_for_approval(sent, secretary)
    page = enter(chief, "tablet")
    approval_page(page, meeting)
    expect(page.get_by_text("regnes det som din godkendelse")).to_be_visible()
    approving.approve_silently(meeting.remarks_due + timedelta(days=1))
    page.reload()
    expect(page.get_by_text("Forummet har besluttet, at det regnes som godkendelse")).to_be_visible()
    # The one whom the forum has named locks; the chief executive has no such button.
    boss = enter(chief_executive)
    approval_page(boss, meeting)
    expect(boss.get_by_role("button", name="Godkend endeligt og lås")).to_have_count(0)
    page.get_by_role("button", name="Godkend endeligt og lås").click()
    expect(page.get_by_text("Referatet er endeligt godkendt og låst.")).to_be_visible()


def test_a_withdrawn_approval_and_locked_minutes_opened_again(enter, sent, secretary, chief, chief_executive):
    meeting = send_for_approval(sent, secretary)
    approving.approve(fresh(meeting), sha256=sha_for(meeting, chief), by=chief)
    desk = enter(secretary)
    approval_page(desk, meeting)
    desk.get_by_text("Træk tilbage").click()
    desk.get_by_label("Begrundelse").fill("Pernille trykkede ved en fejl")
    desk.get_by_role("button", name="Træk godkendelsen tilbage").click()
    expect(desk.get_by_text("er trukket tilbage.").first).to_be_visible()
    page = enter(chief, "phone")
    approval_page(page, meeting)
    expect(page.get_by_text("Sekretariatet har trukket din godkendelse tilbage")).to_be_visible()
    page.get_by_role("button", name="Godkend referatet").click()
    expect(page.get_by_text("Du godkendte version 1")).to_be_visible()
    approving.lock_minutes(fresh(meeting), sha256=sha_for(meeting, chief_executive), by=chief_executive)

    # Opening again needs a reason, which everybody reads.
    approval_page(desk, meeting)
    desk.get_by_text("Genåbn referatet").click()
    desk.get_by_role("button", name="Genåbn", exact=True).click()
    expect(desk.get_by_role("heading", name="Godkendt og låst")).to_be_visible()
    if not desk.get_by_label("Begrundelse").is_visible():
        desk.get_by_text("Genåbn referatet").click()
    desk.get_by_label("Begrundelse").fill("Et beløb var forkert")
    desk.get_by_role("button", name="Genåbn", exact=True).click()
    expect(desk.get_by_text("Referatet er genåbnet. Ret det")).to_be_visible()
    approval_page(page, meeting)
    expect(page.get_by_text("Et beløb var forkert")).to_be_visible()
    expect(page.get_by_text("som var godkendt og låst, gælder")).to_be_visible()
    desk.get_by_role("link", name="Ret referatet").click()
    save_decision(desk, "Beslutning til punkt 2", " Rettet.")
    desk.get_by_role("button", name="Send referatet").click()
    expect(desk.get_by_text("Version 2 fra")).to_be_visible()
    expect(desk.get_by_text("var låst")).to_be_visible()


def test_a_late_task_returns_on_the_next_agenda(enter, forum, secretary, chief):
    sent = sent_meeting(forum, secretary, days=0)
    hold(sent, secretary)
    day = f"{timezone.localdate() + timedelta(days=-2):%d-%m-%Y}"
    following_up.add_task(again(sent.open_item), text="Ring til HR", who=str(chief), when=day, by=secretary)
    following_up.add_task(again(sent.closed_item), text=f"{SECRET} opgave", who=str(chief), when=day, by=secretary)
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate(), by=secretary)
    following = a_meeting(forum, secretary, days=7)
    desk = enter(secretary)
    desk.goto(f"/moeder/{following.pk}/kladde/")
    desk.get_by_role("button", name="Tilføj opfølgning på opgaver").click()
    text = editor(desk, "Åbne opgaver")
    expect(text).to_contain_text("Ring til HR")
    expect(text).to_contain_text("overskredet")
    assert SECRET not in text.inner_text()
    desk.get_by_role("link", name="Gennemgå og send").click()
    desk.get_by_role("button", name="Send dagsordenen").click()
    tablet = enter(chief, "tablet")
    tablet.goto(f"/moeder/{following.pk}/laes/agenda/2/")
    expect(tablet.get_by_role("cell", name="Ring til HR")).to_be_visible()
    tablet.goto("/")
    tablet.get_by_role("listitem").filter(has_text="Ring til HR").get_by_role("button").click()
    expect(tablet.get_by_text("er udført")).to_be_visible()


def test_a_case_goes_on_to_another_forum_and_comes_back_with_its_historik(
    enter, sent, forum, secretary, chief, chief_executive
):
    following = a_meeting(forum, secretary, days=40)
    hold(sent, secretary)
    day = f"{timezone.localdate() + timedelta(days=20):%d-%m-%Y}"
    desk = enter(secretary)
    desk.goto(f"/moeder/{sent.meeting.pk}/referat/")
    when = f"{timezone.localdate(following.starts_at):%d-%m-%Y}"
    save_decision(desk, "Beslutning til punkt 2", f"Chefforum anbefaler planen. Punktet genbesøges {when}.")
    # What the decision says of coming back is read while it is written.
    way = desk.locator(f"#videre{sent.open_item.pk}")
    expect(way).to_contain_text(f"genbesøges {when}")
    way.get_by_role("button", name="Sæt punktet på mødet").click()
    expect(desk.get_by_text("Punktet står nu også på dagsordenen")).to_be_visible()
    way.get_by_text("Sagen skal videre til et andet forum").click()
    way.get_by_label("Videre til").fill("Økonomiudvalget")
    way.get_by_label("Hvornår").fill(day)
    way.get_by_role("button", name="Gem").click()
    expect(desk.get_by_text("Sagen står nu som på vej til Økonomiudvalget")).to_be_visible()
    sending.send_minutes(fresh(sent.meeting), due=timezone.localdate(), by=secretary)
    meeting = fresh(sent.meeting)
    approving.lock_minutes(meeting, sha256=sha_for(meeting, chief_executive), by=chief_executive)

    # What the other forum decided is written once, and offered to the next point of the case.
    desk.goto("/moeder/sager/")
    desk.get_by_role("link", name="Skriv beslutningen").click()
    desk.get_by_label("Behandlet den").fill(timezone.localdate().isoformat())
    desk.get_by_label("Beslutning").fill("Økonomiudvalget godkendte planen.")
    desk.get_by_role("button", name="Gem beslutningen").click()
    new = item_of(following, 2)
    desk.goto(f"/moeder/{following.pk}/kladde/{new.pk}/")
    desk.get_by_role("button", name="Sæt i Historik").first.click()
    expect(editor(desk, "Historik")).to_contain_text("Økonomiudvalgets beslutning af")
    assert "Økonomiudvalget godkendte planen." in section_of(new, "history").html

    # And the register finds what was decided.
    tablet = enter(chief, "tablet")
    tablet.goto("/moeder/beslutninger/")
    tablet.get_by_label("Ord i titel eller beslutning").fill("anbefaler planen")
    tablet.get_by_role("button", name="Vis").click()
    expect(tablet.get_by_role("heading", name="2. Åbent emne")).to_be_visible()
    with tablet.expect_download() as made:
        tablet.get_by_role("link", name="Beslutningsliste, PDF").click()
    assert made.value.suggested_filename == "beslutninger.pdf"
    assert made.value.path().read_bytes().startswith(b"%PDF")
