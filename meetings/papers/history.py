"""What the Historik section says of an earlier decision (D28)."""

from datetime import date
from html import escape

from chefforum.danish import date_in_words, genitive
from chefforum.richtext import clean


def head_of(forum: str, decided_on: date) -> str:
    """The line that says whose decision it is, and of when."""
    return f"{genitive(forum)} beslutning af {' '.join(date_in_words(decided_on).split())}:"


def history_text(forum: str, decided_on: date, html: str) -> str:
    """»Direktørforums beslutning af 6. november 2017:« as a line in bold, and the decision under it."""
    return clean(f"<p><strong>{escape(head_of(forum, decided_on), quote=False)}</strong></p>{html}")


def paragraphs(text: str) -> str:
    """Typed text as paragraphs, one a line."""
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)
