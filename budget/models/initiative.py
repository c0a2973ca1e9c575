"""The points of an agreement."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from budget.models.agreement import Agreement, Chapter
from budget.workflow import INITIATIVE_WORKFLOW, InitiativeState
from chefforum.organisation.models import Department, Office
from chefforum.workflow import Look


class Initiative(models.Model):
    """A point of an agreement, numbered by chapter and point: 2.11 stands after 2.2 (D81).

    Responsible are the department, the post within it, and the people; ``responsible`` is what a sheet said where it
    named nobody we know. ``continues`` is the point of an earlier agreement that this one goes on with,
    ``carried_part`` the part of it where it is not the whole (D85). Nothing is carried twice.
    """

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="initiatives", verbose_name="kapitel")
    point = models.PositiveSmallIntegerField("punkt", validators=[MinValueValidator(1)])
    title = models.CharField("titel", max_length=300)
    text = models.TextField("tekst", blank=True, max_length=20_000)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="afdeling"
    )
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="embede"
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="ansvarlige personer"
    )
    responsible = models.CharField("ansvarlig, som arket siger", max_length=200, blank=True)
    needs_case = models.BooleanField("kræver en politisk sag", default=False)
    case_forum = models.CharField("forum", max_length=80, blank=True)
    case_when = models.CharField("hvornår", max_length=80, blank=True)
    state = models.CharField("tilstand", max_length=10, choices=InitiativeState, default=InitiativeState.OPEN)
    continues = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="continued_by", null=True, blank=True, verbose_name="fortsætter"
    )
    carried_part = models.TextField("den del, der føres over", blank=True, max_length=2000)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "punkt i budgetaftale"
        verbose_name_plural = "punkter i budgetaftaler"
        ordering = ["-chapter__agreement__year", "chapter__number", "point"]
        constraints = [models.UniqueConstraint(fields=["chapter", "point"], name="one_initiative_a_number")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def agreement(self) -> Agreement:
        """The agreement of its chapter."""
        return self.chapter.agreement

    @property
    def number(self) -> str:
        """``2.11``."""
        return f"{self.chapter.number}.{self.point}"

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return INITIATIVE_WORKFLOW.looks[self.state]


class AmountKind(models.TextChoices):
    """Which budget an amount belongs to."""

    OPERATING = "drift", "Drift"
    CAPITAL = "anlaeg", "Anlæg"


class Amount(models.Model):
    """What a point costs or saves in a year, in the unit of its agreement; savings are negative."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="amounts", verbose_name="punkt")
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("art", max_length=10, choices=AmountKind)
    value: "models.DecimalField[Decimal, Decimal]" = models.DecimalField("beløb", max_digits=16, decimal_places=3)

    class Meta:
        verbose_name = "beløb"
        verbose_name_plural = "beløb"
        ordering = ["initiative", "-kind", "year"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "year", "kind"], name="one_amount_a_year_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.value}"
