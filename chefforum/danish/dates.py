"""Dates and times, written and read.

Written forms follow the visual standard (``torsdag d. 21. januar 2021 kl. 9.00``) and, on papers, the
minutes' own form (rows D1–D2: ``Torsdag d. 05. november 2015 kl. 09:00``, ``05-11-2015``).
"""

import re
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NBSP = "\u00a0"

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)

_MONTH_PATTERN = "|".join(f"{name[:3]}[a-zæøå]*" for name in MONTHS)
_WRITTEN = re.compile(rf"(?P<day>\d{{1,2}})\.?\s*(?P<month>{_MONTH_PATTERN})\.?\s+(?P<year>\d{{4}})", re.IGNORECASE)
_NUMERIC = re.compile(r"(?<!\d)(?P<day>\d{1,2})[-./](?P<month>\d{1,2})[-./](?P<year>\d{4})(?!\d)")
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_CLOCK = re.compile(r"\b(?:kl\.?\s*)?(?P<hour>[01]?\d|2[0-3])[.:](?P<minute>[0-5]\d)\b", re.IGNORECASE)

_WHOLE_HOUR = re.compile(r"\b(?:kl\.?|klokken)\s*+(?P<hour>[01]?\d|2[0-3])(?![\d.:])", re.IGNORECASE)


def weekday_name(day: date) -> str:
    """``torsdag``."""
    return WEEKDAYS[day.weekday()]


def month_name(day: date) -> str:
    """``januar``."""
    return MONTHS[day.month - 1]


def long_date(day: date) -> str:
    """``torsdag d. 21. januar 2021``, with no-break space between number and word."""
    return f"{weekday_name(day)} d.{NBSP}{day.day}.{NBSP}{month_name(day)} {day.year}"


def date_in_words(day: date) -> str:
    """``21. januar 2021``, with no-break space between number and word."""
    return f"{day_and_month(day)} {day.year}"


def day_and_month(day: date) -> str:
    """``21. januar``, with no-break space between number and word."""
    return f"{day.day}.{NBSP}{month_name(day)}"


def date_in_list(day: date, today: date) -> str:
    """``21. januar``; the year is added only when it is not this year."""
    text = f"{day.day}.{NBSP}{month_name(day)}"
    return text if day.year == today.year else f"{text} {day.year}"


def date_numeric(day: date) -> str:
    """``05-11-2015``: the form in the minutes' own title (D2)."""
    return f"{day:%d-%m-%Y}"


def clock(at: time | datetime) -> str:
    """``9.00``; an aware moment is shown in Copenhagen's time."""
    if isinstance(at, datetime) and at.tzinfo is not None:
        at = at.astimezone(COPENHAGEN)
    return f"{at.hour}.{at.minute:02d}"


def moment(at: datetime, today: date) -> str:
    """``21. januar kl. 14.03``, for an aware moment."""
    local = at.astimezone(COPENHAGEN)
    return f"{date_in_list(local.date(), today)} kl.{NBSP}{clock(local)}"


def dated_moment(at: datetime) -> str:
    """``21. januar 2021 kl. 14.03``, for an aware moment that is read in another year too."""
    local = at.astimezone(COPENHAGEN)
    return f"{date_in_words(local.date())} kl.{NBSP}{clock(local)}"


def meeting_line(at: datetime) -> str:
    """The date line of a paper (D1): ``Torsdag d. 05. november 2015 kl. 09:00``."""
    local = at.astimezone(COPENHAGEN)
    return (
        f"{weekday_name(local.date()).capitalize()} d. {local.day:02d}. {month_name(local.date())} "
        f"{local.year} kl. {local:%H:%M}"
    )


def days_left(day: date, today: date) -> str:
    """``i dag``, ``i morgen``, ``3 dage igen`` or ``2 dage over fristen``."""
    days = (day - today).days
    if days < 0:
        return f"{-days}{NBSP}{'dag' if days == -1 else 'dage'} over fristen"
    if days < 2:
        return ("i dag", "i morgen")[days]
    return f"{days}{NBSP}dage igen"


def date_range(start: date, end: date) -> str:
    """``8.–16. februar 2027``, ``28. juni–10. august 2027``, ``21. december 2026–3. januar 2027``; the year is said.

    A single day is ``8. februar 2027``.
    """
    if start == end:
        return date_in_words(start)
    if (start.year, start.month) == (end.year, end.month):
        first = f"{start.day}."
    elif start.year == end.year:
        first = f"{start.day}.{NBSP}{month_name(start)}"
    else:
        first = f"{start.day}.{NBSP}{month_name(start)} {start.year}"
    return f"{first}–{end.day}.{NBSP}{month_name(end)} {end.year}"


def near_day(day: date, today: date) -> str:
    """``i dag``, ``i morgen``, else ``fredag d. 15. januar``; a day that has passed is ``15. januar``."""
    days = (day - today).days
    if days in (0, 1):
        return ("i dag", "i morgen")[days]
    text = date_in_list(day, today)
    return text if days < 0 else f"{weekday_name(day)} d.{NBSP}{text}"


def overdue(at: datetime, now: datetime) -> str:
    """How long ago a moment passed: ``3 dage over fristen``; within a day in hours, at least one."""
    hours = max(1, int((now - at).total_seconds() // 3600))
    if hours < 24:
        return f"{hours}{NBSP}{'time' if hours == 1 else 'timer'} over fristen"
    days = hours // 24
    return f"{days}{NBSP}{'dag' if days == 1 else 'dage'} over fristen"


def _make_date(day: str, month: int, year: str) -> date | None:
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def parse_date(text: str) -> date | None:
    """The first full date in a text (D119): written, numeric or ISO. ``None`` when there is none.

    A two-digit year or a date without a year is not a full date and is not guessed at.
    """
    for pattern in (_WRITTEN, _ISO, _NUMERIC):
        for match in pattern.finditer(text):
            month = match["month"]
            number = (
                int(month)
                if month.isdigit()
                else next(i for i, name in enumerate(MONTHS, 1) if name.startswith(month[:3].lower()))
            )
            if found := _make_date(match["day"], number, match["year"]):
                return found
    return None


def parse_meeting_time(text: str) -> tuple[datetime | None, bool]:
    """Start of a meeting from its date line, and whether a clock time was given.

    The moment is aware, in Copenhagen's time; a line with a date but no time gives 00.00 and ``False``.
    """
    day = parse_date(text)
    if day is None:
        return None, False
    rest = _NUMERIC.sub(" ", _WRITTEN.sub(" ", text))
    found = _CLOCK.search(rest)
    whole = _WHOLE_HOUR.search(rest)
    at = time(0, 0)
    if found:
        at = time(int(found["hour"]), int(found["minute"]))
    elif whole:
        at = time(int(whole["hour"]))
    return datetime.combine(day, at, COPENHAGEN), bool(found or whole)


def quarter_name(year: int, quarter: int) -> str:
    """``4. kvartal 2026``, with no-break spaces."""
    return f"{quarter}.{NBSP}kvartal{NBSP}{year}"


def year_to_date_name(year: int, quarter: int) -> str:
    """What a year is called up to the end of a quarter: ``1. kvartal 2026``, ``1. halvår 2026``, ``1.–3. kvartal
    2026``, ``året 2026``.
    """
    names = {1: f"1.{NBSP}kvartal", 2: f"1.{NBSP}halvår", 3: f"1.–3.{NBSP}kvartal", 4: "året"}
    return f"{names[quarter]}{NBSP}{year}"
