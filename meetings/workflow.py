"""The procedure of a meeting, from draft to approved minutes."""

from django.db import models

from chefforum.workflow import Look, Step, Workflow


class PaperKind(models.TextChoices):
    """What a paper of a meeting is."""

    AGENDA = "agenda", "Dagsorden"
    MINUTES = "minutes", "Referat"


class PaperEdition(models.TextChoices):
    """Who a paper is for."""

    MEMBERS = "members", "Medlemsudgave"
    OPEN = "open", "Åben udgave"
    PERSONAL = "personal", "Personlig udgave"


class MeetingState(models.TextChoices):
    """Where the meeting's papers are on their road."""

    DRAFT = "draft", "Kladde"
    SENT = "sent", "Udsendt"
    HELD = "held", "Referat skrives"
    APPROVAL = "approval", "Til godkendelse"
    APPROVED = "approved", "Godkendt"


WORKFLOW = Workflow(
    steps=(
        Step("send_agenda", "Send dagsorden", (MeetingState.DRAFT,), MeetingState.SENT),
        Step("resend_agenda", "Send rettet dagsorden", (MeetingState.SENT,), MeetingState.SENT),
        Step("begin_minutes", "Skriv referat", (MeetingState.SENT,), MeetingState.HELD),
        Step("reopen_agenda", "Tilbage til dagsordenen", (MeetingState.HELD,), MeetingState.SENT),
        Step("send_minutes", "Send referat til godkendelse", (MeetingState.HELD,), MeetingState.APPROVAL),
        Step("resend_minutes", "Send rettet referat", (MeetingState.APPROVAL,), MeetingState.APPROVAL),
        Step("lock_minutes", "Godkend endeligt", (MeetingState.APPROVAL,), MeetingState.APPROVED),
    ),
    looks={
        MeetingState.DRAFT: Look("", "pen"),
        MeetingState.SENT: Look("info", "send"),
        MeetingState.HELD: Look("info", "pen"),
        MeetingState.APPROVAL: Look("warn", "message"),
        MeetingState.APPROVED: Look("ok", "check"),
    },
)

# In which states the secretariat changes what.
AGENDA_OPEN = (MeetingState.DRAFT, MeetingState.SENT)
MINUTES_OPEN = (MeetingState.HELD, MeetingState.APPROVAL)
