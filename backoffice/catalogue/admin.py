"""What référentes configure: motifs, categories, labels shown in messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin import display
from django.forms import model_to_dict
from django.shortcuts import redirect
from django.urls import reverse
from unfold.decorators import action

from backoffice.catalogue.enums import Moment
from backoffice.catalogue.exports import MotifTable
from backoffice.catalogue.models import Instruction, Motif, MotifCategory, TypeLabel
from backoffice.console.base.admin import BackofficeAdmin, BackofficeForm, BackofficeStackedInline
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


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


class InstructionForm(BackofficeForm):
    moments = forms.MultipleChoiceField(
        label="Montrée",
        choices=Moment.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "bo-checkbox"}),
    )

    class Meta:
        help_texts = {
            "short_text": "L’essentiel en quelques mots : un rappel tient alors souvent dans un SMS. "
            "Vide : le texte entier, ou « voir le lien » s’il coûte un SMS de plus."
        }


class InstructionInline(BackofficeStackedInline):
    model = Instruction
    form = InstructionForm
    view_activity = Activity.VIEW
    add_activity = change_activity = delete_activity = Activity.CONFIGURE
    fields = ("text", "short_text", "moments", ("must_be_accepted", "position"))
    tab = True
    verbose_name_plural = "consignes"


@admin.register(Motif)
class MotifAdmin(CatalogueAdmin):
    actions_detail = ("copy", "texts", "tell_instructions")
    inlines = (InstructionInline,)
    list_display = ("name", "service", "category", "type_label", "default_seats", "waitlist_mode", "state")
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
                    ("waitlist_mode", "waitlist_max", "waitlist_offer_hours"),
                    ("overbooking_max", "party_max"),
                    "openness",
                ),
            },
        ),
        ("Informations demandées", {"classes": ("tab",), "fields": ("questions",)}),
    )

    @display(description="état", ordering="is_archived")
    def state(self, row: Motif) -> str:
        return "Archivé" if row.is_archived else "En service"

    def has_copy_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return self.has_add_permission(request) and (object_id is None or self.sees(request, object_id))

    @action(description="Copier ce motif", permissions=["copy"])
    def copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Opens the form of a new motif, filled in; nothing is written before it is saved."""
        return redirect(reverse("admin:catalogue_motif_add", query={"copie": object_id}))

    @action(description="Textes des messages", permissions=["tell"])
    def texts(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The page of the texts of this motif, with what it inherits."""
        return redirect(reverse("admin:motif_wordings", args=[object_id]))

    def has_tell_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return object_id is None or self.has_change_permission(request, object_id)

    @action(description="Prévenir des consignes", permissions=["tell"])
    def tell_instructions(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A dialog that says first who is told, and what it costs."""
        return redirect(reverse("admin:tell_instructions", args=[object_id]))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        source = request.GET.get("copie")
        if source is None:
            return super().get_changeform_initial_data(request)
        row = self.get_object_or_404(request, source)
        values = model_to_dict(row, exclude=("id", "is_archived"))
        linked = {name: [each.pk for each in getattr(row, name).all()] for name in ("organisations", "questions")}
        return values | linked | {"name": f"{row.name} (copie)"}
