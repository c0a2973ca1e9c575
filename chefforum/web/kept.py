"""What a person typed, handed back when it could not be saved."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from chefforum.richtext import clean, plain_text

# Hidden fields and buttons; everything else in a form is somebody's words.
_NOT_TYPED = {
    "csrfmiddlewaretoken", "version", "token", "name", "sha256", "person", "ophaev", "aaben", "retning", "aktuel",
    "next", "username", "password", "fortryd", "closed", "due", "forum", "date", "start", "part", "shown", "to", "kind",
    "came_at", "left_before", "away", "speaking", "key", "heading", "before", "after", "attachment", "page", "punkt",
    "udfald", "hvem", "stop", "igen", "changed", "hvordan", "ord",
}  # fmt: skip


def typed(request: HttpRequest) -> list[str]:
    """The texts in a POST that a person has written, as plain text. Passwords are never among them."""
    if request.method != "POST":
        return []
    texts = []
    for name, value in request.POST.items():
        if name in _NOT_TYPED or "password" in name or name.endswith("-version") or not isinstance(value, str):
            continue
        if name.startswith("var_"):  # what a field said before
            continue
        text = plain_text(clean(value)) if "<" in value else value.strip()
        if text:
            texts.append(text)
    return texts


def page(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A page that says what happened and shows what was typed, so that it can be copied."""
    return render(request, "kept.html", {"sentence": sentence, "texts": typed(request)}, status=status)
