"""Custom fields, edited by référentes. A field that serves is archived, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from unfold.decorators import display

from backoffice.console.base.admin import BackofficeAdmin, BackofficeTabularInline
from backoffice.directory.enums import Activity
from backoffice.people.exports import CustomFieldTable
from backoffice.people.forms import ChoiceForm, ChoiceFormSet, CustomFieldForm
from backoffice.people.models import CustomField, FieldChoice
from backoffice.people.services.fields import uses_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest


class ChoiceInline(BackofficeTabularInline):
    """No deletion: a retired choice keeps its label for the answers that hold it."""

    view_activity = Activity.CONFIGURE
    add_activity = change_activity = Activity.CONFIGURE
    model = FieldChoice
    form = ChoiceForm
    formset = ChoiceFormSet
    fields = ("label", "code", "position", "is_retired")
    extra = 1


@admin.register(CustomField)
class CustomFieldAdmin(BackofficeAdmin):
    view_activity = add_activity = change_activity = delete_activity = Activity.CONFIGURE
    history_activity = Activity.READ_JOURNAL
    form = CustomFieldForm
    import_activity = export_activity = Activity.CONFIGURE
    import_resources = export_resources = (CustomFieldTable,)
    inlines = (ChoiceInline,)
    list_display = ("label", "key", "subject", "kind", "asked_when", "is_fact", "is_sensitive", "state", "territory")
    list_filter = ("subject", "kind", "is_sensitive", "is_archived", "territory")
    list_select_related = ("territory",)
    search_fields = ("label", "key", "question")
    fieldsets = (
        (
            "Question",
            {
                "fields": (
                    "territory",
                    ("label", "key"),
                    ("subject", "kind"),
                    "question",
                    "help_text",
                    ("required_when", "position"),
                    "is_for_every_motif",
                )
            },
        ),
        ("Usages", {"fields": (("is_fact", "is_in_lists"), ("is_exportable", "is_archived"))}),
        ("Information sensible", {"fields": (("is_sensitive", "is_health"), "purpose")}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A sensitive field is changed by whoever may configure sensitive information there."""
        held = super().has_change_permission(request, obj)
        row = None if obj is None or not held else self._stored(request, obj)
        return held and (row is None or not self._was_sensitive(row) or self._may_be_sensitive(request, row))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and self.has_change_permission(request, obj)

    def _was_sensitive(self, row: CustomField) -> bool:
        """As stored: the form may have changed the instance since."""
        return CustomField.objects.filter(pk=row.pk, is_sensitive=True).exists()

    def _may_be_sensitive(self, request: HttpRequest, row: CustomField) -> bool:
        return self.may_at(request, Activity.CONFIGURE_SENSITIVE, self.place_of(row))

    def get_deleted_objects(self, objs: Iterable[Model], request: HttpRequest) -> tuple[list, dict, set, list]:
        """Its own choices go with it; answers and policies keep it."""
        fields = list(objs)
        uses = [use for field in fields for use in uses_of(field)]
        return [str(field) for field in fields], {self.opts.verbose_name_plural: len(fields)}, set(), uses

    @display(description="Obligatoire", ordering="required_when")
    def asked_when(self, row: CustomField) -> str:
        return row.get_required_when_display()

    @display(description="État", ordering="is_archived", label={"En service": "success", "Archivé": "info"})
    def state(self, row: CustomField) -> str:
        return "Archivé" if row.is_archived else "En service"
