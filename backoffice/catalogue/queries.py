"""Which motifs a user sees: those of her organisations, and those shared with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from backoffice.directory.queries import OwnedQuerySet, PerimeterQuerySet, lookup

if TYPE_CHECKING:
    from backoffice.directory.permissions import Perimeter


class MotifQuerySet(OwnedQuerySet):
    organisation_path = "organisations"

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        offered = self.model.organisations.through.objects.filter(lookup("organisation", perimeter.organisations))
        return lookup("territory", perimeter.whole_territories) | Q(pk__in=offered.values("motif"))

    def usable(self) -> Self:
        return self.filter(is_archived=False)


class InstructionQuerySet(PerimeterQuerySet):
    """A consigne is seen by whoever sees its motif."""

    territory_path = "motif__territory"
    organisation_path = "motif__organisations"

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        motifs = self.model._meta.get_field("motif").related_model
        return Q(motif__in=motifs.objects.within(perimeter).values("pk"))

    def to_accept(self, motif_id: int) -> Self:
        return self.filter(motif=motif_id, must_be_accepted=True).order_by("position", "pk")
