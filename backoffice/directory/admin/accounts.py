"""Agents, the roles that a territory writes for itself, and who holds which role where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin import display
from django.db.models import Prefetch
from django.utils.html import format_html, format_html_join

from backoffice.console.base.admin import BackofficeAdmin
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.directory.forms import AccountForm, MembershipForm, NewAccountForm, RoleForm
from backoffice.directory.models import Membership, Role, User
from backoffice.directory.services import answers_for, open_account

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet
    from django.forms import ModelForm
    from django.http import HttpRequest


class RightsAdmin(BackofficeAdmin):
    view_activity = history_activity = Activity.MANAGE_USERS
    add_activity = change_activity = Activity.MANAGE_USERS


@admin.register(User)
class UserAdmin(RightsAdmin):
    """Whoever may change an account could sign in with it: see `answers_for`."""

    choice_activity = Activity.VIEW
    form = AccountForm
    list_display = ("last_name", "first_name", "email", "rights", "is_active")
    list_filter = ("is_active",)
    search_fields = ("last_name", "first_name", "email")
    fieldsets = (
        ("Agent", {"fields": (("first_name", "last_name"), "email", "is_active")}),
        ("Droits", {"fields": ("rights",)}),
    )
    password_fieldset = ("Mot de passe", {"fields": ("new_password",)})
    add_fieldsets = (
        ("Agent", {"fields": (("first_name", "last_name"), "email", "new_password")}),
        ("Premier droit", {"fields": ("role", "territory", "organisation")}),
    )
    readonly_fields = ("rights",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """With the rights that the reader may see, and no other."""
        seen = Membership.objects.visible_to(request.user, self.view_activity)
        rights = Prefetch(
            "memberships", seen.select_related("role", "organisation", "territory"), to_attr="seen_rights"
        )
        return super().get_queryset(request).prefetch_related(rights)

    def places_of(self, row: User) -> tuple[tuple[int | None, int | None], ...]:
        return tuple((right.territory_id, right.organisation_id) for right in row.memberships.all())

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list[tuple]:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        return [*fieldsets[:-1], self.password_fieldset, fieldsets[-1]]

    def get_form(
        self, request: HttpRequest, obj: User | None = None, change: bool = False, **options: Any
    ) -> type[ModelForm]:
        if obj is None:
            options["form"] = NewAccountForm
        return super().get_form(request, obj, change=change, **options)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        held = super().has_change_permission(request, obj)
        return held and (obj is None or answers_for(user=request.user, account=self._stored(request, obj)))

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        data = form.cleaned_data
        password = data["new_password"]
        if not change:
            names = ("email", "first_name", "last_name", "role", "territory", "organisation")
            given = {name: data[name] for name in names}
            obj.pk = open_account(user=request.user, password=password, **given).pk
            return
        if password:
            obj.set_password(password)
        record(obj, user=request.user, reason=data["change_reason"] or "Nouveau mot de passe" * bool(password))

    @display(description="droits")
    def rights(self, row: User) -> str:
        return ", ".join(str(right) for right in row.seen_rights)


@admin.register(Role)
class RoleAdmin(RightsAdmin):
    delete_activity = Activity.MANAGE_USERS
    reason_required = True
    form = RoleForm
    list_display = ("name", "described", "territory")
    list_filter = ("territory",)
    list_select_related = ("territory",)
    search_fields = ("name",)
    fields = ("territory", "name", "activities")
    readonly_fields = ("allowed",)

    def get_fields(self, request: HttpRequest, obj: Role | None = None) -> tuple[str, ...]:
        """Boxes to tick for who may; sentences for the others."""
        ticked = self.has_add_permission(request) if obj is None else self.has_change_permission(request, obj)
        return self.fields if ticked else ("territory", "name", "allowed")

    @display(description="Ce rôle permet de")
    def allowed(self, row: Role) -> str:
        items = format_html_join("", "<li>{}</li>", ((label,) for label in row.activity_labels))
        return format_html("<ul>{}</ul>", items)

    @display(description="activités")
    def described(self, row: Role) -> str:
        return ", ".join(row.activity_labels)

    def history_text(self, field: Field, value: Any) -> str | None:
        return ", ".join(Role(activities=value).activity_labels) if field.name == "activities" else None


@admin.register(Membership)
class MembershipAdmin(RightsAdmin):
    delete_activity = Activity.MANAGE_USERS
    reason_required = True
    form = MembershipForm
    list_display = ("user", "role", "organisation", "territory")
    list_filter = ("role", "organisation", "territory")
    list_select_related = ("user", "role", "organisation", "territory")
    search_fields = ("user__last_name", "user__first_name", "user__email")
    fields = ("user", "role", "territory", "organisation")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not self._is_her_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not self._is_her_own(request, obj)

    def _is_her_own(self, request: HttpRequest, obj: Any) -> bool:
        """Nobody changes her own rights, except the super-administrator."""
        if obj is None or request.user.perimeter.is_unlimited:
            return False
        return self._stored(request, obj).user_id == request.user.pk
