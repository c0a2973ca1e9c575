"""What the back office makes of a file so that it can be read in the browser."""

import http.server
import threading
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from chefforum.files import keep, look, office, preparing
from chefforum.files.inspect import EXTENSIONS
from chefforum.files.models import Rendition
from meetings.actions import attaching
from tests.factories import again
from tests.files.office import a_document
from tests.files.test_inspect import a_pdf, a_picture

WORD = next(kind for kind, ending in EXTENSIONS.items() if ending == ".docx")


def prepared(data: bytes, name: str) -> Rendition:
    stored = keep.receive(SimpleUploadedFile(name, data))
    preparing.prepare(stored)
    preparing.make_ready(stored.pk)
    return Rendition.objects.select_related("original", "pdf", "thumbnail").get(original=stored)


def size_of(rendition: Rendition) -> tuple[int, int]:
    assert rendition.thumbnail is not None
    with Image.open(rendition.thumbnail.on_disk) as picture:
        assert picture.format == "PNG"
        return picture.size


@pytest.mark.django_db
def test_a_pdf_gets_a_picture_and_its_pages_are_counted():
    made = prepared(a_pdf(), "a.pdf")
    assert (made.state, made.pdf, made.pages) == ("ready", None, 2)
    assert size_of(made)[0] <= look.WIDTH


@pytest.mark.django_db
def test_a_word_file_becomes_a_pdf_with_its_text():
    made = prepared(a_document("Sygefraværet er faldet til 4,2 procent."), "Notat.docx")
    assert (made.state, made.original.content_type, made.pages) == ("ready", WORD, 1)
    assert made.pdf is not None
    assert Path(made.pdf.on_disk).read_bytes().startswith(b"%PDF-")
    assert "Sygefraværet er faldet til 4,2 procent." in made.text
    assert size_of(made)[0] <= look.WIDTH


@pytest.mark.django_db
def test_text_and_pictures():
    assert prepared("Æbler\n".encode(), "a.txt").text == "Æbler\n"
    made = prepared(a_picture("JPEG"), "a.jpg")
    assert (made.state, made.text, size_of(made)) == ("ready", "", (4, 4))


@pytest.mark.django_db
def test_a_page_like_a_banner_gets_a_picture_of_a_page():
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(20, 14_000))
        pdf.save(out)
    wide, high = size_of(prepared(out.getvalue(), "banner.pdf"))
    assert high <= look.WIDTH * 2
    assert wide >= 0


@pytest.mark.django_db
def test_without_libreoffice_the_original_is_offered_and_later_tried_again(settings):
    settings.LIBREOFFICE = "no-such-program"
    made = prepared(a_document("Tekst"), "a.docx")
    assert (made.state, made.pdf) == ("original", None)
    assert preparing.try_originals_again() == 0
    settings.LIBREOFFICE = "soffice"
    assert preparing.try_originals_again() == 1
    preparing.make_ready(made.original_id)
    made.refresh_from_db()
    assert made.state == "ready"


@pytest.mark.django_db
def test_a_file_that_only_looks_like_word_is_said_to_be_unreadable(monkeypatch):
    def refuse(path, extension, *, room):
        raise office.Unreadable("exit code 1")

    monkeypatch.setattr(office, "to_pdf", refuse)
    assert prepared(a_document("x"), "a.docx").state == "failed"


@pytest.mark.django_db
def test_a_file_that_brings_the_reader_down_ends_after_three_attempts(monkeypatch):
    stored = keep.receive(SimpleUploadedFile("a.pdf", a_pdf()))
    preparing.prepare(stored)

    class Killed(BaseException):
        """As if the worker had been killed."""

    def die(*args):
        raise Killed

    monkeypatch.setattr(look, "look_at", die)
    for _ in range(preparing.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            preparing.make_ready(stored.pk)
    preparing.make_ready(stored.pk)
    assert Rendition.objects.get(original=stored).state == "failed"


def test_the_look_survives_what_is_no_pdf(tmp_path):
    source = tmp_path / "a.pdf"
    source.write_bytes(b"%PDF-1.7 not at all")
    with pytest.raises(look.Unreadable):
        look.look_at(source, "application/pdf", tmp_path)


def test_libreoffice_fetches_nothing(tmp_path):
    """A picture that a document would fetch from an address is not fetched."""
    asked: list[str] = []

    class Server(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the names http.server asks for

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        source = tmp_path / "a.docx"
        source.write_bytes(a_document("Tekst", picture_at=f"http://127.0.0.1:{server.server_port}/spion.png"))
        assert office.to_pdf(source, ".docx", room=tmp_path).startswith(b"%PDF-")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert asked == []


def test_libreoffice_that_hangs_is_stopped(tmp_path, settings):
    program = tmp_path / "hang"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    settings.LIBREOFFICE, settings.LIBREOFFICE_SECONDS = str(program), 1
    source = tmp_path / "a.docx"
    source.write_bytes(b"x")
    with pytest.raises(office.Unreadable, match="too long"):
        office.to_pdf(source, ".docx", room=tmp_path)


def test_the_pdf_is_read_and_the_original_is_fetched(sent, secretary, login):
    data = a_document("Oplæg")
    attachment = attaching.attach(again(sent.open_item), SimpleUploadedFile("Oplæg.docx", data), by=secretary)
    url = reverse("meetings:draft_file", args=[attachment.pk])
    client = login(secretary)
    assert fetch(client, url)[0] == WORD
    preparing.make_ready(attachment.file_id)
    kind, disposition, read = fetch(client, url)
    assert (kind, disposition) == ("application/pdf", "inline; filename*=utf-8''Opl%C3%A6g.docx.pdf")
    assert read.startswith(b"%PDF-")
    kind, _, original = fetch(client, url + "?hent")
    assert (kind, original) == (WORD, data)
    assert fetch(client, reverse("meetings:draft_thumbnail", args=[attachment.pk]))[0] == "image/png"


def fetch(client, url) -> tuple[str, str, bytes]:
    response = client.get(url)
    return response["Content-Type"], response["Content-Disposition"], response.getvalue()


def test_what_no_worker_finished_is_handed_out_again(sent, monkeypatch):
    Rendition.objects.all().delete()
    Rendition.objects.create(original=sent.open_file.file)
    handed: list[int] = []
    monkeypatch.setattr(preparing, "hand_out", lambda pk: handed.append(pk) or True)
    assert preparing.sweep() == 0
    from django.utils import timezone

    Rendition.objects.update(handed_out_at=timezone.now() - 2 * preparing.LEFT_BEHIND)
    assert preparing.sweep() == 1
    assert handed == [sent.open_file.file_id]
    assert preparing.sweep() == 0
