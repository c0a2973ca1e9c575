"""Reports: a period by a method, the papers of it, and the accounts of those whose absence rose."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from chefforum.documents.models import Document
from chefforum.organisation.models import Department
from chefforum.workflow import Look
from sickleave.workflow import WORKFLOW, Method, PaperEdition, ReportState


class Report(models.Model):
    """The absence up to the end of a quarter, by one method, on its way to the forum and Økonomiudvalget.

    ``step`` is how many quarters there are between reports: 1 for the quarterly, 2 for the half-yearly. By the rolling
    method a report is compared with the one so many quarters before.
    """

    year = models.PositiveSmallIntegerField("år", validators=[MinValueValidator(2000), MaxValueValidator(2099)])
    quarter = models.PositiveSmallIntegerField("kvartal", validators=[MinValueValidator(1), MaxValueValidator(4)])
    method = models.CharField("metode", max_length=1, choices=Method, default=Method.ROLLING)
    step = models.PositiveSmallIntegerField("hvor tit", default=1, choices=[(1, "Hvert kvartal"), (2, "Hvert halvår")])
    forum_on = models.DateField("møde i Chefforum")
    committee_on = models.DateField("møde i Økonomiudvalget")
    due = models.DateField("frist for redegørelser")
    state = models.CharField("tilstand", max_length=12, choices=ReportState, default=ReportState.DRAFT)
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "opgørelse"
        verbose_name_plural = "opgørelser"
        ordering = ["-year", "-quarter", "method"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter", "method", "step"], name="one_report_a_period"),
            models.CheckConstraint(
                condition=models.Q(step=1) | models.Q(quarter__in=[2, 4]), name="half_years_end_in_june_and_december"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quarter}. kvartal {self.year}, {self.get_method_display().lower()}"

    @property
    def look(self) -> Look:
        """How the state is shown."""
        return WORKFLOW.looks[self.state]


class ReportStep(models.Model):
    """A step that a report has taken, and why where it was said."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="steps", verbose_name="opgørelse")
    verb = models.CharField("skridt", max_length=20)
    reason = models.CharField("begrundelse", max_length=400, blank=True)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "skridt"
        verbose_name_plural = "skridt"
        ordering = ["report", "pk"]

    def __str__(self) -> str:
        return WORKFLOW.step(self.verb).label


class ReportPaper(models.Model):
    """A frozen paper of a report. What was published stays, no longer ``current``, when a newer one is."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="papers", verbose_name="opgørelse")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+", verbose_name="dokument")
    edition = models.CharField("udgave", max_length=12, choices=PaperEdition)
    number = models.PositiveSmallIntegerField("version")
    current = models.BooleanField("gældende", default=True)
    at = models.DateTimeField("frosset", auto_now_add=True)

    class Meta:
        verbose_name = "papir fra opgørelse"
        verbose_name_plural = "papirer fra opgørelser"
        ordering = ["report", "edition", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "edition", "number"], name="one_report_paper_a_version"),
            models.UniqueConstraint(
                fields=["report", "edition"], condition=models.Q(current=True), name="one_current_report_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_edition_display()}, version {self.number}"


class Shield(models.Model):
    """Which groups of a quarter an edition may show. Written when the quarter is first published and kept from then
    on, so that no later report shows what an earlier one hid.

    ``groups`` are the departments as they stood then: ``{"12": {"hidden": false, "units": {"7": true}}}``, a unit's
    value saying whether its own figures may be known. ``limit`` is the fewest employees that were shown then.
    """

    edition = models.CharField("udgave", max_length=12, choices=PaperEdition)
    year = models.PositiveSmallIntegerField("år")
    quarter = models.PositiveSmallIntegerField("kvartal")
    groups = models.JSONField("grupper")
    limit = models.PositiveSmallIntegerField("færrest ansatte")

    class Meta:
        verbose_name = "skjold"
        verbose_name_plural = "skjolde"
        ordering = ["year", "quarter", "edition"]
        constraints = [models.UniqueConstraint(fields=["edition", "year", "quarter"], name="one_shield_a_quarter")]

    def __str__(self) -> str:
        return f"{self.get_edition_display()}, {self.quarter}. kvartal {self.year}"


class Account(models.Model):
    """What the head of a department that rose says of it (D102): why, and what is done. ``sent_at`` is empty until the
    head says that it is finished; until then it is theirs alone. One of a department that the unit edition hides is
    ``private``: beside its head, only those who run the report read it. ``withdrawn_at`` is set while it is not wanted.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="accounts", verbose_name="opgørelse")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+", verbose_name="afdeling")
    reasons = models.TextField("hvorfor er fraværet steget", blank=True)
    measures = models.TextField("hvad bliver der gjort", blank=True)
    version = models.PositiveIntegerField("version", default=0)
    asked_at = models.DateTimeField("bedt om", auto_now_add=True)
    sent_at = models.DateTimeField("sendt", null=True, blank=True)
    private = models.BooleanField("kun for HR og sekretariat", default=False)
    withdrawn_at = models.DateTimeField("ikke ønsket længere", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="af"
    )

    class Meta:
        verbose_name = "redegørelse"
        verbose_name_plural = "redegørelser"
        ordering = ["department__name"]
        constraints = [models.UniqueConstraint(fields=["report", "department"], name="one_account_a_department")]

    def __str__(self) -> str:
        return str(self.department)


class AccountText(models.Model):
    """What an account said before it was changed, so that no word that was once saved is gone."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="texts", verbose_name="redegørelse")
    field = models.CharField("felt", max_length=10)
    text = models.TextField("tekst")
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "tidligere tekst"
        verbose_name_plural = "tidligere tekster"
        ordering = ["account", "pk"]

    def __str__(self) -> str:
        return f"{self.account}, {self.field}"
