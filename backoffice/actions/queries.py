"""Reading actions and occurrences, with their seats counted in the same statement."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf

from backoffice.actions.enums import EditKind, OccurrenceState
from backoffice.actions.values import seats_expression
from backoffice.catalogue.enums import Openness
from backoffice.directory.queries import OwnedQuerySet, PerimeterQuerySet, lookup
from backoffice.people.values import folded

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from backoffice.directory.permissions import Perimeter

KEPT_AFTER_ITS_DAY = timedelta(days=7)
UNDOABLE = timedelta(days=2)


class ActionQuerySet(OwnedQuerySet):
    territory_path = "organisation__territory"
    organisation_path = "organisation"


class FacilitatorQuerySet(PerimeterQuerySet):
    organisation_path = "organisation"


class AbsenceQuerySet(PerimeterQuerySet):
    territory_path = "facilitator__territory"
    organisation_path = "facilitator__organisation"


class CalendarFeedQuerySet(PerimeterQuerySet):
    territory_path = "facilitator__territory"
    organisation_path = "facilitator__organisation"

    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)


class StationPageQuerySet(OwnedQuerySet):
    territory_path = "group__action__organisation__territory"
    organisation_path = "group__action__organisation"

    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def readable(self, now: datetime) -> Self:
        """Names are no longer shown once the day is well over: an address that nobody takes back ends by itself."""
        return self.filter(group__occurrences__ends_at__gt=now - KEPT_AFTER_ITS_DAY).distinct()


class OccurrenceGroupQuerySet(OwnedQuerySet):
    territory_path = "action__organisation__territory"
    organisation_path = "action__organisation"


class SeriesEditQuerySet(OwnedQuerySet):
    territory_path = "action__organisation__territory"
    organisation_path = "action__organisation"

    def about(self, occurrences: QuerySet) -> Self:
        """Those that changed or cancelled one of these séances: its history has an entry of their instant."""
        entries = occurrences.model.history.model.objects.filter(
            id__in=occurrences.order_by().values("pk"), action=OuterRef("action"), history_date=OuterRef("made_at")
        )
        return self.filter(Exists(entries))

    def to_take_back(self, occurrences: QuerySet, now: datetime) -> Self:
        """Those about these séances that may be taken back, the latest first: recent changes, and cancellations until it should have begun."""
        rows = self.filter(Q(kind=EditKind.CANCEL) | Q(made_at__gt=now - UNDOABLE), undone_at=None, seances_count__gt=0)
        return rows.about(occurrences.filter(starts_at__gt=now)).select_related("user")


class OccurrenceQuerySet(OwnedQuerySet):
    territory_path = "action__organisation__territory"
    organisation_path = "action__organisation"

    def with_seats(self) -> Self:
        """Adds `seats`, the counters and `seats_left` (negative when overbooked), in one statement. `waiting_count` are people."""
        names = ("seats_held", "seats_offered", "waiting_count", "seats_awaited")
        counts = {name: F(f"counters__{name}") for name in names}
        return self.annotate(seats=seats_expression(), **counts).annotate(
            seats_left=F("seats") - F("seats_held") - F("seats_offered")
        )

    def with_everything_shown(self) -> Self:
        """What a row of a list needs, without a query per row."""
        return self.with_seats().select_related("action__motif__service", "action__organisation__territory", "venue")

    def led_by(self, facilitator_id: int) -> Self:
        """Those that name her, and those of her actions that name nobody else."""
        by_action = Q(facilitators__isnull=True, action__facilitators=facilitator_id)
        return self.filter(Q(facilitators=facilitator_id) | by_action).distinct()

    def upcoming(self, now: datetime) -> Self:
        return self.filter(ends_at__gt=now).exclude(state=OccurrenceState.CANCELLED)

    def past(self, now: datetime) -> Self:
        return self.filter(ends_at__lte=now).exclude(state=OccurrenceState.CANCELLED)

    def below_minimum(self, now: datetime) -> Self:
        """Séances to come whose minimum was checked and is still not reached."""
        return self.upcoming(now).filter(counters__minimum_wanted__gt=F("counters__seats_held"))

    def cancelled(self) -> Self:
        return self.filter(state=OccurrenceState.CANCELLED)

    def bookable(self, now: datetime) -> Self:
        return self.filter(starts_at__gt=now, state=OccurrenceState.OPEN)

    def with_free_seats(self) -> Self:
        """People who wait come before newcomers: their seats are not free."""
        return self.with_seats().filter(seats_left__gt=F("seats_awaited"))

    def open_to_prescribers(self, perimeter: Perimeter) -> Self:
        """Séances of other organisations whose action lets the organisations of `perimeter` enrol the people whom they follow (minutes S33).

        An action that says nothing does as its motif. Whoever already enrols there as an agent is no prescriber."""
        host, chosen = (
            "action__organisation",
            self.model._meta.get_field("action").related_model.open_to.through.objects,
        )
        named = chosen.filter(collectiveaction=OuterRef("action"), organisation__in=perimeter.organisations)
        says = Coalesce(NullIf("action__openness", Value("")), F("action__motif__openness"))
        opened = (
            Q(says=Openness.TERRITORY)
            | Q(says=Openness.GROUP) & lookup(f"{host}__group", perimeter.groups)
            | Q(says=Openness.LISTED) & Q(Exists(named))
        )
        own = lookup(f"{host}__territory", perimeter.whole_territories) | lookup(host, perimeter.organisations)
        rows = self.alias(says=says).filter(opened, lookup(f"{host}__territory", perimeter.territories))
        return rows.filter(action__organisation__is_active=True).exclude(own)

    def full(self) -> Self:
        return self.with_seats().filter(seats_left__lte=F("seats_awaited"))

    def to_complete(self, now: datetime) -> Self:
        """Past occurrences where somebody's attendance is not noted yet (minutes S24)."""
        return self.past(now).filter(Q(participations__state="unknown")).distinct()


def folded_names(rows: QuerySet, *columns: str) -> list[tuple[int, str]]:
    """(key, names without accents, each word after a space): compared here, so that no database extension is needed."""
    found = rows.order_by().values_list("pk", *columns)
    return [(key, f" {folded(' '.join(filter(None, names)))}") for key, *names in found]
