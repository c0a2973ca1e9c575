"""Decisions drafted from the real minutes, sixty who read at once, and a page of an attachment."""

import http.client
import re
import statistics
import subprocess
import sys
import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from chefforum.files import keep, pages
from chefforum.richtext import plain_text
from meetings.actions import attaching, notes, running, sending
from meetings.actions.notes import About
from meetings.intake import read_minutes
from meetings.papers.drafted import CHIEF_EXECUTIVE
from meetings.rules import deciding
from tests.bench.test_drafting import forty_items
from tests.bench.test_figures import median_ms, row
from tests.factories import a_meeting, a_person, add, again, fresh, item_of, sent_meeting, write
from tests.journeys.processes import environment, web_server
from tests.meetings.pdfs import plain_pdf

FORUM = "Chefforum"
BY = ((), (FORUM, CHIEF_EXECUTIVE), (CHIEF_EXECUTIVE,))
READERS, ROUNDS = 60, 10


def drafts(points: list[str]) -> list[str]:
    """Every sentence that the page offers for the points of an item."""
    made = []
    for by in BY:
        for point in points:
            own = deciding.followed(point, forum=FORUM, by=by)
            made += [own.text if own else "", deciding.shorter(point, forum=FORUM, by=by)]
            made += [deciding.with_comments(point, forum=FORUM, by=by), deciding.in_passive(point, forum=FORUM)]
        made.append(deciding.together(points, forum=FORUM, by=by))
        made.append(deciding.agenda_and_minutes(points, forum=FORUM, by=by))
    return [text for text in made if text]


def follows(sentence: str, points: list[str]) -> bool:
    """Whether a sentence of a decision says what a point asks for in its words: the same verb, and of what follows it in
    the sentence at least six words in ten stand in the point too.
    """
    said = re.findall(r"\w+", sentence.casefold())
    for point in points:
        read = deciding.read_point(point, forum=FORUM)
        if read is None:
            continue
        past = deciding.followed(f"at {FORUM} {read.verb} x", forum=FORUM).text.split()[1]
        forms = {past, past.removesuffix("e"), {"godkendte": "godkendt"}.get(past, past)}
        at = next((place for place, word in enumerate(said) if word in forms), None)
        asked = set(re.findall(r"\w+", point.casefold())) | {
            "chefforum",
            "kommunaldirektøren",
            "og",
            "samt",
            "blev",
            "af",
        }
        rest = said[at + 1 :] or said[:at] if at is not None else []
        if rest and sum(word in asked for word in rest) >= 0.6 * len(rest):
            return True
    return False


def real_items(referater):
    """Every item of the real minutes: where it stands, its recommendation points, the lines of its decision."""
    for path in sorted(referater.glob("*.txt")):
        for item in read_minutes(path.read_bytes(), path.name)["items"]:
            points = [plain_text(point["html"]) for section in item["sections"] for point in section.get("points", [])]
            said = [plain_text(one.get("html", "")) for one in item["sections"] if one["kind"] == "decision"]
            lines = [line.strip() for text in said for line in text.splitlines() if line.strip()]
            yield f"{path.stem}/{item['number']}", points, lines


def test_decisions_of_the_real_minutes(referater):
    exact, missed, asked, known = 0, [], 0, 0
    for where, points, lines in real_items(referater):
        offered = {text.rstrip(" .:").casefold() for text in drafts(points)}
        for line in lines:
            if follows(line, points) and line.rstrip(" .:").casefold() in offered:
                exact += 1
            elif follows(line, points):
                missed.append(where)
        asked += len(points)
        known += sum(deciding.followed(point, forum=FORUM) is not None for point in points)
    row("Decisions of the real minutes that follow a recommendation", str(exact + len(missed)))
    row("  of these drafted word for word, full stop and capitals aside", f"{exact} of {exact + len(missed)}")
    row("  not drafted so, by minutes and item", ", ".join(missed) or "none")
    row("Recommendation points whose verb the table knows", f"{known} of {asked}")


