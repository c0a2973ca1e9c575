"""Meetings in the administration: set-up, and looking things up. States are changed by the procedure, not here.

The administration shows an administrator what an administrator may read: items come from ``looked_up_by``.
"""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from chefforum.accounts.actions import change_access
from chefforum.accounts.admin import changes_of
from chefforum.audit.admin import Logged, LookOnly
from chefforum.organisation.models import User
from meetings.models import (
    AgendaItem,
    Attachment,
    Case,
    Decision,
    Facet,
    Forum,
    Meeting,
    Membership,
    Subject,
)
from meetings.permissions import looked_up_by, meetings_seen_by


class MembershipInline(admin.TabularInline[Membership, Forum]):
    model = Membership
    extra = 0
    autocomplete_fields = ["user"]


@admin.register(Forum)
class ForumAdmin(Logged):
    list_display = ["name", "abbreviation", "active"]
    search_fields = ["name"]
    inlines = [MembershipInline]
    prepopulated_fields = {"slug": ["name"]}

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for membership, word in changes_of(formset):
            what = f"medlemskabet af {form.instance} er {word}"
            change_access(membership.user, [what], by=cast("User", request.user))


@admin.register(Meeting)
class MeetingAdmin(LookOnly):
    list_display = ["__str__", "state", "location", "remarks_due"]
    list_filter = ["state", "forum", "starts_at"]
    list_select_related = ["forum"]
    search_fields = ["location", "forum__name"]
    date_hierarchy = "starts_at"
    lookups = (
        *("state__exact", "forum__id__exact", "starts_at__gte", "starts_at__lt"),
        *("starts_at__year", "starts_at__month", "starts_at__day"),
    )
    fields = ["forum", "starts_at", "location", "state", "remarks_due", "approved_at", "approved_by"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Meeting]:
        return meetings_seen_by(request.user)


@admin.register(AgendaItem)
class AgendaItemAdmin(LookOnly):
    list_display = ["title", "position", "meeting", "case"]
    list_filter = ["meeting__forum"]
    list_select_related = ["meeting__forum", "case"]
    search_fields = ["title", "case__number"]
    lookups = ("meeting__forum__id__exact", "meeting__forum__isnull")
    fields = ["meeting", "position", "prefix", "title", "slot_start", "slot_end", "case"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[AgendaItem]:
        return looked_up_by(request.user)


@admin.register(Decision)
class DecisionAdmin(LookOnly):
    list_display = ["item", "meeting", "html"]
    list_select_related = ["item__meeting__forum"]
    search_fields = ["item__title", "html"]
    fields = ["item", "heading", "html"]

    @admin.display(description="møde")
    def meeting(self, decision: Decision) -> Meeting | None:
        return decision.item.meeting

    def get_queryset(self, request: HttpRequest) -> QuerySet[Decision]:
        return Decision.objects.filter(kind="decision", item__in=looked_up_by(request.user))


@admin.register(Attachment)
class AttachmentAdmin(LookOnly):
    list_display = ["title", "item"]
    list_select_related = ["item"]
    search_fields = ["title"]
    fields = ["item", "position", "title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attachment]:
        return Attachment.objects.filter(removed_at=None, closed=False, item__in=looked_up_by(request.user))


@admin.register(Case)
class CaseAdmin(LookOnly):
    list_display = ["number", "title"]
    search_fields = ["number", "title"]
    fields = ["number", "title"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Case]:
        return Case.objects.filter(items__in=looked_up_by(request.user)).distinct()


@admin.register(Subject)
class SubjectAdmin(LookOnly):
    list_display = ["number", "title", "retired"]
    list_filter = ["retired"]
    lookups = ("retired__exact",)
    search_fields = ["number", "title", "keywords"]
    fields = ["number", "title", "keywords", "retired"]


@admin.register(Facet)
class FacetAdmin(Logged):
    """The official titles of facets are KL's; where a list lacks one, the municipality enters it here."""

    list_display = ["code", "title"]
    search_fields = ["code", "title"]
