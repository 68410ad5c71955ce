"""What référentes configure: motifs, categories, labels shown in messages."""

from __future__ import annotations

from django.contrib import admin

from backoffice.catalogue.exports import MotifTable
from backoffice.catalogue.models import Motif, MotifCategory, TypeLabel
from backoffice.console.base.admin import BackofficeAdmin
from backoffice.directory.enums import Activity


class CatalogueAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    add_activity = change_activity = Activity.CONFIGURE
    history_activity = Activity.READ_JOURNAL


@admin.register(MotifCategory)
class MotifCategoryAdmin(CatalogueAdmin):
    delete_activity = Activity.CONFIGURE
    list_display = ("name", "short_name", "territory")
    list_filter = ("territory",)
    search_fields = ("name", "short_name")
    fields = ("territory", "name", "short_name")


@admin.register(TypeLabel)
class TypeLabelAdmin(CatalogueAdmin):
    delete_activity = Activity.CONFIGURE
    list_display = ("internal_name", "public_name", "sms_name", "is_sensitive", "territory")
    list_filter = ("is_sensitive", "territory")
    search_fields = ("internal_name", "public_name", "sms_name")
    fields = ("territory", "internal_name", "public_name", "sms_name", "is_sensitive")


@admin.register(Motif)
class MotifAdmin(CatalogueAdmin):
    list_display = ("name", "service", "category", "type_label", "default_seats", "waitlist_mode", "is_archived")
    list_filter = ("is_archived", "service", "category", "organisations", "kind", "territory")
    list_select_related = ("service", "category", "type_label")
    search_fields = ("name", "public_name")
    import_activity = export_activity = Activity.CONFIGURE
    import_resources = export_resources = (MotifTable,)
    fieldsets = (
        (
            "Essentiel",
            {
                "classes": ("tab",),
                "fields": (
                    "territory",
                    "name",
                    "public_name",
                    "service",
                    "category",
                    "type_label",
                    "organisations",
                    ("kind", "venue_kind"),
                    "is_archived",
                ),
            },
        ),
        (
            "Places",
            {
                "classes": ("tab",),
                "fields": (
                    ("default_seats", "default_duration_minutes"),
                    ("waitlist_mode", "waitlist_max"),
                    "overbooking_max",
                ),
            },
        ),
        ("Consignes", {"classes": ("tab",), "fields": ("instructions",)}),
    )
