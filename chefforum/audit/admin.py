"""The log, to read and search; and how records in the administration are looked at and changed."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from chefforum.audit import log
from chefforum.audit.models import Entry

if TYPE_CHECKING:
    from chefforum.organisation.models import User


class ListedLookups:
    """An administration that answers the lookups it lists, spelled in full, and no other.

    Django lets whoever may see a list filter it by any field and through relations: a closed text could be read letter
    by letter from whether a row is there. Every class in the administration has this one before Django's own.
    """

    lookups: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Django's hook; a lookup that is refused is answered with 400."""
        return lookup in self.lookups


@admin.register(Entry)
class EntryAdmin(ListedLookups, admin.ModelAdmin[Entry]):
    list_display = ["at", "by", "text"]
    list_filter = ["verb", "at"]
    lookups = ("verb", "at__gte", "at__lt")
    search_fields = ["by__username", "by__first_name", "by__last_name"]
    list_select_related = ["by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False


class Logged(ListedLookups, admin.ModelAdmin[Any]):
    """Records that are changed here, each change in the log."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        fields = ", ".join(form.changed_data)
        log.record(
            "admin.saved", by=cast("User", request.user), target=obj, text=f"{obj._meta.verbose_name}: {obj} ({fields})"
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LookOnly(ListedLookups, admin.ModelAdmin[Any]):
    """Records that are only looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
