"""The files under items, as they are prepared."""

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from chefforum.files.models import StoredFile
from meetings.models import AgendaItem, Attachment, AttachmentVersion
from meetings.permissions import (
    Viewer,
    attachments_seen_by,
    is_secretariat,
    may_see_item,
    may_see_proposal,
    may_write_item,
)


def with_versions() -> QuerySet[Attachment]:
    """Attachments in the order their author gave them, each with its versions, the newest first."""
    return (
        Attachment.objects.filter(removed_at=None)
        .select_related("file__rendition__pdf", "file__rendition__thumbnail")
        .defer("file__rendition__text")
        .prefetch_related(
            Prefetch("versions", queryset=AttachmentVersion.objects.select_related("file", "by")), "errata"
        )
        .order_by("position", "pk")
    )


def attachments_of(item: AgendaItem) -> list[Attachment]:
    """The attachments of an item. The caller has asked for the item."""
    return list(with_versions().filter(item=item))


def removed_attachments(item: AgendaItem) -> list[Attachment]:
    """Those that were taken off, the last first. The caller has asked for the item."""
    return list(Attachment.objects.filter(item=item, removed_at__isnull=False).order_by("-removed_at")[:20])


def attachment_by_id(attachment_id: int, *, viewer: Viewer) -> Attachment:
    """The attachment, with its file; :class:`Http404` as for meetings."""
    found = (
        attachments_seen_by(viewer)
        .select_related("file", "item__meeting__forum", "item__forum")
        .filter(pk=attachment_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def any_attachment_by_id(attachment_id: int, *, viewer: Viewer) -> Attachment:
    """The same also for one that was taken off, for whoever may see its item."""
    found = Attachment.objects.filter(pk=attachment_id).select_related("item__meeting__forum", "item__forum").first()
    if found is None or not (may_see_item(viewer, found.item) or may_see_proposal(viewer, found.item)):
        raise Http404
    return found


def file_to_prepare(attachment: Attachment, version: int | None, *, viewer: Viewer) -> StoredFile:
    """The file of an attachment that the caller has asked for, or of one of its versions; :class:`Http404` if none.

    A version that was replaced before it was ever sent is for those who write the item.
    """
    if version is None:
        stored = attachment.file
    else:
        versions = AttachmentVersion.objects.filter(attachment=attachment)
        if not (is_secretariat(viewer) or may_write_item(viewer, attachment.item)):
            versions = versions.filter(Q(sent_at__isnull=False) | Q(file=attachment.file_id))
        found = versions.filter(number=version).select_related("file").first()
        stored = found.file if found else None
    if stored is None:
        raise Http404
    return stored
