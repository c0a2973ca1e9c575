"""Documents in the administration: that they exist and whether their PDF is made, not what they say."""

from django.contrib import admin
from django.http import HttpRequest

from chefforum.documents.models import Document


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin[Document]):
    list_display = ["title", "edition", "state", "created_at"]
    list_filter = ["state", "edition", "created_at"]
    search_fields = ["title", "sha256"]
    fields = ("title", "edition", "state", "sha256", "attempts", "created_at", "created_by")
    readonly_fields = fields

    def has_change_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False
