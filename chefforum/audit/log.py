"""The one way into the log."""

from typing import TYPE_CHECKING

from django.db.models import Model

from chefforum.audit.models import Entry

if TYPE_CHECKING:
    from chefforum.organisation.models import User


def record(verb: str, *, by: "User | None", target: Model, text: str) -> None:
    """Write that ``verb`` was done to ``target``, in the caller's transaction.

    ``text`` is Danish and readable by itself. It must not quote what a closed item says: the log is read by
    administrators, who may not read closed items.
    """
    Entry.objects.create(verb=verb, by=by, target_type=target._meta.label_lower, target_id=target.pk, text=text[:400])
