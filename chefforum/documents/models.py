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
