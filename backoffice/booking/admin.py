"""Inscriptions and decisions: lists to read. Every change is a dialog of the séance that calls one service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import DropdownFilter, MultipleDropdownFilter
from unfold.decorators import display

from backoffice.actions.models import CollectiveAction
from backoffice.actions.queries import folded_names
from backoffice.booking.enums import State
from backoffice.booking.exports import ParticipationExport, ParticipationStatistics, with_inscription_answers
from backoffice.booking.models import Decision, Participation
from backoffice.booking.views.publishing import (
    messages_of_action,
    messages_of_motif,
    messages_of_uses,
    messages_of_venue,
    messages_panel,
    messages_panel_of_return,
)
from backoffice.booking.views.replaying import replay_panel
from backoffice.booking.views.trying import trial_panel
from backoffice.catalogue.models import Motif
from backoffice.console.base.admin import BackofficeAdmin, add_panel
from backoffice.console.base.admin.panels import BEFORE_SAVING
from backoffice.console.base.periods import LABELS, bounds
from backoffice.console.base.wording import short_moment
from backoffice.directory.enums import Activity
from backoffice.directory.models import Venue
from backoffice.people.models import CustomField, Usager
from backoffice.people.services.answers import words_of_stored
from backoffice.people.values import search_words
from backoffice.policies.models import Policy, PolicyRevision

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from backoffice.booking.queries import ParticipationQuerySet

PLACE = "occurrence__action__organisation__territory"
MOST_OF_ONE_PERSON = 50


def inscriptions_of(request: HttpRequest, usager: Usager) -> dict[str, Any]:
    """The séances of one person that this reader may know of (history axis); a link where she may open the page."""
    rows = Participation.objects.visible_to(request.user, Activity.VIEW_PEOPLE).filter(usager=usager)
    shown = list(rows.select_related(PLACE)[:MOST_OF_ONE_PERSON])
    for row in shown:
        row.may_open = request.user.perimeter.may_in(Activity.VIEW, row.occurrence.action.organisation)
    asked = Decision.objects.visible_to(request.user, Activity.VIEW_PEOPLE).filter(usager=usager)
    return {"participations": shown, "decisions": asked.select_related(PLACE)[:MOST_OF_ONE_PERSON]}


add_panel(Usager, "booking/inscriptions_of.html", inscriptions_of)
add_panel(Policy, "booking/trial/panel.html", trial_panel, place="editor")
add_panel(Policy, "booking/replay/panel.html", replay_panel, place="editor")
add_panel(Policy, "booking/replay/impact.html", replay_panel, place="publication")
add_panel(Policy, "booking/replay/messages.html", messages_panel, place="publication")
add_panel(PolicyRevision, "booking/replay/messages.html", messages_panel_of_return, place="return")
add_panel(Policy, "booking/before_saving.html", messages_of_uses, place="uses")
add_panel(Motif, "booking/before_saving.html", messages_of_motif, place=BEFORE_SAVING)
add_panel(CollectiveAction, "booking/before_saving.html", messages_of_action, place=BEFORE_SAVING)
add_panel(Venue, "booking/before_saving.html", messages_of_venue, place=BEFORE_SAVING)


def when(moment: datetime, row: Any) -> str:
    """In the territory's own time."""
    return short_moment(timezone.localtime(moment, row.occurrence.territory.zone))


def tag(code: str, words: str) -> str:
    """A state in words, coloured by its code (console/pages.css)."""
    return format_html('<span class="bo-tag bo-tag-{}">{}</span>', code, words)


class PeriodFilter(DropdownFilter):
    """The same periods as the figures of the first page."""

    title = "séances passées"
    parameter_name = "periode"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(LABELS.items())

    def queryset(self, request: HttpRequest, queryset: ParticipationQuerySet) -> ParticipationQuerySet:
        if self.value() not in LABELS:
            return queryset
        now = timezone.now()
        return queryset.in_past_seances(*bounds(self.value(), now), now)


class StateFilter(MultipleDropdownFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: ParticipationQuerySet) -> ParticipationQuerySet:
        chosen = [value for value in self.value() or () if value in State.values]
        return queryset.filter(state__in=chosen) if chosen else queryset


