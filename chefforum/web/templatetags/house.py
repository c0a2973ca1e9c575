"""Filters and tags of the house: Danish dates and numbers, signs, components with declared attributes."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from js_asset import Media
from lucide.templatetags.lucide import lucide

from chefforum import danish
from chefforum.richtext import words

register = template.Library()

# One sign, one meaning. Our words for the signs, and Lucide's.
ICONS = {
    "alert": "triangle-alert",
    "book": "book-open",
    "calendar": "calendar-days",
    "check": "check",
    "clip": "paperclip",
    "clock": "clock",
    "document": "file-text",
    "down": "arrow-down",
    "download": "download",
    "eye": "eye",
    "grip": "grip-vertical",
    "info": "info",
    "left": "arrow-left",
    "lock": "lock",
    "logout": "log-out",
    "menu": "menu",
    "mark": "highlighter",
    "message": "message-square",
    "minus": "minus",
    "note": "sticky-note",
    "offline": "wifi-off",
    "pen": "pencil",
    "plus": "plus",
    "print": "printer",
    "retry": "rotate-cw",
    "right": "arrow-right",
    "saved": "cloud-check",
    "screen": "monitor",
    "send": "send",
    "share": "share-2",
    "shield": "shield-check",
    "tablet": "tablet",
    "text": "a-large-small",
    "up": "arrow-up",
    "upload": "upload",
    "user": "user",
    "x": "x",
}


@register.simple_tag
def icon(name: str) -> str:
    """A sign beside a word; silent to a screen reader."""
    return lucide(ICONS[name], size=None, **{"class": "icon", "aria_hidden": "true", "stroke_width": "1.9"})


@register.filter
def long_date(day: date | datetime) -> str:
    """``torsdag d. 21. januar 2021``."""
    return danish.long_date(_local(day))


@register.filter
def list_date(day: date | datetime) -> str:
    """``21. januar``, with the year when it is another year."""
    return danish.date_in_list(_local(day), timezone.localdate())


@register.filter
def weekday_date(day: date | datetime) -> str:
    """``Torsdag d. 21. januar``, with the year when it is another year."""
    local = _local(day)
    return f"{danish.weekday_name(local)} d.\u00a0{danish.date_in_list(local, timezone.localdate())}".capitalize()


@register.filter
def date_range(start: date, end: date) -> str:
    """``8.–16. februar 2027``."""
    return danish.date_range(start, end)


@register.filter
def deadline_day(at: datetime) -> str:
    """``i dag``, ``i morgen``, or ``fredag d. 15. januar``; ``15. januar`` when it has passed."""
    return danish.near_day(_local(at), timezone.localdate())


@register.filter
def since(at: datetime) -> str:
    """How far a deadline has been passed: ``3 dage over fristen``, ``2 timer over fristen``."""
    return danish.overdue(at, timezone.now())


@register.filter(name="words")
def split_words(text: str) -> list[str]:
    """The words of a text, to go through one by one."""
    return text.split()


@register.filter
def plain(html: str) -> str:
    """The text of running text, in one line."""
    return " ".join(words(html))


@register.filter
def moment(at: datetime) -> str:
    """``21. januar kl. 14.03``."""
    return danish.moment(at, timezone.localdate())


@register.filter
def clock(at: datetime) -> str:
    """``9.00``."""
    return danish.clock(at)


@register.filter
def days_left(day: date) -> str:
    """``3 dage igen``."""
    return danish.days_left(day, timezone.localdate())


@register.filter
def genitive(name: object) -> str:
    """``Sofies``, ``Jonas’``."""
    return danish.genitive(str(name))


@register.filter
def file_size(size: int) -> str:
    """``1,2 MB``."""
    return danish.file_size(size)


@register.filter
def counted(number: int, words: str) -> str:
    """``4 punkter``, from ``"punkt,punkter"``."""
    one, many = words.split(",")
    return danish.count(number, one, many)


def _local(day: date | datetime) -> date:
    return timezone.localtime(day).date() if isinstance(day, datetime) else day


# Filters for papers, whose values are plain data.


@register.filter
def iso_numeric(value: str | None) -> str:
    """``21-01-2021`` from a paper's moment."""
    return danish.date_numeric(datetime.fromisoformat(value).date()) if value else ""


