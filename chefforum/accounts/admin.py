"""People in the administration. Whoever changes another's access here is logged, and the other is told."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from chefforum.accounts.actions import change_access
from chefforum.audit import log
from chefforum.audit.admin import ListedLookups
from chefforum.organisation.models import Tenure, User


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
        by = cast("User", request.user)
        fields = ", ".join(name for name in form.changed_data if "password" not in name)
        text = f"Personen {obj} er {'ændret' if change else 'oprettet'}: {fields}, rolle {obj.get_role_display()}"
        log.record("organisation.person_saved", by=by, target=obj, text=text)
        if change:
            change_access(obj, [say(obj) for name, say in _SAID.items() if name in form.changed_data], by=by)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if change:
            what = [f"stillingen »{one.title}« er {word}" for one, word in changes_of(formset)]
            change_access(form.instance, what, by=cast("User", request.user))

    @transaction.atomic
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Django's page where somebody else sets a person's password."""
        before = User.objects.filter(pk=id).values_list("password", flat=True).first()
        response: HttpResponse = super().user_change_password(request, id, form_url)
        user = User.objects.filter(pk=id).first()
        if user is not None and user.password != before:
            change_access(user, ["adgangskoden er skiftet"], by=cast("User", request.user))
        return response

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


_SAID: dict[str, Callable[[User], str]] = {
    "username": lambda user: f"brugernavnet er nu {user.username}",
    "email": lambda user: "mailadressen er ændret",
    "role": lambda user: f"rollen er nu {user.get_role_display()}",
    "is_active": lambda user: f"kontoen er {'åbnet' if user.is_active else 'lukket'}",
    "is_staff": lambda user: f"adgangen til administrationen er {'givet' if user.is_staff else 'fjernet'}",
    "is_superuser": lambda user: f"retten til al opsætning er {'givet' if user.is_superuser else 'fjernet'}",
}


def changes_of(formset: Any) -> Sequence[tuple[Any, str]]:
    """The records that a saved formset of the administration added, changed or removed, each with that word."""
    return [
        *((one, "tilføjet") for one in formset.new_objects),
        *((one, "ændret") for one, _ in formset.changed_objects),
        *((one, "fjernet") for one in formset.deleted_objects),
    ]
