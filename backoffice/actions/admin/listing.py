"""The list of séances: tabs by moment (from today unless asked otherwise), a search that ignores accents, chips to remove filters one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter
from unfold.views import ChangeList

from backoffice.actions.enums import EditKind
from backoffice.actions.models import CollectiveAction, Occurrence, SeriesEdit
from backoffice.actions.queries import folded_names
from backoffice.actions.values import SeatsLine
from backoffice.directory.enums import Activity
from backoffice.directory.models import Venue
from backoffice.people.values import search_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.http import HttpRequest

    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.directory.models import User

MOMENT = "quand"
MOMENTS = {
    "": "À venir",
    "completes": "Complètes",
    "sous-le-minimum": "Sous le minimum",
    "a-completer": "À compléter",
    "passees": "Passées",
    "annulees": "Annulées",
}
ROWS_PER_PAGE = 50
ACTED = (Activity.ENROL, Activity.VIEW_PEOPLE, Activity.PLAN)


def at_moment(rows: OccurrenceQuerySet, moment: str, now: datetime) -> OccurrenceQuerySet:
    """The séances of one tab; future ones by date, past ones from the latest."""
    if moment == "completes":
        return rows.upcoming(now).full().order_by("starts_at", "pk")
    if moment == "sous-le-minimum":
        return rows.below_minimum(now).order_by("starts_at", "pk")
    if moment == "a-completer":
        return rows.to_complete(now).order_by("-starts_at", "-pk")
    if moment == "passees":
        return rows.past(now).order_by("-starts_at", "-pk")
    if moment == "annulees":
        return rows.cancelled().annotate(cancellation=cancellation_of_row()).order_by("-starts_at", "-pk")
    return rows.upcoming(now).order_by("starts_at", "pk")


def cancellation_of_row() -> Subquery:
    """The intention that cancelled the séance of a row, to be taken back."""
    entries = Occurrence.history.model.objects.filter(id=OuterRef(OuterRef("pk")), history_date=OuterRef("made_at"))
    edits = SeriesEdit.objects.filter(Exists(entries), action=OuterRef("action"), kind=EditKind.CANCEL, undone_at=None)
    return Subquery(edits.order_by("-pk").values("pk")[:1])


def search(rows: OccurrenceQuerySet, typed: str, user: User) -> OccurrenceQuerySet:
    """Every word starts a word of the action, of its motif or of the venue, accents apart. Names are compared here: no database extension."""
    words = search_words(typed)
    if not words:
        return rows
    actions = folded_names(CollectiveAction.objects.visible_to(user), "title", "motif__name")
    venues = folded_names(Venue.objects.visible_to(user), "name", "commune")
    for word in words:
        in_action = [key for key, text in actions if f" {word}" in text]
        in_venue = [key for key, text in venues if f" {word}" in text]
        rows = rows.filter(Q(action__in=in_action) | Q(venue__in=in_venue))
    return rows


class FreeSeatsFilter(DropdownFilter):
    title = "places"
    parameter_name = "places"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("libres", "Avec places libres")]

    def queryset(self, request: HttpRequest, queryset: OccurrenceQuerySet) -> OccurrenceQuerySet:
        return queryset.with_free_seats() if self.value() == "libres" else queryset


class SeanceList(ChangeList):
    """Keeps the tab out of Django's lookups, and prepares what each row shows without a query per row."""

    def get_filters_params(self, params: dict[str, Any] | None = None) -> dict[str, Any]:
        found = super().get_filters_params(params)
        found.pop(MOMENT, None)
        return found

    @property
    def moment(self) -> str:
        wanted = self.params.get(MOMENT, "")
        return wanted if wanted in MOMENTS else ""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> OccurrenceQuerySet:
        rows = super().get_queryset(request, exclude_parameters)
        return at_moment(rows, self.moment, timezone.now()).prefetch_related("action__motif__instructions")

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.full_result_count = self.result_count
        now, perimeter = timezone.now(), request.user.perimeter
        self.result_list = list(self.result_list)
        for row in self.result_list:
            row.line = SeatsLine.of(row)
            row.is_past = row.ends_at <= now
            may = {item: perimeter.may_in(item, row.action.organisation) for item in ACTED}
            row.may_enrol = (
                may[Activity.ENROL] and may[Activity.VIEW_PEOPLE] and not row.is_past and row.state == "open"
            )
            row.may_restore = may[Activity.PLAN] and row.starts_at > now and getattr(row, "cancellation", None)

    def tabs(self) -> Iterator[tuple[str, str, bool]]:
        """(label, address, whether it is the one shown): other filters are kept."""
        for key, label in MOMENTS.items():
            added = {MOMENT: key} if key else {}
            yield label, self.get_query_string(added, [MOMENT, "p"]), key == self.moment

    def chips(self) -> Iterator[tuple[str, str]]:
        """(what is filtered, address without it)."""
        if self.query:
            yield f"Recherche : {self.query}", self.get_query_string(remove=["q", "p"])
        for spec in self.filter_specs:
            used = [name for name in spec.expected_parameters() if self.params.get(name)]
            if used:
                yield chosen(spec, self.params[used[0]]), self.get_query_string(remove=[*used, "p"])


def chosen(spec: Any, value: Any) -> str:
    """« Motif : Atelier lecture »."""
    value = value[0] if isinstance(value, list) else value
    choices = getattr(spec, "lookup_choices", None) or getattr(getattr(spec, "field", None), "flatchoices", [])
    name = next((label for key, label in choices if str(key) == str(value)), value)
    title = str(spec.title)
    return str(name) if isinstance(spec, SimpleListFilter) else f"{title[:1].upper()}{title[1:]} : {name}"
