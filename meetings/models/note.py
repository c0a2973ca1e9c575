"""What a reader has marked and written for themselves. Nothing of it is in the administration, the log or an export."""

import uuid

from django.conf import settings
from django.db import models

from meetings.models.attachment import Attachment
from meetings.models.item import AgendaItem


class PersonalNote(models.Model):
    """A highlight, a note, or both: about words of an item, about words or a page of an attachment, or an item at all.

    The words are kept with a little of what stood around them, so that they are found again in a newer text
    (``meetings.rules.anchoring``). ``key`` is given by the browser: a note written without a network is sent once,
    however often it is tried. ``speaking``: to be said at the meeting.
    """

    key = models.UUIDField("nøgle", default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+", verbose_name="punkt")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="bilag"
    )
    sha256 = models.CharField("bilagets kontrolsum", max_length=64, blank=True)
    page = models.PositiveIntegerField("side", null=True)
    heading = models.CharField("afsnit", max_length=160, blank=True)
    quote = models.CharField("ordene", max_length=1000, blank=True)
    before = models.CharField("før ordene", max_length=80, blank=True)
    after = models.CharField("efter ordene", max_length=80, blank=True)
    text = models.TextField("note", max_length=8000, blank=True)
    speaking = models.BooleanField("talenote", default=False)
    version = models.PositiveIntegerField("version", default=0)
    made_at = models.DateTimeField("skrevet", auto_now_add=True)
    at = models.DateTimeField("ændret", auto_now=True)

    class Meta:
        verbose_name = "personlig note"
        verbose_name_plural = "personlige noter"
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="a_note_is_sent_once")]

    def __str__(self) -> str:
        return "Personlig note"


class NoteShare(models.Model):
    """A note that its writer lets one named colleague read."""

    note = models.ForeignKey(PersonalNote, on_delete=models.CASCADE, related_name="shares", verbose_name="note")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="kollega"
    )
    at = models.DateTimeField("delt", auto_now_add=True)

    class Meta:
        verbose_name = "delt note"
        verbose_name_plural = "delte noter"
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="shared_once_a_colleague")]

    def __str__(self) -> str:
        return "Delt note"
