"""A file as it was received or made, and what is made from it for reading."""

from django.core.files.storage import storages
from django.core.validators import RegexValidator
from django.db import models

from chefforum.files.workflow import RenditionState


class StoredFile(models.Model):
    """The bytes behind attachments and documents. The same bytes are kept once."""

    sha256 = models.CharField("kontrolsum", max_length=64, unique=True, validators=[RegexValidator("^[0-9a-f]{64}$")])
    size = models.BigIntegerField("størrelse i byte")
    content_type = models.CharField("indholdstype", max_length=120)
    pages = models.PositiveIntegerField("sider", null=True, blank=True)
    received_at = models.DateTimeField("modtaget", auto_now_add=True)

    class Meta:
        verbose_name = "fil"
        verbose_name_plural = "filer"

    def __str__(self) -> str:
        return f"{self.content_type} {self.sha256[:12]}"

    @property
    def path(self) -> str:
        """Where the bytes lie in the storage, from the check sum alone."""
        return f"{self.sha256[:2]}/{self.sha256}"

    @property
    def on_disk(self) -> str:
        """The full path of the bytes."""
        return storages["default"].path(self.path)


class Rendition(models.Model):
    """What the back office makes of a file: a PDF to read, a picture of the first page, its text for search.

    It says what the file says, so whoever may not read the file may not read this.
    """

    original = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="rendition", verbose_name="fil")
    state = models.CharField("tilstand", max_length=20, choices=RenditionState, default=RenditionState.WAITING)
    version = models.PositiveIntegerField("udgave af tilstanden", default=0)
    pdf = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="PDF til læsning"
    )
    thumbnail = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="billede af første side"
    )
    text = models.TextField("tekst", blank=True)
    attempts = models.PositiveIntegerField("forsøg", default=0)
    handed_out_at = models.DateTimeField("sat i gang", auto_now_add=True)

    class Meta:
        verbose_name = "læseudgave"
        verbose_name_plural = "læseudgaver"
        indexes = [models.Index(fields=["state", "handed_out_at"])]

    def __str__(self) -> str:
        return f"Læseudgave af {self.original}"

    @property
    def pages(self) -> int | None:
        """The number of pages to read, of a file that is or became a PDF."""
        return self.pdf.pages if self.pdf else self.original.pages


class ColumnChoice(models.Model):
    """Which columns of a sheet are what, remembered by the subject that reads it and the sheet's headings.

    ``headings`` is the row of headings as it was read, in small letters; ``columns`` names a field for each, or "".
    """

    subject = models.CharField("emne", max_length=20)
    headings = models.JSONField("overskrifter")
    columns = models.JSONField("kolonner")
    used_at = models.DateTimeField("sidst brugt", auto_now=True)

    class Meta:
        verbose_name = "kolonnevalg"
        verbose_name_plural = "kolonnevalg"
        constraints = [models.UniqueConstraint(fields=["subject", "headings"], name="one_choice_a_row_of_headings")]

    def __str__(self) -> str:
        return ", ".join(self.headings)
