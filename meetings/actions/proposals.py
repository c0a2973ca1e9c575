"""The road of a case to an agenda: proposed, sent in, accepted or returned, placed, postponed, taken up again."""

from django.db import transaction
from django.utils import timezone

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.organisation.queries import department_of
from chefforum.workflow import Refused, take
from meetings.actions.attaching import copy_attachments
from meetings.actions.guard import begins, lock, lock_any, lock_item, name_of, require
from meetings.actions.placing import give_sections, make_room, number, order_of
from meetings.actions.repeating import note_repeat
from meetings.models import (
    AgendaItem,
    Disqualification,
    Forum,
    Meeting,
    NamedReader,
    Presenter,
    Section,
    SectionKind,
)
from meetings.permissions import (
    is_secretariat,
    may_edit_agenda,
    may_propose,
    may_see_item,
    may_see_proposal,
    may_write_item,
)
from meetings.rules.procedure import must_be_open_for, must_have_a_reason
from meetings.workflow import ITEM_WORKFLOW, ItemState


@transaction.atomic
def propose(*, forum: Forum, title: str, kind: str = "", wished: Meeting | None = None, by: User) -> AgendaItem:
    """A new proposal, which only its author sees until it is sent in."""
    require(may_propose(by, forum))
    item = AgendaItem.objects.create(
        forum=forum,
        state=ItemState.DRAFT,
        prefix=forum.abbreviation,
        title=title,
        kind=kind,
        wished=wished,
        author=by,
        department=department_of(by),
    )
    give_sections(item)
    log.record("meetings.proposed", by=by, target=item, text=f"{by} har begyndt {name_of(item)}")
    return item


@transaction.atomic
def submit(item: AgendaItem, *, by: User) -> None:
    """Send a proposal in to the secretariat. From now on the author reads it only."""
    item = lock_any(item)
    require(item.author_id == by.pk and may_see_proposal(by, item))
    take(item, ITEM_WORKFLOW, "submit", submitted_at=timezone.now(), submitted_title=item.title, reason="")
    log.record("meetings.proposal_submitted", by=by, target=item, text=f"{by} har indsendt {name_of(item)}")


@transaction.atomic
def take_back(item: AgendaItem, *, by: User) -> None:
    """The author takes a proposal back, as long as nobody has accepted or returned it."""
    item = lock_any(item)
    require(item.author_id == by.pk and may_see_proposal(by, item))
    take(item, ITEM_WORKFLOW, "take_back", submitted_at=None)
    log.record("meetings.proposal_taken_back", by=by, target=item, text=f"{by} har taget {name_of(item)} tilbage")


@transaction.atomic
def accept(item: AgendaItem, *, by: User) -> None:
    """The secretariat accepts a proposal: it lies in the pool until it is placed."""
    item = lock_any(item)
    require(is_secretariat(by) and may_see_proposal(by, item))
    take(item, ITEM_WORKFLOW, "accept")
    log.record("meetings.proposal_accepted", by=by, target=item, text=f"{by} har godtaget {name_of(item)}")


@transaction.atomic
def send_back(item: AgendaItem, *, reason: str, by: User) -> None:
    """Return a proposal to its author, with a reason. An item without an author cannot be returned."""
    item = lock_any(item)
    require(is_secretariat(by) and may_see_proposal(by, item))
    if item.author is None or not may_see_proposal(item.author, item):
        raise Refused("Der er ingen forslagsstiller, der kan få punktet retur. Træk det i stedet. Intet er ændret.")
    reason = must_have_a_reason(reason, "forslaget sendes retur")
    take(item, ITEM_WORKFLOW, "return", reason=reason)
    log.record("meetings.proposal_returned", by=by, target=item, text=f"{by} har sendt {name_of(item)} retur")


@transaction.atomic
def place(item: AgendaItem, meeting: Meeting, *, by: User) -> int:
    """Put an accepted item on an agenda, before the standing last ones. Answers its number."""
    meeting = lock(meeting.pk)
    item = lock_any(item)
    require(may_edit_agenda(by, meeting) and may_see_proposal(by, item))
    if item.forum_id != meeting.forum_id:
        raise Refused(f"Punktet hører til {item.forum}. Intet er ændret.")
    position = make_room(meeting)
    prefix = meeting.forum.abbreviation
    take(item, ITEM_WORKFLOW, "place", meeting=meeting, position=position, prefix=prefix, reason="")
    log.record("meetings.item_placed", by=by, target=item, text=f"Et punkt er sat på {meeting} som nr. {position}")
    return position


@transaction.atomic
def put_in_pool(item: AgendaItem, *, by: User) -> None:
    """Take an item off an agenda that is still a draft, back among those that wait for one."""
    item = lock_item(item)
    meeting = item.on
    require(may_edit_agenda(by, meeting) and may_see_item(by, item))
    if not meeting.unsent:
        raise Refused("Dagsordenen er sendt, så punktet kan ikke bare tages af. Udsæt det i stedet. Intet er ændret.")
    if item.standing:
        raise Refused("Et fast punkt kan ikke lægges i puljen. Træk det, hvis det ikke skal med. Intet er ændret.")
    take(item, ITEM_WORKFLOW, "put_in_pool", meeting=None, position=0, wished=None)
    number(meeting, order_of(meeting))
    log.record("meetings.item_put_in_pool", by=by, target=item, text=f"Et punkt fra {meeting} er lagt i puljen")


