"""Letters in the administration: to whom, when and whether, not what they say."""

from django.contrib import admin
from django.http import HttpRequest

from chefforum.mailroom.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin[Letter]):
    list_display = ["to", "kind", "state", "due_at", "sent_at", "attempts"]
    list_filter = ["state", "kind", "posted_at"]
    search_fields = ["to__first_name", "to__last_name", "to__email"]
    fields = ("to", "kind", "key", "state", "posted_at", "due_at", "sent_at", "attempts", "error")
    readonly_fields = fields

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
