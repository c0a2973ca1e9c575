"""Pictures for the guides and the README, taken from the app with fresh demo data. Run by ``make screens``."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psycopg
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
GUIDE, README = ROOT / "docs" / "guide" / "pictures", ROOT / "docs" / "pictures"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
SIZES = ((1440, 900), (820, 1180), (390, 844))
DESKTOP, TABLET, PHONE = (ViewportSize(width=width, height=height) for width, height in SIZES)
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    ADDRESS = f"127.0.0.1:{probe.getsockname()[1]}"
WORKER = ["celery", "-A", "chefforum", "worker", "-c", "2"]
WEB = ["gunicorn", "chefforum.wsgi", "--bind", ADDRESS, "--threads", "4", "--no-control-socket"]


class Shot(NamedTuple):
    """A picture: its name, the page, what to press first, and which part of the page."""

    name: str
    path: str = ""
    press: str = ""
    at: str = ""
    only: str = ""


DRAFT, APPROVAL = "{sent}/kladde/", "{approval}/godkendelse/"
BUDGET, STAFFING = ".ag-body a:has-text('Budgetaftalen')", ".ag-body a:has-text('Bemanding')"
NEXT_YEAR = date.today().year + 1  # noqa: DTZ011 - the demo plans by this machine's day
SECRETARY = (
    Shot("forside", "/"),
    Shot("kalender", "/moeder/"),
    Shot("aarskalender", f"/moeder/aar/{NEXT_YEAR}/"),
    Shot("moederaekke", "/moeder/raekke/", "button:has-text('Vis dagene')"),
    Shot("planlaeg", "/moeder/nyt/", only="form.sheet"),
    Shot("indstillinger", "/moeder/forum/chefforum/"),
    Shot("forslag", "/moeder/forslag/"),
    Shot("kladde", "{review}/kladde/", ".ag-body a:has-text('rekruttering')"),
    Shot("indstilling", DRAFT, BUDGET, only="form:has(textarea[data-points])"),
    Shot("bilag", DRAFT, ".ag-body a:has-text('Sygefravær')", only="section:has(> #h-bilag)"),
    Shot("adgang", DRAFT, STAFFING, only="fieldset:has([name=closed])"),
    Shot("adgang-side", "{sent}/", "a:has-text('Adgang og inhabile, punkt 5')", only="main .two"),
    Shot("aaben-udgave", "{sent}/udgave/open/", at="article:nth-of-type(4)"),
    Shot("send", "{review}/send/"),
    Shot("forskel", "{sent}/udgave/forskel/"),
    Shot(
        "kommentarer",
        "{review}/kladde/",
        ".ag-body a:has-text('rekruttering')",
        only="section:has(> .sec-head #h-komm)",
    ),
    Shot("moede", "{sent}/"),
    Shot("bemaerkning", APPROVAL, at="#p2"),
    Shot("naeste-referat", DRAFT, ".ag-body a:has-text('Godkendelse af dagsorden')", only="section.listed"),
    Shot("opfoelgning", DRAFT, ".ag-body a:has-text('Opfølgning')", only="form.section"),
    Shot("videre-vej", "{approval}/referat/", only=".goes-on:has(.note)"),
    Shot("sager", "/moeder/sager/"),
    Shot("beslutninger", "/moeder/beslutninger/"),
)
READING = "{sent}/laes/agenda/3/"
YEAR = "/budget/"
ABSENCE = "/sygefravaer/"
VISITS: tuple[tuple[str, ViewportSize, tuple[Shot, ...]], ...] = (
    ("mette", DESKTOP, SECRETARY),
    ("pernille", PHONE, (Shot("laes-telefon", READING),)),
    ("henrik", DESKTOP, (Shot("godkend-endeligt", APPROVAL),)),
    ("henrik", TABLET, (Shot("gennemlaesning", "{review}/gennemlaesning/", at="#p2"),)),
    ("kirsten", DESKTOP, (
        Shot("budget", YEAR),
        Shot("budget-punkt", YEAR, "a:has-text('Sundhedshus i bymidten')"),
        Shot("budget-runde", YEAR, "h2 a:has-text('Tredje status')"),
        Shot("budget-ny-runde", "/budget/runde/ny/", only="form.sheet"),
        Shot("budget-alle", "/budget/aar/"),
    )),
    ("vibeke", DESKTOP, (
        Shot("sygefravaer", ABSENCE),
        Shot("sygefravaer-afdeling", ABSENCE, ".sick tbody a:has-text('Dagtilbud')"),
        Shot("sygefravaer-enheder", f"{ABSENCE}?niveau=enheder", at="#h-afd"),
        Shot("sygefravaer-redegoerelser", ABSENCE, only="section:has(> .sec-head #h-red)"),
        Shot("sygefravaer-ny", "/sygefravaer/ny/", only="form.sheet"),
        Shot("sygefravaer-enhed", "/sygefravaer/enheder/", "a:has-text('Ungdomsskolen') >> nth=0"),
        Shot("sygefravaer-opsaetning", "/sygefravaer/opsaetning/"),
    )),
    ("hanne", TABLET, (Shot("sygefravaer-redegoerelse", "/", "a:text-is('Redegørelse for Ældre & Træning')"),)),
    ("hanne", TABLET, (Shot("budget-mine", "/", "a.btn:has-text('Skriv status')"),)),
    ("pernille", TABLET, (
        Shot("forside-chef", "/"),
        Shot("forslag-chef", "/", "a.btn:has-text('Sommerlukning')"),
        Shot("laes-tablet", READING),
        Shot("noter", READING, only="#noter"),
        Shot("godkendelse-tablet", APPROVAL),
        Shot("skriv-bemaerkning", APPROVAL, "summary:has-text('punkt 2')", only="article:has(#p2)"),
        Shot("din-godkendelse", APPROVAL, only="section.approve"),
    )),
)  # fmt: skip
IN_README = {
    "budget": "budget",
    "budget-gennemgang": "budget-review",
    "sygefravaer": "absence",
    "sygefravaer-papir": "absence-paper",
    "forside": "front-desk",
    "kladde": "drafting",
    "laes-tablet": "reading-tablet",
    "pdf-punkt": "pdf-page",
}


def fresh_database() -> None:
    """A database and a queue of this script's own on the servers that are up."""
    url, name = os.environ["DATABASE_URL"], "chefforum_pictures"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    os.environ["DATABASE_URL"] = re.sub(r"(//[^/]*/)[^?]*", rf"\g<1>{name}", url)
    os.environ["CELERY_QUEUE"] = name


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def running(log: str, *arguments: str) -> Iterator[None]:
    """A module as a process of its own, ended with its children on the way out."""
    with (Path(os.environ["DATA_DIR"]) / log).open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, stdout=out, stderr=out)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def person(browser: Browser, name: str, window: ViewportSize = DESKTOP) -> Iterator[Page]:
    """A page on which a demo person is logged in."""
    context = browser.new_context(
        base_url=f"http://{ADDRESS}", viewport=window, has_touch=window != DESKTOP, locale="da-DK"
    )
    page = context.new_page()
    page.goto("/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", "lillevang")
    page.click("button[type=submit]")
    yield page
    context.close()


