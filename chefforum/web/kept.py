"""What a person typed, handed back when it could not be saved."""

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from chefforum.richtext import clean, plain_text

# Characters that are cleaned of markup; what comes after is handed back as it was sent.
_MOST_CLEANED = 300_000
# Hidden fields and buttons; everything else in a form is somebody's words.
_NOT_TYPED = {
    "csrfmiddlewaretoken", "version", "token", "name", "sha256", "person", "ophaev", "aaben", "retning", "aktuel",
    "next", "username", "password", "fortryd", "closed", "due", "forum", "date", "start", "part", "shown", "to", "kind",
    "came_at", "left_before", "away", "speaking", "key", "heading", "before", "after", "attachment", "page", "punkt",
    "udfald", "hvem", "stop", "igen", "changed", "hvordan", "ord",
}  # fmt: skip


def typed(request: HttpRequest) -> list[str]:
    """The texts in a POST that a person has written, as plain text. Passwords are never among them.

    Of somebody without a login there are none: nothing that an outsider sends is read, cleaned or sent back.
    """
    user = getattr(request, "user", None)
    if request.method != "POST" or user is None or not user.is_authenticated:
        return []
    texts = []
    left = _MOST_CLEANED
    for name, value in _values(request):
        if name in _NOT_TYPED or "password" in name or name.endswith("-version") or not isinstance(value, str):
            continue
        if name.startswith("var_"):  # what a field said before
            continue
        left -= len(value)
        text = plain_text(clean(value)) if "<" in value and left > 0 else value.strip()
        if text:
            texts.append(text)
    return texts


def _values(request: HttpRequest) -> list[tuple[str, str | list[object]]]:
    """The fields of a form; none of one that is too large or broken to be read at all."""
    try:
        return list(request.POST.items())
    except (SuspiciousOperation, UnreadablePostError):
        return []


def page(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A page that says what happened and shows what was typed, so that it can be copied."""
    return render(request, "kept.html", {"sentence": sentence, "texts": typed(request)}, status=status)
