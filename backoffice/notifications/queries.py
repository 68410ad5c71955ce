"""Reading the outbox, the texts that fill it, and the signs of life of those who empty it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet

from backoffice.directory.queries import OwnedQuerySet, PerimeterQuerySet
from backoffice.notifications.enums import TO_LOOK_AT, WAITING

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.permissions import Perimeter


class OutboxQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def deliverable(self, now: datetime) -> Self:
        """Due, or claimed by a worker that died before its lease ended."""
        return self.filter(state__in=WAITING, not_before__lte=now)

    def oldest_due_at(self) -> datetime | None:
        """When the message that waits the longest should have left, or will leave."""
        waiting = self.filter(state__in=WAITING)
        return waiting.order_by("not_before").values_list("not_before", flat=True).first()

    def to_look_at(self) -> Self:
        """What somebody must decide about: « À vérifier », « Bloqué », « Non remis », « Plafond atteint »."""
        return self.filter(state__in=TO_LOOK_AT)

    def undelivered(self) -> Self:
        """Of these, what an usager was to read and about which nobody did anything yet."""
        return self.to_look_at().filter(usager__isnull=False, handling__isnull=True, copies__isnull=True)


class StepQuerySet(OwnedQuerySet):
    territory_path = "message__occurrence__action__organisation__territory"
    organisation_path = "message__occurrence__action__organisation"


class PersonalLinkQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def live(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def of(self, usager: object, occurrence: object) -> Self:
        """Every link of a person in a séance: the live one, then those that were taken back, the latest first."""
        found = self.filter(usager=usager, occurrence=occurrence)
        return found.order_by(F("revoked_at").desc(nulls_first=True), "-pk")


class BellQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def told_to(self, user: object) -> Self:
        """Hers alone: what she runs, whatever else she may read."""
        return self.filter(facilitator__user=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class HandlingQuerySet(OwnedQuerySet):
    territory_path = "message__occurrence__action__organisation__territory"
    organisation_path = "message__occurrence__action__organisation"


class WordingQuerySet(PerimeterQuerySet):
    """Texts of a territory are read by whoever works there; those of a motif or an action by whoever sees it."""

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        rows = {name: self.model._meta.get_field(name).related_model.objects for name in ("motif", "action")}
        seen = {f"{name}__in": each.within(perimeter).order_by().values("pk") for name, each in rows.items()}
        common = Q(motif__isnull=True, action__isnull=True) & super().perimeter_condition(perimeter)
        return common | Q(motif__in=seen["motif__in"]) | Q(action__in=seen["action__in"])

    def serving(self, *, territory: object, motif: object, action: object) -> Self:
        """The rows of the three levels that apply to an action."""
        own_motif = Q(motif__isnull=True) | Q(motif=motif)
        own_action = Q(action__isnull=True) | Q(action=action)
        return self.filter(own_motif, own_action, territory=territory)


class HeartbeatQuerySet(QuerySet):
    def last_of(self, name: str) -> datetime | None:
        return self.filter(name=name).values_list("beaten_at", flat=True).first()
