"""The life of a document's PDF."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class DocumentState(models.TextChoices):
    """Where the PDF is. The paper itself is frozen from the first moment."""

    QUEUED = "queued", "PDF’en laves"
    RENDERED = "rendered", "PDF klar"
    FAILED = "failed", "PDF’en kunne ikke laves"


WORKFLOW = Workflow(
    steps=(
        Step("render", "Lav PDF", (DocumentState.QUEUED, DocumentState.FAILED), DocumentState.RENDERED),
        Step("give_up", "Opgiv", (DocumentState.QUEUED,), DocumentState.FAILED),
        Step("retry", "Prøv igen", (DocumentState.FAILED,), DocumentState.QUEUED),
    ),
    looks={
        DocumentState.QUEUED: Look("info", "clock"),
        DocumentState.RENDERED: Look("ok", "check"),
        DocumentState.FAILED: Look("bad", "alert"),
    },
)
