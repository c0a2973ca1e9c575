"""A letter to one person about one thing."""

from django.conf import settings
from django.db import models

from chefforum.mailroom.workflow import LetterState


class Letter(models.Model):
    """A mail to come, or one that was sent.

    ``kind`` and ``key`` say what it is about; there is at most one waiting letter to a person about a thing. It has no
    words until it is sent: then the composer of its kind writes what the person may know at that moment. ``told`` is
    what the composer wishes to remember of it for the next letter about the same.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="til")
    kind = models.CharField("slags", max_length=40)
    key = models.CharField("om", max_length=40)
    state = models.CharField("tilstand", max_length=10, choices=LetterState, default=LetterState.WAITING)
    version = models.PositiveIntegerField("udgave af tilstanden", default=0)
    posted_at = models.DateTimeField("lagt til afsendelse")
    due_at = models.DateTimeField("sendes", db_index=True)
    claimed_at = models.DateTimeField("taget", null=True)
    sent_at = models.DateTimeField("sendt", null=True)
    attempts = models.PositiveSmallIntegerField("forsøg", default=0)
    error = models.CharField("fejl", max_length=250, blank=True)
    subject = models.CharField("emne", max_length=250, blank=True)
    text = models.TextField("tekst", blank=True)
    told = models.JSONField("fortalt", default=dict)

    class Meta:
        verbose_name = "mail"
        verbose_name_plural = "mails"
        ordering = ["-posted_at", "-pk"]
        indexes = [models.Index(fields=["kind", "key", "to"])]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "kind", "key"],
                condition=models.Q(state=LetterState.WAITING),
                name="one_waiting_letter_about_a_thing",
            )
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.kind} {self.key}"
