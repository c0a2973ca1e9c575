"""The PDF is for the archive, for everybody's eyes and ears, and fetches nothing."""

from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from chefforum.documents import render
from chefforum.documents.canonical import canonical, fingerprint
from chefforum.richtext import clean
from meetings.intake import read_minutes
from meetings.papers.build import TEMPLATE
from tests.meetings.layouts import HASHED_2021, PLAIN_2016


@pytest.fixture(scope="module")
def pdf():
    data, pages = render.to_pdf(
        read_minutes(HASHED_2021.encode(), "x"), TEMPLATE, "Referat Chefforum d. 03-02-2022", timezone.now()
    )
    with pikepdf.open(BytesIO(data)) as opened:
        assert len(opened.pages) == pages
        yield opened


def test_is_pdf_a_3a_and_pdf_ua_1(pdf):
    metadata = pdf.Root.Metadata.read_bytes().decode()
    for needed in (
        'pdfaid:part="3"',
        'pdfaid:conformance="A"',
        "<pdfuaid:part>1</pdfuaid:part>",
        "pdfaExtension:schemas",
    ):
        assert needed in metadata
    assert metadata.count("<rdf:RDF") == 1
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "da"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.docinfo["/Title"]) == "Referat Chefforum d. 03-02-2022"
    assert "/OutputIntents" in pdf.Root
    assert "/StructTreeRoot" in pdf.Root
    assert "/ID" in pdf.trailer
    for page in pdf.pages:
        assert page.obj.Tabs == pikepdf.Name.S
        for annotation in page.obj.get("/Annots", []):
            assert annotation.F == 4


def test_every_item_has_a_bookmark_and_a_page_of_its_own(pdf):
    with pdf.open_outline() as outline:
        assert [str(entry.title) for entry in outline.root] == [
            "Punkt 1: CF - Godkendelse af dagsorden og referat", "Punkt 2: CF - Fælles indkøb (9.00-9.40)", "Punkt 3: CF - Evt.",
        ]  # fmt: skip
    assert len(pdf.pages) == 5


def test_heads_and_feet_are_artifacts(pdf):
    for page in list(pdf.pages)[1:]:
        tags = [str(one.operands[0]) for one in pikepdf.parse_content_stream(page) if str(one.operator) == "BDC"]
        assert "/Artifact" in tags


def test_the_paper_lies_inside_as_data(pdf):
    import json

    (name,) = pdf.attachments
    assert name == "indhold.json"
    inside = json.loads(pdf.attachments[name].get_file().read_bytes())
    assert inside == read_minutes(HASHED_2021.encode(), "x")


def test_fonts_are_embedded(pdf):
    seen = 0
    for page in pdf.pages:
        for font in page.obj.Resources.get("/Font", {}).values():
            for one in font.get("/DescendantFonts", [font]):
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(one.FontDescriptor.keys())
                seen += 1
    assert seen


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "data:image/svg+xml,<svg/>", "/etc/hostname", "//x/y"],
)
def test_nothing_is_fetched(address, caplog):
    paper = read_minutes(PLAIN_2016.encode(), "x")
    hostile = f'<p>x</p><img alt="" src="{address}"><link rel=stylesheet href="{address}"><style>p{{background:url({address})}}</style>'
    paper["items"][0]["sections"][0]["html"] = hostile
    with pytest.raises(render.FetchRefused):
        render._NoFetcher().fetch(address)
    data, _ = render.to_pdf(paper, TEMPLATE, "x", timezone.now())
    with pikepdf.open(BytesIO(data)) as pdf:
        assert not any(page.get_images() for page in pdf.pages)
    assert "<img" not in clean(hostile)


def test_one_paper_has_one_fingerprint():
    assert fingerprint({"b": 1, "a": "æ"}) == fingerprint({"a": "æ", "b": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})
    assert canonical({"b": [1, 2], "a": "æ"}) == '{"a":"æ","b":[1,2]}'.encode()
