"""What a report's figures say, in sentences: written by rules out of the paper, so that they say no more than it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from chefforum.danish import enumerate_words, figure, signed
from sickleave.papers.shape import AbsencePaper, AimRow, Row
from sickleave.rules.book import Why
from sickleave.workflow import Method, TargetKind

FORUM, COMMITTEE = "Chefforum", "Økonomiudvalget"
_NUMBERS = ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
METHOD_NAMES = {method.value: method.label.lower() for method in Method}
# Guideline help (D105): when a leader calls, and when there is a talk.
GUIDANCE = (
    (
        "Kort fravær: Lederen ringer til medarbejderen på 2., 6. og 14. sygedag. På 6. dag spørges der til, om "
        "fraværet skyldes forhold på arbejdet, og på 14. dag aftales det videre forløb."
    ),
    (
        "Sygefraværssamtale holdes ved tre perioder på seks måneder, ved 15 sygedage på et år og ved langt fravær. "
        "Senest fire uger efter første sygedag skal der være holdt en samtale."
    ),
)


def number_word(number: int) -> str:
    """``fire``; from 13 on figures."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def days(value: str | Decimal) -> str:
    """``0,1 dag``, ``6,5 dage``, without a sign."""
    size = abs(Decimal(value))
    return f"{figure(size, decimals=1)}\u00a0{'dag' if size <= 1 else 'dage'}"


def kroner(value: str) -> str:
    """``1,8 mio. kr.``, ``450.000 kr.``, rounded as one says it."""
    amount = Decimal(value)
    if amount >= 1_000_000:
        return f"{figure(amount / 1_000_000, decimals=1)}\u00a0mio.\u00a0kr."
    if amount < 10_000:
        return "under 10.000\u00a0kr."
    return f"{figure((amount / 10_000).quantize(Decimal(1)) * 10_000, decimals=0)}\u00a0kr."


def risers(paper: AbsencePaper) -> list[Row]:
    """The departments whose absence rose, the most first."""
    return _turned(paper, "up")


def fallers(paper: AbsencePaper) -> list[Row]:
    """The departments whose absence fell, the most first."""
    return _turned(paper, "down")


def _turned(paper: AbsencePaper, trend: str) -> list[Row]:
    found = [row for row in paper["departments"] if row["trend"] == trend]
    return sorted(found, key=lambda row: -abs(Decimal(row["change"] or 0)))


def sentences(paper: AbsencePaper) -> list[str]:
    """What there is to say of the period, a sentence or two a thing, in the order that a case says it."""
    whole = paper["whole"]
    if whole["total"] is None:
        return [f"Der kan ikke opgøres et tal for {paper['period']}: {reason(whole['why'])}."]
    told = [_total(paper), _parts(paper)]
    told += [_aim(one) for one in paper["aims"] if not one["department"]]
    told.append(_ways(paper))
    if whole["child"] is not None:
        told.append(_child(whole, paper))
    if paper["excluded_days"] is not None:
        told.append(f"{_capital(paper['excluded'])} er ikke talt med. Det er {paper['excluded_days']} dage i perioden.")
    return [one for one in told if one]


def _total(paper: AbsencePaper) -> str:
    whole = paper["whole"]
    text = f"Sygefraværet i {paper['period']} er {_of(whole['total'])} pr. medarbejder"
    if whole["change"] is None:
        return f"{text}. Tallet sammenlignes ikke med {paper['compared']}: {reason(whole['why_change'])}."
    if not Decimal(whole["change"]):
        return f"{text}, det samme som i {paper['compared']}."
    way = "mindre" if whole["trend"] == "down" else "mere"
    return f"{text}. Det er {days(whole['change'])} {way} end i {paper['compared']}."


def _of(value: str | None) -> str:
    return days(value or "0")


def _parts(paper: AbsencePaper) -> str:
    whole = paper["whole"]
    text = f"{_capital(_of(whole['short']))} er kort og {_of(whole['long'])} langt fravær"
    if whole["share"] is not None:
        text += f"; det lange udgør {whole['share']}\u00a0% af sygefraværet"
    short, long = whole["change_short"], whole["change_long"]
    if short is None or long is None:
        return f"{text}."
    return f"{text}. Det korte er {_went(short)}, og det lange er {_went(long)}{_roughly(whole)}."


def _went(change: str) -> str:
    value = Decimal(change)
    if not value:
        return "uændret"
    return f"{'steget' if value > 0 else 'faldet'} {days(value)}"


def _roughly(row: Row) -> str:
    parts = Decimal(row["change_short"] or 0) + Decimal(row["change_long"] or 0)
    return " (afrundede tal)" if parts != Decimal(row["change"] or 0) else ""


def _aim(aim: AimRow) -> str:
    if aim["value"] is None:
        return f"{aim['name']}: Målet kan ikke regnes ud, fordi der ikke er et tal fra udgangspunktet at regne fra."
    if aim["kind"] == TargetKind.CEILING:
        text = f"{aim['name']} er {_of(aim['value'])}"
    else:
        text = f"Målet er {_of(aim['value'])} ved udgangen af {aim['until']} ({aim['name']})"
    if aim["distance"] is None:
        return f"{text}. Det gælder et helt år og kan ikke holdes op mod en del af et år."
    distance = Decimal(aim["distance"])
    if aim["kind"] == TargetKind.CEILING:
        if not distance:
            return f"{text}, det samme som kommunens."
        return f"{text}. Kommunen ligger {days(distance)} {'over' if distance > 0 else 'under'}."
    if distance <= 0:
        return f"{text}. Det er nået."
    text = f"{text}. Der mangler {days(distance)}"
    if aim["pace"] is not None:
        text += f"; det kræver et fald på {figure(Decimal(aim['pace']), decimals=2)}\u00a0dag i hvert kvartal"
    return f"{text}. Nås målet, svarer det til {kroner(aim['effect'])} om året." if aim["effect"] else f"{text}."


