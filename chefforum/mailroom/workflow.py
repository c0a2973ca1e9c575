"""The life of a letter."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class LetterState(models.TextChoices):
    """Where a letter is."""

    WAITING = "waiting", "Venter"
    SENT = "sent", "Sendt"
    DROPPED = "dropped", "Ikke længere aktuel"
    FAILED = "failed", "Kunne ikke sendes"


WORKFLOW = Workflow(
    steps=(
        Step("send", "Send", (LetterState.WAITING,), LetterState.SENT),
        Step("drop", "Opgiv som overflødig", (LetterState.WAITING,), LetterState.DROPPED),
        Step("give_up", "Opgiv", (LetterState.WAITING,), LetterState.FAILED),
        Step("retry", "Prøv igen", (LetterState.FAILED,), LetterState.WAITING),
    ),
    looks={
        LetterState.WAITING: Look("info", "clock"),
        LetterState.SENT: Look("ok", "check"),
        LetterState.DROPPED: Look("", "x"),
        LetterState.FAILED: Look("bad", "alert"),
    },
)
