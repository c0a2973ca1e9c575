"""``manage.py export_paper MEETING``: an agenda or minutes as PDF, HTML, text or JSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from chefforum.documents import render
from meetings.models import Meeting, MeetingPaper
from meetings.papers.build import TEMPLATE, build
from meetings.papers.edition import open_edition
from meetings.papers.shape import Kind, Paper
from meetings.papers.text import title_line, to_text
from meetings.queries import all_items_of, case_numbers_shown


class Command(BaseCommand):
    """Writes a paper to a file: the one that was sent, or, before that, as the meeting stands."""

    help = "Skriv en dagsorden eller et referat som fil. MEETING er et nummer eller fx chefforum/2021-01-21."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("meeting")
        parser.add_argument("--kind", choices=["agenda", "minutes"], default="minutes")
        parser.add_argument("--edition", choices=["members", "open"], default="members")
        parser.add_argument("--format", choices=["pdf", "html", "text", "json"], default="pdf")
        parser.add_argument("-o", "--output", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        meeting = _find(options["meeting"])
        paper, sent = _paper(meeting, options["kind"], options["edition"])
        title = (
            title_line(paper).replace("REFERAT", "Referat").replace("DAGSORDEN", "Dagsorden")
            if sent is None
            else sent.document.title
        )
        data: bytes
        match options["format"]:
            case "json":
                data = json.dumps(paper, ensure_ascii=False, indent=2).encode()
            case "text":
                data = to_text(paper).encode()
            case "html":
                data = render.to_html(cast("dict[str, object]", paper), TEMPLATE, title).encode()
            case _:
                data = _pdf(paper, sent, title)
        try:
            options["output"].write_bytes(data)
        except OSError as error:
            raise CommandError(f"Filen kunne ikke skrives: {error.strerror}.") from error
        self.stdout.write(f"{title} er skrevet til {options['output'].name}.")


def _find(name: str) -> Meeting:
    if name.isdigit():
        meeting = Meeting.objects.select_related("forum").filter(pk=int(name)).first()
    else:
        slug, _, day = name.partition("/")
        try:
            wanted = date.fromisoformat(day)
        except ValueError as error:
            raise CommandError(f"»{name}« er hverken et nummer eller forum/åååå-mm-dd.") from error
        meeting = Meeting.objects.select_related("forum").filter(forum__slug=slug, starts_at__date=wanted).first()
    if meeting is None:
        raise CommandError(f"Der er intet møde »{name}«.")
    return meeting


def _paper(meeting: Meeting, kind: str, edition: str) -> tuple[Paper, MeetingPaper | None]:
    sent = (
        MeetingPaper.objects.filter(meeting=meeting, kind=kind, edition=edition, current=True)
        .select_related("document__pdf")
        .first()
    )
    if sent is not None:
        return cast("Paper", sent.document.paper), sent
    items = all_items_of(meeting)
    paper = build(meeting, items, kind=cast("Kind", kind))
    if edition == "open":
        paper = open_edition(paper, case_numbers=case_numbers_shown(meeting, items))
    return paper, None


def _pdf(paper: Paper, sent: MeetingPaper | None, title: str) -> bytes:
    if sent is not None and sent.document.pdf is not None:
        return Path(sent.document.pdf.on_disk).read_bytes()
    created = sent.document.created_at if sent else timezone.now()
    return render.to_pdf(cast("dict[str, object]", paper), TEMPLATE, title, created)[0]