def take(page: Page, shot: Shot, at: dict[str, str]) -> None:
    """The picture of a page: the window, or one part of the page. Without a path, of the page as it stands."""
    if shot.path:
        page.goto(shot.path.format(**at))
    if shot.press:
        page.locator(shot.press).click()
    page.wait_for_load_state("networkidle")
    if shot.at:
        page.eval_on_selector(shot.at, "one => scrollTo(0, scrollY + one.getBoundingClientRect().top - 90)")
    page.wait_for_timeout(300)
    path = GUIDE / f"{shot.name}.png"
    page.locator(shot.only).first.screenshot(path=path) if shot.only else page.screenshot(path=path)
    slim(path, 16 if shot.only else 0)


def slim(path: Path, margin: int = 0) -> None:
    framed = ImageOps.expand(Image.open(path).convert("RGB"), margin, "white")
    framed.quantize(128, kmeans=2, dither=Image.Dither.NONE).save(path, optimize=True)


def meetings(page: Page) -> dict[str, str]:
    """The addresses of the meeting that is sent and the one out for approval, with their PDFs made."""
    at = {}
    for state, word in (("sent", "Udsendt"), ("approval", "Til godkendelse"), ("review", "Gennemlæsning")):
        page.goto("/moeder/")
        page.click(f"ul.states li:has(.badge:has-text('{word}')) a")
        at[state] = page.url.rstrip("/")
        expect(page.get_by_text("PDF’en laves")).to_have_count(0, timeout=90_000)
    return at