@transaction.atomic
def postpone(item: AgendaItem, *, reason: str, to: Meeting | None, by: User) -> AgendaItem:
    """Postpone an item to a later meeting's agenda, or to the pool. A new item continues the old one (D15).

    The old one leaves its agenda and is kept as it was; the new one has its text, facts, attachments and people that
    are disqualified. Answers the new one.
    """
    # The meeting with the lower id first, as everywhere two are locked.
    for pk in sorted({item.meeting_id or 0, to.pk if to else 0} - {0}):
        lock(pk)
    item = lock_item(item)
    old = item.on
    require(may_edit_agenda(by, old) and may_see_item(by, item))
    if item.standing:
        raise Refused("Et fast punkt står på hvert møde og kan ikke udsættes. Intet er ændret.")
    reason = must_have_a_reason(reason, "punktet udsættes")
    target = _target(old, to) if to else None
    take(item, ITEM_WORKFLOW, "postpone", reason=reason)
    number(old, order_of(old))
    new = _continue(item, target, by)
    where = f"til {target}" if target else "uden nyt møde"
    log.record("meetings.item_postponed", by=by, target=item, text=f"Et punkt på {old} er udsat {where}")
    return new


def _target(old: Meeting, to: Meeting) -> Meeting:
    target = lock(to.pk)
    if target.forum_id != old.forum_id or target.pk == old.pk:
        raise Refused("Et punkt kan kun udsættes til et andet møde i samme forum. Intet er ændret.")
    if target.starts_at <= old.starts_at:
        raise Refused("Det møde ligger ikke senere. Vælg et senere møde. Intet er ændret.")
    must_be_open_for(target)
    return target


@transaction.atomic
def take_up_again(item: AgendaItem, *, to: Meeting | None, by: User) -> AgendaItem:
    """Begin a new item that continues an earlier one: on an open agenda, or in the pool. Its decision is not copied."""
    # The meeting with the lower id first, as everywhere two are locked.
    for pk in sorted({item.meeting_id or 0, to.pk if to else 0} - {0}):
        lock(pk)
    item = lock_any(item)
    require(is_secretariat(by) and (may_see_item(by, item) or may_see_proposal(by, item)))
    if to is not None:
        to = lock(to.pk)
        require(may_edit_agenda(by, to))
        if to.forum_id != item.forum_id:
            raise Refused(f"Punktet hører til {item.forum}. Intet er ændret.")
    if item.standing:
        raise Refused("Et fast punkt står på hvert møde i forvejen. Intet er ændret.")
    new = _continue(item, to, by)
    text = f"{begins(name_of(new))} fortsætter et tidligere punkt"
    log.record("meetings.item_taken_up", by=by, target=new, text=text)
    return new


def _continue(old: AgendaItem, meeting: Meeting | None, by: User) -> AgendaItem:
    new = AgendaItem.objects.create(
        forum=old.forum,
        meeting=meeting,
        state=ItemState.PLACED if meeting else ItemState.ACCEPTED,
        position=make_room(meeting) if meeting else 0,
        prefix=old.forum.abbreviation,
        title=old.title,
        kind=old.kind,
        planned_minutes=old.planned_minutes,
        case=old.case,
        department=old.department,
        author=old.author,
        closed=old.closed,
        closed_ground=old.closed_ground,
        closed_reason=old.closed_reason,
        audience=old.audience,
        continues=old,
        submitted_at=timezone.now(),
    )
    note_repeat(new, old.tells_of.values_list("pk", flat=True))
    sections = list(Section.objects.filter(item=old).order_by("position"))
    Section.objects.bulk_create(_copy(section, new) for section in sections)
    if not any(section.kind == SectionKind.DECISION for section in sections):
        Section.objects.create(item=new, kind=SectionKind.DECISION, heading="Beslutning", position=len(sections))
    Presenter.objects.bulk_create(
        Presenter(item=new, position=one.position, name=one.name, user=one.user)
        for one in Presenter.objects.filter(item=old)
    )
    copy_attachments(old, new)
    NamedReader.objects.bulk_create(
        NamedReader(item=new, user=one.user) for one in NamedReader.objects.filter(item=old, removed_at=None)
    )
    Disqualification.objects.bulk_create(
        Disqualification(item=new, user=one.user) for one in Disqualification.objects.filter(item=old, lifted_at=None)
    )
    return new


def _copy(section: Section, new: AgendaItem) -> Section:
    decision = section.kind == SectionKind.DECISION
    return Section(
        item=new,
        kind=section.kind,
        heading=section.heading,
        position=section.position,
        html="" if decision else section.html,
        before=section.before,
        lead=section.lead,
        parties=section.parties,
        ordered=section.ordered,
        points=section.points,
    )


@transaction.atomic
def withdraw_proposal(item: AgendaItem, *, by: User) -> None:
    """Withdraw what is on no agenda: the author's own, or for the secretariat what lies with it. It is kept."""
    item = lock_any(item)
    require(may_write_item(by, item) or (item.author_id == by.pk and may_see_proposal(by, item)))
    if item.meeting_id is not None:
        raise Refused("Punktet står på en dagsorden. Træk det dér. Intet er ændret.")
    take(item, ITEM_WORKFLOW, "withdraw")
    log.record("meetings.proposal_withdrawn", by=by, target=item, text=f"{by} har trukket {name_of(item)}")


@transaction.atomic
def revive(item: AgendaItem, *, by: User) -> None:
    """The author takes a withdrawn proposal out again, as a draft."""
    item = lock_any(item)
    require(item.author_id == by.pk and may_see_proposal(by, item))
    if item.meeting_id is not None:
        raise Refused("Punktet har stået på en dagsorden. Sæt det på igen dér. Intet er ændret.")
    take(item, ITEM_WORKFLOW, "revive", submitted_at=None)
    log.record("meetings.proposal_revived", by=by, target=item, text=f"{by} har taget {name_of(item)} frem igen")