@register.filter
def iso_meeting_line(value: str | None) -> str:
    """The date line of a paper."""
    return danish.meeting_line(datetime.fromisoformat(value)) if value else ""


@register.filter
def short_clock(value: str) -> str:
    """``9.00`` from ``09:00``."""
    return f"{int(value[:2])}.{value[3:]}"


@register.filter
def yesno_kind(kind: str, words: str) -> str:
    """The first word for an agenda, the second for minutes."""
    return words.split(",")[0 if kind == "agenda" else 1]


@register.filter
def has_closed(paper: Mapping[str, Any]) -> bool:
    """Whether a paper says anything of a closed item."""
    return any(item["closed"] for item in paper["items"])


@register.filter
def is_shut(item: Mapping[str, Any]) -> bool:
    """Whether an item shows its number and »Lukket« only."""
    return bool(item["closed"] and item["title"] == "Lukket" and not item["sections"] and not item["attachments"])


@register.filter
def attachments_last(item: Mapping[str, Any]) -> bool:
    """Whether the list of attachments stands after all sections."""
    return bool(item["attachments"]) and item.get("attachments_at", len(item["sections"])) >= len(item["sections"])


@register.simple_tag
def badge(look: object, label: str) -> SafeString:
    """A state: sign, word, then colour."""
    tone, name = getattr(look, "tone", ""), getattr(look, "icon", "info")
    return format_html(
        '<span class="badge{}">{}{}</span>', f" b-{tone}" if tone else "", icon(name), conditional_escape(label)
    )


@register.filter
def opt(data: Mapping[str, Any], name: str) -> Any:
    """A value that a paper need not have; ``""`` without it."""
    return data.get(name, "")


@register.simple_tag(takes_context=True)
def editor_media(context: template.Context, form: BaseForm) -> SafeString:
    """Scripts and styles of the text editor; its import map carries the request's nonce."""
    request = context["request"]
    return mark_safe(str(Media(nonce=str(request.csp_nonce)) + form.media))


@register.filter
def dotted(number: float) -> str:
    """A number as a drawing has it, with a point."""
    return f"{number:.1f}"


@register.filter
def base_line(line: Any) -> str:
    """Where a line's letters stand: four fifths down its box."""
    return f"{line.y + 0.8 * line.height:.1f}"


@register.filter
def names_file(item: Mapping[str, Any], sha256: str) -> bool:
    """Whether an item's attachments have the file now."""
    return any(one["file"] and one["file"]["sha256"] == sha256 for one in item["attachments"])


@register.filter
def initials(name: str) -> str:
    """One letter of the first and one of the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper() if words else ""


@register.filter
def minus(number: int, other: int) -> int:
    """The difference."""
    return number - other


@register.filter
def absolute(number: int) -> int:
    """The number without its sign."""
    return abs(number)


@register.filter
def listed(things: Iterable[object]) -> str:
    """»Anna, Bo og Carl«."""
    return danish.enumerate_words([str(one) for one in things])


@register.filter
def of_file(renditions: Mapping[str, Any] | None, file: Mapping[str, Any] | None) -> Any:
    """What was made for reading of a paper's file, by its check sum."""
    return (renditions or {}).get(file["sha256"]) if file else None


@register.filter
def findings_of(findings: Iterable[Any], item_id: int) -> list[Any]:
    """What is said at an item in the list of items."""
    return [one for one in findings if one.item_id == item_id and one.in_list]


@register.filter
def notes_of(notes: Iterable[Any], item_id: int | None) -> list[Any]:
    """The comments in the margin of an item."""
    return [note for note in notes if note.item_id == item_id]


@register.filter
def letters_in(letters: Iterable[Any], state: str) -> list[Any]:
    """The mails of a list that are in a state."""
    return [letter for letter in letters if letter.state == state]


@register.filter
def number_of(ids: Mapping[int, Any], number: int) -> Any:
    """What a mapping has for a number, or ``None``: the id behind it, a slot, a gap."""
    return ids.get(number)


@register.simple_tag
def remarks_on(remarks: Iterable[Any], item_id: int) -> list[Any]:
    """The remarks on one item."""
    return [remark for remark in remarks if remark.item_id == item_id]
