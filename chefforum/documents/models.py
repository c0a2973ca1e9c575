"""A paper at the moment it left the house."""

from django.conf import settings
from django.db import models

from chefforum.documents.workflow import DocumentState
from chefforum.files.models import StoredFile


class Document(models.Model):
    """A frozen paper and its PDF.

    ``paper`` is never changed after it is written, ``sha256`` is the check sum of its canonical JSON, and
    ``pdf`` is set once. What a person approves is this record.
    """

    title = models.CharField("titel", max_length=250)
    file_name = models.CharField("filnavn", max_length=180)
    edition = models.CharField("udgave", max_length=20)
    schema = models.CharField("skema", max_length=60)
    template = models.CharField("skabelon", max_length=120)
    paper = models.JSONField("indhold")
    sha256 = models.CharField("kontrolsum", max_length=64, db_index=True)
    state = models.CharField("tilstand", max_length=20, choices=DocumentState, default=DocumentState.QUEUED)
    version = models.PositiveIntegerField("udgave af tilstanden", default=0)
    attempts = models.PositiveIntegerField("forsøg", default=0)
    deaths = models.PositiveSmallIntegerField("afbrudte forsøg i træk", default=0)
    handed_out_at = models.DateTimeField("sat i gang", auto_now_add=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="PDF")
    created_at = models.DateTimeField("frosset", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )

    class Meta:
        verbose_name = "dokument"
        verbose_name_plural = "dokumenter"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "handed_out_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pdf__isnull=False) | ~models.Q(state=DocumentState.RENDERED),
                name="rendered_document_has_a_pdf",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Offer(models.Model):
    """A finished paper that its subject offers a forum, with what an agenda may say of it.

    A secretary takes it up as an item. ``decision`` is what may be written as the decision when the time comes; the
    subject goes on with it until the forum has met. ``closed``: the file is for the forum's members only.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="offer", verbose_name="dokument")
    forum = models.CharField("til", max_length=80)
    title = models.CharField("titel", max_length=200)
    occasion = models.TextField("anledning", blank=True)
    presentation = models.TextField("sagsfremstilling", blank=True)
    party = models.CharField("indstiller", max_length=160, blank=True)
    points = models.JSONField("indstillingspunkter", default=list)
    decision = models.TextField("beslutning", blank=True)
    closed = models.BooleanField("kun for medlemmer", default=False)
    withdrawn_at = models.DateTimeField("trukket tilbage", null=True)
    at = models.DateTimeField("tilbudt", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "tilbudt papir"
        verbose_name_plural = "tilbudte papirer"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Stamp(models.Model):
    """What a forum decided about a paper: put on it by whoever keeps the forum's minutes.

    ``source`` names the item it comes from, so that the same decision stamps once; ``address`` leads there.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="stamps", verbose_name="dokument")
    source = models.CharField("kilde", max_length=60)
    forum = models.CharField("forum", max_length=120)
    on = models.DateField("dato")
    place = models.CharField("punkt", max_length=40, blank=True)
    outcome = models.CharField("udfald", max_length=60, blank=True)
    text = models.TextField("beslutning", blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    at = models.DateTimeField("stemplet", auto_now_add=True)

    class Meta:
        verbose_name = "stempel"
        verbose_name_plural = "stempler"
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "source"], name="one_stamp_a_source")]

    def __str__(self) -> str:
        return f"{self.forum}, {self.on}"
