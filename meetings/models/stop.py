"""Where a case goes after an item: the next forum, and what came of it there."""

from django.conf import settings
from django.db import models

from chefforum.workflow import Look
from meetings.models.item import AgendaItem
from meetings.workflow import STOP_WORKFLOW, StopState


class CaseStop(models.Model):
    """Another forum that a case goes on to (D29), and, once it is known, what was decided there (D28).

    ``when`` is as it was said; ``first`` and ``due`` are the days that it was read as, both ``None`` where it was not
    understood.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="stops", verbose_name="punkt")
    forum = models.CharField("forum", max_length=120)
    when = models.CharField("hvornår", max_length=120, blank=True)
    first = models.DateField("tidligst", null=True)
    due = models.DateField("senest", null=True)
    state = models.CharField("tilstand", max_length=10, choices=StopState, default=StopState.AHEAD)
    decided_on = models.DateField("behandlet", null=True)
    outcome = models.TextField("beslutning", max_length=4000, blank=True)
    version = models.PositiveIntegerField("version", default=0)
    at = models.DateTimeField("oprettet", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "behandling i et andet forum"
        verbose_name_plural = "behandlinger i andre fora"
        ordering = [models.F("due").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.forum

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return STOP_WORKFLOW.looks[self.state]
