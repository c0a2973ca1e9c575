"""What a section has said before, and who has it open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404
from django.utils import timezone

from chefforum.organisation.models import User
from meetings.models import AgendaItem, Presence, Saved, Section, Wording
from meetings.permissions import Viewer, items_seen_by, proposals_seen_by

# A person is there as long as the page has said so within this time; it says so every ten seconds.
PRESENT = timedelta(seconds=25)
# Saves of one person closer than this are one sitting.
SITTING = timedelta(minutes=10)


@dataclass(frozen=True)
class Sitting:
    """A stretch of saves by one person; ``latest`` is what stood at its end, ``earlier`` what was saved on the way."""

    latest: Wording
    earlier: list[Wording]

    @property
    def began(self) -> datetime:
        """When the first of them was saved."""
        return (self.earlier[-1] if self.earlier else self.latest).at


def section_by_id(section_id: int, *, viewer: Viewer) -> Section:
    """The section with its item; :class:`Http404` as for meetings."""
    readable = items_seen_by(viewer) | proposals_seen_by(viewer)
    found = (
        Section.objects.filter(pk=section_id, item__in=readable.values("pk"))
        .select_related("item__meeting__forum", "item__forum", "item__case")
        .first()
    )
    if found is None:
        raise Http404
    return found


def wording_by_id(wording_id: int, *, viewer: Viewer) -> Wording:
    """A saved wording of a section that the viewer may read; :class:`Http404` as for meetings."""
    found = Wording.objects.select_related("by").filter(pk=wording_id).first()
    if found is None:
        raise Http404
    found.section = section_by_id(found.section_id, viewer=viewer)
    return found


def history_of(section: Section, *, viewer: Viewer) -> list[Sitting]:
    """Everything that was saved of the section, newest first, in sittings."""
    section_by_id(section.pk, viewer=viewer)
    sittings: list[list[Wording]] = []
    for wording in Wording.objects.filter(section=section).select_related("by"):
        before = sittings[-1][-1] if sittings else None
        if (
            before is not None
            and before.saved == wording.saved == Saved.WRITTEN
            and before.by_id == wording.by_id
            and before.at - wording.at < SITTING
        ):
            sittings[-1].append(wording)
        else:
            sittings.append([wording])
    return [Sitting(first, rest) for first, *rest in sittings]


def last_writer(section: Section) -> tuple[User | None, datetime | None]:
    """Who saved what the section says now, and when; nobody where it stands as it was made."""
    last = Wording.objects.filter(section=section).exclude(saved=Saved.ASIDE).select_related("by").first()
    return (last.by, last.at) if last else (None, None)


def others_at(item: AgendaItem, *, viewer: Viewer) -> list[Presence]:
    """Who else has the item open now. The caller has asked for the item."""
    return list(
        Presence.objects.filter(item=item, seen_at__gt=timezone.now() - PRESENT)
        .exclude(user=viewer.pk)
        .select_related("user", "section")
        .order_by("user__first_name", "pk")
    )


def versions_of(item: AgendaItem) -> dict[int, int]:
    """The version of each section now, by its id."""
    return dict(Section.objects.filter(item=item).values_list("pk", "version"))
