"""Agenda items and what belongs to them."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from chefforum.documents.models import Document
from chefforum.organisation.models import Department
from chefforum.workflow import Look
from meetings.models.case import Case
from meetings.models.forum import Forum
from meetings.models.meeting import Meeting
from meetings.models.template import Edge, Fill, ItemKind, SectionKind
from meetings.workflow import ITEM_WORKFLOW, ItemState


class Ground(models.TextChoices):
    """Why something is closed. The law behind each is in ``meetings.rules.closing``."""

    STAFF = "staff", "Personalesag"
    PRIVATE = "private", "Enkeltpersoners private forhold"
    BUSINESS = "business", "Virksomheders drifts- og forretningsforhold"
    ECONOMY = "economy", "Kommunens økonomiske interesser"
    INTERNAL = "internal", "Internt arbejdsdokument"
    OTHER = "other", "Anden grund"


class Audience(models.TextChoices):
    """Who may read a closed item beside the secretariat."""

    MEMBERS = "members", "Medlemmerne"
    NAMED = "named", "Kun navngivne medlemmer"


class AgendaItem(models.Model):
    """A case on its way to an agenda, or on one.

    ``meeting`` and ``position`` are set once it is placed; ``position`` counts from 1 among the placed items.
    ``slot_start`` and ``slot_end`` are the times that old minutes printed; the times of new items are worked out
    from ``planned_minutes`` and ``fixed_start`` (``meetings.rules.timing``). ``tells_of`` are other items whose words
    or tasks it repeats: whoever those are kept from may not read it either. ``offered`` is the finished paper of
    another subject that it was made from; ``drafted`` the decision that was last taken from that subject.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="items", verbose_name="forum")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="items", null=True, blank=True, verbose_name="møde"
    )
    state = models.CharField("tilstand", max_length=20, choices=ItemState, default=ItemState.PLACED)
    position = models.PositiveIntegerField("nummer", default=0)
    standing = models.CharField("fast punkt", max_length=5, choices=Edge, blank=True)
    fill = models.CharField("udfyldes med", max_length=10, choices=Fill, blank=True)
    filled = models.TextField("det, der sidst blev udfyldt", blank=True)
    prefix = models.CharField("forkortelse foran titlen", max_length=6, blank=True)
    title = models.TextField("titel")
    also_titled = models.TextField("også skrevet", blank=True)
    kind = models.CharField("type", max_length=20, choices=ItemKind, blank=True)
    planned_minutes = models.PositiveSmallIntegerField(
        "minutter", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(720)]
    )
    fixed_start = models.TimeField("begynder kl.", null=True, blank=True)
    slot_start = models.TimeField("fra kl.", null=True, blank=True)
    slot_end = models.TimeField("til kl.", null=True, blank=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="items", null=True, blank=True, verbose_name="sag"
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="ansvarlig afdeling",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="foreslået af"
    )
    wished = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="ønsket møde"
    )
    reason = models.TextField("begrundelse for seneste skridt", blank=True)
    offered = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name="tilbudt papir"
    )
    drafted = models.TextField("udkast, der er taget ind", blank=True)
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="continued_by", null=True, verbose_name="fortsætter"
    )
    submitted_at = models.DateTimeField("indsendt", null=True)
    submitted_title = models.TextField("titel, da det blev indsendt", blank=True)
    closed = models.BooleanField("lukket", default=False)
    closed_ground = models.CharField("grund til at lukke", max_length=20, choices=Ground, blank=True)
    closed_reason = models.CharField("uddybning af grunden", max_length=250, blank=True)
    audience = models.CharField("hvem må læse det lukkede", max_length=10, choices=Audience, default=Audience.MEMBERS)
    supplement = models.PositiveSmallIntegerField("kom med tillæg nr.", null=True, blank=True)
    supplemented_on = models.DateField("tillægget sendt", null=True, blank=True)
    attachments_heading = models.CharField("overskrift over bilag", max_length=120, default="Bilag")
    attachments_at = models.PositiveIntegerField("bilag står efter afsnit", null=True)
    tells_of = models.ManyToManyField(
        "self",
        symmetrical=False,
        through="meetings.Repeat",
        through_fields=("item", "source"),
        related_name="told_by",
        verbose_name="gengiver noget af",
    )
    version = models.PositiveIntegerField("version", default=0)

    class Meta:
        verbose_name = "punkt"
        verbose_name_plural = "punkter"
        ordering = ["meeting", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"],
                condition=models.Q(state=ItemState.PLACED),
                name="one_item_a_position",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[ItemState.PLACED, ItemState.POSTPONED])
                | models.Q(meeting__isnull=False),
                name="placed_item_has_a_meeting",
            ),
            models.CheckConstraint(
                condition=models.Q(slot_start__isnull=True, slot_end__isnull=True)
                | models.Q(slot_start__isnull=False, slot_end__isnull=False),
                name="slot_has_both_ends",
            ),
            models.CheckConstraint(
                condition=models.Q(closed=True) | models.Q(audience=Audience.MEMBERS),
                name="only_a_closed_item_has_named_readers",
            ),
        ]

    def __str__(self) -> str:
        return "Lukket" if self.closed else self.title

    @property
    def look(self) -> Look:
        """How the item's state is shown."""
        return ITEM_WORKFLOW.looks[self.state]

    @property
    def on(self) -> Meeting:
        """The meeting that a placed item is on."""
        assert self.meeting is not None
        return self.meeting


