"""The agenda that was sent, as an attachment of the minutes (D16)."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chefforum.audit import log
from chefforum.danish import long_date
from chefforum.danish.dates import COPENHAGEN
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from meetings.actions.guard import lock_item, name_of, require
from meetings.models import AgendaItem, Attachment, MeetingPaper
from meetings.permissions import may_see_item, may_write_minutes
from meetings.workflow import PaperEdition, PaperKind


@transaction.atomic
def enclose_agenda(item: AgendaItem, *, by: User) -> Attachment:
    """Put the agenda that was sent last among the item's attachments, under the name that it goes by: »Dagsorden - 10.
    august 2016«.

    The attachment has no file of its own: whoever reads the minutes is led to their own edition of the agenda, so what
    is closed there, or is closed later, is no more open here. Raises :class:`Refused` where no agenda was sent, or it
    is among the minutes' attachments already.
    """
    item = _item_to_write(item, by)
    sent = MeetingPaper.objects.filter(meeting=item.on, kind=PaperKind.AGENDA, edition=PaperEdition.MEMBERS)
    if not sent.exists():
        raise Refused("Der er ikke sendt nogen dagsorden til mødet, så der er intet at vedhæfte.")
    enclosed = Attachment.objects.filter(item__meeting=item.on, agenda=True, removed_at=None).select_related("item")
    if found := enclosed.first():
        raise Refused(f"Dagsordenen er allerede bilag til punkt {found.item.position}. Intet er ændret.")
    last = Attachment.objects.filter(item=item).aggregate(last=Max("position"))["last"]
    day = timezone.localdate(item.on.starts_at, COPENHAGEN)
    attachment = Attachment.objects.create(
        item=item, title=f"Dagsorden - {long_date(day)}", agenda=True, position=(last or 0) + 1
    )
    log.record("meetings.agenda_enclosed", by=by, target=attachment, text=f"Dagsordenen er bilag til {name_of(item)}")
    return attachment


@transaction.atomic
def take_agenda_off(item: AgendaItem, *, by: User) -> None:
    """Take the agenda off the item's attachments again; minutes that were sent with it still name it."""
    item = _item_to_write(item, by)
    enclosed = Attachment.objects.filter(item=item, agenda=True, removed_at=None)
    if enclosed.update(removed_at=timezone.now()):
        text = f"Dagsordenen er ikke længere bilag til {name_of(item)}"
        log.record("meetings.agenda_taken_off", by=by, target=item, text=text)


def _item_to_write(item: AgendaItem, by: User) -> AgendaItem:
    item = lock_item(item)
    require(may_write_minutes(by, item.on) and may_see_item(by, item))
    return item
