"""What members say of the minutes, and how minutes are approved in form."""

from django.conf import settings
from django.db import models

from chefforum.documents.models import Document
from meetings.models.item import AgendaItem
from meetings.models.meeting import Meeting


class ApprovalKind(models.TextChoices):
    """How an approval came about."""

    GIVEN = "given", "Godkendt"
    SILENT = "silent", "Godkendt ved tavshed"


class Approval(models.Model):
    """A member's approval of exactly the document that was read.

    One that the secretariat withdrew stays, with the reason, and counts no more.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="approvals", verbose_name="møde")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="dokument")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    kind = models.CharField("slags", max_length=10, choices=ApprovalKind, default=ApprovalKind.GIVEN)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="trukket af"
    )
    withdrawn_because = models.CharField("begrundelse", max_length=400, blank=True)

    class Meta:
        verbose_name = "godkendelse"
        verbose_name_plural = "godkendelser"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "user"],
                condition=models.Q(withdrawn_at=None),
                name="approved_once_a_document",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} godkendte {self.document}"


class RemarkClosing(models.TextChoices):
    """How the secretariat closed a remark."""

    REPLY = "reply", "Besvaret"
    CHANGE = "change", "Teksten er rettet"


class Remark(models.Model):
    """A member's remark on a point of the paper they read, and how the secretariat closed it."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="remarks", verbose_name="punkt")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="til dokumentet"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    text = models.TextField("bemærkning", max_length=4000)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    closing = models.CharField("lukket ved", max_length=10, choices=RemarkClosing, blank=True)
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


class Reopening(models.Model):
    """Locked minutes that were opened again, and how they had been approved until then."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="reopenings", verbose_name="møde")
    reason = models.CharField("begrundelse", max_length=400)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")
    paper_number = models.PositiveIntegerField("den låste version")
    approved_at = models.DateTimeField("var endeligt godkendt")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="var godkendt af"
    )
    approved_in = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="var godkendt på mødet"
    )

    class Meta:
        verbose_name = "genåbning af et referat"
        verbose_name_plural = "genåbninger af referater"
        ordering = ["at"]

    def __str__(self) -> str:
        return self.reason


class ListedMinutes(models.Model):
    """Minutes that an agenda's item puts up for approval, and what came of it (D44).

    ``sentence`` is the recommendation point that was written for them, shared where one point is for all.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="listed", verbose_name="punkt")
    minutes = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="listed_on", verbose_name="referat")
    sentence = models.CharField("indstillingspunkt", max_length=1000)
    approved_at = models.DateTimeField("godkendt", null=True)

    class Meta:
        verbose_name = "referat til godkendelse"
        verbose_name_plural = "referater til godkendelse"
        ordering = ["minutes__starts_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "minutes"], name="minutes_listed_once_an_item")]

    def __str__(self) -> str:
        return self.sentence
