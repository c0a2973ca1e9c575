"""The files under an item: attached, named, ordered, replaced, closed, taken off."""

from collections.abc import Sequence
from itertools import count
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chefforum.audit import log
from chefforum.files import keep, preparing
from chefforum.files.models import StoredFile
from chefforum.files.names import given_name
from chefforum.organisation.models import User
from chefforum.workflow import Overtaken, Refused
from meetings.actions.access import lock_family
from meetings.actions.freezing import refresh_where_shown
from meetings.actions.guard import lock_any, name_of, require
from meetings.models import AgendaItem, Attachment, AttachmentVersion, Ground
from meetings.permissions import (
    is_secretariat,
    may_replace_attachment,
    may_see_item,
    may_see_proposal,
    may_set_access,
    may_write_item,
)
from meetings.rules.citing import number_of
from meetings.rules.procedure import must_be_open_for
from meetings.workflow import MeetingState

GONE = "Bilaget er fjernet af en anden. Intet er ændret."


@transaction.atomic
def attach(item: AgendaItem, upload: UploadedFile[Any], *, by: User) -> Attachment:
    """Attach a file last, under the name its author gave it (D53). Raises :class:`Refused` for a file that is under the
    item already, too large, broken or unsafe; then nothing of it is kept.

    The file is looked at before anything is locked: a large one holds nobody up.
    """
    require(may_write_item(by, item) or is_secretariat(by))
    stored = keep.receive(upload)
    item = _writable(item, by)
    name = given_name(upload.name or "Bilag")
    if twin := Attachment.objects.filter(item=item, file=stored, removed_at=None).first():
        raise Refused(f"»{name}« er den samme fil som bilaget »{twin.title}« og er ikke vedhæftet igen.")
    last = Attachment.objects.filter(item=item).aggregate(last=Max("position"))["last"]
    attachment = Attachment.objects.create(item=item, title=name, file=stored, position=(last or 0) + 1)
    _add_version(attachment, stored, name, by)
    log.record("meetings.attached", by=by, target=attachment, text=f"Et bilag er føjet til {name_of(item)}")
    return attachment


@transaction.atomic
def replace_file(attachment: Attachment, upload: UploadedFile[Any], *, by: User) -> AttachmentVersion:
    """Put a new version in the place of the one that is there. The old is kept; the name and place stay."""
    require(may_replace_attachment(by, attachment.item) or is_secretariat(by))
    stored = keep.receive(upload)
    item = lock_any(attachment.item)
    if item.meeting is not None and is_secretariat(by) and item.meeting.state == MeetingState.APPROVED:
        raise Refused("Referatet er endeligt godkendt, så bilagene kan ikke ændres. Intet er ændret.")
    require(may_replace_attachment(by, item))
    attachment = _present(attachment)
    if attachment.agenda:
        raise Refused("Bilaget er mødets dagsorden og kan ikke erstattes af en fil. Intet er ændret.")
    name = given_name(upload.name or "Bilag")
    if stored.pk == attachment.file_id:
        raise Refused(f"»{name}« er den fil, der allerede ligger der. Intet er ændret.")
    version = _add_version(attachment, stored, name, by)
    Attachment.objects.filter(pk=attachment.pk).update(file=stored)
    log.record(
        "meetings.attachment_replaced", by=by, target=attachment, text=f"Et bilag til {name_of(item)} er erstattet"
    )
    return version


def attach_made(item: AgendaItem, stored: StoredFile, name: str, *, ground: str, by: User) -> Attachment:
    """Attach a file that the house has made, last; closed where there is a ``ground``. For verbs that hold locks."""
    last = Attachment.objects.filter(item=item).aggregate(last=Max("position"))["last"]
    attachment = Attachment.objects.create(
        item=item, title=name, file=stored, position=(last or 0) + 1, closed=bool(ground), closed_ground=ground
    )
    _add_version(attachment, stored, name, by)
    return attachment


def _add_version(attachment: Attachment, stored: StoredFile, name: str, by: User | None) -> AttachmentVersion:
    last = AttachmentVersion.objects.filter(attachment=attachment).aggregate(last=Max("number"))["last"]
    preparing.prepare(stored)
    return AttachmentVersion.objects.create(
        attachment=attachment, number=(last or 0) + 1, file=stored, name=name, by=by
    )


def copy_attachments(old: AgendaItem, new: AgendaItem) -> None:
    """Give an item that continues another the same attachments, as they are now. For verbs that hold the locks.

    The agenda of the meeting that the other was on is not the new one's.
    """
    for one in Attachment.objects.filter(item=old, agenda=False, removed_at=None).select_related("file"):
        copy = Attachment.objects.create(
            item=new,
            position=one.position,
            title=one.title,
            file=one.file,
            closed=one.closed,
            closed_ground=one.closed_ground,
        )
        if one.file is not None:
            _add_version(copy, one.file, one.title, None)


@transaction.atomic
def rename_attachment(attachment: Attachment, title: str, *, was: str, by: User) -> str:
    """Another name for an attachment, word for word as typed but for what cannot be seen. Answers the name it got.

    Raises :class:`Overtaken` when it no longer is called ``was``, the name the person saw.
    """
    item = _writable(attachment.item, by)
    attachment = _present(attachment)
    if not title.strip():
        raise Refused("Et bilag skal have et navn. Det gamle navn er beholdt.")
    name = given_name(title.replace("/", "-").replace("\\", "-"))
    if attachment.title not in (was, name):
        raise Overtaken(f"En anden har kaldt bilaget »{attachment.title}« imens. Dit navn »{name}« er ikke gemt.")
    Attachment.objects.filter(pk=attachment.pk).update(title=name)
    log.record(
        "meetings.attachment_renamed", by=by, target=attachment, text=f"Et bilag til {name_of(item)} har nyt navn"
    )
    return name


