"""The log, to read and search; and how records in the administration are looked at and changed."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from chefforum.audit import log
from chefforum.audit.models import Entry

if TYPE_CHECKING:
    from chefforum.organisation.models import User


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin[Entry]):
    list_display = ["at", "by", "text"]
    list_filter = ["verb", "at"]
    search_fields = ["text", "by__username", "by__last_name"]
    list_select_related = ["by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False


class Logged(admin.ModelAdmin[Any]):
    """Records that are changed here, each change in the log."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        fields = ", ".join(form.changed_data)
        log.record(
            "admin.saved", by=cast("User", request.user), target=obj, text=f"{obj._meta.verbose_name}: {obj} ({fields})"
        )

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class LookOnly(admin.ModelAdmin[Any]):
    """Records that are only looked at here, and only by the lookups that stand on the page."""

    lookups: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup.split("__", maxsplit=1)[0] in self.lookups

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
