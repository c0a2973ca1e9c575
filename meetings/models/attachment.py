"""The files under an item, and every version of each."""

from django.conf import settings
from django.db import models

from chefforum.files.models import StoredFile
from meetings.models.item import AgendaItem, Ground


class Attachment(models.Model):
    """A file under an item, or only its name where old minutes have no more (D53).

    ``file`` is the latest version. A closed attachment of an open item is for members only. ``agenda`` is the agenda
    that was sent to the meeting, in the minutes: each reader's own edition of it, so it has no file (D16).
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="attachments", verbose_name="punkt")
    position = models.PositiveIntegerField("rækkefølge")
    title = models.TextField("navn")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="fil")
    closed = models.BooleanField("lukket", default=False)
    closed_ground = models.CharField("grund til at lukke", max_length=20, choices=Ground, blank=True)
    agenda = models.BooleanField("den udsendte dagsorden", default=False)
    removed_at = models.DateTimeField("fjernet", null=True)

    class Meta:
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        ordering = ["item", "position"]

    def __str__(self) -> str:
        return "Lukket bilag" if self.closed or self.item.closed else self.title


class AttachmentVersion(models.Model):
    """A file that an attachment is, or was until it was replaced (D56).

    ``sent_at`` is when a paper with it first left the house; ``shown`` marks the one that the meeting had before it,
    which stays what the minutes name, whatever is put in its place afterwards (D108).
    """

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="versions", verbose_name="bilag")
    number = models.PositiveIntegerField("version")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="fil")
    name = models.TextField("filnavn")
    at = models.DateTimeField("vedhæftet", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )
    sent_at = models.DateTimeField("udsendt", null=True)
    shown = models.BooleanField("vist på mødet", default=False)

    class Meta:
        verbose_name = "version af bilag"
        verbose_name_plural = "versioner af bilag"
        ordering = ["attachment", "-number"]
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"Version {self.number}"