def _ways(paper: AbsencePaper) -> str:
    up, down = risers(paper), fallers(paper)
    flat = [row for row in paper["departments"] if row["trend"] == "flat"]
    told = []
    for rows, word in ((up, "steget"), (down, "faldet")):
        if rows:
            where = "én afdeling" if len(rows) == 1 else f"{number_word(len(rows))} afdelinger"
            told.append(f"Fraværet er {word} i {where}: {_named(rows)}.")
    if flat:
        told.append(f"Det er uændret i {enumerate_words([row['name'] for row in flat])}.")
    return " ".join(told)


def _named(rows: Sequence[Row]) -> str:
    return enumerate_words([f"{row['name']} ({signed(Decimal(row['change'] or 0))})" for row in rows])


def _child(whole: Row, paper: AbsencePaper) -> str:
    text = f"Barns 1. og 2. sygedag er {_of(whole['child'])} pr. medarbejder og er ikke med i tallene"
    change = whole["change_child"]
    if change is None:
        return f"{text}."
    if not Decimal(change):
        return f"{text}. Det er det samme som i {paper['compared']}."
    return f"{text}. Det er {days(change)} {'mere' if Decimal(change) > 0 else 'mindre'} end i {paper['compared']}."


def notes(paper: AbsencePaper, *, rounded: bool) -> list[str]:
    """What must be known to read the tables."""
    told = [
        "Tallene er regnet uden afrunding og vist med én decimal. Tendensen er uændret, når ændringen afrundes til 0,0."
    ]
    if rounded:
        told.append("Kort og langt kan derfor afvige fra summen med 0,1; det gør de her.")
    rows = [*paper["departments"], *(unit for row in paper["departments"] for unit in row.get("units", ()))]
    if any(row["why"] in (Why.FEW, Why.HIDDEN) for row in rows):
        told.append(
            f"Grupper med færre end {paper['limit']} ansatte vises ikke, og der skjules andre sammen med dem, så "
            "tallene ikke kan regnes ud. Alle er med i summerne."
        )
    if any(row["why_change"] in (Why.METHOD, Why.ORGANISATION) for row in [paper["whole"], *rows]):
        told.append("Hvor opgørelsen eller organisationen er ændret undervejs, vises der ingen ændring.")
    if any(row["why"] in (Why.NEW, Why.CLOSED) for row in rows):
        told.append("Enheder, der ikke har været der i hele perioden, har intet tal for sig, men er med i summerne.")
    return told


REASONS: Mapping[str, str] = {
    Why.FEW: "for få ansatte",
    Why.HIDDEN: "skjult",
    Why.NOBODY: "ingen ansatte",
    Why.NEW: "ny i perioden",
    Why.CLOSED: "nedlagt i perioden",
    Why.METHOD: "opgørelsen er ændret undervejs",
    Why.ORGANISATION: "organisationen er ændret undervejs",
    Why.MISSING: "der mangler tal",
}


def reason(why: str) -> str:
    """Why a figure is not given."""
    return REASONS.get(why, "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class Suggestion(NamedTuple):
    """What an agenda, and later the minutes, may say of a paper. Texts are HTML of plain paragraphs."""

    title: str
    occasion: str
    presentation: str
    points: list[str]
    decision: str


def case(paper: AbsencePaper, forum: str) -> Suggestion:
    """A suggestion for a forum's agenda, written by rules from the figures (D109)."""
    how = METHOD_NAMES[paper["method"]]
    first = f"Opgørelsen dækker {paper['span']} og er lavet som {how}. Den er sammenlignet med {paper['compared']}."
    noted = f"{forum} tog orienteringen om sygefraværet til efterretning."
    points = [f"at {forum} tager orienteringen om sygefraværet til efterretning"]
    up = [row["name"] for row in risers(paper)]
    if up and forum == FORUM:
        who = f"{'chefen' if len(up) == 1 else 'cheferne'} for {enumerate_words(up)}"
        points.append(f"at {who}, hvor fraværet er steget, redegør kort for årsager og tiltag")
    return Suggestion(
        title=f"Orientering om sygefravær, {paper['period']}".replace("\u00a0", " "),
        occasion=_paragraphs([f"{forum} følger sygefraværet i kommunen."]),
        presentation=_paragraphs([first, *paper["found"], *_areas(paper)]),
        points=points,
        decision=_paragraphs([noted]),
    )


def _paragraphs(lines: Sequence[str]) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines)


def _areas(paper: AbsencePaper) -> list[str]:
    if not paper["areas"]:
        return []
    told = []
    for one in paper["areas"]:
        last = one["points"][-1]
        text = f" ({one['text']})" if one["text"] else ""
        if last["total"] is not None:
            told.append(f"{one['name']}{text}: {_of(last['total'])}")
    return [f"Særlige indsatsområder følges i bilaget: {'; '.join(told)}."] if told else []
