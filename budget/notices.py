"""What mails about the budget agreement say, and to whom: one letter a day about all that waits for a person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from budget import queries
from budget.workflow import RoundState
from chefforum.danish import count, days_left, enumerate_words, long_date
from chefforum.mailroom.composing import Message
from chefforum.mailroom.reminding import is_news, stage

if TYPE_CHECKING:
    from datetime import date

    from budget.models import Round, Status
    from chefforum.mailroom.models import Letter

WAITING = "budget.waiting"


def about_waiting(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """All points that wait for the person's status, and the texts they are asked for, in one letter. ``None`` where
    nothing waits, or all of it was told at the same stage before.
    """
    today = timezone.localdate()
    rounds = [
        (one, [status for status in queries.own_statuses(one, viewer=letter.to) if status.answered_at is None])
        for one in queries.running_rounds(viewer=letter.to)
        if one.state == RoundState.COLLECTING
    ]
    asked = queries.requests_waiting(viewer=letter.to)
    waiting = [(one, statuses) for one, statuses in rounds if statuses]
    now = {
        **{f"r{one.pk}": [stage(one.due, today), len(statuses)] for one, statuses in waiting},
        **{f"t{one.pk}": [stage(one.due, today), 1] for one in asked},
    }
    before = (told or {}).get("stages", {})
    if not any(is_news(value, before.get(key)) for key, value in now.items()):
        return None
    points = sum(len(statuses) for _, statuses in waiting)
    parts = [f"status på {count(points, 'punkt', 'punkter')}"] if points else []
    parts += [count(len(asked), "ny tekst", "nye tekster")] if asked else []
    first = min([*(one.due for one, _ in waiting), *(one.due for one in asked)])
    subject = f"Budgetaftalen: Skriv {enumerate_words(parts)} senest {long_date(first)}"
    context = {
        "title": subject,
        "rounds": [_round_row(one, statuses, today) for one, statuses in waiting],
        "texts": [
            (
                f"Ny tekst til {one.status.initiative.number} {one.status.initiative.title}",
                f"{one.by} beder om den senest {long_date(one.due)} ({days_left(one.due, today)})"
                + (f": {one.wish}" if one.wish else "."),
                settings.BASE_URL + reverse("budget:mine", args=[one.status.round_id]),
            )
            for one in asked
        ],
        "MUNICIPALITY": settings.MUNICIPALITY,
        "address": settings.BASE_URL + reverse("front_desk"),
    }
    return Message(
        subject=subject,
        text=render_to_string("notices/budget/waiting.txt", context),
        html=render_to_string("notices/budget/waiting.html", context),
        told={"stages": now},
    )


def _round_row(status_round: "Round", statuses: "list[Status]", today: "date") -> tuple[str, str, str]:
    numbers = enumerate_words([one.initiative.number for one in statuses])
    text = f"Skriv status senest {long_date(status_round.due)} ({days_left(status_round.due, today)}): {numbers}."
    return str(status_round), text, settings.BASE_URL + reverse("budget:mine", args=[status_round.pk])
