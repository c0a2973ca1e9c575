"""The life of a letter."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class LetterState(models.TextChoices):
    """Where a letter is."""

    WAITING = "waiting", "Venter"
    SENDING = "sending", "Sendes"
    SENT = "sent", "Sendt"
    DROPPED = "dropped", "Ikke længere aktuel"
    FAILED = "failed", "Kunne ikke sendes"


WORKFLOW = Workflow(
    steps=(
        Step("claim", "Tag", (LetterState.WAITING,), LetterState.SENDING),
        Step("send", "Send", (LetterState.SENDING,), LetterState.SENT),
        Step("drop", "Opgiv som overflødig", (LetterState.SENDING,), LetterState.DROPPED),
        Step("put_off", "Udsæt", (LetterState.SENDING,), LetterState.WAITING),
        Step("give_up", "Opgiv", (LetterState.SENDING,), LetterState.FAILED),
        Step("retry", "Prøv igen", (LetterState.FAILED,), LetterState.WAITING),
    ),
    looks={
        LetterState.WAITING: Look("info", "clock"),
        LetterState.SENDING: Look("info", "send"),
        LetterState.SENT: Look("ok", "check"),
        LetterState.DROPPED: Look("", "x"),
        LetterState.FAILED: Look("bad", "alert"),
    },
)
