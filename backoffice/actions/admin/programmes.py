"""Collective actions, the people who run them, groups of bands and stations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Count, Min, Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action, display

from backoffice.actions.admin.retold import RetoldMixin
from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Absence, CollectiveAction, Facilitator, OccurrenceGroup, SeriesEdit
from backoffice.console.base.admin import BackofficeAdmin, BackofficeForm, add_panel
from backoffice.console.base.wording import short_day, short_moment
from backoffice.directory.enums import Activity
from backoffice.policies.models import Policy

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse


class PlanningAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    add_activity = change_activity = Activity.PLAN
    history_activity = Activity.READ_JOURNAL


class ActionForm(BackofficeForm):
    """Which rules an action adds is chosen by who configures rules; whoever plans it reads them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy = self.fields.get("policy")
        if policy is None or policy.disabled:
            return
        policy.disabled = not self.model_admin.may(self.request, Activity.CONFIGURE, self.instance)
        offered = Q(is_archived=False) | Q(pk=self.instance.policy_id)
        policy.queryset = policy.queryset.filter(offered, territory=self.instance.organisation.territory_id)


def actions_that_carry(request: HttpRequest, policy: Policy) -> dict[str, Any] | None:
    """On the page of a policy, the actions that add it to their motif's own."""
    rows = list(CollectiveAction.objects.visible_to(request.user).filter(policy=policy).order_by("title"))
    return {"actions": rows} if rows else None


add_panel(Policy, "actions/actions_that_carry.html", actions_that_carry, place="editor")


@admin.register(CollectiveAction)
class ActionAdmin(RetoldMixin, PlanningAdmin):
    """The address of « add » is a form of our own (actions/views/planning.py): an action is created with its dates."""

    actions_detail = ("texts",)
    list_display = ("title", "motif", "organisation", "upcoming", "next_date")
    list_filter = ("motif", "organisation", "facilitators", "default_venue")
    list_select_related = ("motif", "organisation__territory")
    search_fields = ("title", "public_title", "motif__name")
    change_form_before_template = "actions/action_tools.html"
    fields = (
        *(
            "title",
            "public_title",
            "type_label",
            "motif",
            "organisation",
            "facilitators",
            "default_venue",
            "seats_override",
        ),
        *("policy", "openness", "open_to"),
    )
    readonly_fields = ("motif", "organisation", "seats_override")
    form = ActionForm

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        coming = Q(occurrences__starts_at__gt=timezone.now()) & ~Q(occurrences__state=OccurrenceState.CANCELLED)
        return (
            super()
            .get_queryset(request)
            .annotate(
                upcoming_count=Count("occurrences", filter=coming),
                next_start=Min("occurrences__starts_at", filter=coming),
            )
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """With what was done last to its séances, to be taken back from here as well."""
        row = self.get_object(request, object_id)
        may = row is not None and self.may(request, Activity.PLAN, object_id)
        edits = SeriesEdit.objects.to_take_back(row.occurrences.all(), timezone.now()) if may else ()
        return super().change_view(request, object_id, form_url, {"edits": edits, **(extra_context or {})})

    def has_texts_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        return object_id is None or self.may(request, Activity.CONFIGURE, object_id)

    @action(description="Textes des messages", permissions=["texts"])
    def texts(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The page of the texts of this action, with what it inherits."""
        return redirect(reverse("admin:action_wordings", args=[object_id]))

    @display(description="Séances à venir", ordering="upcoming_count")
    def upcoming(self, row: CollectiveAction) -> int:
        return row.upcoming_count

    @display(description="Prochaine séance", ordering="next_start")
    def next_date(self, row: CollectiveAction) -> str:
        return "" if row.next_start is None else local_date(row)


@admin.register(Facilitator)
class FacilitatorAdmin(PlanningAdmin):
    delete_activity = Activity.PLAN
    list_display = ("name", "organisation", "email", "phone", "news")
    list_filter = ("organisation", "territory")
    list_select_related = ("organisation",)
    search_fields = ("name",)
    fields = ("territory", "organisation", "name", "user", ("email", "phone"), "news")
    change_form_before_template = "actions/facilitator_tools.html"


@admin.register(Absence)
class AbsenceAdmin(PlanningAdmin):
    delete_activity = Activity.PLAN
    list_display = ("facilitator", "first", "last", "at")
    list_filter = ("facilitator",)
    list_select_related = ("facilitator",)
    search_fields = ("facilitator__name",)
    ordering = ("-first_day",)
    fields = ("facilitator", ("first_day", "last_day"), ("start_time", "end_time"))

    @display(description="du", ordering="first_day")
    def first(self, row: Absence) -> str:
        return short_day(row.first_day)

    @display(description="au", ordering="last_day")
    def last(self, row: Absence) -> str:
        return short_day(row.last_day)

    @display(description="heures")
    def at(self, row: Absence) -> str:
        return row.hours or "toute la journée"


@admin.register(OccurrenceGroup)
class OccurrenceGroupAdmin(PlanningAdmin):
    list_display = ("name", "action")
    list_filter = ("action",)
    list_select_related = ("action",)
    search_fields = ("name",)
    fields = ("action", "name", "walking_minutes")
    readonly_fields = ("action",)
    change_form_before_template = "actions/group_tools.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A day is made with its séances, from its action (`add_day`)."""
        return False


def local_date(row: CollectiveAction) -> str:
    return short_moment(timezone.localtime(row.next_start, row.organisation.territory.zone))
