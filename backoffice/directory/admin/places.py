"""Territories, their organisations, services and venues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin

from backoffice.console.base.admin import BackofficeAdmin
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation, OrganisationGroup, Service, Territory, Venue

if TYPE_CHECKING:
    from django.http import HttpRequest


class PlaceAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    history_activity = Activity.READ_JOURNAL


@admin.register(Territory)
class TerritoryAdmin(PlaceAdmin):
    add_activity = change_activity = Activity.MANAGE_TERRITORY
    change_form_before_template = "directory/territory_tools.html"
    reason_required_for = ("identity_sharing", "history_sharing", "retention_months")
    list_display = ("name", "code", "time_zone", "identity_sharing", "history_sharing")
    search_fields = ("name", "code")
    fieldsets = (
        ("Territoire", {"fields": (("code", "name"), ("time_zone", "school_zone"), "instructions_word", "phone")}),
        ("Horaires d’ouverture", {"fields": (("opening_days", "opens_at", "closes_at"),)}),
        ("Calendrier", {"fields": ("bank_holidays", ("room_conflicts", "facilitator_conflicts"))}),
        (
            "Messages",
            {
                "fields": (
                    ("sms_sender", "sms_segment_price"),
                    ("quiet_from", "quiet_until"),
                    ("messages_per_person", "sms_per_day"),
                    ("urgent_breaks_silence", "sends_sms_to_teams"),
                )
            },
        ),
        ("Cloisonnement", {"fields": ("identity_sharing", "history_sharing", "retention_months")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new territory is of nobody's perimeter yet: the super-administrator opens it."""
        return super().has_add_permission(request) and request.user.perimeter.is_unlimited

    def get_readonly_fields(self, request: HttpRequest, obj: Territory | None = None) -> tuple[str, ...]:
        """The zone of séances that exist changes in a dialog, which says what follows."""
        return ("time_zone",) if obj else ()


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
