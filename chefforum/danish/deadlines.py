"""Deadlines as they are said: »i juni«, »ultimo 2016«, »inden jul«, »om 14 dage« (D61).

A deadline in words is a period: it may be kept from its first day and is overdue after its last. What is not understood
is not guessed at. Where a word leaves it open how long it lasts, this is the choice:

- *primo*, *medio* and *ultimo* are days 1–10, 11–20 and 21 to the end of a month; January–February, June–July and
  November–December of a year; Monday–Tuesday, Wednesday and Thursday–Friday of a week; else a third.
- A week is Monday to Friday. The seasons are March–May, June–August, September–November and December–February.
- The summer holidays of the schools last six weeks and a day from the last Saturday of June; the autumn and winter ones
  are weeks 42 and 7.
- *Inden* a day or period ends on the day before it, *senest* with it, and *efter* it lasts a month. More than
  120 signs are no deadline.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from chefforum.danish.dates import MONTHS, WEEKDAYS
from chefforum.danish.holidays import public_holiday


@dataclass(frozen=True)
class Period:
    """The days from ``first`` to ``last``, both of them with it."""

    first: date
    last: date


_LONGEST = 120
_DAY = timedelta(days=1)
_NUMBERS = ("nul", "en", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti", "elleve", "tolv")
_COUNTS = {word: number for number, word in enumerate(_NUMBERS)} | {
    "et": 1,
    "én": 1,
    "ét": 1,
    "et par": 2,
    "fjorten": 14,
}
_ORDINALS = {"første": 1, "andet": 2, "anden": 2, "tredje": 3, "fjerde": 4, "1.": 1, "2.": 2, "3.": 3, "4.": 4}
_SHORT = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "nov": 11,
    "dec": 12,
}
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, 1)} | _SHORT
_SEASONS = {"forår": 3, "sommer": 6, "efterår": 9, "vinter": 12}

_MONTH = "(?:" + "|".join([*MONTHS, *(rf"{short}\b\.?" for short in sorted(_SHORT, key=len, reverse=True))]) + ")"
_WEEKDAY = "|".join(WEEKDAYS)
_ORDINAL = "|".join(re.escape(word) for word in _ORDINALS)
_COUNT = r"\d{1,3}|" + "|".join(sorted(_COUNTS, key=len, reverse=True))
_YEAR = r"(?:,? (?:i )?(?P<year>\d{4}|år|næste år))?"
_TO = r"(?: ?[-/] ?| og | til | eller )"


def read_deadline(text: str, said: date) -> Period | None:
    """The period that a deadline said on a day means, and ``None`` where it is not understood.

    A period that comes every year and is given without one is the first that is not over on the day. All of the text
    must be understood: »i juni, hvis økonomien tillader det« is not »i juni«.
    """
    if len(text) > _LONGEST:
        return None
    words = " ".join(text.casefold().replace("\u2013", "-").split()).strip(" .,;:!()")
    words = re.sub(r",? (?:senest |inden )?kl\. ?\d{1,2}(?:[.:]\d\d)?$", "", words)
    words = re.sub(r"^(?:deadline|frist(?:en)?)(?: er|:)? ", "", words)
    try:
        return _read(words, said)
    except (ValueError, OverflowError):
        return None


def _read(words: str, said: date) -> Period | None:
    for pattern, reader in _BOUNDS:
        if found := pattern.fullmatch(words):
            return reader(found, said)
    return _span(words, said)


def _span(words: str, said: date) -> Period | None:
    """A period without a bound before it."""
    for part, said_as in _PARTS.items():
        if found := re.fullmatch(rf"(?:i )?(?:{said_as}) (.+)", words):
            whole = _span(found[1], said)
            return _part(whole, part) if whole else None
    for pattern, reader in _READERS:
        if found := pattern.fullmatch(words):
            return reader(found, said)
    found = _AT.fullmatch(words)
    return _span(found[1], said) if found else None


_AT = re.compile(r"(?:i løbet af|engang i|en gang i|hen over|hen på|omkring|ca\.|cirka|i|til|på|ved|over|for) (.+)")


def _within(m: re.Match[str], said: date) -> Period | None:
    day = _ahead(said, m["n"], m["unit"])
    return Period(said, day) if day else None


def _until_the_end(m: re.Match[str], said: date) -> Period | None:
    until = _one(date(said.year, 12, 31)) if m["of"] is None else _span(m["of"], said)
    if until is None:
        return None
    return Period(min(said, until.last) if m["by"] else until.last, until.last)


def _until(m: re.Match[str], said: date) -> Period | None:
    until = _span(m["of"], said)
    return Period(min(said, until.last), until.last) if until else None


def _after(m: re.Match[str], said: date) -> Period | None:
    past = _span(m["of"], said)
    return Period(past.last + _DAY, _months_on(past.last, 1)) if past else None


def _before(m: re.Match[str], said: date) -> Period | None:
    bound = _span(m["of"], said)
    if bound is not None and bound.first <= said:
        # This year's has begun, so the next is meant; one with its year given stays what it is.
        bound = _span(m["of"], bound.last + _DAY)
    return Period(said, bound.first - _DAY) if bound is not None and bound.first > said else None


# How the beginning, the middle and the end of a period are said.
_PARTS = {
    0: "primo|starten af|start|begyndelsen af|først i|først på|tidligt i|tidligt på",
    1: "medio|midten af|midt i|midt på",
    2: "ultimo|slutningen af|sidst i|sidst på|sent i|sent på|enden af",
}


def _part(whole: Period, part: int) -> Period:
    first, last = whole.first, whole.last
    days = (last - first).days + 1
    if days > 360:
        month = (1, 6, 11)[part]
        return _months(first.year, month, 2)
    if first.day == 1 and days <= 31:
        return Period(first + part * 10 * _DAY, last if part == 2 else first + (part * 10 + 9) * _DAY)
    if days == 5:
        start, length = ((0, 2), (2, 1), (3, 2))[part]
        return Period(first + start * _DAY, first + (start + length - 1) * _DAY)
    third = days // 3
    return Period(first + part * third * _DAY, last if part == 2 else first + ((part + 1) * third - 1) * _DAY)


def _months(year: int, month: int, length: int) -> Period:
    """So many whole months, the first of them by its number."""
    over, last = divmod(month + length - 2, 12)
    return Period(date(year, month, 1), date(year + over, last + 1, monthrange(year + over, last + 1)[1]))


def _months_on(day: date, months: int) -> date:
    over, month = divmod(day.month + months - 1, 12)
    year = day.year + over
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _ahead(said: date, count: str, unit: str) -> date | None:
    number = int(count) if count.isdigit() else _COUNTS[count]
    if unit in ("dag", "dage", "døgn"):
        return said + number * _DAY
    if unit in ("uge", "uger"):
        return said + 7 * number * _DAY
    months = {"måned": 1, "måneder": 1, "kvartal": 3, "kvartaler": 3, "halvt år": 6, "halvår": 6, "år": 12}.get(unit)
    return _months_on(said, months * number) if months else None


def _coming(of_year: Callable[[int], Period], said: date, year: str | None = None) -> Period:
    """The period of the year that is given, or the first that is not over; a leap day can be eight years away."""
    if year is not None:
        return of_year({"år": said.year, "næste år": said.year + 1}.get(year) or int(year))
    for candidate in range(said.year - 1, said.year + 9):
        try:
            period = of_year(candidate)
        except ValueError:
            continue
        if period.last >= said:
            return period
    raise ValueError(of_year)


def _one(day: date) -> Period:
    return Period(day, day)


def _month_number(word: str) -> int:
    return _MONTH_NUMBERS[word.rstrip(".")]


def _full_year(year: str | None) -> str | None:
    return f"20{year}" if year and len(year) == 2 else year


def _written_day(m: re.Match[str], said: date) -> Period:
    day, month = int(m["day"]), _month_number(m["month"])
    return _coming(lambda year: _one(date(year, month, day)), said, m["year"])


def _numeric_day(m: re.Match[str], said: date) -> Period:
    day, month = int(m["day"]), int(m["month"])
    return _coming(lambda year: _one(date(year, month, day)), said, _full_year(m["year"]))


def _day_of_month(m: re.Match[str], said: date) -> Period:
    day, at = int(m["day"]), said
    for _ in range(12):
        if day <= monthrange(at.year, at.month)[1] and at.replace(day=day) >= said:
            return _one(at.replace(day=day))
        at = _months_on(at.replace(day=1), 1)
    raise ValueError(day)


def _days(m: re.Match[str], said: date) -> Period:
    month, last_month = _month_number(m["month"]), _month_number(m["to_month"])
    over = last_month < month
    return _coming(
        lambda year: Period(date(year, month, int(m["day"])), date(year + over, last_month, int(m["to"]))),
        said,
        m["year"],
    )


def _days_of_month(m: re.Match[str], said: date) -> Period:
    month = _month_number(m["month"])
    first, last = int(m["day"]), int(m["to"])
    return _coming(lambda year: Period(date(year, month, first), date(year, month, last)), said, m["year"])


def _month(m: re.Match[str], said: date) -> Period:
    month = _month_number(m["month"])
    return _coming(lambda year: _months(year, month, 1), said, m["year"])


def _two_months(m: re.Match[str], said: date) -> Period:
    month, last = _month_number(m["month"]), _month_number(m["to_month"])
    return _coming(lambda year: _months(year, month, (last - month) % 12 + 1), said, m["year"])


def _season(m: re.Match[str], said: date) -> Period:
    return _coming(lambda year: _months(year, _SEASONS[m["season"]], 3), said, m["year"])


def _quarter(m: re.Match[str], said: date) -> Period:
    number = _ORDINALS.get(m["n"]) or int(m["n"])
    return _coming(lambda year: _months(year, 3 * number - 2, 3), said, m["year"])


def _half(m: re.Match[str], said: date) -> Period:
    month = 6 * _ORDINALS[m["n"]] - 5
    return _coming(lambda year: _months(year, month, 6), said, m["year"])


def _week(m: re.Match[str], said: date) -> Period:
    first, last = int(m["week"]), int(m["to"] or m["week"])

    def of_year(year: int) -> Period:
        over = last < first
        return Period(date.fromisocalendar(year, first, 1), date.fromisocalendar(year + over, last, 5))

    if m["year"] is None and said.isocalendar().week == first:
        return of_year(said.isocalendar().year)  # said on its Saturday: still that week
    return _coming(of_year, said, m["year"])


def _in_a_while(m: re.Match[str], said: date) -> Period | None:
    day = _ahead(said, m["n"], m["unit"])
    return _one(day) if day else None


def _this_or_next(m: re.Match[str], said: date) -> Period:
    ahead = m["which"] in ("næste", "kommende")
    if m["unit"] == "uge":
        monday = said - said.weekday() * _DAY + 7 * ahead * _DAY
        return Period(monday, monday + 4 * _DAY)
    length = {"måned": 1, "kvartal": 3, "halvår": 6, "år": 12}[m["unit"]]
    start = date(said.year, (said.month - 1) // length * length + 1, 1)
    if ahead:
        start = _months_on(start, length)
    return _months(start.year, start.month, length)


def _weekday(m: re.Match[str], said: date) -> Period:
    number = WEEKDAYS.index(m["weekday"])
    if m["week"]:
        return _one(date.fromisocalendar(_week_year(int(m["week"]), said), int(m["week"]), number + 1))
    monday = said - said.weekday() * _DAY
    if m["which"] == "næste" or m["of"] == "næste":
        return _one(monday + (7 + number) * _DAY)
    if m["of"]:
        return _one(monday + number * _DAY)
    return _one(said + ((number - said.weekday() - 1) % 7 + 1) * _DAY)


def _week_year(week: int, said: date) -> int:
    now = said.isocalendar()
    return now.year if week >= now.week else now.year + 1


def _feast(m: re.Match[str], said: date) -> Period:
    return _coming(_FEASTS[m["feast"]], said, m["year"])


def _easter(year: int) -> date:
    days = (date(year, 3, 22) + ahead * _DAY for ahead in range(35))
    return next(day for day in days if public_holiday(day) == "Påskedag")


def _summer_holidays(year: int) -> Period:
    saturday = next(date(year, 6, day) for day in range(30, 23, -1) if date(year, 6, day).weekday() == 5)
    return Period(saturday, saturday + 43 * _DAY)


_FEASTS: dict[str, Callable[[int], Period]] = {
    "jul": lambda year: Period(date(year, 12, 24), date(year, 12, 26)),
    "juleferien": lambda year: Period(date(year, 12, 24), date(year + 1, 1, 1)),
    "nytår": lambda year: Period(date(year, 12, 31), date(year + 1, 1, 1)),
    "årsskiftet": lambda year: Period(date(year, 12, 31), date(year + 1, 1, 1)),
    "påske": lambda year: Period(_easter(year) - 3 * _DAY, _easter(year) + _DAY),
    "påsken": lambda year: Period(_easter(year) - 3 * _DAY, _easter(year) + _DAY),
    "pinse": lambda year: Period(_easter(year) + 49 * _DAY, _easter(year) + 50 * _DAY),
    "sommerferien": _summer_holidays,
    "efterårsferien": lambda year: Period(date.fromisocalendar(year, 42, 1), date.fromisocalendar(year, 42, 5)),
    "vinterferien": lambda year: Period(date.fromisocalendar(year, 7, 1), date.fromisocalendar(year, 7, 5)),
}

_D = r"(?:d\. ?|den )?"
_ON = rf"(?:(?:{_WEEKDAY}),? )?{_D}"
_FROM = rf"(?:mellem |fra )?{_D}(?P<day>\d{{1,2}})"
_WHICH = r"(?:(?P<which>næste|førstkommende|kommende) )?"
_Reader = Callable[[re.Match[str], date], Period | None]

_BOUNDS: list[tuple[re.Pattern[str], _Reader]] = [
    (re.compile(rf"(?:inden for|inden|i løbet af|senest om) (?P<n>{_COUNT}) (?P<unit>\w+(?: år)?)"), _within),
    (
        re.compile(
            r"(?P<by>(?:senest|inden|før) )?(?:ved )?"
            r"(?:(?:udgangen|afslutningen) af (?P<of>.+)|årets (?:udgang|slutning|afslutning))"
        ),
        _until_the_end,
    ),
    (re.compile(r"(?:inden|før) (?P<of>.+?) (?:er omme|er slut|er forbi|er gået)"), _until),
    (re.compile(r"(?:inden|før|forud for) (?P<of>.+)"), _before),
    (re.compile(r"(?:senest|til og med|frem til) (?P<of>.+)"), _until),
    (re.compile(r"(?:efter|på den anden side af) (?P<of>.+)"), _after),
]
_READERS: list[tuple[re.Pattern[str], _Reader]] = [
    (re.compile(pattern), reader)
    for pattern, reader in (
        ("i dag", lambda _, said: _one(said)),
        ("i morgen", lambda _, said: _one(said + _DAY)),
        ("i overmorgen", lambda _, said: _one(said + 2 * _DAY)),
        (r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)", lambda m, _: _one(date(int(m["y"]), int(m["m"]), int(m["d"])))),
        (rf"{_ON}(?P<day>\d{{1,2}})\.? ?(?P<month>{_MONTH}){_YEAR}", _written_day),
        (rf"{_ON}(?P<day>\d{{1,2}})[./-](?P<month>\d{{1,2}})(?:[./ -]{{1,2}}(?P<year>\d{{4}}|\d\d))?", _numeric_day),
        (rf"(?:(?:{_WEEKDAY}),? )?(?:d\. ?|den )(?P<day>\d{{1,2}})\.?", _day_of_month),
        (rf"{_FROM}\.?{_TO}{_D}(?P<to>\d{{1,2}})\. ?(?P<month>{_MONTH}){_YEAR}", _days_of_month),
        (rf"{_FROM}\. ?(?P<month>{_MONTH}){_TO}{_D}(?P<to>\d{{1,2}})\. ?(?P<to_month>{_MONTH}){_YEAR}", _days),
        (rf"(?P<month>{_MONTH})(?: måned)?{_YEAR}", _month),
        (rf"(?:mellem |fra )?(?P<month>{_MONTH}){_TO}(?P<to_month>{_MONTH}){_YEAR}", _two_months),
        (rf"(?P<season>forår|sommer|efterår|vinter)(?:et|en)?{_YEAR}(?:/\d\d(?:\d\d)?)?", _season),
        (rf"(?P<n>{_ORDINAL}) (?:kvartal|kvrt|kvt|kv)\.?(?: i)?{_YEAR}", _quarter),
        (rf"[qk](?P<n>[1-4]){_YEAR}", _quarter),
        (rf"(?P<n>1\.|2\.|første|andet|anden) (?:halvår|halvdel)(?: af| i)?(?: året)?{_YEAR}", _half),
        (rf"(?:uge|ugerne) (?P<week>\d{{1,2}})(?:{_TO}(?:uge )?(?P<to>\d{{1,2}}))?{_YEAR}", _week),
        (rf"om (?:ca\. |cirka )?(?P<n>{_COUNT}) (?P<unit>\w+(?: år)?)", _in_a_while),
        (r"(?P<which>denne|dette|indeværende|næste|kommende) (?P<unit>uge|måned|kvartal|halvår|år)", _this_or_next),
        (r"i år|året(?: ud)?|resten af året|årets løb", lambda _, said: Period(said, date(said.year, 12, 31))),
        (r"ugen|ugen ud|resten af ugen", lambda _, said: Period(said, max(said, said + (4 - said.weekday()) * _DAY))),
        (r"måneden|måneden ud|resten af måneden", lambda _, said: Period(said, _months(said.year, said.month, 1).last)),
        (rf"{_WHICH}(?P<weekday>{_WEEKDAY})(?: i (?P<of>denne|næste) uge| i uge (?P<week>\d{{1,2}}))?", _weekday),
        (rf"(?P<feast>{'|'.join(sorted(_FEASTS, key=len, reverse=True))}){_YEAR}", _feast),
        (r"(?:året |hele )?(?P<y>(?:19|20)\d\d)", lambda m, _: _months(int(m["y"]), 1, 12)),
    )
]
