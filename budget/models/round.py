"""Rounds of status."""

from django.conf import settings
from django.db import models

from budget.models.agreement import Agreement
from budget.workflow import ROUND_WORKFLOW, RoundState
from chefforum.danish.dates import month_name
from chefforum.workflow import Look


class Round(models.Model):
    """A round of status on one or more agreements, on its way to Økonomiudvalget (D67–D68, D89).

    ``as_of`` is the day that the status is of, ``due`` the last day for the departments, ``forum_on`` and
    ``committee_on`` the days of the two meetings.
    """

    name = models.CharField("navn", max_length=80, help_text="For eksempel: Tredje status, Regnskab.")
    agreements = models.ManyToManyField(Agreement, related_name="rounds", verbose_name="budgetaftaler")
    as_of = models.DateField("opgjort pr.")
    due = models.DateField("frist for afdelingerne")
    forum_on = models.DateField("møde i Chefforum")
    committee_on = models.DateField("møde i Økonomiudvalget")
    state = models.CharField("tilstand", max_length=12, choices=RoundState, default=RoundState.PLANNED)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "runde"
        verbose_name_plural = "runder"
        ordering = ["as_of", "pk"]
        constraints = [models.UniqueConstraint(fields=["name", "as_of"], name="one_round_a_name_and_day")]

    def __str__(self) -> str:
        return f"{self.name}, {month_name(self.as_of)} {self.as_of.year}"

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return ROUND_WORKFLOW.looks[self.state]


class RoundStep(models.Model):
    """A step that a round has taken, and why where it went back."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="steps", verbose_name="runde")
    verb = models.CharField("skridt", max_length=20)
    state = models.CharField("tilstand efter", max_length=12, choices=RoundState)
    reason = models.CharField("begrundelse", max_length=400, blank=True)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )

    class Meta:
        verbose_name = "skridt"
        verbose_name_plural = "skridt"
        ordering = ["round", "pk"]

    def __str__(self) -> str:
        return ROUND_WORKFLOW.step(self.verb).label
