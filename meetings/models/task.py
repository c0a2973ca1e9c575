"""Who shall do what after an item, and how it went."""

from django.conf import settings
from django.db import models

from chefforum.organisation.models import Department
from chefforum.workflow import Look
from meetings.models.item import AgendaItem
from meetings.workflow import TASK_WORKFLOW, TaskState


class Task(models.Model):
    """Something that somebody shall do after an item (D58–D64).

    ``who`` and ``when`` are as they were said. ``first`` and ``due`` are the days that ``when`` was read as, both
    ``None`` where it was not understood. ``comment`` says why a task was dropped, or how it was done.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="tasks", verbose_name="punkt")
    text = models.CharField("hvad", max_length=400)
    who = models.CharField("hvem", max_length=160)
    when = models.CharField("hvornår", max_length=120, blank=True)
    first = models.DateField("tidligst", null=True)
    due = models.DateField("frist", null=True)
    state = models.CharField("tilstand", max_length=10, choices=TaskState, default=TaskState.OPEN)
    comment = models.CharField("bemærkning", max_length=400, blank=True)
    version = models.PositiveIntegerField("version", default=0)
    at = models.DateTimeField("oprettet", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "opgave"
        verbose_name_plural = "opgaver"
        ordering = [models.F("due").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.text

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return TASK_WORKFLOW.looks[self.state]


class TaskOwner(models.Model):
    """A person or a department that has a task; whoever ``who`` names and nobody knows has no row."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="owners", verbose_name="opgave")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="person"
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="afdeling"
    )

    class Meta:
        verbose_name = "ansvarlig"
        verbose_name_plural = "ansvarlige"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None) ^ models.Q(department=None), name="owner_is_a_person_or_a_department"
            ),
            models.UniqueConstraint(fields=["task", "user"], name="a_person_has_a_task_once"),
            models.UniqueConstraint(fields=["task", "department"], name="a_department_has_a_task_once"),
        ]

    def __str__(self) -> str:
        return str(self.user or self.department)


class TaskChange(models.Model):
    """A step in a task's history, in words."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="changes", verbose_name="opgave")
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )
    what = models.CharField("hvad", max_length=400)
    comment = models.CharField("bemærkning", max_length=400, blank=True)

    class Meta:
        verbose_name = "ændring af en opgave"
        verbose_name_plural = "ændringer af opgaver"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.what