@transaction.atomic
def move_attachment(attachment: Attachment, *, to: int, by: User) -> int:
    """Move an attachment to a place counted from 1; the others close up. Answers the place it got."""
    item = _writable(attachment.item, by)
    attachment = _present(attachment)
    order = list(_of(item).values_list("pk", flat=True))
    order.remove(attachment.pk)
    order.insert(max(0, min(to - 1, len(order))), attachment.pk)
    for position, pk in enumerate(order, 1):
        Attachment.objects.filter(pk=pk).update(position=position)
    log.record("meetings.attachment_moved", by=by, target=attachment, text=f"Bilagene til {name_of(item)} er ordnet")
    return order.index(attachment.pk) + 1


@transaction.atomic
def number_attachments(item: AgendaItem, *, by: User) -> int:
    """Put »Bilag 1: « before the names that have no number, in order, around the numbers that are taken (D54).

    Answers how many got one.
    """
    item = _writable(item, by)
    attachments = list(_of(item))
    taken = {number_of(one.title) for one in attachments}
    free = (number for number in count(1) if number not in taken)
    bare = [one for one in attachments if number_of(one.title) is None]
    for one in bare:
        Attachment.objects.filter(pk=one.pk).update(title=f"Bilag {next(free)}: {one.title}")
    if bare:
        log.record(
            "meetings.attachments_numbered", by=by, target=item, text=f"Bilagene til {name_of(item)} har fået numre"
        )
    return len(bare)


@transaction.atomic
def close_attachment(attachment: Attachment, *, closed: bool, ground: str, by: User) -> None:
    """Close an attachment of an open item, on a ground, or open it. What is out is made anew at once.

    Closing also closes the same file under what the item continues and what continues it, and it can be one that was
    taken off: a paper that is out may still have it.
    """
    family = lock_family(attachment.item)
    item = family[0]
    require(may_set_access(by, item.meeting) and (may_see_item(by, item) or may_see_proposal(by, item)))
    if closed and ground not in Ground.values:
        raise Refused("Vælg, hvorfor bilaget skal være lukket. Intet er ændret.")
    same = {attachment.pk}
    if closed:
        files = list(AttachmentVersion.objects.filter(attachment=attachment).values_list("file", flat=True))
        kin = AttachmentVersion.objects.filter(attachment__item__in=[one.pk for one in family], file__in=files)
        same |= set(kin.values_list("attachment", flat=True))
    changed = list(Attachment.objects.filter(pk__in=same).exclude(closed=closed).values_list("pk", "item_id"))
    Attachment.objects.filter(pk__in={attachment.pk, *(pk for pk, _ in changed)}).update(
        closed=closed, closed_ground=ground if closed else ""
    )
    if changed:
        text = f"Adgangen til bilag under {name_of(item)} er ændret"
        log.record("meetings.attachment_access", by=by, target=attachment, text=text)
        refresh_where_shown({item_id for _, item_id in changed}, by=by)


@transaction.atomic
def make_ready_again(attachment: Attachment, *, by: User) -> None:
    """Have a file made ready for reading again that could not be."""
    require(may_replace_attachment(by, attachment.item))
    if attachment.file is not None:
        preparing.retry(attachment.file)


@transaction.atomic
def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """Take an attachment off. The file is kept, and a paper that was sent with it still has it."""
    item = _writable(attachment.item, by)
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=timezone.now())
    log.record("meetings.detached", by=by, target=attachment, text=f"Et bilag er fjernet fra {name_of(item)}")


@transaction.atomic
def restore_attachment(attachment: Attachment, *, by: User) -> None:
    """Put an attachment that was taken off back where it was."""
    item = _writable(attachment.item, by)
    if _of(item).filter(file=attachment.file_id).exists() and attachment.file_id:
        raise Refused("Den samme fil er vedhæftet igen i mellemtiden. Intet er ændret.")
    Attachment.objects.filter(pk=attachment.pk).update(removed_at=None)
    log.record(
        "meetings.attachment_restored", by=by, target=attachment, text=f"Et bilag er lagt tilbage under {name_of(item)}"
    )


def pin_attachments(items: Sequence[int], *, shown: bool) -> None:
    """Mark the versions that were sent as those that the meeting has before it, or take the marks away."""
    versions = AttachmentVersion.objects.filter(attachment__item__in=items)
    versions.update(shown=False)
    if shown:
        sent = versions.filter(sent_at__isnull=False).order_by("attachment_id", "-number").distinct("attachment_id")
        AttachmentVersion.objects.filter(pk__in=list(sent.values_list("pk", flat=True))).update(shown=True)


def _writable(item: AgendaItem, by: User) -> AgendaItem:
    """The item as it is now, locked, if the person may change what is under it."""
    item = lock_any(item)
    if item.meeting is not None and is_secretariat(by):
        must_be_open_for(item.meeting)
    require(may_write_item(by, item))
    return item


def _present(attachment: Attachment) -> Attachment:
    """The attachment as it is now; raises :class:`Overtaken` if it has been taken off."""
    found = Attachment.objects.select_related("file").filter(pk=attachment.pk, removed_at=None).first()
    if found is None:
        raise Overtaken(GONE)
    return found


def _of(item: AgendaItem) -> Any:
    return Attachment.objects.filter(item=item, removed_at=None).order_by("position", "pk")
