"""Documents in the administration: that they exist and whether their PDF is made, not what they say."""

from django.contrib import admin

from chefforum.audit.admin import LookOnly
from chefforum.documents.models import Document


@admin.register(Document)
class DocumentAdmin(LookOnly):
    list_display = ["title", "edition", "state", "created_at"]
    list_filter = ["state", "edition", "created_at"]
    lookups = ("state__exact", "edition", "created_at__gte", "created_at__lt")
    search_fields = ["sha256"]
    fields = ("title", "edition", "state", "sha256", "attempts", "created_at", "created_by")
    readonly_fields = fields
