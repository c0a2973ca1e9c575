"""A meeting and the papers it has sent."""

from django.conf import settings
from django.db import models

from chefforum.danish import date_numeric
from chefforum.documents.models import Document
from chefforum.files.models import StoredFile
from meetings.models.forum import Forum
from meetings.workflow import UNSENT, MeetingState, PaperEdition, PaperKind


class Meeting(models.Model):
    """A meeting. First a draft, then an agenda, in the end approved minutes (D2)."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="meetings", verbose_name="forum")
    starts_at = models.DateTimeField("begynder", db_index=True)
    location = models.TextField("sted", blank=True)
    planned_minutes = models.PositiveSmallIntegerField("varer (minutter)", null=True, blank=True)
    state = models.CharField("tilstand", max_length=20, choices=MeetingState, default=MeetingState.DRAFT)
    version = models.PositiveIntegerField("version", default=0)
    silence_approves = models.BooleanField("tavshed regnes som godkendelse", default=False)
    minutes_sent_at = models.DateTimeField("referatet sendt", null=True)
    remarks_due = models.DateField("frist for godkendelse", null=True, blank=True)
    began_at = models.DateTimeField("mødet begyndt", null=True)
    ended_at = models.DateTimeField("mødet slut", null=True)
    approved_at = models.DateTimeField("endeligt godkendt", null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="godkendt af"
    )
    approved_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, verbose_name="godkendt på mødet"
    )
    source = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="indlæst fra"
    )
    source_name = models.CharField("filnavn", max_length=250, blank=True)
    unplaced = models.JSONField("tekst uden plads", default=list)
    reading_notes = models.JSONField("bemærkninger fra indlæsningen", default=list)

    class Meta:
        verbose_name = "møde"
        verbose_name_plural = "møder"
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "starts_at"],
                condition=~models.Q(state=MeetingState.CANCELLED),
                name="one_meeting_of_a_forum_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(source__isnull=False), name="a_file_is_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum.name} d. {date_numeric(self.starts_at.date())}"

    @property
    def imported(self) -> bool:
        """Whether the minutes came from a file."""
        return self.source_id is not None

    @property
    def reopened(self) -> bool:
        """Whether the minutes were locked, opened again, and have not been sent since: nothing new can be approved."""
        return self.state == MeetingState.APPROVAL and self.remarks_due is None

    @property
    def unsent(self) -> bool:
        """Whether no agenda has been sent yet."""
        return self.state in UNSENT


class MeetingChange(models.Model):
    """A meeting that was moved, or cancelled (``to`` is ``None``), and why."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes", verbose_name="møde")
    was = models.DateTimeField("fra")
    to = models.DateTimeField("til", null=True)
    reason = models.CharField("begrundelse", max_length=400)
    at = models.DateTimeField("tidspunkt", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="af")

    class Meta:
        verbose_name = "flytning eller aflysning"
        verbose_name_plural = "flytninger og aflysninger"
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.reason


class MeetingPaper(models.Model):
    """A document that a meeting has sent, for one edition; ``reader`` is set on a personal edition.

    ``shows`` are the items it shows in full. Whoever may not read one of them may not read the document.
    ``numbers`` are the items' ids by their numbers, ``attachments`` the ids of each item's attachments in order.
    ``supplement`` counts the supplementary agendas (tillægsdagsordener) of a meeting; an agenda is 0.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers", verbose_name="møde")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+", verbose_name="dokument")
    kind = models.CharField("slags", max_length=10, choices=PaperKind)
    edition = models.CharField("udgave", max_length=10, choices=PaperEdition)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="læser"
    )
    number = models.PositiveIntegerField("version")
    current = models.BooleanField("gældende", default=True)
    shows = models.ManyToManyField("meetings.AgendaItem", related_name="+", verbose_name="viser punkterne")
    numbers = models.JSONField("punkternes numre", default=dict)
    attachments = models.JSONField("punkternes bilag", default=dict)
    supplement = models.PositiveSmallIntegerField("tillæg nr.", default=0)
    released_at = models.DateTimeField("frigivet", null=True)

    class Meta:
        verbose_name = "udsendt papir"
        verbose_name_plural = "udsendte papirer"
        ordering = ["meeting", "kind", "-number", "edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "supplement", "edition", "reader"],
                condition=models.Q(current=True),
                nulls_distinct=False,
                name="one_current_paper_an_edition",
            ),
            models.CheckConstraint(
                condition=models.Q(edition=PaperEdition.PERSONAL, reader__isnull=False)
                | (~models.Q(edition=PaperEdition.PERSONAL) & models.Q(reader__isnull=True)),
                name="only_a_personal_edition_has_a_reader",
            ),
        ]

    def __str__(self) -> str:
        return self.document.title

    @property
    def name(self) -> str:
        """What the paper is called: »Dagsorden«, »Tillæg 2 til dagsordenen«."""
        return f"Tillæg {self.supplement} til dagsordenen" if self.supplement else str(self.get_kind_display())
