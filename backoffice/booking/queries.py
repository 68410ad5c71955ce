"""Reading participations and decisions. The history axis of the territory says which ones cross organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from backoffice.booking.enums import CANCELLED, HOLDS_A_SEAT, LIVE, State
from backoffice.directory.models import Organisation
from backoffice.directory.queries import OwnedQuerySet
from backoffice.people.queries import organisations_within

if TYPE_CHECKING:
    from backoffice.directory.permissions import Perimeter


class ParticipationQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        reachable = Organisation.objects.filter(organisations_within(perimeter, "history_sharing")).order_by()
        return Q(occurrence__action__organisation__in=reachable.values("pk"))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def holding_a_seat(self) -> Self:
        return self.filter(state__in=HOLDS_A_SEAT)

    def cancelled(self) -> Self:
        return self.filter(state__in=CANCELLED)

    def waiting_in_order(self) -> Self:
        """First come, first served; the primary key settles two requests of the same instant."""
        return self.filter(state=State.WAITING).order_by("queued_at", "pk")


class DecisionQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"
