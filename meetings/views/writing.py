"""Saving as one types: a section, a fact, who is here; what a section has said before; what is pasted in."""

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from chefforum import danish
from chefforum.organisation.request import Request
from chefforum.richtext import TooLarge, clean, compare, from_paste, merge
from chefforum.workflow import Overtaken
from meetings import permissions, queries
from meetings.actions import drafting, writing
from meetings.actions.reading import note_closed_reading
from meetings.forms import FactsForm, SectionForm
from meetings.papers.points import as_html, to_lines

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Section, Wording

_TRIES = 5
_MOST_OF_A_TEXT = 200_000


@require_POST
def save_section(request: Request, section_id: int) -> JsonResponse:
    """Save a section's words on the version they were written on.

    Answers ``{"version", "saved"}``; 409 with both texts to choose from where somebody saved in between; 422 with a
    sentence where the words cannot be saved.
    """
    section = queries.section_by_id(section_id, viewer=request.user)
    form = SectionForm(request.POST, section=section)
    if not form.is_valid():
        return JsonResponse({"error": _first_error(form)}, status=422)
    data = form.cleaned_data
    words = writing.Words(data.get("html", ""), data.get("parties", ()), data.get("points", ()))
    done = writing.write_section(section, words, version=data["version"], by=request.user)
    saved = done.section
    if not done.overtaken:
        answer = {"version": saved.version, "saved": f"kl.\u00a0{danish.clock(done.at or timezone.now())}"}
        if form.is_recommendation:
            answer |= {"parties": "; ".join(saved.parties), "lead": saved.lead}
        return JsonResponse(answer)
    mine, theirs = as_html(words.html, words.parties, words.points), _as_html(saved)
    context = {"mine": mine, "theirs": theirs, "by": done.by, "at": done.at, "marked": compare(theirs, mine).html}
    body = render_to_string("meetings/conflict.html", context, request)
    # What both grew out of, as the page had it.
    base = clean(request.POST.get("was", "")[:_MOST_OF_A_TEXT])
    answer = {"conflict": body, "merged": merge(base, words.html, saved.html), **_content(saved)}
    return JsonResponse(answer, status=409)


@require_POST
def save_fact(request: Request, item_id: int) -> JsonResponse:
    """Save the facts that are sent; answers what they are now. 409 where another has changed one, 422 as above.

    Two saves in one moment are no conflict unless they are of one field: the later one is tried again on what the
    earlier has made of the item.
    """
    for _ in range(_TRIES):
        answer = _try_fact(request, item_id)
        if answer is not None:
            return answer
    return JsonResponse(
        {"error": "Punktet bliver ændret af flere lige nu. Feltet er ikke gemt. Prøv igen."}, status=409
    )


def _try_fact(request: Request, item_id: int) -> JsonResponse | None:
    """The answer, or ``None`` when the item changed between the read and the write."""
    item = queries.any_item_by_id(item_id, viewer=request.user)
    if not permissions.may_write_item(request.user, item):
        raise PermissionDenied
    form = FactsForm(request.POST, item=item, viewer=request.user)
    if theirs := form.overtaken():
        text = f"En anden har ændret feltet til »{theirs}«. Dit er ikke gemt. Skriv det igen for at bruge dit."
        return JsonResponse({"error": text, "values": form.values_now()}, status=409)
    if not form.is_valid():
        return JsonResponse({"error": _first_error(form)}, status=422)
    try:
        drafting.change_facts(item, cast("drafting.Facts", form.cleaned_data), by=request.user)
    except Overtaken:
        return None
    fresh = queries.any_item_by_id(item_id, viewer=request.user)
    saved = f"kl.\u00a0{danish.clock(timezone.now())}"
    return JsonResponse(
        {"saved": saved, "values": FactsForm(request.POST, item=fresh, viewer=request.user).values_now()}
    )


@require_POST
def here(request: Request, item_id: int) -> JsonResponse:
    """Say that one has the item open; answers who else has, and the sections that have changed since one read them.

    ``section`` is the one being written in; ``v<id>`` the version that the page shows of each.
    """
    item = queries.any_item_by_id(item_id, viewer=request.user)
    written = request.POST.get("section", "")
    sections = {section.pk: section for section in item.sections.all()}
    section = sections.get(int(written)) if written.isascii() and written.isdigit() else None
    writing.note_presence(item, section, by=request.user)
    others = render_to_string(
        "meetings/presence.html", {"others": queries.others_at(item, viewer=request.user)}, request
    )
    newer = {
        pk: _content(one)
        for pk, one in sections.items()
        if request.POST.get(f"v{pk}", str(one.version)) != str(one.version)
    }
    return JsonResponse({"others": others, "newer": newer})


