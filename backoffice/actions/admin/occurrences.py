"""Séances: the list, and the settings of one séance for those who plan. Seats, dates with people and cancellations go through services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.admin.listing import ROWS_PER_PAGE, FreeSeatsFilter, SeanceList, search
from backoffice.actions.admin.retold import RetoldMixin
from backoffice.actions.models import Occurrence
from backoffice.console.base.admin import BackofficeAdmin, BackofficeForm
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

DIALOGS = "La date, le lieu et l’état se changent sur la page de la séance : chaque personne est prévenue."


class OccurrenceForm(BackofficeForm):
    """Where the séance stands in its day. Its date, place and state concern people: they have dialogs that say what follows."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        group = cleaned.get("group")
        if group is not None and group.action_id != self.instance.action_id:
            raise ValidationError({"group": "Ce groupe appartient à une autre action."})
        return cleaned


@admin.register(Occurrence)
class OccurrenceAdmin(RetoldMixin, BackofficeAdmin):
    view_activity = Activity.VIEW
    change_activity = Activity.PLAN
    history_activity = Activity.READ_JOURNAL
    form = OccurrenceForm
    change_list_template = "actions/occurrence_list.html"
    list_per_page = ROWS_PER_PAGE
    list_display = ("date_sentence", "action", "venue", "state")
    list_filter = ("action__motif", "action", "venue", "action__facilitators", "action__organisation", FreeSeatsFilter)
    search_fields = ("action__title",)
    search_help_text = "Action, motif ou lieu"
    ordering = ("starts_at", "pk")
    fieldsets = (
        (None, {"fields": (("starts_at", "ends_at"), "venue", "state"), "description": DIALOGS}),
        ("Journée en tranches ou en postes", {"fields": ("group", ("band", "station"))}),
    )

    readonly_fields = ("starts_at", "ends_at", "venue", "state")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        participations = self.model._meta.get_field("participations").related_model
        unmarked = participations.objects.filter(occurrence=OuterRef("pk"), state="unknown")
        rows = super().get_queryset(request).with_everything_shown().select_related("action__organisation__territory")
        return rows.prefetch_related("action__facilitators", "facilitators").annotate(has_unmarked=Exists(unmarked))

    def get_changelist(self, request: HttpRequest, **options: Any) -> type[SeanceList]:
        return SeanceList

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return search(queryset, search_term, request.user), False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        extra = {"title": "Séances", "may_plan": self.holds(request, Activity.PLAN), **(extra_context or {})}
        return super().changelist_view(request, extra)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Dates are typed and shown in the territory's own time."""
        row = self.get_object(request, object_id) if object_id else None
        with timezone.override(row.territory.zone if row else None):
            response = super().changeform_view(request, object_id, form_url, extra_context)
            return response.render() if hasattr(response, "render") else response

    def response_post_save_change(self, request: HttpRequest, obj: Occurrence) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:seance", args=[obj.pk]))
