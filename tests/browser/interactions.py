"""Counts what a person's hands do: a click, a key pressed to go somewhere, a stretch of typing, each one."""

from playwright.sync_api import Locator, Page


class Hand:
    """A person at the page. ``count`` is how many things they have done."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def click(self, what: Locator) -> None:
        self.count += 1
        what.click()

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text: str, paste: bool = False) -> None:
        self.count += 1
        self.page.keyboard.insert_text(text) if paste else self.page.keyboard.type(text)