def history(request: Request, section_id: int) -> HttpResponse:
    """Every saved wording of a section, each beside the one before."""
    section = queries.section_by_id(section_id, viewer=request.user)
    _must_write_or_prepare(request, section)
    if section.item.closed:
        note_closed_reading([section.item_id], by=request.user)
    sittings = queries.history_of(section, viewer=request.user)
    texts = [_wording(sitting.latest) for sitting in sittings]
    # The first of all is shown as it is.
    rows = [
        (sitting, compare(before, text))
        for sitting, text, before in zip(sittings, texts, [*texts[1:], *texts[-1:]], strict=True)
    ]
    context = {
        "section": section,
        "item": section.item,
        "meeting": section.item.meeting,
        "rows": rows,
        "may_write": permissions.may_write_section(request.user, section.item, section.kind),
    }
    return render(request, "meetings/history.html", context)


def wording(request: Request, wording_id: int) -> HttpResponse:
    """One saved wording, beside what the section says now."""
    found = queries.wording_by_id(wording_id, viewer=request.user)
    _must_write_or_prepare(request, found.section)
    context = {
        "wording": found,
        "section": found.section,
        "item": found.section.item,
        "meeting": found.section.item.meeting,
        "text": _wording(found),
        "difference": compare(_as_html(found.section), _wording(found)),
        "may_write": permissions.may_write_section(request.user, found.section.item, found.section.kind),
    }
    return render(request, "meetings/wording.html", context)


@require_POST
def restore(request: Request, wording_id: int) -> HttpResponse:
    """Let the section say again what it once said."""
    found = queries.wording_by_id(wording_id, viewer=request.user)
    section = writing.restore_wording(found, by=request.user)
    messages.success(request, "Teksten er hentet frem igen. Den, der stod før, ligger stadig blandt versionerne.")
    if section.kind == "decision":
        return redirect("meetings:minutes", section.item.meeting_id)
    return redirect_to_item(section.item)


@require_POST
def copy_text(request: Request, item_id: int, earlier_id: int) -> HttpResponse:
    """Add an earlier item's text to the item's."""
    item = queries.any_item_by_id(item_id, viewer=request.user)
    earlier = queries.item_by_id(earlier_id, viewer=request.user)
    copied = writing.copy_from(earlier, item, by=request.user)
    if copied:
        messages.success(request, f"Teksten fra »{earlier.title}« er hentet. Det, der stod, står foran.")
    else:
        messages.success(request, f"»{earlier.title}« har ingen tekst at hente. Intet er ændret.")
    return redirect_to_item(item)


@require_POST
def pasted(request: Request) -> JsonResponse:
    """What was pasted, in the house's own vocabulary, and a sentence for each kind of thing that it lost on the way.

    Saves no text; what was left out is kept for the check list of ``section``. Answers ``{"html", "notes"}``, or 413
    with a sentence for more than any text may be.
    """
    try:
        found = from_paste(request.POST.get("html", ""))
    except TooLarge:
        text = "Det indsatte er for stort og er ikke sat ind. Indsæt det i mindre dele, eller vedhæft det som bilag."
        return JsonResponse({"error": text}, status=413)
    section = request.POST.get("section", "")
    if found.notes and section.isascii() and section.isdigit():
        writing.note_pasting(queries.section_by_id(int(section), viewer=request.user), found.notes, by=request.user)
    return JsonResponse({"html": found.html, "notes": found.notes})


@require_GET
def case_number(request: Request) -> HttpResponse:
    """Help with a case number while it is typed."""
    if not queries.forums_to_propose_in(viewer=request.user).exists():
        raise PermissionDenied
    typed = request.GET.get("q", "")[:60]
    context = {"typed": typed.strip(), "help": queries.case_help(typed, viewer=request.user)}
    return render(request, "meetings/case_help.html", context)


def redirect_to_item(item: "AgendaItem") -> HttpResponse:
    """To where the item is written: on its meeting's draft, or by itself."""
    if item.meeting_id is not None:
        return redirect("meetings:draft_item", item.meeting_id, item.pk)
    return redirect("meetings:proposal", item.pk)


def _must_write_or_prepare(request: Request, section: "Section") -> None:
    """What a section used to say is for those who write it; to whoever may only read, it is as if it were not there."""
    may_write = permissions.may_write_section(request.user, section.item, section.kind)
    if not (may_write or permissions.is_secretariat(request.user)):
        raise Http404


def _first_error(form: Form) -> str:
    return str(next(iter(form.errors.values()))[0])


def _as_html(section: "Section") -> str:
    return as_html(section.html, section.parties, section.points)


def _wording(wording: "Wording") -> str:
    return as_html(wording.html, wording.parties, wording.points)


def _content(section: "Section") -> dict[str, object]:
    return {
        "version": section.version,
        "html": section.html,
        "parties": "; ".join(section.parties),
        "points": to_lines(section.points),
    }
