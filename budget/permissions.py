"""Who may do and see what of the budget agreement.

The agreement itself, its points and amounts, was adopted in public and is read by everybody who works with it. What a
round says of a point is its department's own until it has left the house, step by step: the directors' from their
step on, every chief's from the meeting on, and readers' once it is sent. The internal comment never goes further than
the chiefs.
"""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from budget.models import Agreement, Initiative, Round, RoundPaper, Status, TextRequest
from budget.rules.fields import FIELDS
from budget.workflow import STATUS_OPEN, STATUS_SENT, AgreementState, InitiativeState, RoundEdition, RoundState
from chefforum.organisation.models import Role, User
from chefforum.organisation.queries import departments_held_by, offices_held_by

Viewer = User | AnonymousUser

OFFICERS = (Role.SECRETARIAT, Role.BUDGET_OFFICER)
DIRECTORS = (Role.CHIEF_EXECUTIVE, Role.DIRECTOR)
CHIEFS = (*DIRECTORS, Role.HEAD_OF_DEPARTMENT)
READERS = (*OFFICERS, *CHIEFS, Role.READER)
# In which states a round is shown to whom, beside those whose points they are.
_FROM_DIRECTORS = (RoundState.DIRECTORS, RoundState.FORUM, *STATUS_SENT)
_FROM_FORUM = (RoundState.FORUM, *STATUS_SENT)


def _has_role(user: Viewer, roles: tuple[str, ...]) -> bool:
    return isinstance(user, User) and user.is_active and user.role in roles


def may_run_budget(user: Viewer) -> bool:
    """Whether the person keeps the register and runs the rounds."""
    return _has_role(user, OFFICERS)


def may_see_budget(user: Viewer) -> bool:
    """Whether the person may read the agreements and their points."""
    return _has_role(user, READERS)


def may_see_comments(user: Viewer) -> bool:
    """Whether the person may read internal comments where they may read the status at all."""
    return _has_role(user, (*OFFICERS, *CHIEFS))


def agreements_seen_by(user: Viewer) -> QuerySet[Agreement]:
    """The agreements that the person may read."""
    return Agreement.objects.all() if may_see_budget(user) else Agreement.objects.none()


def initiatives_seen_by(user: Viewer) -> QuerySet[Initiative]:
    """The points that the person may read."""
    return Initiative.objects.all() if may_see_budget(user) else Initiative.objects.none()


def initiatives_of(user: Viewer) -> QuerySet[Initiative]:
    """The points that the person answers for: named themself, or by a post or a department that is theirs today."""
    if not isinstance(user, User) or not _has_role(user, CHIEFS):
        return Initiative.objects.none()
    named = Initiative.people.through.objects.filter(initiative_id=OuterRef("pk"), user_id=user.pk)
    return Initiative.objects.filter(
        Q(Exists(named)) | Q(department__in=departments_held_by(user)) | Q(office__in=offices_held_by(user))
    )


def rounds_seen_by(user: Viewer) -> QuerySet[Round]:
    """The rounds whose page the person may open: officers all, chiefs those that have begun, readers those sent."""
    if may_run_budget(user):
        return Round.objects.all()
    if _has_role(user, CHIEFS):
        return Round.objects.exclude(state=RoundState.PLANNED)
    return Round.objects.filter(state__in=STATUS_SENT) if may_see_budget(user) else Round.objects.none()


def statuses_seen_by(user: Viewer) -> QuerySet[Status]:
    """What rounds say of points, as far as the person may read it."""
    if may_run_budget(user):
        return Status.objects.all()
    if not isinstance(user, User) or not may_see_budget(user):
        return Status.objects.none()
    if user.role == Role.READER:
        return Status.objects.filter(round__state__in=STATUS_SENT)
    open_to = _FROM_DIRECTORS if user.role in DIRECTORS else _FROM_FORUM
    asked = TextRequest.objects.filter(status=OuterRef("pk"), person=user, done_at=None)
    return Status.objects.filter(
        Q(round__state__in=open_to) | Q(initiative__in=initiatives_of(user)) | Q(Exists(asked))
    ).exclude(round__state=RoundState.PLANNED)


