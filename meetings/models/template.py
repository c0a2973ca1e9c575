"""What new items of a forum begin with."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models

from meetings.models.case import Case
from meetings.models.forum import Forum


class ItemKind(models.TextChoices):
    """What the forum is asked to do with an item (D13)."""

    BRIEFING = "briefing", "Orientering"
    DISCUSSION = "discussion", "Drøftelse"
    DECISION = "decision", "Beslutning"
    THEME = "theme", "Temadrøftelse"
    WRITTEN_BRIEFING = "written_briefing", "Skriftlig orientering"
    STATUS = "status", "Status"
    TALK = "talk", "Oplæg"
    WELCOME = "welcome", "Velkomst"


class SectionKind(models.TextChoices):
    """What a section is; its heading is data and may say it otherwise (D17–D22)."""

    OCCASION = "occasion", "Anledning"
    BACKGROUND = "background", "Baggrund"
    PRESENTATION = "presentation", "Sagsfremstilling"
    RECOMMENDATION = "recommendation", "Indstilling"
    HISTORY = "history", "Historik"
    DECISION = "decision", "Beslutning"
    OTHER = "other", "Andet"


def check_headings(value: object) -> None:
    """Pairs of a known kind and a heading, a decision among them exactly once."""
    kinds = [pair[0] for pair in value] if isinstance(value, list) and all(_is_pair(pair) for pair in value) else []
    if not kinds or kinds.count("decision") != 1:
        raise ValidationError("Skriv afsnittene som par af slags og overskrift, med én beslutning.")


def _is_pair(pair: object) -> bool:
    return (
        isinstance(pair, list)
        and len(pair) == 2
        and pair[0] in SectionKind.values
        and isinstance(pair[1], str)
        and 0 < len(pair[1]) <= 120
    )


class ItemTemplate(models.Model):
    """The sections, time and first recommendation of a new item of a kind; without one, the forum's sections."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="templates", verbose_name="forum")
    kind = models.CharField("type", max_length=20, choices=ItemKind)
    sections = models.JSONField("afsnit", validators=[check_headings])
    planned_minutes = models.PositiveSmallIntegerField(
        "minutter", null=True, blank=True, validators=[MaxValueValidator(720)]
    )
    recommendation = models.CharField("første indstillingspunkt", max_length=400, blank=True)

    class Meta:
        verbose_name = "skabelon"
        verbose_name_plural = "skabeloner"
        ordering = ["forum", "kind"]
        constraints = [models.UniqueConstraint(fields=["forum", "kind"], name="one_template_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.forum}"


class Edge(models.TextChoices):
    """Which end of the agenda a standing item keeps."""

    FIRST = "first", "Først"
    LAST = "last", "Sidst"


class Fill(models.TextChoices):
    """What an item fills itself with, until its meeting is held."""

    MINUTES = "minutes", "Dagsordenen og referater til godkendelse"
    TASKS = "tasks", "Åbne opgaver"


class StandingItem(models.Model):
    """An item that every new meeting of a forum begins or ends with (D12)."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="standing_items", verbose_name="forum")
    edge = models.CharField("plads", max_length=5, choices=Edge)
    position = models.PositiveSmallIntegerField("rækkefølge")
    title = models.CharField("titel", max_length=250)
    on_agenda_case = models.BooleanField("på årets dagsordenssag", default=True)
    fill = models.CharField("udfyldes med", max_length=10, choices=Fill, blank=True)

    class Meta:
        verbose_name = "fast punkt"
        verbose_name_plural = "faste punkter"
        ordering = ["forum", "edge", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "edge", "position"],
                name="one_standing_item_a_place",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaCase(models.Model):
    """The case that the standing items of a year are on (D12, D47)."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="agenda_cases", verbose_name="forum")
    year = models.PositiveSmallIntegerField("år")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", verbose_name="sag")

    class Meta:
        verbose_name = "dagsordenssag"
        verbose_name_plural = "dagsordenssager"
        ordering = ["forum", "-year"]
        constraints = [models.UniqueConstraint(fields=["forum", "year"], name="one_agenda_case_a_year")]

    def __str__(self) -> str:
        return f"{self.forum} {self.year}: {self.case}"
