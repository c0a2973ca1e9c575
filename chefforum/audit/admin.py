"""The log, to read and search."""

from django.contrib import admin
from django.http import HttpRequest

from chefforum.audit.models import Entry


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
