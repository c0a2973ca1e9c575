"""What people have read, and what those who read a draft first had to say."""

from django.conf import settings
from django.db import models

from meetings.models.item import AgendaItem
from meetings.models.meeting import MeetingPaper


class ItemReading(models.Model):
    """The wording of an item that a person last read: the paper it stood in, and the check sum of the item there.

    ``before`` is the paper in which the person read it in other words, until it is read in others again.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+", verbose_name="punkt")
    kind = models.CharField("slags papir", max_length=10)
    paper = models.ForeignKey(MeetingPaper, on_delete=models.PROTECT, related_name="+", verbose_name="papir")
    sha256 = models.CharField("kontrolsum", max_length=64)
    at = models.DateTimeField("læst")
    before = models.ForeignKey(
        MeetingPaper, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="papir læst før"
    )
    before_at = models.DateTimeField("læst før", null=True)

    class Meta:
        verbose_name = "læsning"
        verbose_name_plural = "læsninger"
        constraints = [models.UniqueConstraint(fields=["user", "item", "kind"], name="last_read_once_a_kind")]

    def __str__(self) -> str:
        return f"{self.user} {self.at:%d-%m-%Y %H:%M}"


class MarginNote(models.Model):
    """A comment in the margin of a draft, to an item or the section under ``heading``, about the words ``quote``."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="margin_notes", verbose_name="punkt")
    heading = models.CharField("ved afsnittet", max_length=160, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    quote = models.CharField("om ordene", max_length=400, blank=True)
    text = models.TextField("kommentar", max_length=4000)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    answer = models.TextField("svar", max_length=4000, blank=True)
    done_at = models.DateTimeField("afsluttet", null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="afsluttet af"
    )

    class Meta:
        verbose_name = "kommentar i margenen"
        verbose_name_plural = "kommentarer i margenen"
        ordering = ["at"]

    def __str__(self) -> str:
        return f"Kommentar fra {self.user}"