@pytest.mark.django_db
def test_the_pages_of_a_meeting_that_is_held(forum, secretary, chief):
    large, small = forty_items(forum, secretary), a_meeting(forum, secretary, days=10)
    one = add(small, "Et punkt", secretary)
    write(one, secretary, "<p>Tekst.</p>")
    client, reader = Client(), Client()
    client.force_login(secretary)
    reader.force_login(chief)
    for meeting in (large, small):
        sending.send_agenda(fresh(meeting), by=secretary)
    for label, address, who in (
        ("reader's desk", "/", reader),
        ("reading with ten notes", "/moeder/{}/laes/agenda/2/", reader),
        ("list of what to keep offline", "/moeder/{}/uden-net.json", reader),
    ):
        for number in range(10):
            notes.write_note(item_of(large, 2), About(quote="tekst"), text=f"Note {number}", speaking=False, by=chief)
        row(f"Page: {label}, 40 items", median_ms(lambda address=address, who=who: who.get(address.format(large.pk))))
    for meeting in (large, small):
        running.begin_meeting(fresh(meeting), by=secretary)
    for label, address in (
        ("running the meeting", "/moeder/{}/afvikling/"),
        ("its clock", "/moeder/{}/afvikling/ur/"),
        ("big screen", "/moeder/{}/storskaerm/nu/"),
    ):
        counts = []
        for meeting in (small, large):
            client.get(address.format(meeting.pk))
            with CaptureQueriesContext(connection) as caught:
                client.get(address.format(meeting.pk))
            counts.append(len(caught))
        row(f"Page: {label}, 40 items", median_ms(lambda address=address: client.get(address.format(large.pk))))
        row("  queries with 3 items, with 40", f"{counts[0]}, {counts[1]}")


@pytest.mark.django_db
def test_a_page_of_an_attachment(forum, secretary):
    pdf = plain_pdf("Fravær\n\n" + "\n\n".join(f"Linje {number} om fravær." for number in range(400)))
    stored = keep.receive(SimpleUploadedFile("Bilag.pdf", pdf))
    began = time.perf_counter()
    pages.page_of(stored, 1)
    row("A page of an attachment, first time, three ahead drawn too", f"{(time.perf_counter() - began) * 1000:.0f} ms")
    row("  again", median_ms(lambda: pages.page_of(stored, 2)))


def turned(addresses: list[str], turn: int) -> list[str]:
    return addresses[turn % 10 :] + addresses[: turn % 10]


def read_all(
    port: int, cookie: str, addresses: list[str], wait: float, pause: float, took: list[float], errors: list[str]
) -> None:
    time.sleep(wait)
    for address in addresses:
        # After a pause the server has hung up, as it does on a browser too.
        server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        began = time.perf_counter()
        server.request("GET", address, headers={"Cookie": f"sessionid={cookie}", "Host": "localhost"})
        answer = server.getresponse()
        answer.read()
        took.append((time.perf_counter() - began) * 1000)
        server.close()
        if answer.status != 200:
            errors.append(f"{answer.status} {address}")
        time.sleep(pause)


@pytest.mark.django_db(transaction=True)
def test_sixty_read_at_once(forum, secretary):
    people = [a_person(f"laeser{number}", "head_of_department", forum) for number in range(READERS)]
    sent = sent_meeting(forum, secretary)
    for number in range(8):
        item = add(sent.meeting, f"Emne {number}", secretary)
        write(item, secretary, "<p>" + "Et afsnit med lidt tekst om sagen. " * 60 + "</p>", planned_minutes=10)
        attaching.attach(
            again(item), SimpleUploadedFile(f"Bilag {number}.txt", f"Bilag {number}".encode()), by=secretary
        )
    sending.send_agenda(fresh(sent.meeting), by=secretary)
    cookies = []
    for user in people:
        client = Client()
        client.force_login(user)
        cookies.append(client.cookies["sessionid"].value)
    items = [f"/moeder/{sent.meeting.pk}/laes/agenda/{number}/" for number in range(1, 11)]
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v", "0"]
    subprocess.run(collect, env=environment("none"), check=True)
    with web_server() as (port, _):
        for label, addresses, pause in (
            ("an empty page, without a pause", ["/sundhed/"] * ROUNDS, 0.0),
            ("ten points, without a pause", items, 0.0),
            ("ten points, three seconds on each", items, 3.0),
        ):
            took: list[float] = []
            errors: list[str] = []
            threads = [
                threading.Thread(
                    target=read_all,
                    args=(
                        port,
                        cookie,
                        turned(addresses, turn),
                        pause * turn / READERS,
                        pause,
                        took,
                        errors,
                    ),
                )
                for turn, cookie in enumerate(cookies)
            ]
            began = time.perf_counter()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            whole = time.perf_counter() - began
            cuts = statistics.quantiles(took, n=100)
            row(f"{READERS} at once read {label}: median", f"{statistics.median(took):.0f} ms")
            row("  95 of 100, 99 of 100 within", f"{cuts[94]:.0f}, {cuts[98]:.0f} ms")
            row("  pages a second, errors", f"{len(took) / whole:.0f}, {len(errors)}")
            assert errors == []
