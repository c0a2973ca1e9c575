"""Keeping a view of the register under a name, and dropping it."""

from django.db import transaction

from budget.actions.guard import require
from budget.models import SavedView
from budget.permissions import may_see_budget
from chefforum.organisation.models import User
from chefforum.workflow import Refused

MOST_VIEWS = 20


@transaction.atomic
def save_view(name: str, query: str, *, by: User) -> SavedView:
    """Keep a view; the same name again says what it is now. Nobody else sees it, so it is not in the log.

    Raises :class:`Refused` without a name, and beyond twenty.
    """
    require(may_see_budget(by))
    name = name.strip()[:60]
    if not name:
        raise Refused("Skriv, hvad visningen skal hedde. Intet er gemt.")
    own = SavedView.objects.filter(user=by)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise Refused(f"Du har allerede {MOST_VIEWS} visninger. Fjern en, og prøv igen.")
    return own.update_or_create(user=by, name=name, defaults={"query": query[:400]})[0]


@transaction.atomic
def drop_view(view_id: int, *, by: User) -> None:
    """Drop one of one's own views."""
    SavedView.objects.filter(pk=view_id, user=by).delete()
