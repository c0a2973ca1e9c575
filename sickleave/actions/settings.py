"""What is set: bases, targets, effort areas, and how small a group may be shown."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from chefforum.audit import log
from chefforum.organisation.models import User
from chefforum.workflow import Refused
from sickleave.actions.guard import lock_figures, require
from sickleave.models import Basis, EffortArea, Limits, Target
from sickleave.permissions import may_run_absence

KINDS: dict[str, type[Model]] = {"maal": Target, "grundlag": Basis, "indsats": EffortArea, "graenser": Limits}


@transaction.atomic
def keep(kind: str, pk: int | None, values: Mapping[str, Any], *, by: User) -> Model:
    """Keep a setting, a new one or another's new values. Raises :class:`Refused` where there is one like it."""
    require(may_run_absence(by))
    lock_figures()
    model = KINDS[kind]
    try:
        with transaction.atomic():
            if pk is None:
                kept = model._default_manager.create(**values)
            else:
                kept = model._default_manager.select_for_update().get(pk=pk)
                for name, value in values.items():
                    setattr(kept, name, value)
                kept.save()
    except IntegrityError as error:
        raise Refused("Det er allerede sat op, eller værdierne passer ikke sammen. Intet er gemt.") from error
    name = str(model._meta.verbose_name)
    log.record(f"sickleave.{kind}_kept", by=by, target=kept, text=f"Sygefravær, {name}: {kept} er gemt")
    return kept
