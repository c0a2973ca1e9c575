"""Forty files that somebody with bad intentions, or bad luck, might drop on an item.

Each is refused with a sentence in Danish and nothing of it kept, or kept and handed out as what it cannot harm as.
"""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from chefforum.files import keep
from chefforum.files.models import StoredFile
from chefforum.files.names import LONGEST, given_name
from chefforum.workflow import Refused
from meetings.actions import attaching
from meetings.models import Attachment
from tests.factories import again, item_of
from tests.files.test_inspect import SCRIPT, a_pdf, a_picture, a_zip, locked_pdf

WORD = "[Content_Types].xml", "word/document.xml"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def a_bomb(entries: int = 4, size: int = 100_000_000) -> bytes:
    """A Word file of a few hundred kilobytes that unpacks to 400 MB."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        package.writestr("[Content_Types].xml", b"x")
        for number in range(entries):
            with package.open(f"word/{number}.xml", "w", force_zip64=True) as entry:
                for _ in range(size // 10_000_000):
                    entry.write(bytes(10_000_000))
    return out.getvalue()


def a_lying_bomb() -> bytes:
    """The same, which says of itself that it is small."""
    data = bytearray(a_bomb(1, 20_000_000))
    real = (20_000_000).to_bytes(4, "little")
    assert data.count(real)
    return bytes(data).replace(real, (1000).to_bytes(4, "little"))


def many_entries() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(20_001):
            package.writestr(f"word/{number}", b"")
    return out.getvalue()


def a_wide_picture() -> bytes:
    """A PNG that says it has 40,000 by 40,000 points."""
    data = bytearray(a_picture("PNG"))
    at = data.index(b"IHDR")
    data[at + 4 : at + 12] = (40_000).to_bytes(4, "big") * 2
    data[at + 17 : at + 21] = zlib.crc32(data[at : at + 17]).to_bytes(4, "big")
    return bytes(data)


def an_action(**keys: object) -> bytes:
    return a_pdf(OpenAction=pikepdf.Dictionary(**{"S": pikepdf.Name.JavaScript, "JS": "app.alert(1)", **keys}))


REFUSED = {
    "0 bytes": ("Tom.pdf", b""),
    "html": ("Notat.pdf", HTML),
    "html after white space": ("Notat.txt", b"\n\n   " + HTML),
    "svg with a script": ("Logo.png", SVG),
    "program of Linux": ("Notat.pdf", b"\x7fELF\x02\x01\x01" + bytes(60)),
    "program of Windows": ("Notat.docx", b"MZ\x90\x00\x03" + bytes(200)),
    "program with a PDF far inside": ("Notat.pdf", b"MZ\x90\x00" + bytes(2000) + a_pdf()),
    "shell script with NUL": ("Kør.txt", b"#!/bin/sh\x00rm -rf /\n"),
    "encrypted PDF": ("Lås.pdf", locked_pdf()),
    "truncated PDF": ("Halv.pdf", a_pdf()[:60]),
    "PDF of nothing but its name": ("Intet.pdf", b"%PDF-1.7\n"),
    "PDF with a script when opened": ("Form.pdf", an_action()),
    "PDF that starts a program": ("Form.pdf", an_action(S=pikepdf.Name.Launch)),
    "PDF with a named script": ("Form.pdf", a_pdf(Names=pikepdf.Dictionary(JavaScript=SCRIPT))),
    "zip bomb as Word": ("Bombe.docx", a_bomb()),
    "zip bomb that lies": ("Bombe.docx", a_lying_bomb()),
    "zip of 20,001 entries": ("Mange.docx", many_entries()),
    "plain zip": ("Filer.zip", a_zip("a.txt")),
    "Word with macros": ("Makro.docx", a_zip(*WORD, "word/vbaProject.bin")),
    "truncated Word": ("Halv.docx", a_zip(*WORD)[:-30]),
    "Word with a broken entry": ("Brudt.docx", a_zip(*WORD).replace(b"x", b"y", 1)),
    "old Word": ("Gammel.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
    "Java archive": ("A.jar", a_zip("META-INF/MANIFEST.MF")),
    "gzip": ("A.txt", b"\x1f\x8b\x08\x00" + bytes(40)),
    "picture of 1.6 billion points": ("Stort.png", a_wide_picture()),
    "truncated picture": ("Halvt.png", a_picture("PNG")[:20]),
    "gif": ("Billede.gif", b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(20)),
    "gif that is a script too": ("a.png", b"GIF89a/*\x00\x00*/=1;alert(1)//"),
    "rtf": ("Brev.rtf\x00.pdf", b"\x00{\\rtf1}"),
}
# Taken, under a name that is safe, and handed out as what it cannot harm as.
HARMLESS = {
    "PDF with a page of HTML behind it": ("Notat.pdf", a_pdf() + HTML, "application/pdf"),
    "PDF with a zip behind it": ("Notat.pdf", a_pdf() + a_zip("a.exe"), "application/pdf"),
    "PDF behind a page of HTML": ("Notat.html", HTML + a_pdf(), "application/pdf"),
    "picture with a script behind it": ("Foto.png", a_picture("PNG") + HTML, "image/png"),
    "text with a script in it": ("Notat.html", b"Hej " + HTML, "text/plain"),
    "text called a program": ("Kør.exe", b"Ikke et program.\n", "text/plain"),
    "a name with folders": ("../../../etc/passwd.pdf", a_pdf(), "application/pdf"),
    "a name with folders of Windows": ("..\\..\\Windows\\a.pdf", a_pdf(), "application/pdf"),
    "a name that turns the writing": ("Notat\u202efdp.exe", a_pdf(), "application/pdf"),
    "a name of 4,000 characters": ("å" * 4000 + ".pdf", a_pdf(), "application/pdf"),
    "a name of HTML": ("<img src=x onerror=alert(1)>.pdf", a_pdf(), "application/pdf"),
}


def everything_kept() -> tuple[int, int, list[str]]:
    incoming = Path(settings.DATA_DIR) / "incoming"
    left = [path.name for path in incoming.iterdir()] if incoming.is_dir() else []
    return StoredFile.objects.count(), Attachment.objects.count(), left


def test_there_are_forty():
    assert len(REFUSED) + len(HARMLESS) == 40


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_a_sentence_and_nothing_kept(what, sent, secretary):
    name, data = REFUSED[what]
    before = everything_kept()
    with pytest.raises(Refused) as refusal:
        attaching.attach(again(sent.open_item), SimpleUploadedFile(name, data, "application/pdf"), by=secretary)
    sentence = str(refusal.value)
    assert sentence.startswith("»")
    assert sentence.endswith(".")
    assert "\x00" not in sentence
    assert everything_kept() == before


@pytest.mark.parametrize("what", HARMLESS)
def test_handed_out_as_what_it_is(what, sent, secretary, login):
    name, data, kind = HARMLESS[what]
    lying = SimpleUploadedFile(name, data, "text/html")
    lying._name = name  # Django would shorten it; a hand-made request need not be so kind
    attachment = attaching.attach(item_of(sent.meeting, 2), lying, by=secretary)
    assert not set(attachment.title) & set("/\\\u202e\x00")
    assert len(attachment.title) <= LONGEST
    client = login(secretary)
    response = client.get(reverse("meetings:draft_file", args=[attachment.pk]))
    assert response["Content-Type"].startswith(kind)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment" if kind == "text/plain" else "inline")
    assert response.getvalue() == data
    page = client.get(reverse("meetings:draft_item", args=[sent.meeting.pk, sent.open_item.pk])).content.decode()
    assert "<img src=x" not in page


def test_a_name_keeps_what_its_author_gave_it():
    for name in ("Bilag 1; Sygefravær_2026-11 (enkeltside).docx", "Bilag 2: Økonomi – rettelse.pdf", "Æ ø å.txt"):
        assert given_name(name) == name
    assert given_name("  a \t b\n.pdf ") == "a b .pdf"
    assert given_name("...") == given_name("\u202e\u200b") == "Bilag"
    assert given_name("x" * 300 + ".docx").endswith("….docx")


def test_a_wide_picture_is_known_by_its_head_alone(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(a_wide_picture())
    with pytest.raises(Refused, match="billedpunkter"):
        keep.inspect(path, "a.png")
    assert Image.MAX_IMAGE_PIXELS