def read_old_minutes(page: Page) -> None:
    """The preview of a file with two things to look at, made of the demo's invented old minutes."""
    sys.path.insert(0, str(ROOT))
    from chefforum.demo.old_minutes import OLD

    text = OLD.replace("14-01-2016", "21-01-2016").replace("d. 14. januar", "d. 21. januar")
    text = text.replace("## Indholds", "Afbud fra to medlemmer\n\n## Indholds")
    text = text.replace("# CF - Fælles kørsel til", "# CF - Fælles kørsel ved")
    page.goto("/moeder/indlaes/")
    page.set_input_files("#id_file", {"name": "2016-01-21.md", "mimeType": "text/markdown", "buffer": text.encode()})
    page.click("main button[type=submit]")
    take(page, Shot("indlaes"), {})


def print_pages(page: Page, at: dict[str, str]) -> None:
    """The front page and one item of the members' minutes, as the file is."""
    data = page.request.get(f"{at['approval']}/minutes/members.pdf").body()
    for number, name in (("1", "pdf-forside"), ("4", "pdf-punkt")):
        command = ["pdftoppm", "-png", "-r", "80", "-f", number, "-singlefile", "-", str(GUIDE / name)]
        subprocess.run(command, input=data, check=True)
        slim(GUIDE / f"{name}.png")


def write_versions(page: Page, at: dict[str, str]) -> None:
    """Two more wordings of a section, and the list of them."""
    page.goto(f"{at['sent']}/kladde/")
    page.click(".ag-body a:has-text('Ny telefonpolitik')")
    page.locator('[contenteditable="true"][aria-label="Anledning"]').click()
    for words in (" Hver fjerde borger lægger på.", " Det samme gælder i Ældre & Træning."):
        page.keyboard.press("Control+End")
        page.keyboard.type(words)
        page.wait_for_timeout(1800)
    page.reload()
    page.get_by_role("link", name="Versioner af Anledning").click()
    take(page, Shot("versioner"), at)


def write_minutes(page: Page, at: dict[str, str]) -> None:
    """A decision, saved. It changes the meeting, so it comes last."""
    page.goto(f"{at['sent']}/")
    page.get_by_role("button", name="Skriv referat").click()
    page.locator("article:has(#p2) [contenteditable]").click()
    page.keyboard.type("Chefforum godkendte tredje status. Initiativ 2.9 føres med over.")
    page.wait_for_selector("text=Gemt kl.")
    take(page, Shot("skriv-referat", at="#p2"), at)
    take(page, Shot("send-referat", only="section.approve"), at)


def run_meeting(page: Page, at: dict[str, str]) -> None:
    """The meeting at its third point, with a drafted decision; who is there; the big screen."""
    page.goto(f"{at['sent']}/afvikling/")
    page.get_by_role("button", name="Begynd mødet").click()
    for number in (1, 2):
        page.get_by_role("button", name=f"Afslut punkt {number}").click()
    page.locator("[data-insert]").first.click()
    page.wait_for_selector("text=Gemt kl.")
    take(page, Shot("afvikling"), at)
    take(page, Shot("fremmoede", "{sent}/fremmoede/"), at)
    take(page, Shot("storskaerm", "{sent}/storskaerm/"), at)
    take(page, Shot("opgaver", "/moeder/opgaver/?tilstand="), at)


