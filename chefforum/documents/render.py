"""A frozen paper to a PDF. The only module that knows WeasyPrint.

The file is PDF/A-3a (archive) and PDF/UA-1 (accessibility) at once, with the paper's own JSON inside.
Nothing is fetched: the style sheet comes from this folder, fonts from the machine, and every other address a
text might name is refused.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Operator
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from chefforum.documents import fit
from chefforum.documents.canonical import fingerprint

_HERE = Path(__file__).parent
_BASE = "paper:/"


class FetchRefused(ValueError):
    """A paper named an address. Papers carry their own content and fetch nothing."""


class _NoFetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address, ``file:`` and ``data:`` included."""

    def fetch(self, url: str, headers: object = None) -> object:
        raise FetchRefused(url)


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style() -> CSS:
    return CSS(string=(_HERE / "papers.css").read_text(), font_config=_fonts(), url_fetcher=_NoFetcher())


def to_html(paper: Mapping[str, object], template: str, title: str) -> str:
    """The paper as one HTML page, the same that becomes the PDF."""
    page = render_to_string(template, {"paper": paper, "title": title, "MUNICIPALITY": settings.MUNICIPALITY})
    return fit.ready_for_print(page)


def layout(page: str) -> Any:
    """A page of HTML laid out on paper, as WeasyPrint's document. Numbers and letters of lists count as they say."""
    source = HTML(string=page, base_url=_BASE, url_fetcher=_NoFetcher(), media_type="print")
    return source.render(font_config=_fonts(), stylesheets=[_style()], presentational_hints=True)


def to_pdf(paper: Mapping[str, object], template: str, title: str, created: datetime) -> tuple[bytes, int]:
    """The paper as a PDF, and its number of pages. Raises :class:`FetchRefused` and what WeasyPrint raises."""
    document = layout(to_html(paper, template, title))
    document.metadata.created = document.metadata.modified = created.isoformat(timespec="seconds")
    document.metadata.attachments = [
        Attachment(
            string=json.dumps(paper, ensure_ascii=False, indent=1, sort_keys=True),
            name="indhold.json",
            description="Det samme indhold som data",
            relationship="Data",
            created=created,
            modified=created,
            url_fetcher=_NoFetcher(),
        )
    ]
    out = BytesIO()
    document.write_pdf(
        out,
        pdf_variant="pdf/a-3a",
        pdf_identifier=fingerprint(paper)[:32].encode(),
    )
    return _finish(out.getvalue()), len(document.pages)


def _finish(source: bytes) -> bytes:
    """Says that the file is PDF/UA too. Heads and feet become artifacts, not read aloud; links may be printed."""
    with pikepdf.open(BytesIO(source)) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        also = (_HERE / "pdfua.xmp").read_bytes()
        pdf.Root.Metadata.write(metadata.replace(b"</rdf:RDF>", also + b"</rdf:RDF>"))
        used = _tagged(pdf)
        for page in pdf.pages:
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(_with_artifacts(page, used)))
            for annotation in page.obj.get("/Annots", Array()):
                annotation.F = 4
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _tagged(pdf: pikepdf.Pdf) -> set[tuple[tuple[int, int], int]]:
    """Which marked content, by page and number, the structure tree reaches."""
    used: set[tuple[tuple[int, int], int]] = set()

    def walk(element: Any, page: Any) -> None:
        page = element.get("/Pg", page)
        kids = element.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int):
                used.add((page.objgen, kid))
            elif kid.get("/Type") == Name.MCR:
                used.add((kid.get("/Pg", page).objgen, int(kid.MCID)))
            elif kid.get("/Type") != Name.OBJR:
                walk(kid, page)

    walk(pdf.Root.StructTreeRoot, None)
    return used


def _with_artifacts(page: pikepdf.Page, used: set[tuple[tuple[int, int], int]]) -> list[Any]:
    """The page's content, with what the tree does not reach marked as artifacts."""
    artifact = ContentStreamInstruction([Name.Artifact, Dictionary(Type=Name.Pagination)], Operator("BDC"))
    return [
        artifact if (number := _content_number(one)) is not None and (page.obj.objgen, number) not in used else one
        for one in pikepdf.parse_content_stream(page)
    ]


def _content_number(instruction: Any) -> int | None:
    """The number under which an instruction opens marked content."""
    if str(instruction.operator) != "BDC" or len(instruction.operands) < 2:
        return None
    properties = instruction.operands[1]
    return int(properties.MCID) if isinstance(properties, Dictionary) and "/MCID" in properties else None
