"""A file as it was received or made."""

from django.core.files.storage import storages
from django.core.validators import RegexValidator
from django.db import models


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
