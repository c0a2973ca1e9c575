"""Running the meeting: the point at hand, the clock, what is decided, who does what."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum import danish
from chefforum.organisation.request import Request
from chefforum.web.numbers import whole_number
from meetings import permissions, queries
from meetings.actions import correcting, following_up
from meetings.actions import running as verbs
from meetings.actions.reading import note_closed_reading
from meetings.forms import ErratumForm, PostponeNowForm, SectionForm, TaskForm
from meetings.papers.drafted import offers_for, together_for
from meetings.rules.running import forecast
from meetings.views.onward import onward_of
from meetings.workflow import WORKFLOW

if TYPE_CHECKING:
    from meetings.models import AgendaItem, Meeting

_MOST_POINTS = 999
_STEPS = {"tag": verbs.call, "afslut": verbs.finish, "spring-over": verbs.skip, "senere": verbs.take_later}


def run(request: Request, meeting_id: int, item_id: int | None = None) -> HttpResponse:
    """The page a meeting is run from: the points, the one at hand with its decision, and who is there."""
    meeting = _meeting(request, meeting_id)
    context = _table(request, meeting)
    rows = context["rows"]
    present = queries.present_among(rows)  # type: ignore[arg-type]
    if item_id is None and meeting.began_at is not None and present is not None:
        item_id = present.item_id
    row = next((one for one in rows if one.item_id == item_id), rows[0] if rows and item_id is None else None)  # type: ignore[attr-defined,index]
    if row is None:
        raise Http404
    context |= {"row": row, "item": row.item, "look": WORKFLOW.looks[meeting.state]}
    if row.item is not None and meeting.began_at is not None:
        context |= _desk(request, row.item)
    return render(request, "meetings/run.html", context)


def _meeting(request: Request, meeting_id: int) -> "Meeting":
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    if not permissions.may_run(request.user, meeting):
        raise PermissionDenied
    return meeting


def _table(request: Request, meeting: "Meeting") -> dict[str, object]:
    rows = queries.run_rows(meeting, viewer=request.user)
    now = timezone.now()
    people = queries.attendances_of(meeting)
    return {
        "meeting": meeting,
        "now": now,
        "rows": rows,
        "early": timezone.localdate(meeting.starts_at) > timezone.localdate(),
        "present": queries.present_among(rows),
        "forecast": forecast(meeting, [(row.item, row.turn) for row in rows if row.item and row.turn], now=now),
        "people": people,
        "there": sum(one.kind == "present" for one in people),
        "members": sum(one.user_id is not None for one in people),
        "excused": sum(one.kind == "excused" for one in people),
        "can": permissions.what_may(request.user, meeting),
    }


def _desk(request: Request, item: "AgendaItem") -> dict[str, object]:
    """All that is needed to minute one point."""
    if item.closed:
        note_closed_reading([item.pk], by=request.user)
    sections = [section for section in item.sections.all() if section.kind == "decision"]
    return {
        **_offers(item),
        **onward_of(request, [item])[item.pk],
        "listed": queries.listed_minutes([item.pk], viewer=request.user).get(item.pk),
        "forms": [SectionForm(section=section, label="Beslutning") for section in sections],
        "shut": bool(queries.closed_among([item.pk])),
        "suggested": queries.suggested_decision(item),
        "phrases": queries.phrases_of(item.forum),
        "task_form": TaskForm(),
        "tasks": queries.tasks_of(item, viewer=request.user),
        "postpone": PostponeNowForm(meeting=item.on, viewer=request.user),
        "erratum": ErratumForm(item=item, viewer=request.user),
        "errata": queries.errata_of(item),
        "files": queries.attachments_to_correct(item, viewer=request.user),
        "away": queries.attended(item.on, [item]).away.get(item.pk, []),
        "people_names": queries.people_to_present(),
    }


def _offers(item: "AgendaItem") -> dict[str, object]:
    rulings = queries.rulings_of([item]).get(item.pk, {})
    decided_by = queries.decided_by(item)
    return {
        "item": item,
        "offers": offers_for(item, rulings, decided_by=decided_by, outcomes=queries.outcomes()),
        "together": together_for(item, decided_by=decided_by),
        "decided_by": decided_by,
        "deciders": queries.deciders(),
        "whole": rulings.get(0),
    }


def bar(request: Request, meeting_id: int) -> HttpResponse:
    """The clock: what is spent, when it ends, who is there."""
    return render(request, "meetings/run_bar.html", _table(request, _meeting(request, meeting_id)))


@require_POST
def begin(request: Request, meeting_id: int) -> HttpResponse:
    """The meeting begins."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    verbs.begin_meeting(meeting, by=request.user)
    return redirect("meetings:run", meeting.pk)