class Presenter(models.Model):
    """Who presents an item or is a guest at it, by name (D14); ``user`` where it is a person with a login."""

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="presenters", verbose_name="punkt")
    position = models.PositiveSmallIntegerField("rækkefølge")
    name = models.CharField("navn", max_length=160)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, verbose_name="person"
    )

    class Meta:
        verbose_name = "oplægsholder"
        verbose_name_plural = "oplægsholdere"
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="presents_once_an_item")]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A section of an item. A recommendation has a lead, parties and points besides its text.

    One that the item's kind has no use for is ``set_aside``, never deleted: somebody's words may be on their way to it.
    """

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="sections", verbose_name="punkt")
    kind = models.CharField("slags", max_length=20, choices=SectionKind)
    heading = models.TextField("overskrift", blank=True)
    position = models.PositiveIntegerField("rækkefølge")
    html = models.TextField("tekst", blank=True)
    before = models.TextField("tekst før indstillingen", blank=True)
    lead = models.TextField("hvem indstiller", blank=True)
    parties = models.JSONField("parter", default=list)
    ordered = models.BooleanField("nummererede punkter", default=True)
    points = models.JSONField("indstillingspunkter", default=list)
    empty_as = models.CharField("tom tekst skrives", max_length=40, blank=True)
    set_aside = models.BooleanField("hører ikke til punktets type", default=False)
    version = models.PositiveIntegerField("version", default=0)
    # A sentence for each kind of thing that was left out when text was pasted in.
    pasted = models.JSONField("udeladt ved indsætning", default=list)

    class Meta:
        verbose_name = "afsnit"
        verbose_name_plural = "afsnit"
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="one_section_a_position")]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class Decision(Section):
    """What was decided under an item: a section of that kind, seen by itself. Queries name the kind."""

    class Meta:
        proxy = True
        verbose_name = "beslutning"
        verbose_name_plural = "beslutninger"


class Disqualification(models.Model):
    """A person who is inhabil for an item and does not see it (forvaltningsloven §§ 3-6)."""

    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, related_name="disqualifications", verbose_name="punkt"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="person"
    )
    at = models.DateTimeField("markeret", auto_now_add=True, null=True)
    lifted_at = models.DateTimeField("ophævet", null=True)

    class Meta:
        verbose_name = "inhabilitet"
        verbose_name_plural = "inhabiliteter"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "user"], condition=models.Q(lifted_at=None), name="disqualified_once_an_item"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} er inhabil"