def read_sheet(page: Page) -> None:
    """The preview of a sheet with a doubtful cell and one that cannot be read."""
    sheet = (
        "Nr.;Punkt;Afdeling;Ansvarlig;Drift 2027\n5.1;Varmere vand i svømmehallen;Kultur & Fritid;Ida Lærkedal;190\n"
    )
    sheet += "5.2;Natbus i weekenden;Drift & Vej;Ole Udefra;1.5\n"
    page.goto(YEAR)
    page.goto(page.url.replace(str(NEXT_YEAR - 1), str(NEXT_YEAR)) + "ark/")
    page.set_input_files("#id_file", {"name": "Nye punkter.csv", "mimeType": "text/csv", "buffer": sheet.encode()})
    page.click("main button[type=submit]")
    take(page, Shot("budget-ark"), {})


def read_figures(page: Page) -> None:
    """The preview of payroll's file with a name that is not known and a figure that jumps; and a page of the paper."""
    quarter = (date.today().month - 1) // 3  # noqa: DTZ011 - the quarter before this day's, as the demo has it
    last = f"{date.today().year - (quarter == 0)}K{quarter or 4}"  # noqa: DTZ011
    rows = ("Dagtilbud;Børnehuset Engen;42;86;77;8", "Dagtilbud;Børnehuset Lærkem;38;71;240;6", "Skoler;PPR;31;50;41;5")
    sheet = "Kvartal;Afdeling;Enhed;Ansatte;Korte sygedage;Lange sygedage;Barns sygedag\n"
    sheet += "\n".join(f"{last};{row}" for row in rows)
    page.goto("/sygefravaer/tal/")
    page.set_input_files("#id_file", {"name": "Fravær.csv", "mimeType": "text/csv", "buffer": sheet.encode()})
    page.click("main button[type=submit]")
    take(page, Shot("sygefravaer-tal"), {})
    page.goto(ABSENCE)
    link = page.locator(".mini-list a:text-is('PDF')").first
    data = page.request.get(link.get_attribute("href") or "").body()
    command = ["pdftoppm", "-png", "-r", "80", "-f", "2", "-singlefile", "-", str(GUIDE / "sygefravaer-papir")]
    subprocess.run(command, input=data, check=True)
    slim(GUIDE / "sygefravaer-papir.png")


def review_round(page: Page) -> None:
    """The round before the forum, with a light that was changed and the decision as it writes itself."""
    page.goto(YEAR)
    page.click("h2 a:has-text('Tredje status')")
    page.get_by_role("button", name="Send til direktørerne").click()
    expect(page.get_by_role("heading", name="Send til direktørerne alligevel?")).to_be_visible()
    for name in ("Send til direktørerne", "Forelæg for Chefforum"):
        page.get_by_role("button", name=name).click()
    page.get_by_role("link", name="Gennemgå runden").click()
    for number, key, reason in (
        ("2.11", "2", "Et nyt udbud er sendt ud"),
        ("5.2", "1", ""),
        ("3.10", "2", "Staten har svaret"),
    ):
        page.fill("#nr", number)
        page.press("#nr", "Enter")
        expect(page.locator(".rv-num")).to_have_text(number)
        page.keyboard.press(key)
        page.fill("#grund", reason)
        page.get_by_role("button", name="Gem", exact=True).first.click()
        page.wait_for_load_state("networkidle")
    take(page, Shot("budget-gennemgang"), {})


if __name__ == "__main__":
    fresh_database()
    manage("migrate", "-v0")
    manage("collectstatic", "--no-input", "-v0")
    with running("worker.log", *WORKER), running("web.log", *WEB), sync_playwright() as play:
        manage("demo")  # the web server is up long before it is done
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        with person(browser, "mette") as page:
            at = meetings(page)
            read_old_minutes(page)
            print_pages(page, at)
        for name, window, shots in VISITS:
            with person(browser, name, window) as page:
                for shot in shots:
                    take(page, shot, at)
        with person(browser, "vibeke") as page:
            read_figures(page)
        with person(browser, "kirsten") as page:
            read_sheet(page)
            review_round(page)
        with person(browser, "mette") as page:
            write_versions(page, at)
            write_minutes(page, at)
            run_meeting(page, at)
    for name, copy in IN_README.items():
        shutil.copyfile(GUIDE / f"{name}.png", README / f"{copy}.png")
