"""The procedures: of a meeting, from draft to approved minutes, and of an item, from proposal to agenda."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class PaperKind(models.TextChoices):
    """What a paper of a meeting is."""

    AGENDA = "agenda", "Dagsorden"
    SUPPLEMENT = "supplement", "Tillægsdagsorden"
    MINUTES = "minutes", "Referat"


class PaperEdition(models.TextChoices):
    """Who a paper is for."""

    MEMBERS = "members", "Medlemsudgave"
    OPEN = "open", "Åben udgave"
    PERSONAL = "personal", "Personlig udgave"


class MeetingState(models.TextChoices):
    """Where the meeting's papers are on their road."""

    DRAFT = "draft", "Kladde"
    REVIEW = "review", "Gennemlæsning"
    SENT = "sent", "Udsendt"
    HELD = "held", "Referat skrives"
    APPROVAL = "approval", "Til godkendelse"
    APPROVED = "approved", "Godkendt"
    CANCELLED = "cancelled", "Aflyst"


class ItemState(models.TextChoices):
    """Where a case is on its way to an agenda."""

    DRAFT = "draft", "Kladde"
    SUBMITTED = "submitted", "Indsendt"
    RETURNED = "returned", "Sendt retur"
    ACCEPTED = "accepted", "Klar"
    PLACED = "placed", "På dagsorden"
    POSTPONED = "postponed", "Udsat"
    WITHDRAWN = "withdrawn", "Trukket"


class TurnState(models.TextChoices):
    """Where an item is while the meeting is held."""

    WAITING = "waiting", "Venter"
    NOW = "now", "Behandles nu"
    DONE = "done", "Behandlet"
    SKIPPED = "skipped", "Sprunget over"


class StopState(models.TextChoices):
    """How a case stands in another forum."""

    AHEAD = "ahead", "På vej"
    DECIDED = "decided", "Behandlet"
    DROPPED = "dropped", "Kommer ikke"


class TaskState(models.TextChoices):
    """How a task stands."""

    OPEN = "open", "Åben"
    DONE = "done", "Udført"
    DROPPED = "dropped", "Opgivet"


WORKFLOW = Workflow(
    steps=(
        Step("begin_review", "Send til gennemlæsning", (MeetingState.DRAFT,), MeetingState.REVIEW),
        Step("end_review", "Afslut gennemlæsning", (MeetingState.REVIEW,), MeetingState.DRAFT),
        Step("send_agenda", "Send dagsorden", (MeetingState.DRAFT, MeetingState.REVIEW), MeetingState.SENT),
        Step("resend_agenda", "Send rettet dagsorden", (MeetingState.SENT,), MeetingState.SENT),
        Step("begin_minutes", "Skriv referat", (MeetingState.SENT,), MeetingState.HELD),
        Step("reopen_agenda", "Tilbage til dagsordenen", (MeetingState.HELD,), MeetingState.SENT),
        Step("send_minutes", "Send referat til godkendelse", (MeetingState.HELD,), MeetingState.APPROVAL),
        Step("resend_minutes", "Send rettet referat", (MeetingState.APPROVAL,), MeetingState.APPROVAL),
        Step("lock_minutes", "Godkend endeligt", (MeetingState.APPROVAL,), MeetingState.APPROVED),
        Step("reopen_minutes", "Genåbn referatet", (MeetingState.APPROVED,), MeetingState.APPROVAL),
        Step(
            "cancel",
            "Aflys mødet",
            (MeetingState.DRAFT, MeetingState.REVIEW, MeetingState.SENT),
            MeetingState.CANCELLED,
        ),
    ),
    looks={
        MeetingState.DRAFT: Look("", "pen"),
        MeetingState.REVIEW: Look("warn", "eye"),
        MeetingState.SENT: Look("info", "send"),
        MeetingState.HELD: Look("info", "pen"),
        MeetingState.APPROVAL: Look("warn", "message"),
        MeetingState.APPROVED: Look("ok", "check"),
        MeetingState.CANCELLED: Look("bad", "x"),
    },
)