class ReadingAdmin(BackofficeAdmin):
    """A list whose rows lead to a page of our own. Names are for those who read them there; statistics need the rest of the row."""

    page_name: str
    list_display_links = None
    search_fields = ("occurrence__action__title",)
    search_help_text = "Personne ou action"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        named = self.model.objects.visible_to(request.user, Activity.VIEW_PEOPLE).filter(pk=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_named=Exists(named))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Every word in the action's title, or in a name that the user may read: a search tells as much as a list."""
        words = search_words(search_term)
        if not words:
            return queryset, False
        actions = folded_names(CollectiveAction.objects.visible_to(request.user), "title", "motif__name")
        for word in words:
            in_name = Q(usager__search_text__contains=f" {word}", is_named=True)
            in_action = [key for key, names in actions if f" {word}" in names]
            queryset = queryset.filter(in_name | Q(occurrence__action__in=in_action))
        return queryset, False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """There is no form: the row's own page says everything."""
        return HttpResponseRedirect(self.page_of(self.get_object_or_404(request, object_id)))

    def page_of(self, row: Any) -> str:
        return reverse(f"admin:{self.page_name}", args=[row.pk])

    @display(description="Séance", ordering="occurrence__starts_at")
    def seance(self, row: Any) -> str:
        link = reverse("admin:seance", args=[row.occurrence_id])
        shown = '<a class="bo-link" href="{}">{}</a><br><span class="bo-quiet bo-nowrap">{}</span>'
        return format_html(shown, link, row.occurrence.action.title, row.occurrence.date_sentence)

    @display(description="Personne")
    def person(self, row: Any) -> str:
        if not row.is_named:
            return "Nom masqué"
        return format_html('<a class="bo-link" href="{}">{}</a>', self.page_of(row), row.usager)


@admin.register(Participation)
class ParticipationAdmin(ReadingAdmin):
    view_activity = Activity.VIEW
    choice_activity = Activity.VIEW_PEOPLE
    history_activity = Activity.READ_JOURNAL
    export_resources = (ParticipationStatistics, ParticipationExport)
    page_name = "participation"
    list_display = ("person", "seance", "shown_state", "made_by", "made_at")
    list_filter = (
        StateFilter,
        PeriodFilter,
        "occurrence__action__motif",
        "occurrence__action__organisation",
        "channel",
    )
    list_select_related = ("usager", "booked_by", PLACE)
    ordering = ("-booked_at", "-pk")

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        return [with_inscription_answers(each, request.user) for each in super().get_export_resource_classes(request)]

    def history_words(self, request: HttpRequest, row: Participation, field: Any, value: Any) -> str | None:
        """Answers in words, sensitive ones for who may read them where the séance is."""
        if field.name != "answers":
            return super().history_words(request, row, field, value)
        fields = CustomField.objects.filter(territory=row.occurrence.territory.pk).prefetch_related("choices")
        reads = request.user.perimeter.may_in(Activity.VIEW_SENSITIVE, row.occurrence.action.organisation)
        return words_of_stored(fields, value, with_sensitive=reads)

    @display(description="État", ordering="state")
    def shown_state(self, row: Participation) -> str:
        return tag(row.state, row.get_state_display())

    @display(description="Inscrit par", ordering="booked_by__last_name")
    def made_by(self, row: Participation) -> str:
        return str(row.booked_by) if row.booked_by_id else "La personne"

    @display(description="Le", ordering="booked_at")
    def made_at(self, row: Participation) -> str:
        return when(row.booked_at, row)


@admin.register(Decision)
class DecisionAdmin(ReadingAdmin):
    view_activity = Activity.READ_JOURNAL
    page_name = "decision"
    list_display = ("decided", "person", "seance", "kind", "answer", "user")
    list_filter = ("outcome", "kind", "occurrence__action__motif", "occurrence__action__organisation", "actor_kind")
    list_select_related = ("usager", "user", PLACE)
    ordering = ("-decided_at", "-pk")

    @display(description="Décidée le", ordering="decided_at")
    def decided(self, row: Decision) -> str:
        return when(row.decided_at, row)

    @display(description="Réponse", ordering="outcome")
    def answer(self, row: Decision) -> str:
        return tag(row.outcome, row.get_outcome_display())
