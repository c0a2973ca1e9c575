"""Where a case goes after an item: back to the forum, or on to another and back with what was decided there."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import read_deadline
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from chefforum.richtext import plain_text
from chefforum.workflow import Refused, take
from meetings.actions.drafting import add_section
from meetings.actions.guard import lock_all, lock_both, lock_item, name_of, require
from meetings.actions.proposals import take_up_again
from meetings.actions.repeating import must_reach_no_further, note_repeat
from meetings.actions.writing import add_to_section
from meetings.models import AgendaItem, CaseStop, Meeting, Section, SectionKind
from meetings.papers.history import history_text, paragraphs
from meetings.permissions import may_follow_case, may_quote, may_see_item, may_write_item, may_write_minutes
from meetings.workflow import STOP_WORKFLOW, ItemState, StopState


@transaction.atomic
def bring_back(item: AgendaItem, *, to: Meeting | None, by: User) -> AgendaItem:
    """A place-holder that continues the item: on a later agenda of the forum, or in the pool (D15). Once is enough."""
    lock_all({item.on.pk, *([to.pk] if to else [])})
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    if AgendaItem.objects.filter(continues=item).exclude(state=ItemState.WITHDRAWN).exists():
        raise Refused("Punktet er allerede sat til at komme igen. Der er ikke oprettet et til.")
    if to is not None and to.starts_at <= item.on.starts_at:
        raise Refused("Det møde ligger ikke senere. Vælg et senere møde. Intet er ændret.")
    return take_up_again(item, to=to, by=by)


@transaction.atomic
def send_on(item: AgendaItem, *, forum: str, when: str, by: User) -> CaseStop:
    """Note that the case goes on to another forum, and when, as it was said (D29). The same twice is refused."""
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    forum, when = " ".join(forum.split()), " ".join(when.split())
    if not forum:
        raise Refused("Skriv, hvilket forum sagen skal videre til. Intet er gemt.")
    if CaseStop.objects.filter(item=item, forum__iexact=forum, state=StopState.AHEAD).exists():
        raise Refused(f"Sagen står allerede til at skulle i {forum}. Der er ikke gemt en til.")
    period = read_deadline(when, timezone.localdate(item.on.starts_at, COPENHAGEN)) if when else None
    stop = CaseStop.objects.create(
        item=item,
        forum=forum,
        when=when,
        first=period.first if period else None,
        due=period.last if period else None,
        by=by,
    )
    # The forum's name is free text about the case, and the log is read by administrators.
    log.record("meetings.case_sent_on", by=by, target=item, text=f"Sagen fra {name_of(item)} skal videre")
    return stop


@transaction.atomic
def note_outcome(stop: CaseStop, *, decided_on: date, outcome: str, by: User) -> None:
    """Write what the other forum decided, and when. ``stop.version`` is what the person saw."""
    require(may_follow_case(by, stop))
    if not outcome.strip():
        raise Refused("Skriv, hvad der blev besluttet. Intet er gemt.")
    if decided_on > timezone.localdate():
        raise Refused("Den dag er ikke kommet endnu. Skriv den dag, sagen blev behandlet. Intet er gemt.")
    take(stop, STOP_WORKFLOW, "decide", decided_on=decided_on, outcome=outcome.strip())
    text = f"Beslutningen i et andet forum er skrevet til {name_of(stop.item)}"
    log.record("meetings.case_outcome", by=by, target=stop.item, text=text)


@transaction.atomic
def drop_stop(stop: CaseStop, *, by: User) -> None:
    """The case does not go there after all; or, for one that was dropped, it does."""
    require(may_follow_case(by, stop))
    if stop.state == StopState.DECIDED:
        raise Refused("Sagen er behandlet dér. Ret beslutningen, hvis den er forkert. Intet er ændret.")
    take(stop, STOP_WORKFLOW, "reopen" if stop.state == StopState.DROPPED else "drop")
    log.record("meetings.case_stop", by=by, target=stop.item, text=f"Sagens vej fra {name_of(stop.item)} er ændret")


@transaction.atomic
def quote_stop(item: AgendaItem, stop: CaseStop, *, by: User) -> None:
    """Let an item's Historik say what another forum decided in the case (D28)."""
    require(may_quote(by, stop.item) and may_write_item(by, item))
    if stop.state != StopState.DECIDED or stop.decided_on is None:
        raise Refused(f"Beslutningen i {stop.forum} er ikke skrevet endnu. Intet er ændret.")
    text = history_text(stop.forum, stop.decided_on, paragraphs(stop.outcome))
    _quote(item, text, source=stop.item, by=by)


@transaction.atomic
def quote_decision(item: AgendaItem, earlier: AgendaItem, *, by: User) -> None:
    """Let an item's Historik say what a forum of ours decided under an earlier item (D28)."""
    earlier = AgendaItem.objects.select_related("meeting", "forum").get(pk=earlier.pk)
    require(may_quote(by, earlier) and may_write_item(by, item))
    decisions = Section.objects.filter(item=earlier, kind=SectionKind.DECISION).exclude(html="")
    html = "".join(decisions.order_by("position").values_list("html", flat=True))
    if not html:
        raise Refused("Der blev ikke skrevet nogen beslutning under det punkt. Intet er ændret.")
    day = timezone.localdate(earlier.on.starts_at, COPENHAGEN)
    _quote(item, history_text(earlier.forum.name, day, html), source=earlier, by=by)


def _quote(item: AgendaItem, text: str, *, source: AgendaItem, by: User) -> None:
    source, item = lock_both(source, item)
    require(may_write_item(by, item))
    must_reach_no_further(source, item)
    section = _history(item, by)
    if plain_text(text) in plain_text(section.html):
        raise Refused("Beslutningen står allerede i Historik. Intet er ændret.")
    add_to_section(section, text, by=by)
    note_repeat(item, [source.pk])


def _history(item: AgendaItem, by: User) -> Section:
    """The item's Historik; a new one, before the decision, where it has none."""
    found = Section.objects.filter(item=item, kind=SectionKind.HISTORY, set_aside=False).order_by("position").first()
    if found is None:
        found = add_section(item, kind=SectionKind.HISTORY, heading=str(SectionKind.HISTORY.label), by=by)
    return Section.objects.select_related("item__meeting__forum", "item__forum").get(pk=found.pk)
