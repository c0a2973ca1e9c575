"""Files are what their bytes say."""

import zipfile
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from chefforum.files import keep
from chefforum.files.inspect import inspect
from chefforum.files.models import StoredFile
from chefforum.files.names import saved_name
from chefforum.workflow import Refused


def a_pdf(**root) -> bytes:
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.add_blank_page()
        for key, value in root.items():
            pdf.Root[f"/{key}"] = value
        pdf.save(out)
    return out.getvalue()


def locked_pdf() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(a_pdf())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def a_zip(*names: str, **contents: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, b"x")
        for name, data in contents.items():
            package.writestr(name, data)
    return out.getvalue()


def a_picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, kind)
    return out.getvalue()


SCRIPT = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize(
    ("data", "kind", "pages"),
    [
        (a_pdf(), "application/pdf", 2),
        (
            a_zip("[Content_Types].xml", "word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            None,
        ),
        (
            a_zip("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            None,
        ),
        (a_zip(mimetype=b"application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text", None),
        (a_picture("PNG"), "image/png", None),
        (a_picture("JPEG"), "image/jpeg", None),
        ("Æbler og pærer\n".encode(), "text/plain", None),
    ],
)
def test_what_is_taken(tmp_path, data, kind, pages):
    path = tmp_path / "navn.exe"
    path.write_bytes(data)
    found = inspect(path, "navn.exe")
    assert (found.content_type, found.pages) == (kind, pages)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "er tom"),
        (locked_pdf(), "adgangskode"),
        (a_pdf()[:60], "beskadiget"),
        (a_pdf(OpenAction=SCRIPT), "program"),
        (b"PK\x03\x04 nonsense", "beskadiget"),
        (a_zip("a.txt"), "zip-arkiv"),
        (a_zip("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "makroer"),
        (b"<html><script>alert(1)</script>", "kan ikke vedhæftes"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "kan ikke vedhæftes"),
        (b"MZ\x90\x00" + b"\x00" * 200, "kan ikke vedhæftes"),
        (b"\x7fELF\x02\x01\x01" + b"\x00" * 200, "kan ikke vedhæftes"),
    ],
)
def test_what_is_refused_with_a_sentence(tmp_path, data, sentence):
    path = tmp_path / "ser-uskyldig-ud.pdf"
    path.write_bytes(data)
    with pytest.raises(Refused, match=sentence):
        inspect(path, "ser-uskyldig-ud.pdf")


LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")


def pdf_with(change) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(a_pdf())) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def an_annotation(**facts) -> pikepdf.Array:
    box = pikepdf.Array([0, 0, 9, 9])
    return pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=box, **facts)])


