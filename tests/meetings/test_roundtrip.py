"""The law of the house: what is printed as text is read back equal, whatever the paper says."""

import os
import string

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chefforum.richtext import clean, clean_inline
from meetings.intake import read_minutes
from meetings.papers import grammar
from meetings.papers.shape import SCHEMA
from meetings.papers.text import to_text

# Words that look like what they are not: the reader must not be taken in.
TRAPS = [
    "Beslutning", "Bilag", "Indstilling", "Punkt 2: Andet", "1. kvartal", "- streg", "* stjerne", "# havelåge", "\\ skrå", "a\\b",
    "**fed**", "00.01.00-A00-1-16", "15/13392", "---", "Side 3 af 9", "| række |", "Lukket", "Lukket punkt", "Åben udgave",
    "Kommunaldirektøren indstiller,", "Chefen indstiller, at x", "lille begyndelse", "titel..... 3", "Mødedato i dag", "2) to", "a) b",
    "Indholdsfortegnelse", "Intet", ".", "&amp;", "<p>", "5 * 3 * 2", "Sagsnr. 12", "(9.00-10.00)", "HR - ny politik",
]  # fmt: skip
WORDS = st.sampled_from([*TRAPS, "Chefforum", "drøftede", "æøå", "ÆØÅ.", "og", "»citat«", "13,3", "48 %", "kr."])
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