@require_POST
def end(request: Request, meeting_id: int) -> HttpResponse:
    """The meeting is over."""
    meeting = queries.meeting_by_id(meeting_id, viewer=request.user)
    verbs.end_meeting(meeting, by=request.user)
    messages.success(request, f"Mødet er afsluttet kl.\u00a0{danish.clock(timezone.now())}. Læs referatet igennem.")
    return redirect("meetings:minutes", meeting.pk)


@require_POST
def step(request: Request, item_id: int, verb: str) -> HttpResponse:
    """Take a point, finish it, pass it over, or let the next one come first."""
    item = queries.item_by_id(item_id, viewer=request.user)
    if verb not in _STEPS:
        raise Http404
    seen = whole_number(request.POST.get("version", ""))
    _STEPS[verb](item, version=seen, by=request.user)
    return redirect("meetings:run", item.meeting_id)


@require_POST
def postpone(request: Request, item_id: int) -> HttpResponse:
    """Postpone a point to another meeting while this one is held."""
    item = queries.item_by_id(item_id, viewer=request.user)
    if not permissions.may_run(request.user, item.on):
        raise PermissionDenied
    form = PostponeNowForm(request.POST, meeting=item.on, viewer=request.user)
    if not form.is_valid():
        messages.error(request, "Det møde kan punktet ikke udsættes til. Vælg et andet. Intet er ændret.")
        return redirect("meetings:run_item", item.meeting_id, item.pk)
    to = form.cleaned_data["to"]
    where = f"til mødet {danish.long_date(timezone.localdate(to.starts_at))}" if to else ""
    verbs.postpone_now(item, to=to, sentence=f"Punktet blev udsat {where}".strip() + ".", by=request.user)
    said = f"Punkt {item.position} er udsat {where}" if to else f"Punkt {item.position} er udsat og ligger i puljen"
    messages.success(request, f"{said}.")
    return redirect("meetings:run", item.meeting_id)


@require_POST
def rule(request: Request, item_id: int) -> HttpResponse:
    """Note what came of a recommendation point, or who decided; answers the drafted sentences anew."""
    item = queries.item_by_id(item_id, viewer=request.user)
    if "hvem" in request.POST:
        verbs.set_decided_by(item, request.POST["hvem"], by=request.user)
    else:
        number = whole_number(request.POST.get("punkt", ""))
        if number is None or number > _MOST_POINTS:
            return HttpResponseBadRequest()
        verbs.rule(item, point=number, outcome=request.POST.get("udfald", ""), by=request.user)
    fresh = queries.whole_item(item_id, viewer=request.user)
    return render(request, "meetings/run_offers.html", _offers(fresh))


@require_POST
def correct(request: Request, item_id: int) -> HttpResponse:
    """A decision corrects something in an attachment."""
    item = queries.item_by_id(item_id, viewer=request.user)
    if not permissions.may_run(request.user, item.on):
        raise PermissionDenied
    form = ErratumForm(request.POST, item=item, viewer=request.user)
    if form.is_valid():
        data = form.cleaned_data
        made = correcting.correct_figure(data["attachment"], was=data["was"], now=data["now"], by=request.user)
        told = "Sætningen står i beslutningen."
        if made.attachment.closed and not item.closed:
            told = "Bilaget er lukket, så beslutningen siger intet om det."
        messages.success(request, f"Bilaget er mærket som rettet: {made}. {told}")
    else:
        messages.error(request, "Vælg bilaget, og skriv, hvad der står, og hvad det rettes til. Intet er ændret.")
    return redirect("meetings:run_item", item.meeting_id, item.pk)


@require_POST
def add_task(request: Request, item_id: int) -> HttpResponse:
    """Something to do after the point; answers the list of them and a form for one more."""
    item = queries.item_by_id(item_id, viewer=request.user)
    if not permissions.may_run(request.user, item.on):
        raise PermissionDenied
    form = TaskForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        following_up.add_task(item, text=data["text"], who=data["who"], when=data["when"], by=request.user)
        form = TaskForm()
    tasks = queries.tasks_of(item, viewer=request.user)
    context = {"item": item, "tasks": tasks, "task_form": form}
    return render(request, "meetings/run_tasks.html", context, status=422 if form.errors else 200)
