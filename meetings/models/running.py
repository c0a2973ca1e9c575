"""How a meeting went: whose turn it was, who was there, and what came of each point."""

from django.conf import settings
from django.db import models

from chefforum.workflow import Look
from meetings.models.attachment import Attachment
from meetings.models.forum import Forum
from meetings.models.item import AgendaItem
from meetings.models.meeting import Meeting
from meetings.workflow import TURN_WORKFLOW, TurnState


class Outcome(models.TextChoices):
    """What came of an item or a recommendation point, beside the prose (D38)."""

    APPROVED = "approved", "Godkendt"
    APPROVED_WITH = "approved_with", "Godkendt med bemærkninger"
    NOTED = "noted", "Taget til efterretning"
    DISCUSSED = "discussed", "Drøftet"
    DECIDED = "decided", "Besluttet"
    REVIEWED = "reviewed", "Gennemgået"
    POSTPONED = "postponed", "Udsat"
    RETURNED = "returned", "Sendt tilbage"
    WITHDRAWN = "withdrawn", "Trukket"
    NONE = "none", "Ingen beslutning"


class DecidedBy(models.TextChoices):
    """Who decided (D39): the chief executive decides, the forum advises."""

    FORUM = "forum", "Forummet"
    CHIEF_EXECUTIVE = "chief_executive", "Kommunaldirektøren"
    BOTH = "both", "Begge"


class Turn(models.Model):
    """An item's turn at the meeting. ``place`` is the order it is taken in, which need not be its number.

    ``spent`` are the seconds of earlier turns of an item that was left and taken again; ``began_at`` is of the present
    one. The two ``on_screen`` fields say what the big screen shows beyond the open edition.
    """

    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="turn", verbose_name="punkt")
    place = models.PositiveIntegerField("plads")
    state = models.CharField("tilstand", max_length=10, choices=TurnState, default=TurnState.WAITING)
    version = models.PositiveIntegerField("version", default=0)
    began_at = models.DateTimeField("begyndt", null=True)
    spent = models.PositiveIntegerField("brugte sekunder", default=0)
    decided_by = models.CharField("besluttet af", max_length=20, choices=DecidedBy, default=DecidedBy.FORUM)
    decision_on_screen = models.BooleanField("beslutningen på storskærmen", default=False)
    closed_on_screen = models.BooleanField("det lukkede punkt på storskærmen", default=False)

    class Meta:
        verbose_name = "behandling"
        verbose_name_plural = "behandlinger"
        ordering = ["item__meeting", "place"]

    def __str__(self) -> str:
        return str(self.get_state_display())

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return TURN_WORKFLOW.looks[self.state]


class Ruling(models.Model):
    """The outcome of one recommendation point, counted from 1, or with ``point`` 0 of the item as a whole (D35)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="rulings", verbose_name="punkt")
    point = models.PositiveSmallIntegerField("indstillingspunkt", default=0)
    outcome = models.CharField("udfald", max_length=20, choices=Outcome)
    read = models.BooleanField("læst af beslutningen", default=False)

    class Meta:
        verbose_name = "udfald"
        verbose_name_plural = "udfald"
        ordering = ["item", "point"]
        constraints = [models.UniqueConstraint(fields=["item", "point"], name="one_outcome_a_point")]

    def __str__(self) -> str:
        return str(self.get_outcome_display())


class AttendanceKind(models.TextChoices):
    """Whether somebody was at the meeting."""

    PRESENT = "present", "Til stede"
    EXCUSED = "excused", "Afbud"
    ABSENT = "absent", "Fraværende"
    GUEST = "guest", "Gæst"


class Attendance(models.Model):
    """Somebody at a meeting, or not at it, by the name and office they had then (D114).

    ``came_at`` is the first item they were there for and ``left_before`` the first they were not, where they did not
    sit through it all.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances", verbose_name="møde")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="person"
    )
    name = models.CharField("navn", max_length=160)
    office = models.CharField("stilling", max_length=160, blank=True)
    kind = models.CharField("fremmøde", max_length=10, choices=AttendanceKind, default=AttendanceKind.PRESENT)
    came_at = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="kom til punkt"
    )
    left_before = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="gik før punkt"
    )
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "fremmøde"
        verbose_name_plural = "fremmøder"
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"], condition=models.Q(user__isnull=False), name="attends_once_a_meeting"
            ),
            models.UniqueConstraint(fields=["meeting", "name"], name="one_name_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def away_from(self) -> list[int]:
        """The ids of the items that the person was out of the room for."""
        return [absence.item_id for absence in self.absences.all()]


class Absence(models.Model):
    """An item that somebody was out of the room for, besides those before they came and after they left."""

    attendance = models.ForeignKey(
        Attendance, on_delete=models.CASCADE, related_name="absences", verbose_name="fremmøde"
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+", verbose_name="punkt")

    class Meta:
        verbose_name = "fravær under et punkt"
        verbose_name_plural = "fravær under punkter"
        constraints = [models.UniqueConstraint(fields=["attendance", "item"], name="absent_once_an_item")]

    def __str__(self) -> str:
        return f"{self.attendance}, punkt {self.item.position}"


class StockPhrase(models.Model):
    """A sentence that a forum's decisions often have."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="phrases", verbose_name="forum")
    position = models.PositiveIntegerField("rækkefølge")
    text = models.CharField("sætning", max_length=400)

    class Meta:
        verbose_name = "standardtekst"
        verbose_name_plural = "standardtekster"
        ordering = ["forum", "position"]
        constraints = [models.UniqueConstraint(fields=["forum", "text"], name="one_phrase_once_a_forum")]

    def __str__(self) -> str:
        return self.text


class Erratum(models.Model):
    """A figure or word in an attachment that a decision corrects (D43)."""

    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="errata", verbose_name="bilag")
    was = models.CharField("stod", max_length=200)
    now = models.CharField("rettes til", max_length=200)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="af"
    )

    class Meta:
        verbose_name = "rettelse i et bilag"
        verbose_name_plural = "rettelser i bilag"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["attachment", "was"], name="a_figure_is_corrected_once")]

    def __str__(self) -> str:
        return f"{self.was} rettes til {self.now}"
