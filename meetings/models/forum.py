"""A forum, how it meets, and who sits in it."""

from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

DEFAULT_SECTIONS = ["occasion", "presentation", "recommendation", "decision"]


def default_sections() -> list[str]:
    """Sections of a new item, in the order of 2017–2021 (D18)."""
    return list(DEFAULT_SECTIONS)


def check_sections(value: object) -> None:
    """Known kinds of sections, each once, a decision among them."""
    known = {"occasion", "background", "presentation", "recommendation", "history", "decision", "other"}
    if (
        not isinstance(value, list)
        or not set(value) <= known
        or len(set(value)) < len(value)
        or "decision" not in value
    ):
        raise ValidationError("Skriv en liste af afsnit, hvert højst én gang og »decision« iblandt dem.")


class EmptyDecision(models.TextChoices):
    """How minutes print a decision with no text (D40)."""

    NOTHING = "Intet", "Intet"
    STOP = ".", "Et punktum"


class Forum(models.Model):
    """A forum that meets: Chefforum, Direktørforum. Deadlines count working days back from a meeting."""

    name = models.CharField("navn", max_length=120, unique=True)
    slug = models.SlugField("kortnavn i adresser", max_length=60, unique=True)
    abbreviation = models.CharField(
        "forkortelse",
        max_length=6,
        blank=True,
        validators=[RegexValidator("^[A-ZÆØÅ]{1,6}$", "Brug 1-6 store bogstaver.")],
        help_text="Sættes foran titlerne på papir: »CF - …«.",
    )
    sections = models.JSONField("afsnit i nye punkter", default=default_sections, validators=[check_sections])
    empty_decision = models.CharField(
        "hvis beslutningen er tom, skrives", max_length=10, choices=EmptyDecision, default=EmptyDecision.NOTHING
    )
    show_closed_case_numbers = models.BooleanField(
        "vis lukkede punkters sagsnumre i den åbne udgave",
        default=False,
        help_text="Et sagsnummer kan røbe, hvad et lukket punkt handler om.",
    )
    prints_slots = models.BooleanField(
        "skriv tidsrum i titlerne", default=True, help_text="»CF - Sygefravær (9.00-9.30)«"
    )
    usual_start = models.TimeField("møder begynder normalt kl.", default=time(9, 0))
    usual_minutes = models.PositiveSmallIntegerField(
        "møder varer normalt (minutter)", default=150, validators=[MaxValueValidator(720)]
    )
    usual_location = models.CharField("normalt mødested", max_length=160, blank=True)
    items_due_days = models.PositiveSmallIntegerField(
        "punkter ind, arbejdsdage før mødet", default=7, validators=[MaxValueValidator(60)]
    )
    agenda_due_days = models.PositiveSmallIntegerField(
        "dagsorden ud, arbejdsdage før mødet", default=4, validators=[MaxValueValidator(60)]
    )
    due_at = models.TimeField("frister udløber kl.", default=time(12, 0))
    mails_closed_titles = models.BooleanField(
        "nævn lukkede punkters titler i mails til medlemmerne",
        default=False,
        help_text="En mail kan læses af andre end modtageren. Lukkede punkters tekst står aldrig i den.",
    )
    calm_minutes = models.PositiveSmallIntegerField(
        "minutter, før en mail sendes",
        default=5,
        validators=[MaxValueValidator(120)],
        help_text="Rettelser, der sendes inden for den tid, samles i én mail.",
    )
    keeps_closed_offline = models.BooleanField(
        "lukkede punkter må ligge på medlemmernes tablets",
        default=False,
        help_text="Det, der gemmes til læsning uden net, er ikke krypteret.",
    )
    approval_days = models.PositiveSmallIntegerField(
        "dage til at godkende referatet", default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    reminder_days = models.PositiveSmallIntegerField(
        "mind om frister, dage før", default=2, validators=[MaxValueValidator(30)]
    )
    silence_approves = models.BooleanField(
        "tavshed regnes som godkendelse",
        default=False,
        help_text="Den, der ikke svarer inden fristen, regnes for at have godkendt. Gælder det, der sendes herefter.",
    )
    final_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="referater godkendes endeligt af",
    )
    point_each = models.BooleanField(
        "ét indstillingspunkt for hvert referat",
        default=True,
        help_text="Ellers samles de referater, der skal godkendes på et møde, i ét punkt.",
    )
    active = models.BooleanField("i brug", default=True)

    class Meta:
        verbose_name = "forum"
        verbose_name_plural = "fora"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's seat in a forum. Members read the members' edition and approve the minutes."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="memberships", verbose_name="forum")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name="person"
    )
    start = models.DateField("fra")
    end = models.DateField("til", null=True, blank=True)

    class Meta:
        verbose_name = "medlemskab"
        verbose_name_plural = "medlemskaber"
        ordering = ["forum", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "user"], condition=models.Q(end=None), name="one_open_membership_a_forum"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.forum}"
