"""The first lines of every verb: take the record, then ask whether the person may."""

from django.core.exceptions import PermissionDenied

from budget.models import Agreement, Round


def require(allowed: bool) -> None:
    """Raises :class:`PermissionDenied` unless the person may."""
    if not allowed:
        raise PermissionDenied


def lock_agreement(agreement_id: int) -> Agreement:
    """The agreement as it is now, locked until the transaction ends. Whoever changes its points takes this first."""
    return Agreement.objects.select_for_update().get(pk=agreement_id)


def lock_round(round_id: int) -> Round:
    """The round as it is now, locked until the transaction ends. Whoever writes in it or takes a step
    with it takes this first.
    """
    return Round.objects.select_for_update().get(pk=round_id)
