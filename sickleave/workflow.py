"""The procedure of a report on absence, and the words for what it counts."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class Method(models.TextChoices):
    """How the figures of a report are added up and what they are compared with (D93–D94).

    The two are different measures: a figure of the one is never set against a figure of the other.
    """

    YEAR_TO_DATE = "A", "År til dato"
    ROLLING = "B", "Løbende fire kvartaler"


class ReportState(models.TextChoices):
    """How far a report is."""

    DRAFT = "draft", "Under arbejde"
    PUBLISHED = "published", "Udgivet"
    CLOSED = "closed", "Afsluttet"


class PaperEdition(models.TextChoices):
    """Who a paper is for (D99): the forum and the directors read units, Økonomiudvalget departments."""

    UNITS = "units", "Enhedsudgave"
    DEPARTMENTS = "departments", "ØU-udgave"


class TargetKind(models.TextChoices):
    """What a target says (D101)."""

    ABSOLUTE = "absolute", "Et bestemt tal til en bestemt tid"
    RELATIVE = "relative", "Så mange dage mindre til en bestemt tid"
    CEILING = "ceiling", "Højst dette tal (fx landsgennemsnittet)"
    YEARLY = "yearly", "Måltal for et år"


WORKFLOW = Workflow(
    steps=(
        Step("publish", "Udgiv opgørelsen", (ReportState.DRAFT,), ReportState.PUBLISHED),
        Step("renew", "Udgiv ny version", (ReportState.PUBLISHED,), ReportState.PUBLISHED),
        Step("close", "Afslut opgørelsen", (ReportState.PUBLISHED,), ReportState.CLOSED),
        Step("reopen", "Genåbn opgørelsen", (ReportState.CLOSED,), ReportState.PUBLISHED),
    ),
    looks={
        ReportState.DRAFT: Look("", "pen"),
        ReportState.PUBLISHED: Look("ok", "send"),
        ReportState.CLOSED: Look("ok", "check"),
    },
)
# In which states a report has left the house.
OUT = (ReportState.PUBLISHED, ReportState.CLOSED)
