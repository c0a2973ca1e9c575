"""What other subjects offer a forum."""

from chefforum.documents.models import Offer
from chefforum.documents.offering import offered
from meetings.models import AgendaItem, Meeting, SectionKind
from meetings.permissions import Viewer, may_edit_agenda
from meetings.workflow import ItemState

_GONE = (ItemState.WITHDRAWN, ItemState.POSTPONED)


def offers_for_agenda(meeting: Meeting, *, viewer: Viewer) -> list[Offer]:
    """The papers offered to the meeting's forum that are no item yet, for whoever writes its agenda."""
    if not may_edit_agenda(viewer, meeting):
        return []
    taken = AgendaItem.objects.filter(offered__isnull=False).exclude(state__in=_GONE).values("offered")
    return list(offered(meeting.forum.name).exclude(document__in=taken))


def suggested_decision(item: AgendaItem) -> str:
    """What the subject of an item's paper suggests as the decision; empty where the decision says so already. The
    caller may write the item's minutes.
    """
    offers = Offer.objects.filter(document=item.offered_id, withdrawn_at=None)
    offer = offers.first() if item.offered_id else None
    if offer is None:
        return ""
    said = [one.html for one in item.sections.all() if one.kind == SectionKind.DECISION]
    return "" if any(offer.decision in html for html in said) else offer.decision
