"""People, posts and departments in the administration."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from chefforum.audit import log
from chefforum.audit.admin import ListedLookups, Logged
from chefforum.organisation.models import Department, Office, OfficeAlias, Tenure, User


class TenureInline(admin.TabularInline[Tenure, User]):
    model = Tenure
    extra = 0


@admin.register(User)
class PersonAdmin(ListedLookups, UserAdmin[User]):
    list_display = ["username", "first_name", "last_name", "role", "is_active"]
    list_filter = ["role", "is_active"]
    lookups = ("role__exact", "is_active__exact")
    search_fields = ["username", "first_name", "last_name", "email"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email", "role")}),
        ("Adgang", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Seneste", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email", "role", "password1", "password2")}),
    )
    readonly_fields = ["last_login", "date_joined"]
    inlines = [TenureInline]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        fields = ", ".join(name for name in form.changed_data if "password" not in name)
        text = f"Personen {obj} er {'ændret' if change else 'oprettet'}: {fields}, rolle {obj.get_role_display()}"
        log.record("organisation.person_saved", by=cast("User", request.user), target=obj, text=text)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


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
