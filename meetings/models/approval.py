"""What members say of the minutes."""

from django.conf import settings
from django.db import models

from chefforum.documents.models import Document
from meetings.models.item import AgendaItem
from meetings.models.meeting import Meeting


class Approval(models.Model):
    """A member's approval of exactly the document that was read."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="approvals", verbose_name="møde")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="dokument")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    at = models.DateTimeField("tidspunkt", auto_now_add=True)

    class Meta:
        verbose_name = "godkendelse"
        verbose_name_plural = "godkendelser"
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["document", "user"], name="approved_once_a_document")]

    def __str__(self) -> str:
        return f"{self.user} godkendte {self.document}"


class Remark(models.Model):
    """A member's remark on a point, and the secretariat's answer."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="remarks", verbose_name="punkt")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    text = models.TextField("bemærkning", max_length=4000)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    answer = models.TextField("svar", max_length=4000, blank=True)
    answered_at = models.DateTimeField("besvaret", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="besvaret af"
    )

    class Meta:
        verbose_name = "bemærkning"
        verbose_name_plural = "bemærkninger"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"Bemærkning fra {self.user}"