def ole(*words: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + b"".join(one.encode("utf-16-le") for one in words)


def on_page(name, value):
    return lambda pdf: pdf.pages[0].obj.__setitem__(name, value)


CHAIN = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.dk", Next=pikepdf.Array([LAUNCH]))
PROGRAMS = {
    "script when a page is opened": on_page("/AA", pikepdf.Dictionary(O=SCRIPT)),
    "script on a link": on_page("/Annots", an_annotation(A=SCRIPT)),
    "program behind a link's next step": on_page("/Annots", an_annotation(A=CHAIN)),
    "script when the document is printed": lambda pdf: pdf.Root.__setitem__("/AA", pikepdf.Dictionary(WP=SCRIPT)),
    "named scripts": lambda pdf: pdf.Root.__setitem__("/Names", pikepdf.Dictionary(JavaScript=pikepdf.Dictionary())),
    "an embedded program by its bytes": lambda pdf: pdf.attachments.__setitem__("billede.png", b"MZ\x90\x00"),
    "an embedded program by its name": lambda pdf: pdf.attachments.__setitem__("faktura.PDF.Js ", b"alert(1)"),
    "a form that runs": lambda pdf: pdf.Root.__setitem__(
        "/AcroForm", pikepdf.Dictionary(XFA=pdf.make_stream(b"<xdp><Script>x</Script></xdp>"))
    ),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_pdf_that_runs_something_is_refused(tmp_path, name):
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_with(PROGRAMS[name]))
    with pytest.raises(Refused, match="program"):
        inspect(path, "a.pdf")


def test_a_pdf_with_links_and_data_inside_is_taken(tmp_path):
    def change(pdf):
        on_page("/Annots", an_annotation(A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.dk")))(pdf)
        pdf.attachments["indhold.json"] = b"{}"

    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_with(change))
    assert inspect(path, "a.pdf").pages == 2


@pytest.mark.parametrize(
    "parts",
    [
        {"word/VBAPROJECT.BIN": b"x"},
        {"word/vbaData.xml": b"x"},
        {"word/activeX/activeX1.xml": b"x"},
        {"word/embeddings/oleObject1.bin": ole("\x01Ole10Native")},
        {"word/embeddings/bog.bin": ole("_VBA_PROJECT")},
        {"word/media/billede.png": b"MZ\x90\x00"},
        {"word/embeddings/ark.xlsm": b"x"},
        {"[Content_Types].xml": b'<Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/>'},
    ],
    ids=lambda parts: next(iter(parts)),
)
def test_an_office_file_with_a_program_in_it_is_refused(tmp_path, parts):
    path = tmp_path / "a.docx"
    path.write_bytes(a_zip(**{"[Content_Types].xml": b"x", "word/document.xml": b"x", **parts}))
    with pytest.raises(Refused, match="makroer eller et program"):
        inspect(path, "a.docx")
    path.write_bytes(a_zip(**{"mimetype": b"application/vnd.oasis.opendocument.text", "Basic/Standard/a.xml": b"x"}))
    with pytest.raises(Refused, match="makroer eller et program"):
        inspect(path, "a.odt")


def test_an_equation_of_an_old_word_is_no_program(tmp_path):
    path = tmp_path / "a.docx"
    parts = {"[Content_Types].xml": b"x", "word/document.xml": b"x", "word/embeddings/oleObject1.bin": ole("Equation")}
    path.write_bytes(a_zip(**parts))
    assert inspect(path, "a.docx").content_type.endswith("wordprocessingml.document")


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once_and_nothing_lies_about(settings, tmp_path):
    settings.DATA_DIR = tmp_path  # other tests put sheets aside where all of them keep their files
    one = keep.receive(SimpleUploadedFile("a.txt", b"Samme tekst.\n"))
    two = keep.receive(SimpleUploadedFile("b.txt", b"Samme tekst.\n"))
    assert one == two
    assert Path(one.on_disk).read_bytes() == b"Samme tekst.\n"
    with pytest.raises(Refused):
        keep.receive(SimpleUploadedFile("c.pdf", b"\x7fELF" + b"\x00" * 99))
    settings.ATTACHMENT_LIMIT_MB = 0
    with pytest.raises(Refused, match="fylder over"):
        keep.receive(SimpleUploadedFile("d.txt", b"For stor.\n"))
    assert StoredFile.objects.count() == 1
    assert list((Path(settings.DATA_DIR) / "incoming").iterdir()) == []


def test_what_is_held_can_be_taken_back_once(settings):
    token = keep.hold(SimpleUploadedFile("a.txt", b"Tekst"))
    assert keep.held(token) == b"Tekst"
    keep.discard(token)
    for bad in (token, "../../etc/passwd", "", "x" * 30):
        with pytest.raises(Refused):
            keep.held(bad)


def test_the_sweep_forgets_old_files(settings, tmp_path):
    import os
    import time

    settings.DATA_DIR = tmp_path
    token = keep.hold(SimpleUploadedFile("a.txt", b"Tekst"))
    # The disk has the machine's clock, which need not be the suite's.
    os.utime(tmp_path / "incoming" / token, (time.time(),) * 2)
    assert keep.sweep() == 0
    path = Path(settings.DATA_DIR) / "incoming" / token
    os.utime(path, (time.time() - 7200,) * 2)
    assert keep.sweep() == 1


@pytest.mark.django_db
def test_files_are_served_so_that_nothing_runs():
    stored = keep.store(b"Tekst", "text/plain")
    response = keep.serve(stored, 'a"b\r\nX-Evil: 1/../c')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Content-Disposition"].startswith("attachment")
    assert "X-Evil" not in response
    assert "\n" not in response["Content-Disposition"]
    response.close()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("Bilag 1; Tal.xlsx", "Bilag 1; Tal.xlsx.txt"), ("a/b:c", "a-b-c.txt"), ("", "fil.txt"), ("x.txt", "x.txt")],
)
def test_file_names(name, wanted):
    assert saved_name(name, ".txt") == wanted
