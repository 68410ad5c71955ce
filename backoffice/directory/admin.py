"""Territories, organisations, services, venues; agents, their roles and rights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join

from backoffice.console.base.admin import BackofficeAdmin
from backoffice.directory.enums import Activity
from backoffice.directory.models import (
    Membership,
    Organisation,
    OrganisationGroup,
    Role,
    Service,
    Territory,
    User,
    Venue,
)

if TYPE_CHECKING:
    from django.db.models import Field


class PlaceAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    history_activity = Activity.READ_JOURNAL


@admin.register(Territory)
class TerritoryAdmin(PlaceAdmin):
    change_activity = Activity.MANAGE_TERRITORY
    reason_required = True
    list_display = ("name", "code", "time_zone", "identity_sharing", "history_sharing")
    search_fields = ("name", "code")
    fieldsets = (
        ("Territoire", {"fields": (("code", "name"), ("time_zone", "school_zone"), "instructions_word", "phone")}),
        ("Cloisonnement", {"fields": ("identity_sharing", "history_sharing", "retention_months")}),
    )


@admin.register(OrganisationGroup)
class OrganisationGroupAdmin(PlaceAdmin):
    add_activity = change_activity = delete_activity = Activity.MANAGE_TERRITORY
    list_display = ("name", "territory")
    list_filter = ("territory",)
    search_fields = ("name",)
    fields = ("territory", "name")


@admin.register(Organisation)
class OrganisationAdmin(PlaceAdmin):
    add_activity = change_activity = Activity.MANAGE_TERRITORY
    list_display = ("name", "group", "phone", "is_active", "territory")
    list_filter = ("is_active", "group", "territory")
    list_select_related = ("group", "territory")
    search_fields = ("name",)
    fields = ("territory", "group", "name", "phone", "email", "is_active")

    def place_of(self, row: Organisation) -> tuple[int | None, int | None]:
        return row.territory_id, row.pk


@admin.register(Service)
class ServiceAdmin(PlaceAdmin):
    add_activity = change_activity = delete_activity = Activity.CONFIGURE
    list_display = ("name", "short_name", "is_sensitive", "is_public", "territory")
    list_filter = ("is_sensitive", "is_public", "territory")
    search_fields = ("name", "short_name")
    fields = ("territory", "name", "short_name", "is_sensitive", "is_public")


@admin.register(Venue)
class VenueAdmin(PlaceAdmin):
    add_activity = change_activity = delete_activity = Activity.CONFIGURE
    list_display = ("name", "commune", "room_capacity", "state", "organisation", "territory")
    list_filter = ("state", "organisation", "territory")
    list_select_related = ("organisation", "territory")
    search_fields = ("name", "commune", "address")
    fields = ("territory", "organisation", "name", "address", "commune", "room_capacity", "state")


class AccountAdmin(BackofficeAdmin):
    view_activity = history_activity = Activity.MANAGE_USERS
    reason_required = True


@admin.register(User)
class UserAdmin(AccountAdmin):
    choice_activity = Activity.VIEW
    list_display = ("last_name", "first_name", "email", "is_active")
    list_filter = ("is_active",)
    search_fields = ("last_name", "first_name", "email")
    fields = ("first_name", "last_name", "email", "is_active")


@admin.register(Role)
class RoleAdmin(AccountAdmin):
    list_display = ("name", "territory")
    search_fields = ("name",)
    fields = readonly_fields = ("territory", "name", "allowed")

    @admin.display(description="Ce rôle permet de")
    def allowed(self, row: Role) -> str:
        return format_html(
            "<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((label,) for label in row.activity_labels))
        )

    def history_text(self, field: Field, value: Any) -> str | None:
        return ", ".join(Role(activities=value).activity_labels) if field.name == "activities" else None


@admin.register(Membership)
class MembershipAdmin(AccountAdmin):
    list_display = ("user", "role", "organisation", "territory")
    list_filter = ("role", "organisation", "territory")
    list_select_related = ("user", "role", "organisation", "territory")
    search_fields = ("user__last_name", "user__first_name", "user__email")
    fields = ("user", "role", "territory", "organisation")
