"""The procedures: of an agreement, of each of its initiatives, and of a round of status on them."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class AgreementState(models.TextChoices):
    """Whether an agreement is still followed."""

    OPEN = "open", "Følges"
    CLOSED = "closed", "Afsluttet"


class InitiativeState(models.TextChoices):
    """Where an initiative is: followed, at its end, or followed on in the agreement of a later year (D85)."""

    OPEN = "open", "Følges"
    ENDED = "ended", "Afsluttet"
    CARRIED = "carried", "Ført over"


class RoundState(models.TextChoices):
    """How far a round of status is from the departments to Økonomiudvalget (D89–D91)."""

    PLANNED = "planned", "Planlagt"
    COLLECTING = "collecting", "Indsamling"
    DIRECTORS = "directors", "Hos direktørerne"
    FORUM = "forum", "I Chefforum"
    SENT = "sent", "Sendt til ØU"
    CLOSED = "closed", "Afsluttet"


class Light(models.TextChoices):
    """The traffic light (D82). What each means is the municipality's to say (``budget.models.LightMeaning``)."""

    NONE = "none", "Ingen"
    GREEN = "green", "Grøn"
    YELLOW = "yellow", "Gul"
    RED = "red", "Rød"


class CarryOver(models.TextChoices):
    """Whether a point goes on in the agreement of the next year (D85)."""

    OPEN = "", "Ikke afgjort"
    NOT = "not", "Føres ikke over"
    WHOLE = "whole", "Føres over"
    PART = "part", "Føres over, delvis"


class RoundEdition(models.TextChoices):
    """Who a paper of a round is for."""

    INTERNAL = "internal", "Intern udgave"
    COMMITTEE = "committee", "ØU-udgave"


ROUND_WORKFLOW = Workflow(
    steps=(
        Step("collect", "Begynd indsamlingen", (RoundState.PLANNED,), RoundState.COLLECTING),
        Step("to_directors", "Send til direktørerne", (RoundState.COLLECTING,), RoundState.DIRECTORS),
        Step("to_forum", "Forelæg for Chefforum", (RoundState.DIRECTORS,), RoundState.FORUM),
        Step("send", "Send til ØU", (RoundState.FORUM,), RoundState.SENT),
        Step("close", "Afslut runden", (RoundState.SENT,), RoundState.CLOSED),
        Step("back_to_collecting", "Tilbage til indsamling", (RoundState.DIRECTORS,), RoundState.COLLECTING),
        Step("back_to_directors", "Tilbage til direktørerne", (RoundState.FORUM,), RoundState.DIRECTORS),
        Step("take_back", "Tag tilbage fra ØU", (RoundState.SENT,), RoundState.FORUM),
        Step("reopen", "Genåbn runden", (RoundState.CLOSED,), RoundState.SENT),
    ),
    looks={
        RoundState.PLANNED: Look("", "calendar"),
        RoundState.COLLECTING: Look("info", "pen"),
        RoundState.DIRECTORS: Look("info", "user"),
        RoundState.FORUM: Look("warn", "message"),
        RoundState.SENT: Look("ok", "send"),
        RoundState.CLOSED: Look("ok", "check"),
    },
)
# The steps that lead back, each of which needs a reason.
BACKWARDS = ("back_to_collecting", "back_to_directors", "take_back", "reopen")
# In which states what is said of the initiatives can be changed, and in which it has left the house.
STATUS_OPEN = (RoundState.COLLECTING, RoundState.DIRECTORS, RoundState.FORUM)
STATUS_SENT = (RoundState.SENT, RoundState.CLOSED)

AGREEMENT_WORKFLOW = Workflow(
    steps=(
        Step("close", "Afslut aftalen", (AgreementState.OPEN,), AgreementState.CLOSED),
        Step("reopen", "Genåbn aftalen", (AgreementState.CLOSED,), AgreementState.OPEN),
    ),
    looks={AgreementState.OPEN: Look("info", "pen"), AgreementState.CLOSED: Look("ok", "check")},
)

INITIATIVE_WORKFLOW = Workflow(
    steps=(
        Step("end", "Afslut punktet", (InitiativeState.OPEN,), InitiativeState.ENDED),
        Step("carry", "Før punktet over", (InitiativeState.OPEN,), InitiativeState.CARRIED),
        Step("reopen", "Følg punktet igen", (InitiativeState.ENDED,), InitiativeState.OPEN),
    ),
    looks={
        InitiativeState.OPEN: Look("info", "pen"),
        InitiativeState.ENDED: Look("ok", "check"),
        InitiativeState.CARRIED: Look("", "right"),
    },
)