ITEM_WORKFLOW = Workflow(
    steps=(
        Step("submit", "Indsend", (ItemState.DRAFT, ItemState.RETURNED), ItemState.SUBMITTED),
        Step("take_back", "Tag tilbage", (ItemState.SUBMITTED,), ItemState.DRAFT),
        Step("accept", "Godtag", (ItemState.SUBMITTED,), ItemState.ACCEPTED),
        Step("return", "Send retur", (ItemState.SUBMITTED, ItemState.ACCEPTED), ItemState.RETURNED),
        Step("place", "Sæt på dagsordenen", (ItemState.ACCEPTED,), ItemState.PLACED),
        Step("put_in_pool", "Tilbage til puljen", (ItemState.PLACED,), ItemState.ACCEPTED),
        Step("postpone", "Udsæt", (ItemState.PLACED,), ItemState.POSTPONED),
        Step(
            "withdraw",
            "Træk",
            (ItemState.DRAFT, ItemState.RETURNED, ItemState.SUBMITTED, ItemState.ACCEPTED, ItemState.PLACED),
            ItemState.WITHDRAWN,
        ),
        Step("restore", "Sæt på igen", (ItemState.WITHDRAWN,), ItemState.PLACED),
        Step("revive", "Tag frem igen", (ItemState.WITHDRAWN,), ItemState.DRAFT),
    ),
    looks={
        ItemState.DRAFT: Look("", "pen"),
        ItemState.SUBMITTED: Look("warn", "send"),
        ItemState.RETURNED: Look("bad", "retry"),
        ItemState.ACCEPTED: Look("ok", "check"),
        ItemState.PLACED: Look("info", "calendar"),
        ItemState.POSTPONED: Look("", "clock"),
        ItemState.WITHDRAWN: Look("", "x"),
    },
)

TURN_WORKFLOW = Workflow(
    steps=(
        Step("call", "Tag punktet", (TurnState.WAITING, TurnState.SKIPPED, TurnState.DONE), TurnState.NOW),
        Step("finish", "Afslut punktet", (TurnState.NOW,), TurnState.DONE),
        Step("leave", "Tag senere", (TurnState.NOW,), TurnState.WAITING),
        Step("skip", "Spring over", (TurnState.NOW, TurnState.WAITING), TurnState.SKIPPED),
    ),
    looks={
        TurnState.WAITING: Look("", "clock"),
        TurnState.NOW: Look("info", "right"),
        TurnState.DONE: Look("ok", "check"),
        TurnState.SKIPPED: Look("warn", "minus"),
    },
)

TASK_WORKFLOW = Workflow(
    steps=(
        Step("do", "Udført", (TaskState.OPEN,), TaskState.DONE),
        Step("drop", "Opgiv", (TaskState.OPEN,), TaskState.DROPPED),
        Step("reopen", "Åbn igen", (TaskState.DONE, TaskState.DROPPED), TaskState.OPEN),
        Step("change", "Ret", (TaskState.OPEN,), TaskState.OPEN),
    ),
    looks={
        TaskState.OPEN: Look("", "clock"),
        TaskState.DONE: Look("ok", "check"),
        TaskState.DROPPED: Look("", "x"),
    },
)

STOP_WORKFLOW = Workflow(
    steps=(
        Step("decide", "Skriv beslutningen", (StopState.AHEAD, StopState.DECIDED), StopState.DECIDED),
        Step("drop", "Kommer ikke", (StopState.AHEAD,), StopState.DROPPED),
        Step("reopen", "På vej igen", (StopState.DROPPED,), StopState.AHEAD),
    ),
    looks={
        StopState.AHEAD: Look("info", "right"),
        StopState.DECIDED: Look("ok", "check"),
        StopState.DROPPED: Look("", "x"),
    },
)

# In which states the secretariat changes what.
UNSENT = (MeetingState.DRAFT, MeetingState.REVIEW)
AGENDA_OPEN = (*UNSENT, MeetingState.SENT)
MINUTES_OPEN = (MeetingState.HELD, MeetingState.APPROVAL)

# In which states an item is its author's to write, and in which the secretariat's before it is on an agenda.
WITH_AUTHOR = (ItemState.DRAFT, ItemState.RETURNED)
WITH_SECRETARIAT = (ItemState.SUBMITTED, ItemState.ACCEPTED)
