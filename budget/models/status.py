"""What is said of a point in a round, every change of it, and texts that are asked for."""

from django.conf import settings
from django.db import models

from budget.models.initiative import Initiative
from budget.models.round import Round
from budget.workflow import CarryOver, Light, RoundState


class LightMeaning(models.Model):
    """What the municipality means by a light; the defaults are in ``budget.rules``."""

    light = models.CharField("lys", max_length=10, choices=Light, unique=True)
    meaning = models.CharField("betyder", max_length=120)

    class Meta:
        verbose_name = "lysets betydning"
        verbose_name_plural = "lysenes betydning"

    def __str__(self) -> str:
        return f"{self.get_light_display()}: {self.meaning}"


class Status(models.Model):
    """What a round says of a point. ``public_text`` is the only text that Økonomiudvalget reads (D86).

    Every field that people fill in changes only together with a :class:`Change`, so that the changes, one after the
    other, give the present state.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="statuses", verbose_name="runde")
    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="statuses", verbose_name="punkt")
    light = models.CharField("lys", max_length=10, choices=Light, default=Light.NONE)
    comment = models.TextField("intern bemærkning", blank=True, max_length=4000)
    public_text = models.TextField("tekst til ØU", blank=True, max_length=4000)
    next_step = models.TextField("næste skridt", blank=True, max_length=2000)
    finish_on = models.DateField("forventes gennemført", null=True, blank=True)
    carry = models.CharField("føres over", max_length=10, choices=CarryOver, blank=True, default=CarryOver.OPEN)
    carry_part = models.CharField("den del, der føres over", blank=True, max_length=400)
    needs_case = models.BooleanField("kræver en politisk sag", default=False)
    case_forum = models.CharField("forum", max_length=80, blank=True)
    case_when = models.CharField("hvornår", max_length=80, blank=True)
    answered_at = models.DateTimeField("besvaret", null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="besvaret af"
    )
    reviewed_at = models.DateTimeField("gennemgået", null=True)

    class Meta:
        verbose_name = "status"
        verbose_name_plural = "status"
        ordering = ["round", "initiative"]
        constraints = [models.UniqueConstraint(fields=["round", "initiative"], name="one_status_a_round_and_point")]

    def __str__(self) -> str:
        return f"{self.initiative.number} i {self.round}"


class Change(models.Model):
    """One field of a status from one value to another: who did it, who asked for it, and why (D83).

    Values are texts, as ``budget.rules.fields`` spells them. ``phase`` is where the round was. ``aside`` is a value
    that somebody wrote while another changed the same field: it is kept, but never became the field's.
    """

    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="changes", verbose_name="status")
    field = models.CharField("felt", max_length=20)
    old = models.TextField("før", blank=True)
    new = models.TextField("efter", blank=True)
    phase = models.CharField("hvor runden var", max_length=12, choices=RoundState)
    asked_by = models.CharField("bedt om af", max_length=120, blank=True)
    reason = models.CharField("begrundelse", max_length=400, blank=True)
    aside = models.BooleanField("lagt til side", default=False)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )

    class Meta:
        verbose_name = "ændring"
        verbose_name_plural = "ændringer"
        ordering = ["status", "pk"]

    def __str__(self) -> str:
        return f"{self.field}: {self.old} → {self.new}"


class TextRequest(models.Model):
    """That a named person is asked for a new text to Økonomiudvalget, until a day (D86)."""

    status = models.ForeignKey(Status, on_delete=models.PROTECT, related_name="requests", verbose_name="status")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    due = models.DateField("frist")
    wish = models.CharField("hvad der ønskes", max_length=400, blank=True)
    at = models.DateTimeField("bedt om", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")
    done_at = models.DateTimeField("skrevet", null=True)
    dropped = models.BooleanField("ønskes ikke længere", default=False)

    class Meta:
        verbose_name = "ønske om tekst"
        verbose_name_plural = "ønsker om tekst"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"Tekst til {self.status.initiative.number} fra {self.person}"
