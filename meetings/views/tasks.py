"""Tasks: the list, its file, one task, and what is done with it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from chefforum.documents import sheet
from chefforum.organisation.request import Request
from chefforum.web.made import answer_with
from chefforum.web.middleware import came_from
from chefforum.web.numbers import whole_number
from meetings import permissions, queries
from meetings.actions import following_up
from meetings.actions.reading import note_closed_reading
from meetings.filters import TaskFilter
from meetings.forms import TaskCommentForm, TaskForm
from meetings.papers import tasklist
from meetings.workflow import TaskState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meetings.models import Task


_A_PAGE = 100


def listing(request: Request) -> HttpResponse:
    """The tasks one may read: the open ones until one asks for others. What one filters by stands in the address."""
    found = _filter(request)
    page = Paginator(found.qs, _A_PAGE).get_page(request.GET.get("side"))
    _note_closed(request, page.object_list)
    context = {
        "filter": found,
        "page": page,
        "may_open": queries.meetings_to_open(page.object_list, viewer=request.user),
        "today": timezone.localdate(),
        "all_of_them": permissions.is_secretariat(request.user),
        "asked": bool(request.GET),
    }
    return render(request, "meetings/tasks.html", context)


def export(request: Request) -> HttpResponse:
    """The same list, all of it, as a file for Excel."""
    tasks = list(_filter(request).qs)
    _note_closed(request, tasks)
    data = sheet.to_xlsx("Opgaver", tasklist.COLUMNS, tasklist.rows_of(tasks))
    return answer_with(data, sheet.CONTENT_TYPE, "opgaver.xlsx")


def _filter(request: Request) -> TaskFilter:
    wanted = request.GET or {"tilstand": TaskState.OPEN}
    return TaskFilter(wanted, queryset=queries.task_list(viewer=request.user), request=request)


def _note_closed(request: Request, tasks: "Iterable[Task]") -> None:
    note_closed_reading({task.item_id for task in tasks if task.item.closed}, by=request.user)


def task(request: Request, task_id: int) -> HttpResponse:
    """One task with its history."""
    return _page(request, queries.task_by_id(task_id, viewer=request.user))


def _page(
    request: Request, found: "Task", *, form: TaskForm | None = None, comment: TaskCommentForm | None = None
) -> HttpResponse:
    if found.item.closed:
        note_closed_reading([found.item_id], by=request.user)
    may_change = permissions.may_change_task(request.user, found)
    said = {"text": found.text, "who": found.who, "when": found.when}
    context = {
        "task": found,
        "may_open": queries.meetings_to_open([found], viewer=request.user),
        "today": timezone.localdate(),
        "form": form or TaskForm(initial=said) if may_change else None,
        "comment": comment or TaskCommentForm(),
        "people_names": queries.people_to_present() if may_change else [],
        "may_change": may_change,
        "may_finish": permissions.may_finish_task(request.user, found),
    }
    wrong = bool((form and form.errors) or (comment and comment.errors))
    return render(request, "meetings/task.html", context, status=422 if wrong else 200)


@require_POST
def change(request: Request, task_id: int) -> HttpResponse:
    """Say anew what the task is, who has it and when it is due."""
    found = queries.task_by_id(task_id, viewer=request.user)
    form = TaskForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    found.version = _version(request, found.version)
    data = form.cleaned_data
    following_up.change_task(found, text=data["text"], who=data["who"], when=data["when"], by=request.user)
    messages.success(request, "Opgaven er ændret.")
    return redirect("meetings:task", task_id)


@require_POST
def done(request: Request, task_id: int) -> HttpResponse:
    """A task is done, with a word on how, or is not after all."""
    found = queries.task_by_id(task_id, viewer=request.user)
    form = TaskCommentForm(request.POST)
    if "igen" in request.POST:
        following_up.reopen_task(found, by=request.user)
        messages.success(request, f"Opgaven »{found.text}« er åben igen.")
    elif not form.is_valid():
        return _page(request, found, comment=form)
    else:
        following_up.finish_task(found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, f"Opgaven »{found.text}« er udført.")
    # Not to the address of a form that was refused, which answers no reader.
    here, back = reverse("meetings:task", args=[task_id]), came_from(request)
    return redirect(here if back.startswith(here) else back)


@require_POST
def drop(request: Request, task_id: int) -> HttpResponse:
    """Give a task up, with the reason."""
    found = queries.task_by_id(task_id, viewer=request.user)
    form = TaskCommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, comment=form)
    following_up.drop_task(found, comment=form.cleaned_data["comment"], by=request.user)
    messages.success(request, f"Opgaven »{found.text}« er opgivet.")
    return redirect("meetings:task", task_id)


def _version(request: Request, now: int) -> int:
    """The version that the person saw, as the page sent it."""
    seen = whole_number(request.POST.get("version", ""))
    return now if seen is None else seen
