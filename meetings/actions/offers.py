"""Finished papers that other subjects offer, taken up as items."""

from html import escape

from django.db import transaction

from chefforum.audit import log
from chefforum.documents.models import Offer
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.attaching import attach_made
from meetings.actions.guard import lock, lock_item, require
from meetings.actions.placing import new_item
from meetings.actions.writing import Words, replace_words, write_section
from meetings.models import AgendaItem, Ground, Meeting, Section, SectionKind
from meetings.permissions import may_edit_agenda, may_see_item, may_write_minutes
from meetings.queries import offers_for_agenda

_SAYS = {SectionKind.OCCASION: "occasion", SectionKind.PRESENTATION: "presentation"}


@transaction.atomic
def take_up_offer(meeting: Meeting, offer: Offer, *, by: User) -> AgendaItem:
    """Make an item of a paper that is offered to the meeting's forum: with the text that was suggested, and the paper
    attached, for members only where it is not for everybody.

    Raises :class:`Refused` for an offer that is taken up, taken back, or whose PDF is not made yet.
    """
    meeting = lock(meeting.pk)
    require(may_edit_agenda(by, meeting))
    offer = Offer.objects.select_for_update(of=("self",)).select_related("document__pdf").get(pk=offer.pk)
    if offer not in offers_for_agenda(meeting, viewer=by):
        raise Refused("Papiret tilbydes ikke længere, eller det er allerede et punkt. Intet er ændret.")
    if offer.document.pdf is None:
        raise Refused("PDF’en af papiret laves endnu. Prøv igen om et øjeblik. Intet er ændret.")
    item = new_item(meeting, offer.title)
    AgendaItem.objects.filter(pk=item.pk).update(offered=offer.document)
    for section in Section.objects.filter(item=item):
        words = _words(offer, SectionKind(section.kind))
        if words is not None:
            write_section(section, words, version=section.version, by=by)
    ground = Ground.INTERNAL if offer.closed else ""
    attach_made(item, offer.document.pdf, f"{offer.document.title}.pdf", ground=ground, by=by)
    log.record(
        "meetings.offer_taken", by=by, target=item, text=f"Et tilbudt papir er punkt {item.position} i {meeting}"
    )
    return item


def _words(offer: Offer, kind: SectionKind) -> Words | None:
    if kind in _SAYS:
        return Words(getattr(offer, _SAYS[kind]))
    if kind != SectionKind.RECOMMENDATION or not offer.points:
        return None
    points = [{"html": escape(text, quote=False), "children": []} for text in offer.points]
    return Words(parties=[offer.party] if offer.party else [], points=points)  # type: ignore[arg-type]


@transaction.atomic
def use_suggested_decision(item: AgendaItem, *, by: User) -> None:
    """Add what the subject suggests as the decision to what the item's decision says. What was added before is put
    in its place, where it still stands as it was.
    """
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    offer = Offer.objects.filter(document=item.offered_id, withdrawn_at=None).first()
    if offer is None or not offer.decision:
        raise Refused("Der er intet udkast til beslutningen. Intet er ændret.")
    replace_words(item, item.drafted, offer.decision, by=by)
    AgendaItem.objects.filter(pk=item.pk).update(drafted=offer.decision)
