"""KL's subject list, read. Every subject here is invented; the real list is read from ../shared."""

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from meetings.intake.kle import Facet, NotKle, Subject, SubjectList, read_kle

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "OS2KLE.txt"

PLAN = """
<KLE-Emneplan>
  <UdgivelsesDato>2031-02-01</UdgivelsesDato>
  <Hovedgruppe>
    <HovedgruppeNr>91</HovedgruppeNr><HovedgruppeTitel>Drageavl</HovedgruppeTitel>
    <Gruppe>
      <GruppeNr>91.02</GruppeNr><GruppeTitel>Foder &amp; stald</GruppeTitel>
      <Emne>
        <EmneNr>91.02.00</EmneNr><EmneTitel>Foder<!-- til --> i
          almindelighed</EmneTitel>
        <EmneAdministrativInfo><OprettetDato>2030-01-01</OprettetDato></EmneAdministrativInfo>
      </Emne>
      <Emne>
        <EmneNr>91.02.05</EmneNr><EmneTitel>Svovl</EmneTitel>
        <EmneAdministrativInfo><Historisk><UdgaaetDato>2030-06-30</UdgaaetDato></Historisk></EmneAdministrativInfo>
      </Emne>
      <Emne><EmneNr>91.2.7</EmneNr><EmneTitel>Kul</EmneTitel></Emne>
    </Gruppe>
  </Hovedgruppe>
</KLE-Emneplan>"""

FACETS = """
<KLE-Handlingsfacetter>
  <HandlingsfacetKategori>
    <HandlingsfacetKategoriNr>Ø</HandlingsfacetKategoriNr>
    <Handlingsfacet><HandlingsfacetNr>Ø41</HandlingsfacetNr><HandlingsfacetTitel>Ild</HandlingsfacetTitel></Handlingsfacet>
    <Handlingsfacet><HandlingsfacetNr>Q</HandlingsfacetNr><HandlingsfacetTitel>Røg</HandlingsfacetTitel></Handlingsfacet>
    <Handlingsfacet><HandlingsfacetNr>q1</HandlingsfacetNr><HandlingsfacetTitel>Damp</HandlingsfacetTitel></Handlingsfacet>
  </HandlingsfacetKategori>
</KLE-Handlingsfacetter>"""

FODDER = Subject("91.02.00", "Foder i almindelighed", (), "Foder & stald", "Drageavl")


def line(number: str, title: str, keywords: str = "") -> str:
    return f"KLENummer='{number}':KLETitel='{title}':Keywords[Weight]={keywords}"


def refused(data: bytes) -> str:
    with pytest.raises(NotKle) as caught:
        read_kle(data)
    return str(caught.value)


