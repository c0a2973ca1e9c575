"""What passes between two subjects: a finished paper is offered, taken up, and stamped with what was decided."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone

from chefforum.audit import log
from chefforum.documents.models import Document, Offer, Stamp
from chefforum.richtext import clean

if TYPE_CHECKING:
    from chefforum.organisation.models import User


def offer(
    document: Document,
    *,
    forum: str,
    title: str,
    occasion: str,
    presentation: str,
    party: str,
    points: Sequence[str],
    closed: bool,
    by: "User",
) -> Offer:
    """Offer a frozen paper to a forum, with a suggestion for its agenda. In the caller's transaction.

    Running text is kept in the normal form of ``chefforum.richtext``. The same document is offered once: again, it is
    what is suggested that changes.
    """
    made, _ = Offer.objects.update_or_create(
        document=document,
        defaults={
            "forum": forum,
            "title": title[:200],
            "occasion": clean(occasion),
            "presentation": clean(presentation),
            "party": party,
            "points": list(points),
            "closed": closed,
            "withdrawn_at": None,
            "by": by,
        },
    )
    log.record("documents.offered", by=by, target=document, text=f"»{document.title}« er tilbudt {forum}")
    return made


def suggest_decision(documents: Iterable[int], html: str) -> None:
    """What may be written as the decision about papers that are offered."""
    Offer.objects.filter(document__in=list(documents), withdrawn_at=None).update(decision=clean(html))


def withdraw(documents: Iterable[int], *, forum: str, by: "User") -> int:
    """Offer papers to a forum no longer; answers how many were. An item that took one up keeps what it has."""
    offers = Offer.objects.filter(document__in=list(documents), forum=forum, withdrawn_at=None)
    offers = offers.select_related("document")
    found = list(offers)
    for one in found:
        log.record(
            "documents.withdrawn", by=by, target=one.document, text=f"»{one.document.title}« tilbydes ikke længere"
        )
    Offer.objects.filter(pk__in=[one.pk for one in found]).update(withdrawn_at=timezone.now())
    return len(found)


def offer_again(documents: Iterable[int], *, by: "User") -> int:
    """Offer papers that were withdrawn again, as they were; answers how many were."""
    offers = list(
        Offer.objects.filter(document__in=list(documents)).exclude(withdrawn_at=None).select_related("document")
    )
    for one in offers:
        log.record(
            "documents.offered", by=by, target=one.document, text=f"»{one.document.title}« er tilbudt {one.forum}"
        )
    Offer.objects.filter(pk__in=[one.pk for one in offers]).update(withdrawn_at=None)
    return len(offers)


def offered(forum: str) -> QuerySet[Offer]:
    """What is offered to a forum, the latest first. Whoever asks must prepare that forum's agendas."""
    return Offer.objects.filter(forum__iexact=forum, withdrawn_at=None).select_related("document__pdf", "by")


def stamp(
    document: Document,
    *,
    source: str,
    forum: str,
    on: date,
    place: str,
    outcome: str,
    text: str,
    address: str,
) -> None:
    """Put on a paper what a forum decided about it. The same source stamps once, with its last word."""
    Stamp.objects.update_or_create(
        document=document,
        source=source,
        defaults={
            "forum": forum,
            "on": on,
            "place": place,
            "outcome": outcome,
            "text": clean(text),
            "address": address,
        },
    )
    log.record("documents.stamped", by=None, target=document, text=f"»{document.title}« er behandlet i {forum}")


def lift_stamp(source: str) -> None:
    """Take a stamp off again: what it said is being written anew."""
    Stamp.objects.filter(source=source).delete()


def stamps_on(documents: Iterable[int]) -> QuerySet[Stamp]:
    """The stamps on documents, by their ids, the first first."""
    return Stamp.objects.filter(document__in=list(documents)).select_related("document")
