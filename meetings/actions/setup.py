"""Setting a forum up: how it meets, its standing items, templates and agenda cases; school holidays; KLE."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import SchoolHoliday, User
from chefforum.workflow import Refused
from meetings.actions.filling import fill_next_agenda, lock_with_next
from meetings.actions.guard import require
from meetings.models import AgendaCase, AgendaItem, Case, Forum, ItemTemplate, StandingItem, StockPhrase
from meetings.permissions import may_plan, members_on
from meetings.workflow import UNSENT, ItemState


@transaction.atomic
def set_up_forum(forum: Forum, values: dict[str, Any], *, by: User) -> None:
    """How the forum meets from now on. Meetings that are planned stay as they are."""
    require(may_plan(by))
    lock_with_next(forum=forum)
    approver = values.get("final_approver")
    if approver is not None and not members_on(forum, timezone.localdate()).filter(pk=approver.pk).exists():
        raise Refused("Kun et medlem af forummet kan godkende referater endeligt. Intet er ændret.")
    Forum.objects.filter(pk=forum.pk).update(**values)
    if "point_each" in values:
        fill_next_agenda(Forum.objects.get(pk=forum.pk))
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Indstillingerne for {forum} er ændret")


@transaction.atomic
def set_mail_address(forum: Forum, user: User, email: str, *, by: User) -> None:
    """Where a member of the forum gets mail; an empty address stops it."""
    require(may_plan(by) and members_on(forum, timezone.localdate()).filter(pk=user.pk).exists())
    User.objects.filter(pk=user.pk).update(email=email)
    log.record("meetings.mail_address_set", by=by, target=user, text=f"Mailadressen for {user} er ændret")


@transaction.atomic
def add_standing_item(forum: Forum, *, title: str, edge: str, on_agenda_case: bool, fill: str = "", by: User) -> None:
    """One more item that every new meeting gets. Meetings that are planned do not get it."""
    require(may_plan(by))
    here = StandingItem.objects.filter(forum=forum, edge=edge)
    last = here.aggregate(last=Max("position"))["last"] or 0
    StandingItem.objects.create(
        forum=forum, edge=edge, position=last + 1, title=title, on_agenda_case=on_agenda_case, fill=fill
    )
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"»{title}« er fast punkt i {forum}")


@transaction.atomic
def remove_standing_item(forum: Forum, standing_id: int, *, by: User) -> None:
    """New meetings no longer get the item. Meetings that have it keep it."""
    require(may_plan(by))
    for one in StandingItem.objects.filter(forum=forum, pk=standing_id):
        log.record(
            "meetings.forum_set_up", by=by, target=forum, text=f"»{one.title}« er ikke længere fast punkt i {forum}"
        )
        one.delete()


@transaction.atomic
def set_agenda_case(forum: Forum, *, year: int, number: str, by: User) -> int:
    """The case that the year's standing items are on. Those of drafts that lack one, or were on the old, get it.

    Answers how many items got it.
    """
    require(may_plan(by))
    case = Case.objects.get_or_create(number=number)[0]
    before = AgendaCase.objects.filter(forum=forum, year=year).values_list("case", flat=True).first()
    AgendaCase.objects.update_or_create(forum=forum, year=year, defaults={"case": case})
    drafts = AgendaItem.objects.filter(
        meeting__forum=forum, meeting__state__in=UNSENT, meeting__starts_at__year=year, state=ItemState.PLACED
    ).exclude(standing="")
    changed = drafts.filter(case=None).update(case=case) + drafts.filter(case=before).exclude(case=case).update(
        case=case
    )
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Dagsordenssagen for {forum} {year} er {number}")
    return changed


@transaction.atomic
def set_template(
    forum: Forum,
    *,
    kind: str,
    sections: Sequence[Sequence[str]],
    planned_minutes: int | None,
    recommendation: str,
    by: User,
) -> None:
    """What new items of a kind begin with."""
    require(may_plan(by))
    ItemTemplate.objects.update_or_create(
        forum=forum,
        kind=kind,
        defaults={"sections": sections, "planned_minutes": planned_minutes, "recommendation": recommendation},
    )
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Skabelonen for {kind} i {forum} er ændret")


@transaction.atomic
def add_school_holiday(*, name: str, start: date, end: date, by: User) -> None:
    """A stretch of days that series of meetings step over."""
    require(may_plan(by))
    try:
        with transaction.atomic():
            holiday = SchoolHoliday.objects.create(name=name, start=start, end=end)
    except IntegrityError as error:
        raise Refused(f"»{name}« med den første dag står der allerede. Intet er ændret.") from error
    log.record("meetings.school_holiday_added", by=by, target=holiday, text=f"{name} er føjet til skoleferierne")


@transaction.atomic
def remove_school_holiday(holiday_id: int, *, by: User) -> None:
    """Take a school holiday off the list."""
    require(may_plan(by))
    for holiday in SchoolHoliday.objects.filter(pk=holiday_id):
        text = f"{holiday.name} er taget af listen over skoleferier"
        log.record("meetings.school_holiday_removed", by=by, target=holiday, text=text)
        holiday.delete()


@transaction.atomic
def add_phrase(forum: Forum, text: str, *, by: User) -> None:
    """One more stock phrase, last."""
    require(may_plan(by))
    text = " ".join(text.split())
    last = StockPhrase.objects.filter(forum=forum).aggregate(last=Max("position"))["last"] or 0
    if not StockPhrase.objects.get_or_create(forum=forum, text=text, defaults={"position": last + 1})[1]:
        raise Refused("Sætningen står der allerede. Intet er ændret.")
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Standardteksterne for {forum} er ændret")


@transaction.atomic
def remove_phrase(forum: Forum, phrase_id: int, *, by: User) -> None:
    """Take a stock phrase off the list."""
    require(may_plan(by))
    StockPhrase.objects.filter(forum=forum, pk=phrase_id).delete()
    log.record("meetings.forum_set_up", by=by, target=forum, text=f"Standardteksterne for {forum} er ændret")
