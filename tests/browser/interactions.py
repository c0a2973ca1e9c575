"""Counts what a person's hands do: a click, a key pressed to go somewhere, a stretch of typing, each one."""

import re

from playwright.sync_api import Locator, Page, expect

from meetings.models import Meeting


def editor(page: Page, name: str) -> Locator:
    """The editor of a section, by its name, never the plain field it replaces a moment after the page has come."""
    return page.locator('[contenteditable="true"]').and_(page.get_by_role("textbox", name=name))


class Hand:
    """A person at the page. ``count`` is how many things they have done, ``typed`` how many of them were typing."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.typed = page, 0, 0

    def click(self, what: Locator) -> None:
        self.count += 1
        what.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str, paste: bool = False) -> None:
        self.count += 1
        self.typed += 1
        self.page.keyboard.insert_text(text) if paste else self.page.keyboard.type(text)


TITLES = [f"Punkt om sag {number}" for number in range(1, 7)]


def draft_eight_items(page: Page, meeting: Meeting) -> Hand:
    """From the meeting's page to a whole draft: six items with text beside the two standing ones."""
    hand = Hand(page)
    page.goto(f"/moeder/{meeting.pk}/")
    hand.click(page.get_by_role("link", name="Fortsæt kladden"))
    hand.click(page.get_by_label("Nyt punkt"))
    hand.type("\n".join(TITLES), paste=True)
    hand.press("Enter")
    page.wait_for_url(re.compile(r"/kladde/\d+/"))
    for number, title in enumerate(TITLES, 1):
        expect(page.get_by_label("Titel", exact=True)).to_have_value(title)
        expect(editor(page, "Anledning")).to_be_visible()
        expect(editor(page, "Anledning")).to_be_focused()
        hand.type(f"Anledningen til sag {number}.")
        hand.press("Tab")
        expect(editor(page, "Sagsfremstilling")).to_be_focused()
        hand.type(f"Sagen {number} er fremstillet her.")
        if number < len(TITLES):
            hand.press("Alt+PageDown")
    expect(page.get_by_text("Gemt kl.")).to_be_visible()
    return hand


# What the forum changes in a review of sixty points: the number to go to, the keys for the light, and the reason.
SIXTY = " ".join(f"{chapter}.{point}" for chapter in range(1, 7) for point in range(1, 11))
CHANGED = {"2.3": ("2", "Udbuddet er udskudt"), "4.10": ("1", ""), "6.2": ("3", "Bevillingen er brugt")}


def review_sixty(page: Page, round_id: int) -> Hand:
    """Go through sixty points by keyboard alone, change three lights, two of them with a reason, and three points at
    once at the end.
    """
    hand = Hand(page)
    page.goto(f"/budget/runde/{round_id}/gennemgang/?nr=1.1")
    for number in SIXTY.split():
        expect(page.locator(".rv-num")).to_have_text(number)
        light, reason = CHANGED.get(number, ("", ""))
        if light:
            hand.press(light)
        if reason:
            hand.press("b")
            hand.type(reason)
            hand.press("Escape")
        if number != "6.10":
            hand.press("n")
    hand.press("n")
    expect(page.get_by_text("60 af 60 gennemgået")).to_be_visible()
    hand.press("g")
    hand.type("5.1, 5.2, 5.3")
    hand.press("Enter")
    expect(page.locator(".rv-num")).to_have_text("5.1, 5.2 og 5.3")
    hand.press("1")
    hand.press("n")
    expect(page.locator(".rv-num")).to_have_text("5.4")
    return hand
