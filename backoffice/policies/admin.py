"""The list of policies. Everything else of a policy is on its own page (policies/views)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import Max, Prefetch
from django.http import HttpResponseRedirect
from django.urls import reverse
from unfold.decorators import display

from backoffice.catalogue.models import Motif
from backoffice.console.base.admin import BackofficeAdmin
from backoffice.directory.enums import Activity
from backoffice.policies.models import Policy

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


@admin.register(Policy)
class PolicyAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    add_activity = change_activity = Activity.CONFIGURE
    history_activity = Activity.READ_JOURNAL
    list_display = ("name", "territory", "uses", "version", "state")
    list_filter = ("territory", "is_archived")
    list_select_related = ("territory",)
    search_fields = ("name", "code")
    fields = ("territory", "code", "name", "motifs", "is_for_territory", "is_archived")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).annotate(last_number=Max("revisions__number"))
        seen = Motif.objects.visible_to(request.user)
        return rows.prefetch_related(Prefetch("motifs", seen, to_attr="seen_motifs"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Whoever opens a policy, from the list or elsewhere, reads its rules: Django’s form shows none of them."""
        row = self.get_object_or_404(request, object_id)
        if request.method == "GET":
            return HttpResponseRedirect(reverse("admin:policy", args=[row.pk]))
        return super().change_view(request, object_id, form_url, extra_context)

    @display(description="S’applique à")
    def uses(self, row: Policy) -> str:
        names = ["tout le territoire"] * row.is_for_territory + [motif.name for motif in row.seen_motifs]
        return ", ".join(names) or "aucun motif"

    @display(description="Version", ordering="last_number")
    def version(self, row: Policy) -> str:
        return "" if row.last_number is None else str(row.last_number)

    @display(description="État", label={"En service": "success", "Brouillon": "warning", "Retirée": "info"})
    def state(self, row: Policy) -> str:
        if row.is_archived:
            return "Retirée"
        return "En service" if row.last_number else "Brouillon"
