"""Letters in the administration: to whom, when and whether, not what they say."""

from django.contrib import admin

from chefforum.audit.admin import LookOnly
from chefforum.mailroom.models import Letter


@admin.register(Letter)
class LetterAdmin(LookOnly):
    list_display = ["to", "kind", "state", "due_at", "sent_at", "attempts"]
    list_filter = ["state", "kind", "posted_at"]
    lookups = ("state__exact", "kind", "posted_at__gte", "posted_at__lt")
    list_select_related = ["to"]
    search_fields = ["to__first_name", "to__last_name", "to__email"]
    fields = ("to", "kind", "key", "state", "posted_at", "due_at", "sent_at", "attempts", "error")
    readonly_fields = fields