@st.composite
def inline(draw):
    parts = []
    for text in draw(st.lists(LINE, min_size=1, max_size=3)):
        parts.append(
            draw(st.sampled_from(["{}", "{}", "{}", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>"])).format(
                _escaped(text)
            )
        )
    return clean_inline(draw(st.sampled_from([" ", "", "<br>"])).join(parts))


@st.composite
def html_list(draw, depth=0):
    tag = draw(st.sampled_from(["ul", "ol"]))
    items = []
    for _ in range(draw(st.integers(1, 3))):
        nested = draw(html_list(depth=depth + 1)) if depth < 2 and draw(st.booleans()) else ""
        items.append(f"<li>{draw(inline())}{nested}</li>")
    counted = draw(st.sampled_from(["", "", ' start="3"', ' type="a"', ' type="A" start="2"', ' type="i"']))
    return f"<{tag}{counted if tag == 'ol' else ''}>{''.join(items)}</{tag}>"


@st.composite
def table(draw):
    width = draw(st.integers(1, 3))
    rows = []
    for index in range(draw(st.integers(1, 3))):
        tag = "th" if index == 0 and draw(st.booleans()) else "td"
        reach = [draw(st.sampled_from(["", "", "", ' colspan="2"', ' rowspan="2"'])) for _ in range(width)]
        rows.append("<tr>" + "".join(f"<{tag}{over}>{draw(inline())}</{tag}>" for over in reach) + "</tr>")
    return f"<table>{''.join(rows)}</table>"


@st.composite
def rich(draw):
    blocks = st.one_of(
        inline().map(lambda text: f"<p>{text}</p>"),
        html_list(),
        table(),
        LINE.map(lambda text: f"<h4>{_escaped(text)}</h4>"),
    )
    return clean("".join(draw(st.lists(blocks, min_size=1, max_size=4))))


@st.composite
def point(draw, depth=0):
    made = {"html": draw(inline()), "children": []}
    if depth < 1 and draw(st.booleans()):
        made["children"] = draw(st.lists(point(depth=1), min_size=1, max_size=2))
        if draw(st.booleans()):
            made["ordered"] = True
    return made


LEADS = [
    "Kommunaldirektøren indstiller,",
    "Afdelingschefen for Økonomi & Stab indstiller at;",
    "Direktøren for Børn og Kultur og HR-chefen indstiller:",
]
HEADINGS = {
    kind: [head.capitalize() for head, k in grammar.HEADINGS.items() if k == kind] for kind in grammar.HEADINGS.values()
}


@st.composite
def section(draw):
    kind = draw(
        st.sampled_from(["occasion", "background", "presentation", "recommendation", "history", "decision", "other"])
    )
    if kind == "other":
        return {
            "kind": kind,
            "heading": draw(st.sampled_from(["Økonomi", "Kommunikation", "Det videre forløb"])),
            "html": draw(rich()),
        }
    heading = draw(st.sampled_from([*HEADINGS[kind], *[head.upper() for head in HEADINGS[kind]]]))
    if kind == "recommendation":
        lead = draw(st.sampled_from(LEADS))
        return {
            "kind": kind, "heading": heading, "parties": grammar.lead_parties(lead), "before": "", "lead": lead,
            "ordered": draw(st.booleans()), "points": draw(st.lists(point(), min_size=1, max_size=3)), "html": "",
        }  # fmt: skip
    if kind == "decision" and draw(st.booleans()):
        return {"kind": kind, "heading": heading, "html": "", "empty_as": draw(st.sampled_from(["Intet", "."]))}
    return {"kind": kind, "heading": heading, "html": draw(rich())}


FIGURE = LINE.map(lambda text: " ".join(text.split()))
ERRATA = st.one_of(
    st.just({}),
    st.lists(st.fixed_dictionaries({"was": FIGURE, "now": FIGURE}), min_size=1, max_size=2).map(
        lambda found: {"errata": found}
    ),
    st.just({"closed": True}),
)
NAMES = st.lists(FIGURE.map(lambda text: text.replace(";", ",")), max_size=3)
ATTENDED = st.fixed_dictionaries({"present": NAMES, "excused": NAMES, "absent": NAMES, "guests": NAMES}).filter(
    lambda found: any(found.values())
)


@st.composite
def item(draw, number):
    closed = draw(st.booleans())
    made = {
        "number": number,
        "prefix": draw(st.sampled_from([None, "CF", "DIF"])),
        "title": " ".join(draw(LINE).replace("\\", "").split()),
        "time_slot": draw(st.sampled_from([None, {"start": "09:00", "end": "10:15"}])),
        "case_number": draw(st.sampled_from([None, "00.01.00-A00-29-16", "15/5563", "00.01.00P35-0104", "306-2009-600", "gl. 7"])),
        "closed": closed,
        "sections": draw(st.lists(section(), min_size=1, max_size=4)),
        "attachments": [
            {"title": " ".join(title.split()), "file": None, **draw(ERRATA)} for title in draw(st.lists(LINE, max_size=3))
        ],
    }  # fmt: skip
    if made["attachments"] and draw(st.booleans()):
        made["attachments_at"] = draw(st.integers(0, len(made["sections"]) - 1))
    return made


@st.composite
def paper(draw):
    edition = draw(st.sampled_from(["members", "open", "personal"]))
    return {
        "schema": SCHEMA,
        "kind": draw(st.sampled_from(["agenda", "minutes"])),
        "edition": edition,
        "forum": draw(st.sampled_from(["Chefforum", "Direktørforum"])),
        "starts_at": "2021-01-21T09:00:00+01:00",
        "location": draw(st.sampled_from(["Teams", "Mødelokale 1/2", "Rum *3*", ""])),
        **draw(st.one_of(st.just({}), ATTENDED.map(lambda found: {"attended": found}))),
        "items": [draw(item(number)) for number in range(1, draw(st.integers(1, 3)) + 1)],
        "unplaced": draw(st.lists(LINE.map(lambda text: " ".join(text.split())), max_size=2))
        if edition != "open"
        else [],
        "warnings": [],
    }


def difference(got, wanted, where: str = "") -> str:
    """The first place where two papers differ, and what stands there."""
    if isinstance(got, dict) and isinstance(wanted, dict) and got.keys() == wanted.keys():
        return next((found for key in wanted if (found := difference(got[key], wanted[key], f"{where}.{key}"))), "")
    if isinstance(got, list) and isinstance(wanted, list) and len(got) == len(wanted):
        pairs = enumerate(zip(got, wanted, strict=True))
        return next((found for i, (a, b) in pairs if (found := difference(a, b, f"{where}[{i}]"))), "")
    return "" if got == wanted else f"{where}: {got!r} is not {wanted!r}"


@settings(
    max_examples=int(os.environ.get("ROUNDTRIPS", "250")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(paper())
def test_read_of_print_is_the_paper(made):
    text = to_text(made)
    read = read_minutes(text.encode(), "x.txt")
    assert not (found := difference({**read, "warnings": []}, made)), f"{found}\n{text}"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=string.printable + "æøåÆØÅ–»«•", max_size=600))
@example("Punkt 1: x\n\n\\")
@example("Punkt 1: x\n**")
@example("# Punkt 1: x\n\n| a |\n|---|")
def test_no_text_breaks_the_reader_and_no_word_is_lost(noise):
    import re

    read = read_minutes(f"Punkt 1: Emne\n\nBeslutning\n\nTekst.\n\n{noise}".encode(), "x.txt")
    text = to_text(read)
    wanted = re.findall(r"[^\W\d_]{2,}", noise)
    found = iter(re.findall(r"[^\W\d_]{2,}", text))
    kept = [word for word in wanted if word in found]
    assert kept == wanted
