"""The secretary's page with forty items, beside the same page with one and an empty template; and how many hands it takes."""

import statistics
import time

import pytest
from django.db import connection
from django.template import engines
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import expect

from meetings.actions import drafting, writing
from meetings.models import Section
from meetings.papers.points import from_lines
from tests.bench.test_figures import median_ms, row
from tests.browser.conftest import browser, enter
from tests.browser.interactions import draft_eight_items
from tests.factories import a_meeting, add, again, fresh, section_of

__all__ = ["browser", "enter"]

TEXT = "<p>" + "Sagen er fremstillet med almindelige ord og et par tal. " * 12 + "</p>"


def forty_items(forum, by):
    """A meeting with forty items, each with text, points, time and a case."""
    meeting = a_meeting(forum, by, days=9)
    for number, item in enumerate(drafting.add_items(fresh(meeting), titles=[f"Sag {n}" for n in range(40)], by=by)):
        facts: drafting.Facts = {"planned_minutes": 5, "case_number": f"00.01.00-A00-{number + 1}-27"}
        drafting.change_facts(again(item), facts, by=by)
        for kind in ("occasion", "presentation"):
            writing.write_section(section_of(item, kind), writing.Words(TEXT), version=0, by=by)
        points = writing.Words(parties=["Kommunaldirektøren"], points=from_lines("at vi\n- ja\nat de"))
        writing.write_section(section_of(item, "recommendation"), points, version=0, by=by)
    return meeting


@pytest.mark.django_db
def test_the_page_on_the_server(forum, secretary):
    large, small = forty_items(forum, secretary), a_meeting(forum, secretary, days=10)
    add(small, "Ét punkt", secretary)
    client = Client()
    client.force_login(secretary)
    request = RequestFactory().get("/")
    request.user, request.csp_nonce, request.htmx = secretary, "x", False
    empty = engines["django"].from_string('{% extends "base.html" %}')
    row("Page: an empty template", median_ms(lambda: empty.render({}, request)))
    for name, meeting in (("one item beside the standing two", small), ("40 items", large)):
        url = reverse("meetings:draft", args=[meeting.pk])
        row(f"Page: drafting, {name}", median_ms(lambda url=url: client.get(url)))
        with CaptureQueriesContext(connection) as caught:
            client.get(url)
        row("  queries", str(len(caught)))
    section = Section.objects.filter(item__meeting=large, kind="occasion").first()
    url, counter = reverse("meetings:section", args=[section.pk]), iter(range(10_000))

    def save() -> None:
        version = Section.objects.values_list("version", flat=True).get(pk=section.pk)
        assert client.post(url, {"html": f"<p>{next(counter)}</p>{TEXT}", "version": version}).status_code == 200

    row("Save a section as it is typed", median_ms(save))
    item = again(add(large, "Flyttes", secretary))
    move = reverse("meetings:move_item", args=[item.pk])
    steps = iter(range(2, 40))
    row("Move an item among 40, list answered", median_ms(
        lambda: client.post(move, {"til": next(steps)}, headers={"HX-Request": "true"})
    ))  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_page_under_the_hands(enter, forum, secretary):
    large = forty_items(forum, secretary)
    page = enter(secretary)
    page.goto(f"/moeder/{large.pk}/kladde/")
    page.get_by_role("textbox", name="Anledning").wait_for()
    timing = page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    row("Browser: 40 items, until the page has come and run", f"{timing['loadEventEnd'] - timing['startTime']:.0f} ms")
    page.get_by_role("textbox", name="Anledning").click()
    page.evaluate(
        """() => {
            window.took = [];
            let pressed = 0;
            addEventListener("keydown", () => { pressed = performance.now(); }, true);
            addEventListener("input", () => requestAnimationFrame(() => window.took.push(performance.now() - pressed)), true);
        }"""
    )
    page.keyboard.type("Der skrives i et punkt midt på en lang dagsorden. " * 4, delay=15)
    took = sorted(page.evaluate("window.took"))
    row("Browser: a key until it is drawn, median", f"{statistics.median(took):.1f} ms")
    row("  95 % of keys within", f"{took[int(len(took) * 0.95)]:.1f} ms")
    page.set_viewport_size({"width": 1440, "height": 4600})  # the whole list in sight, so that nothing scrolls
    began = time.perf_counter()
    target = page.locator("[data-item][data-drag]").nth(2)
    page.locator("[data-item] .grip").nth(20).drag_to(target, target_position={"x": 60, "y": 4})
    expect(page.locator("#besked")).to_contain_text("er nu punkt")
    row("Browser: drag an item over 18 others, until it is saved", f"{(time.perf_counter() - began) * 1000:.0f} ms")


@pytest.mark.django_db(transaction=True)
def test_how_many_hands_a_draft_takes(enter, meeting, secretary):
    hand = draft_eight_items(enter(secretary), meeting)
    row("From a meeting's page to a draft of 8 items with text", f"{hand.count} interactions")
    row("  of these stretches of typing", str(hand.typed))
