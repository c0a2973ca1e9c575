"""The life of what is made from a received file."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class RenditionState(models.TextChoices):
    """How far a file has come on its way to being read in the browser."""

    WAITING = "waiting", "Gøres klar til læsning"
    READY = "ready", "Kan læses her"
    ORIGINAL = "original", "Kan kun hentes"
    FAILED = "failed", "Kunne ikke gøres klar"


WORKFLOW = Workflow(
    steps=(
        Step("make_ready", "Gør klar", (RenditionState.WAITING,), RenditionState.READY),
        Step("offer_original", "Giv originalen", (RenditionState.WAITING,), RenditionState.ORIGINAL),
        Step("give_up", "Opgiv", (RenditionState.WAITING,), RenditionState.FAILED),
        Step("retry", "Prøv igen", (RenditionState.FAILED, RenditionState.ORIGINAL), RenditionState.WAITING),
    ),
    looks={
        RenditionState.WAITING: Look("info", "clock"),
        RenditionState.READY: Look("ok", "check"),
        RenditionState.ORIGINAL: Look("", "download"),
        RenditionState.FAILED: Look("bad", "alert"),
    },
)
