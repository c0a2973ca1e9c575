"""The first lines of every verb: take the record, then ask whether the person may."""

from django.core.exceptions import PermissionDenied

from sickleave.models import Limits, Report


def require(allowed: bool) -> None:
    """Raises :class:`PermissionDenied` unless the person may."""
    if not allowed:
        raise PermissionDenied


def lock_figures() -> Limits:
    """Whoever lets figures in, changes units or publishes takes this first, so that they come one after the other. The
    transaction holds it to its end.
    """
    Limits.objects.get_or_create(pk=1)
    return Limits.objects.select_for_update().get(pk=1)


def lock_report(report_id: int) -> Report:
    """The report as it is now, locked until the transaction ends."""
    return Report.objects.select_for_update().get(pk=report_id)