def test_lines():
    text = "\n".join(
        [
            line(
                "91.02.00",
                "Dragers foder: 'tørt' og vådt",
                "Halm[5];Kul [sort][1000];Svovl[50];halm[2];Æg; og skal[5];",
            ),
            line("91.02.05", "Hoste"),
        ]
    )
    assert read_kle(text.encode()) == SubjectList(
        subjects=(
            Subject("91.02.00", "Dragers foder: 'tørt' og vådt", ("Kul [sort]", "Svovl", "Halm", "Æg; og skal")),
            Subject("91.02.05", "Hoste", ()),
        ),
        facets=(),
        skipped=(),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_in_every_encoding_and_with_every_line_end(encoding, end):
    text = end.join([line("91.02.00", "Økologisk føde – på prøve", "Ål[5];"), line("91.02.01", "Æg"), ""])
    found = read_kle(text.encode(encoding))
    assert [subject.title for subject in found.subjects] == ["Økologisk føde – på prøve", "Æg"]
    assert found.subjects[0].keywords == ("Ål",)
    assert found.skipped == ()


def test_a_line_that_is_no_subject_is_told_and_the_rest_is_read():
    bad = [
        "KLE, februar",
        line("91.2.0", "Foder"),
        line("91.02.0٣", "Foder"),
        line("91.02.00", " "),
        line("91.02.00", "a\0b"),
        "KLENummer='91.02.00':KLETitel='Foder'",
    ]
    found = read_kle("\n".join([*bad, "", line("91.02.09", "Foder", f"Halm[{'9' * 5000}];Kul[7]")]).encode())
    assert found.skipped == tuple(enumerate(bad, 1))
    assert [subject.number for subject in found.subjects] == ["91.02.09"]


def test_the_last_of_two_with_one_number_counts():
    text = "\n".join([line("91.02.00", "Før", "a[5];"), line("91.02.00", "Efter", "b[5];")])
    assert read_kle(text.encode()).subjects == (Subject("91.02.00", "Efter", ("b",)),)
    twice = PLAN.replace("91.02.05", "91.02.00").replace("UdgaaetDato", "RettetDato")
    assert [subject.title for subject in read_kle(twice.encode()).subjects] == ["Svovl"]


def one_line(**limits: int) -> st.SearchStrategy[str]:
    characters = st.characters(exclude_characters="\n\r\0", exclude_categories=["Cs"])
    text = st.text(st.one_of(st.sampled_from("'[]:;=5"), characters), **limits)
    return text.map(str.strip).filter(bool)


titles = one_line(min_size=1, max_size=30).filter(lambda title: "':Keywords[Weight]=" not in title)
keywords = one_line(min_size=1, max_size=12).filter(lambda word: "];" not in word)
weighed = st.lists(st.tuples(keywords, st.integers(0, 10_000)), max_size=8, unique_by=lambda pair: pair[0].casefold())


@given(st.from_regex(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}", fullmatch=True), titles, weighed)
@example("91.02.00", "':Keywords[Weight]", [("[5]", 5), (";", 6), ("a[5", 7), ("'", 8)])
def test_round_trip(number, title, pairs):
    data = line(number, title, "".join(f"{word}[{weight}];" for word, weight in pairs)).encode()
    heaviest_first = sorted(pairs, key=lambda pair: pair[1], reverse=True)
    assert read_kle(data) == SubjectList((Subject(number, title, tuple(word for word, _ in heaviest_first)),), (), ())


def test_the_real_list(real):
    found = read_kle(real)
    assert len(found.subjects) == 2390
    assert found.skipped == ()
    assert all(len({word.casefold() for word in it.keywords}) == len(it.keywords) for it in found.subjects)
    assert sum(1 for subject in found.subjects if not subject.keywords) == 17


@pytest.fixture
def real() -> bytes:
    """The real list. It may be missing on a developer's machine, never in CI."""
    if not REAL.is_file():
        if os.environ.get("CI"):
            pytest.fail("CI must have ../shared/data/OS2KLE.txt")
        pytest.skip("../shared/data/OS2KLE.txt is not here")
    return REAL.read_bytes()


@pytest.mark.parametrize(
    "source",
    [
        PLAN,
        f"<?xml version='1.0' encoding='utf-8'?>{PLAN}",
        PLAN.replace("<KLE-Emneplan>", "<KLE-Emneplan xmlns='urn:proeve:kle'>"),
        PLAN.replace("<", "<k:")
        .replace("<k:/", "</k:")
        .replace("<k:!", "<!")
        .replace("plan>", "plan xmlns:k='urn:k'>", 1),
        f"<Svar><Indhold>{PLAN}</Indhold></Svar>",
    ],
)
def test_xml_subjects(source):
    found = read_kle(source.encode())
    assert found.subjects == (FODDER,)
    assert found.facets == ()
    assert [text for _, text in found.skipped] == ["91.2.7 Kul"]
    assert found.skipped[0][0] > 1


def test_xml_facets_alone_and_with_subjects():
    facets = (Facet("Ø41", "Ild"), Facet("Q", "Røg"))
    alone = read_kle(FACETS.encode())
    assert (alone.subjects, alone.facets, alone.skipped) == ((), facets, ((7, "q1 Damp"),))
    both = read_kle(f"<KLE>{FACETS}{PLAN}</KLE>".encode())
    assert (both.subjects, both.facets) == ((FODDER,), facets)
    assert [number for number, _ in both.skipped] == sorted(number for number, _ in both.skipped)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_xml_in_the_encoding_it_names(encoding):
    source = f"<?xml version='1.0' encoding='{encoding}'?>{FACETS}"
    assert read_kle(source.encode(encoding)).facets[0] == Facet("Ø41", "Ild")


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))


@pytest.mark.parametrize(
    ("doctype", "title"),
    [
        (f"<!DOCTYPE k [<!ENTITY l0 'ha'>{LAUGHS}]>", "Ild"),
        ("<!DOCTYPE k [<!ENTITY hemmeligt SYSTEM 'FILE'>]>", "&hemmeligt;"),
        ("<!DOCTYPE k [<!ENTITY % alt SYSTEM 'FILE'> %alt;]>", "Ild"),
        ("<!DOCTYPE k SYSTEM 'FILE'>", "Ild"),
        ("<!DOCTYPE k>", "Ild"),
    ],
    ids=["entities", "external entity", "external parameter entity", "external DTD", "bare"],
)
def test_xml_with_a_document_type_is_refused(doctype, title, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("<!ENTITY hemmeligt 'x'>")
    source = doctype.replace("FILE", secret.as_uri()) + FACETS.replace("Ild", title)
    assert "DOCTYPE" in refused(source.encode())


@pytest.mark.parametrize("body", [f"<k>&l11;{FACETS}</k>", f"<k a='&l11;'>{FACETS}</k>"], ids=["text", "attribute"])
def test_a_billion_laughs_are_refused(body):
    refused(f"<!DOCTYPE k [<!ENTITY l0 'ha'>{LAUGHS}]>{body}".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t",
        b"\xef\xbb\xbf",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj",
        b"PK\x03\x04" + bytes(range(256)),
        b"<html><body>Drager</body></html>",
        b"<KLE-Emneplan/>",
        PLAN.encode()[:300],
        b"<?xml version='1.0' encoding='x-drage'?><a/>",
        b"<a>&ukendt;</a>",
        b"Referat af et m\xf8de",
    ],
)
def test_what_is_no_list_is_refused_in_danish(data):
    assert "Vælg OS2KLE.txt eller KLE's XML-fil." in refused(data)


@given(st.binary(max_size=200), st.sampled_from([b"", b"<", b"<?xml", b"\xff\xfe", b"\xfe\xff<"]))
def test_any_bytes_are_refused_in_danish(data, start):
    refused(start + data)
