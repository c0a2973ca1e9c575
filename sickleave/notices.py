"""What mails about absence say, and to whom: one letter about all the accounts that wait for a person."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from chefforum.danish import days_left, enumerate_words, long_date
from chefforum.mailroom.composing import Message
from chefforum.mailroom.reminding import is_news, stage
from sickleave import queries

if TYPE_CHECKING:
    from chefforum.mailroom.models import Letter

ACCOUNTS = "sickleave.accounts"


def about_accounts(letter: "Letter", told: Mapping[str, Any] | None) -> Message | None:
    """All accounts that wait for the person in one letter, without figures: those are read behind the login. ``None``
    where nothing waits, or all of it was told at the same stage before, unless somebody pressed for it.
    """
    today = timezone.localdate()
    waiting = queries.accounts_to_write(viewer=letter.to)
    now = {f"a{one.pk}": [stage(one.report.due, today), 1] for one in waiting}
    before = {} if letter.key else (told or {}).get("stages", {})
    if not any(is_news(value, before.get(key)) for key, value in now.items()):
        return None
    first = min(one.report.due for one in waiting)
    departments = list(dict.fromkeys(str(one) for one in waiting))
    subject = f"Sygefravær: Skriv kort om {enumerate_words(departments)} senest {long_date(first)}"
    context = {
        "title": subject,
        "accounts": [
            (
                f"{one}, {one.report}",
                (
                    f"Fraværet er steget. Skriv kort om årsager og tiltag senest {long_date(one.report.due)} "
                    f"({days_left(one.report.due, today)})."
                ),
                settings.BASE_URL + reverse("sickleave:account", args=[one.pk]),
            )
            for one in waiting
        ],
        "MUNICIPALITY": settings.MUNICIPALITY,
        "address": settings.BASE_URL + reverse("front_desk"),
    }
    return Message(
        subject=subject,
        text=render_to_string("notices/sickleave/accounts.txt", context),
        html=render_to_string("notices/sickleave/accounts.html", context),
        told={"stages": now},
    )