def may_see_status(user: Viewer, status: Status) -> bool:
    """Whether the person may read what a round says of a point."""
    return statuses_seen_by(user).filter(pk=status.pk).exists()


def may_write_status(user: Viewer, status: Status, field: str = "light") -> bool:
    """Whether the person may change a field of what a round says of a point; the light's right is that to all of them.

    While it is collected those whose point it is, while it is with the directors they, and the officers until it is
    sent. A chief who was asked for a text may write it until it is sent.
    """
    return field in writable_in(user, [status])[status.pk]


_EVERYTHING = frozenset(FIELDS)
_ASKED = frozenset(["public_text"])


def writable_in(user: Viewer, statuses: Sequence[Status]) -> dict[int, frozenset[str]]:
    """The same for many at once: the fields that the person may change, by the status's id."""
    found: dict[int, frozenset[str]] = {one.pk: frozenset() for one in statuses}
    open_ones = [one for one in statuses if one.round.state in STATUS_OPEN]
    if not open_ones or not isinstance(user, User):
        return found
    if may_run_budget(user):
        return found | {one.pk: _EVERYTHING for one in open_ones}
    if not _has_role(user, CHIEFS):
        return found
    asked = TextRequest.objects.filter(status__in=[one.pk for one in open_ones], person=user, done_at=None)
    found |= dict.fromkeys(asked.values_list("status", flat=True), _ASKED)
    own = set(initiatives_of(user).filter(statuses__in=[one.pk for one in open_ones]).values_list("pk", flat=True))
    for one in open_ones:
        collecting = one.round.state == RoundState.COLLECTING and one.initiative_id in own
        if collecting or (one.round.state == RoundState.DIRECTORS and _has_role(user, DIRECTORS)):
            found[one.pk] = _EVERYTHING
    return found


def may_change_register(user: Viewer, agreement: Agreement) -> bool:
    """Whether the person may change the points of an agreement: officers, while it is followed."""
    return may_run_budget(user) and agreement.state == AgreementState.OPEN


def may_change_initiative(user: Viewer, initiative: Initiative) -> bool:
    """Whether the person may change a point: officers, while it is followed."""
    return may_change_register(user, initiative.agreement) and initiative.state == InitiativeState.OPEN


def may_review(user: Viewer, status_round: Round) -> bool:
    """Whether the person may go through the points of a round and change them: officers until it is sent, the directors
    while it is with them.
    """
    if status_round.state not in STATUS_OPEN:
        return False
    return may_run_budget(user) or (status_round.state == RoundState.DIRECTORS and _has_role(user, DIRECTORS))


def may_see_steps(user: Viewer) -> bool:
    """Whether the person may read the steps of a round and why it went back."""
    return _has_role(user, (*OFFICERS, *DIRECTORS))


def papers_seen_by(user: Viewer) -> QuerySet[RoundPaper]:
    """The frozen papers that the person may read: the internal edition is the chiefs' from the meeting on, ØU's edition
    everybody's once it is sent.
    """
    if may_run_budget(user):
        return RoundPaper.objects.all()
    if _has_role(user, CHIEFS):
        return RoundPaper.objects.filter(round__state__in=_FROM_FORUM)
    if may_see_budget(user):
        return RoundPaper.objects.filter(round__state__in=STATUS_SENT, edition=RoundEdition.COMMITTEE)
    return RoundPaper.objects.none()


def people_to_ask() -> QuerySet[User]:
    """Whom one can ask for a text: chiefs who can log in."""
    return User.objects.filter(role__in=CHIEFS, is_active=True)


def requests_to(user: Viewer) -> QuerySet[TextRequest]:
    """The texts that the person is asked for and can still write."""
    if not isinstance(user, User) or not _has_role(user, CHIEFS):
        return TextRequest.objects.none()
    return TextRequest.objects.filter(person=user, done_at=None, status__round__state__in=STATUS_OPEN)
