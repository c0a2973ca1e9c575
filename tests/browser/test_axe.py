"""No page breaks the accessibility rules (WCAG 2.2 AA), at any width, in light and dark; none is wider than the screen."""

from datetime import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from chefforum.documents import actions as documents
from chefforum.documents.models import Document
from meetings.actions import (
    approving,
    attaching,
    attendance,
    correcting,
    drafting,
    filling,
    following_up,
    notes,
    onward,
    proposals,
    remarking,
    reviewing,
    running,
    sending,
    setup,
    writing,
)
from meetings.actions.notes import About
from meetings.models import AgendaItem, Approval, Attachment, CaseStop, Meeting, Wording
from meetings.papers.points import from_lines
from tests.factories import (
    a_meeting,
    add,
    again,
    attach,
    fresh,
    hold,
    item_of,
    section_of,
    send_for_approval,
    sent_meeting,
    sha_for,
    write,
)
from tests.meetings.pdfs import plain_pdf

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.xdist_group("browser")]
ADMIN = [
    "",
    "organisation/user/",
    "organisation/office/",
    "meetings/forum/",
    "meetings/meeting/",
    "meetings/agendaitem/",
    "meetings/case/",
    "meetings/decision/",
    "meetings/attachment/",
    "documents/document/",
    "mailroom/letter/",
    "audit/entry/",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only violations are looked at, so that nothing else is reported on.
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


@pytest.fixture
def house(forum, secretary, chief, chief_executive, barred):
    draft = a_meeting(forum, secretary, days=20)
    sent = sent_meeting(forum, secretary, barred, days=4)
    out = sent_meeting(forum, secretary, days=2)
    approval = send_for_approval(out, secretary)
    remarking.remark(item_of(approval, 2), "En bemærkning.", by=chief)
    for document in Document.objects.all()[:3]:
        documents.make_pdf(document.pk)
    own = proposals.propose(forum=forum, title="Vinterberedskab", kind="decision", by=chief)
    write(own, chief, "<p>Udkast.</p>")
    submitted = proposals.propose(forum=forum, title="Fælles sprog", kind="theme", wished=draft, by=chief)
    write(submitted, chief, "<p>Et udkast.</p>")
    write(submitted, chief, "<p>Et andet udkast.</p>")
    proposals.submit(again(submitted), by=chief)
    pooled = proposals.propose(forum=forum, title="I puljen", wished=draft, by=secretary)
    proposals.submit(again(pooled), by=secretary)
    proposals.accept(again(pooled), by=secretary)
    item = add(draft, "Et punkt", secretary)
    points = from_lines("at vi\n- ja\nat de")
    section = section_of(item, "recommendation")
    writing.write_section(
        section, writing.Words(parties=["Kommunaldirektøren"], points=points), version=0, by=secretary
    )
    drafting.change_facts(again(item), {"planned_minutes": 30, "presenters": ["Jens Udefra"]}, by=secretary)
    late = drafting.add_items(draft, titles=["Med fast tid"], by=secretary)[0]
    drafting.change_facts(again(late), {"planned_minutes": 200, "fixed_start": time(10)}, by=secretary)
    for name in ("Bilag 1; Tal.txt", "Notat.txt"):
        attach(item, secretary, name)
    attaching.remove_attachment(attach(item, secretary, "Fjernet.txt"), by=secretary)
    attaching.replace_file(sent.open_file, SimpleUploadedFile("ny.txt", b"Ny"), by=secretary)
    write(add(sent.meeting, "Kom sent", secretary), secretary, "<p>Haster.</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    reviewing.begin_review(fresh(draft), by=secretary)
    reviewing.comment(again(item), heading="Anledning", quote="ord", text="Skriv mere.", by=chief_executive)
    reopened(forum, secretary, chief, chief_executive)
    filling.add_follow_up(fresh(draft), by=secretary)
    return draft, sent.meeting, approval, sent.closed_item, submitted, own, running_meeting(forum, secretary, chief)


def reopened(forum, secretary, chief, chief_executive):
    """Minutes that were locked, opened again and corrected: who had approved sees the difference; a case went on."""
    made = sent_meeting(forum, secretary, days=-3)
    hold(made, secretary)
    onward.send_on(again(made.open_item), forum="Økonomiudvalget", when="i juni", by=secretary)
    write(made.open_item, secretary, "<p>Punktet genbesøges i juni.</p>", kind="decision")
    sending.send_minutes(fresh(made.meeting), due=timezone.localdate(), by=secretary)
    for user in (chief, chief_executive):
        approving.approve(fresh(made.meeting), sha256=sha_for(made.meeting, user), by=user)
    approval = Approval.objects.select_related("meeting", "user").get(user=chief_executive)
    approving.withdraw_approval(approval, reason="Trykket ved en fejl", by=secretary)
    boss = sha_for(made.meeting, chief_executive)
    approving.lock_minutes(fresh(made.meeting), sha256=boss, by=chief_executive)
    approving.reopen_minutes(fresh(made.meeting), reason="Et beløb var forkert", by=secretary)
    write(made.open_item, secretary, "<p>Punktet genbesøges i juli.</p>", kind="decision")
    sending.send_minutes(fresh(made.meeting), due=timezone.localdate(), by=secretary)


def running_meeting(forum, secretary, chief):
    """A meeting that is held, with an attachment of two pages, notes, a task and a corrected figure."""
    made = sent_meeting(forum, secretary, days=1)
    section = section_of(made.open_item, "recommendation")
    words = writing.Words(parties=["Kommunaldirektøren"], points=from_lines("at Chefforum drøfter planen"))
    writing.write_section(section, words, version=section.version, by=secretary)
    pdf = plain_pdf("Fravær\n\n" + "\n\n".join(f"Linje {number}." for number in range(60)))
    file = attaching.attach(again(made.open_item), SimpleUploadedFile("Bilag 1.pdf", pdf), by=secretary)
    sending.send_agenda(fresh(made.meeting), by=secretary)
    notes.write_note(made.open_item, About(quote="åbne tekst"), text="En note.", speaking=True, by=chief)
    notes.write_note(made.open_item, About(quote="findes ikke"), text="", speaking=False, by=chief)
    on_page = About(attachment=file, sha256=file.file.sha256, page=1, quote="Linje 3.")
    notes.write_note(made.open_item, on_page, text="Om siden.", speaking=False, by=chief)
    setup.add_phrase(forum, "Chefforum drøftede sagen.", by=secretary)
    running.begin_meeting(fresh(made.meeting), by=secretary)
    running.call(again(made.open_item), by=secretary)
    done = following_up.add_task(again(made.open_item), text="Ringet", who="Ida Holm", when="", by=secretary)
    following_up.finish_task(done, comment="De er enige.", by=secretary)
    following_up.add_task(again(made.open_item), text="Ring", who="Ida Holm", when="i juni", by=secretary)
    correcting.correct_figure(file, was="3", now="4", by=secretary)
    attendance.add_guest(fresh(made.meeting), name="Ida Holm", office="Region Nord", by=secretary)
    return made


def pages(house) -> dict[str, list[str]]:
    draft, sent, approval, closed, submitted, own, held = house
    again_out = Meeting.objects.get(reopenings__isnull=False)
    run = f"/moeder/{held.meeting.pk}/"
    section = section_of(submitted, "occasion")
    wording = Wording.objects.filter(section=section).first()
    return {
        "secretary": [
            "/", "/moeder/", "/moeder/nyt/", "/moeder/indlaes/", "/moeder/raekke/", "/moeder/aar/2027/", "/moeder/aar/2027/3/", "/moeder/abonnement/",
            "/moeder/forslag/", "/moeder/forum/chefforum/", f"/moeder/{draft.pk}/aflys/", f"/moeder/forslag/{submitted.pk}/",
            f"/moeder/afsnit/{section.pk}/versioner/", f"/moeder/version/{wording.pk}/", f"/moeder/{draft.pk}/", f"/moeder/{draft.pk}/kladde/", f"/moeder/{draft.pk}/send/",
            f"/moeder/{draft.pk}/ret/", f"/moeder/{sent.pk}/", f"/moeder/{sent.pk}/kladde/", f"/moeder/{sent.pk}/udgave/open/", f"/moeder/{sent.pk}/udgave/forskel/", f"/moeder/{draft.pk}/gennemlaesning/", f"/moeder/{sent.pk}/send/", f"/moeder/punkt/{Attachment.objects.first().item_id}/adgang/", f"/moeder/punkt/{closed.pk}/adgang/",
            "/moeder/beslutninger/", "/moeder/beslutninger/?ord=findes-ikke&fra=x", "/moeder/sager/", f"/moeder/sager/{CaseStop.objects.get().pk}/", f"/moeder/{again_out.pk}/godkendelse/", f"/moeder/{draft.pk}/kladde/{AgendaItem.objects.get(meeting=draft, fill='tasks').pk}/",
            "/moeder/opgaver/?tilstand=", f"/moeder/opgave/{held.open_item.tasks.first().pk}/", f"/moeder/opgave/{held.open_item.tasks.last().pk}/",
            run, f"{run}afvikling/", f"{run}afvikling/{held.closed_item.pk}/", f"{run}fremmoede/", f"{run}storskaerm/",
            f"/moeder/{approval.pk}/referat/", f"/moeder/{approval.pk}/udgave/members/", f"/moeder/{approval.pk}/godkendelse/", "/adgangskode/", "/findes-ikke/",
        ],
        "chief": ["/", "/moeder/forslag/", "/moeder/forslag/nyt/", f"/moeder/forslag/{own.pk}/", f"/moeder/forslag/{submitted.pk}/", "/moeder/aar/2027/", f"/moeder/{sent.pk}/", f"/moeder/{sent.pk}/laes/agenda/", f"/moeder/{sent.pk}/laes/agenda/3/", f"/moeder/{approval.pk}/godkendelse/", f"/moeder/{again_out.pk}/godkendelse/", "/moeder/beslutninger/", "/moeder/sager/", run, f"{run}laes/agenda/2/", f"{run}noter/"],
        "chief_executive": [f"/moeder/{draft.pk}/", f"/moeder/{draft.pk}/gennemlaesning/", f"/moeder/{sent.pk}/laes/agenda/2/"],
        "outsider": ["/", "/moeder/", f"/moeder/{sent.pk}/laes/agenda/3/"],
        "administrator": ["/", *[f"/admin/{path}" for path in ADMIN]],
    }  # fmt: skip


@pytest.mark.parametrize(("width", "dark"), [("desktop", False), ("tablet", True), ("phone", True)])
def test_no_page_breaks_a_rule(enter, request, house, width, dark):
    axe = Axe()
    faults = []
    for role, addresses in pages(house).items():
        page = enter(request.getfixturevalue(role), width, dark)
        for address in addresses:
            page.goto(address)
            # Editors are there a moment after their page.
            page.wait_for_timeout(250 if page.locator("[data-writing]").count() else 60)
            result = axe.run(page, options=RULES)
            for fault in result.response["violations"]:
                faults.append((role, address, fault["id"], [node["html"][:160] for node in fault["nodes"][:2]]))
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{address} is {wide} px wider than a {width}"
    login = enter(None, width, dark)
    login.goto("/log-ind/")
    faults += [("nobody", "/log-ind/", fault["id"]) for fault in axe.run(login).response["violations"]]
    assert not faults, "\n".join(map(str, faults))
