"""Posts and departments in the administration. People are in ``chefforum.accounts``."""

from django.contrib import admin

from chefforum.audit.admin import Logged
from chefforum.organisation.models import Department, Office, OfficeAlias


class AliasInline(admin.TabularInline[OfficeAlias, Office]):
    model = OfficeAlias
    extra = 1


@admin.register(Office)
class OfficeAdmin(Logged):
    list_display = ["name", "department", "active"]
    list_filter = ["active", "department"]
    lookups = ("active__exact", "department__id__exact", "department__isnull")
    list_select_related = ["department"]
    search_fields = ["name", "aliases__name"]
    inlines = [AliasInline]


@admin.register(Department)
class DepartmentAdmin(Logged):
    list_display = ["name", "active", "end", "successor"]
    list_filter = ["active"]
    lookups = ("active__exact",)
    search_fields = ["name"]
    # Where its figures go on is said under »Sygefravær«, by those who keep them.
    readonly_fields = ["end", "successor", "follows"]
