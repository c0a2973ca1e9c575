"""How a forum is set up."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum import danish
from chefforum.organisation.request import Request
from meetings import queries
from meetings.actions import setup as verbs
from meetings.forms import AgendaCaseForm, ForumForm, HolidayForm, MailForm, PhraseForm, StandingForm, TemplateForm

_PARTS = ("", "fast-punkt", "dagsordenssag", "skabelon", "ferie", "standardtekst")


def forum(request: Request, slug: str, part: str = "") -> HttpResponse:
    """A forum's settings, a form for each part; a POST saves the part that the address names."""
    found = queries.forum_by_slug(slug, viewer=request.user)
    if part not in _PARTS or (request.method != "POST" and part):
        raise Http404
    data = request.POST if request.method == "POST" else None
    templates = {template.kind: template for template in queries.templates_of(found)}
    forms = {
        "": ForumForm(
            data if part == "" else None,
            instance=queries.forum_by_slug(slug, viewer=request.user),
            members=queries.members_of(found),
        ),
        "fast-punkt": StandingForm(data if part == "fast-punkt" else None),
        "dagsordenssag": AgendaCaseForm(
            data if part == "dagsordenssag" else None, initial={"year": timezone.localdate().year}
        ),
        "ferie": HolidayForm(data if part == "ferie" else None),
        "standardtekst": PhraseForm(data if part == "standardtekst" else None),
    }
    kinds = [
        TemplateForm(
            data if part == "skabelon" and data and data.get("kind") == kind else None,
            forum=found,
            kind=kind,
            template=templates.get(kind),
        )
        for kind in queries.kinds_of_items()
    ]
    sent = next((form for form in kinds if form.is_bound), None) if part == "skabelon" else forms.get(part)
    if data is not None and sent is not None and sent.is_valid():
        _save(request, found, part, sent.changes() if isinstance(sent, ForumForm) else sent.cleaned_data)
        return redirect("meetings:forum", slug)
    context = {
        "forum": found,
        "form": forms[""],
        "standing_form": forms["fast-punkt"],
        "case_form": forms["dagsordenssag"],
        "holiday_form": forms["ferie"],
        "phrase_form": forms["standardtekst"],
        "phrases": queries.phrases_of(found),
        "templates": kinds,
        "members": queries.members_of(found),
        "standing": queries.standing_items_of(found),
        "cases": queries.agenda_cases_of(found),
        "holidays": queries.coming_school_holidays(),
    }
    return render(request, "meetings/forum.html", context, status=422 if data is not None else 200)


def _save(request: Request, forum: object, part: str, data: dict[str, object]) -> None:
    if part == "":
        verbs.set_up_forum(forum, data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Indstillingerne er gemt.")
    elif part == "fast-punkt":
        verbs.add_standing_item(forum, **data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"»{data['title']}« kommer med på nye møder.")
    elif part == "dagsordenssag":
        changed = verbs.set_agenda_case(forum, **data, by=request.user)  # type: ignore[arg-type]
        also = f" {danish.count(changed, 'fast punkt', 'faste punkter')} har fået den." if changed else ""
        messages.success(request, f"Dagsordenssagen for {data['year']} er {data['number']}.{also}")
    elif part == "skabelon":
        verbs.set_template(forum, **data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Skabelonen er gemt. Nye punkter af den type begynder sådan.")
    elif part == "standardtekst":
        verbs.add_phrase(forum, str(data["text"]), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Standardteksten kan sættes ind, når en beslutning skrives.")
    else:
        verbs.add_school_holiday(**data, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"{data['name']} er føjet til skoleferierne.")


@require_POST
def set_mail(request: Request, slug: str) -> HttpResponse:
    """Where a member gets mail."""
    found = queries.forum_by_slug(slug, viewer=request.user)
    form = MailForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Mailadressen er ikke forstået. Skriv den som navn@kommune.dk. Intet er ændret.")
        return redirect("meetings:forum", slug)
    user = get_object_or_404(queries.members_of(found), pk=form.cleaned_data["person"])
    verbs.set_mail_address(found, user, form.cleaned_data["email"], by=request.user)
    messages.success(request, f"Mailadressen for {user} er gemt.")
    return redirect("meetings:forum", slug)


@require_POST
def remove_standing(request: Request, slug: str, standing_id: int) -> HttpResponse:
    """New meetings no longer get the item."""
    found = queries.forum_by_slug(slug, viewer=request.user)
    verbs.remove_standing_item(found, standing_id, by=request.user)
    messages.success(request, "Punktet kommer ikke længere med på nye møder.")
    return redirect("meetings:forum", slug)


@require_POST
def remove_phrase(request: Request, slug: str, phrase_id: int) -> HttpResponse:
    """Take a stock phrase off the list."""
    found = queries.forum_by_slug(slug, viewer=request.user)
    verbs.remove_phrase(found, phrase_id, by=request.user)
    messages.success(request, "Standardteksten er taget af listen.")
    return redirect("meetings:forum", slug)


@require_POST
def remove_holiday(request: Request, slug: str, holiday_id: int) -> HttpResponse:
    """Take a school holiday off the list."""
    queries.forum_by_slug(slug, viewer=request.user)
    verbs.remove_school_holiday(holiday_id, by=request.user)
    messages.success(request, "Ferien er taget af listen.")
    return redirect("meetings:forum", slug)
