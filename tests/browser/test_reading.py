"""What chiefs do before the meeting: on a tablet, on a phone, on a train without a network."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from meetings.actions import attaching, sending
from meetings.models import Forum, PersonalNote
from tests.factories import SECRET, add, again, fresh, sent_meeting, write
from tests.meetings.pdfs import plain_pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser-2")]
WORDS = "Langtidsfravær udgør næsten halvdelen af fraværet."


@pytest.fixture
def sent(forum, secretary, chief, chief_executive, barred):
    made = sent_meeting(forum, secretary, barred)
    write(made.open_item, secretary, f"<p>Chefforum følger fraværet. {WORDS}</p>")
    pdf = plain_pdf("Fravær\n\nDagtilbud ligger på 13,3 dage.\n\n" + "\n\n".join(f"Linje {n}." for n in range(60)))
    attaching.attach(again(made.open_item), SimpleUploadedFile("Bilag 1; Fravær.pdf", pdf), by=secretary)
    last = add(made.meeting, "Tredje emne", secretary)
    write(last, secretary, "<p>Mere tekst.</p>")
    sending.send_agenda(fresh(made.meeting), by=secretary)
    return made


def mark_words(page: Page, words: str, within: str = ".part p") -> None:
    """Mark words as a finger does, and wait for the buttons over them."""
    page.evaluate(
        """([words, within]) => {
            const box = [...document.querySelectorAll(within)].find((one) => one.textContent.includes(words));
            const node = [...box.childNodes].find((one) => one.data?.includes(words)) || box.firstChild;
            const at = node.data.indexOf(words), range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + words.length);
            getSelection().removeAllRanges(); getSelection().addRange(range);
        }""",
        [words, within],
    )
    expect(page.get_by_role("button", name="Fremhæv")).to_be_visible()


def test_a_chief_reads_on_a_tablet_with_notes_that_outlive_a_new_version(enter, sent, chief, secretary):
    page = enter(chief, "tablet")
    page.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/2/")
    # The attachment stands beside the text, a page at a time.
    expect(page.locator(".pdf-bar")).to_contain_text("Side 1 af 3")
    page.get_by_role("button", name="Næste side").click()
    expect(page.locator(".pdf-bar")).to_contain_text("Side 2 af 3")
    page.get_by_role("button", name="Forrige side").click()
    mark_words(page, WORDS)
    page.get_by_role("button", name="Skriv note").click()
    page.get_by_label("Ny note").fill("Er barsel talt med?")
    page.get_by_role("button", name="Gem noten").click()
    expect(page.locator("mark[data-note]")).to_have_text(WORDS)
    mark_words(page, "Dagtilbud ligger", ".words text")
    page.get_by_role("button", name="Fremhæv").click()
    expect(page.locator("rect.marked").first).to_be_attached()
    # A new version of the text: the words are found again.
    write(again(sent.open_item), secretary, f"<p>Nyt først.</p><p>{WORDS}</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    page.reload()
    expect(page.locator(".prose:not(.diff) mark[data-note]")).to_have_text(WORDS)
    write(again(sent.open_item), secretary, "<p>Kort.</p>")
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    page.reload()
    expect(page.get_by_text("Ordene står ikke længere i teksten.")).to_be_visible()
    expect(page.get_by_text("Er barsel talt med?").first).to_be_visible()


def test_a_note_is_shared_with_one_colleague(enter, sent, chief, chief_executive, barred):
    page = enter(chief)
    page.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/2/")
    page.get_by_label("Ny note").fill("Kun for Henrik.")
    page.get_by_role("button", name="Gem noten").click()
    page.get_by_text("Ret, del eller slet").click()
    page.get_by_label("Del med").select_option(str(chief_executive))
    page.get_by_role("button", name="Del", exact=True).click()
    expect(page.get_by_text(f"Delt med {chief_executive}", exact=True)).to_be_visible()
    for colleague, seen in ((chief_executive, 1), (barred, 0)):
        other = enter(colleague, "phone")
        other.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/2/")
        expect(other.get_by_role("heading", name="Åbent emne")).to_be_visible()
        assert other.get_by_text("Kun for Henrik.").count() == seen


def test_a_swipe_a_key_and_a_button_turn_to_the_next_point(enter, sent, chief):
    page = enter(chief, "phone")
    page.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/1/")
    page.get_by_role("link", name=re.compile("2. Åbent emne")).first.click()
    expect(page.get_by_role("heading", name="Åbent emne")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("agenda/1/$"))
    page.evaluate(
        """() => {
            const text = document.querySelector(".r-text");
            const touch = (type, x) => text.dispatchEvent(new TouchEvent(type, { bubbles: true, touches: type === "touchend" ? [] : [new Touch({ identifier: 1, target: text, clientX: x, clientY: 300 })], changedTouches: [new Touch({ identifier: 1, target: text, clientX: x, clientY: 300 })] }));
            touch("touchstart", 330); touch("touchend", 80);
        }"""
    )
    expect(page).to_have_url(re.compile("agenda/2/$"))


def test_large_text_and_light_are_kept(enter, sent, chief):
    page = enter(chief, "tablet")
    page.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/2/")
    page.get_by_text("Tekst og lys").click()
    page.get_by_role("button", name="Størst").click()
    page.get_by_role("button", name="Mørk").click()
    page.reload()
    assert page.evaluate("[document.documentElement.dataset.size, document.documentElement.dataset.theme]") == [
        "stoerst",
        "dark",
    ]


def test_the_train_goes_into_a_tunnel(enter, sent, chief):
    """Kept on the tablet, read without a network, a note written there, sent when it is back; closed items stay at home."""
    page = enter(chief, "tablet")
    pk = sent.meeting.pk
    page.goto(f"/moeder/{pk}/")
    page.get_by_role("button", name="Gem på denne enhed").click()
    expect(page.get_by_text("Ligger på denne enhed")).to_be_visible(timeout=40_000)
    page.context.set_offline(True)
    page.goto(f"/moeder/{pk}/laes/agenda/2/")
    expect(page.get_by_text("Du er uden net.")).to_be_visible()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.locator(".pdf-bar")).to_contain_text("Side 1 af 3")
    page.get_by_role("button", name="Næste side").click()
    expect(page.locator(".pdf-bar")).to_contain_text("Side 2 af 3")
    page.get_by_label("Ny note").fill("Skrevet i tunnelen.")
    page.get_by_role("button", name="Gem noten").click()
    expect(page.get_by_text("Ligger i browseren og sendes")).to_be_visible()
    assert SECRET not in page.content()
    page.goto(f"/moeder/{pk}/laes/agenda/3/")
    expect(page.get_by_role("heading", name="Du er uden net")).to_be_visible()
    page.get_by_role("link", name="Chefforum d.").click()
    expect(page.get_by_role("heading", name="Godkendelse af dagsorden")).to_be_visible()
    page.context.set_offline(False)
    page.goto(f"/moeder/{pk}/laes/agenda/2/")
    expect(page.locator(".note-list:not([data-waiting]) > li > p").get_by_text("Skrevet i tunnelen.")).to_be_visible()
    assert PersonalNote.objects.get().text == "Skrevet i tunnelen."
    # Logging out takes all of it away. What the page is still fetching would end with the session.
    # (A page that a service worker has answered is not always called idle.)
    page.wait_for_load_state()
    page.wait_for_timeout(1500)
    page.evaluate("localStorage.setItem('chefforum.text.999.note', 'another person has typed this')")
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/log-ind/**")
    assert page.evaluate("caches.keys()") == []
    left = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('chefforum.text.'))")
    assert left == ["chefforum.text.999.note"]


def test_closed_items_are_kept_where_the_forum_lets_them(enter, sent, chief):
    Forum.objects.update(keeps_closed_offline=True)
    page = enter(chief, "tablet")
    page.goto(f"/moeder/{sent.meeting.pk}/")
    page.get_by_role("button", name="Gem på denne enhed").click()
    expect(page.get_by_text("Ligger på denne enhed")).to_be_visible(timeout=40_000)
    page.context.set_offline(True)
    page.goto(f"/moeder/{sent.meeting.pk}/laes/agenda/3/")
    expect(page.get_by_text(f"{SECRET} tekst.")).to_be_visible()
