"""Agenda items and what belongs to them."""

from django.conf import settings
from django.db import models

from chefforum.files.models import StoredFile
from meetings.models.meeting import Meeting


class SectionKind(models.TextChoices):
    """What a section is; its heading is data and may say it otherwise (D17–D22)."""

    OCCASION = "occasion", "Anledning"
    BACKGROUND = "background", "Baggrund"
    PRESENTATION = "presentation", "Sagsfremstilling"
    RECOMMENDATION = "recommendation", "Indstilling"
    HISTORY = "history", "Historik"
    DECISION = "decision", "Beslutning"
    OTHER = "other", "Andet"


class Case(models.Model):
    """A case by its number, kept as written (``domain.md`` a)."""

    number = models.CharField("sagsnummer", max_length=40, unique=True)
    title = models.CharField("titel", max_length=250, blank=True)

    class Meta:
        verbose_name = "sag"
        verbose_name_plural = "sager"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number


class AgendaItem(models.Model):
    """A numbered item. ``position`` counts from 1 among the items that are not withdrawn."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items", verbose_name="møde")
    position = models.PositiveIntegerField("nummer")
    prefix = models.CharField("forkortelse foran titlen", max_length=6, blank=True)
    title = models.TextField("titel")
    also_titled = models.TextField("også skrevet", blank=True)
    slot_start = models.TimeField("fra kl.", null=True, blank=True)
    slot_end = models.TimeField("til kl.", null=True, blank=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="items", null=True, blank=True, verbose_name="sag"
    )
    closed = models.BooleanField("lukket", default=False)
    closed_reason = models.CharField("begrundelse for at lukke", max_length=250, blank=True)
    attachments_heading = models.CharField("overskrift over bilag", max_length=120, default="Bilag")
    attachments_at = models.PositiveIntegerField("bilag står efter afsnit", null=True)
    withdrawn_at = models.DateTimeField("trukket", null=True)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=models.Q(withdrawn_at=None),
                name="one_item_a_position",
            ),
            models.CheckConstraint(
                condition=models.Q(slot_start__isnull=True, slot_end__isnull=True)
                | models.Q(slot_start__isnull=False, slot_end__isnull=False),
                name="slot_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return "Lukket" if self.closed else self.title


class Section(models.Model):
    """A section of an item. A recommendation has a lead, parties and points besides its text."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="sections", verbose_name="punkt")
    kind = models.CharField("slags", max_length=20, choices=SectionKind)
    heading = models.TextField("overskrift", blank=True)
    position = models.PositiveIntegerField("rækkefølge")
    html = models.TextField("tekst", blank=True)
    before = models.TextField("tekst før indstillingen", blank=True)
    lead = models.TextField("hvem indstiller", blank=True)
    parties = models.JSONField("parter", default=list)
    ordered = models.BooleanField("nummererede punkter", default=True)
    points = models.JSONField("indstillingspunkter", default=list)
    empty_as = models.CharField("tom tekst skrives", max_length=40, blank=True)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "afsnit"
        verbose_name_plural = "afsnit"
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="one_section_a_position")]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class Decision(Section):
    """What was decided under an item: a section of that kind, seen by itself. Queries name the kind."""

    class Meta:
        proxy = True
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"


class Attachment(models.Model):
    """A file under an item, or only its name where old minutes have no more (D53)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="attachments", verbose_name="punkt")
    position = models.PositiveIntegerField("rækkefølge")
    title = models.TextField("navn")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="fil")
    removed_at = models.DateTimeField("fjernet", null=True)

    class Meta:
        verbose_name = "bilag"
        verbose_name_plural = "bilag"
        ordering = ["item", "position"]

    def __str__(self) -> str:
        return self.title


class Disqualification(models.Model):
    """A person who is inhabil for an item and does not see it (forvaltningsloven §§ 3-6)."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="disqualifications", verbose_name="punkt"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    lifted_at = models.DateTimeField("ophævet", null=True)

    class Meta:
        verbose_name = "inhabilitet"
        verbose_name_plural = "inhabiliteter"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], condition=models.Q(lifted_at=None), name="disqualified_once_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} er inhabil"
