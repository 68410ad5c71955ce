"""Which motifs a user sees: those of her organisations, and those shared with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from backoffice.directory.queries import OwnedQuerySet, lookup

if TYPE_CHECKING:
    from backoffice.directory.permissions import Perimeter


class MotifQuerySet(OwnedQuerySet):
    organisation_path = "organisations"

    def perimeter_condition(self, perimeter: Perimeter) -> Q:
        offered = self.model.organisations.through.objects.filter(lookup("organisation", perimeter.organisations))
        return lookup("territory", perimeter.whole_territories) | Q(pk__in=offered.values("motif"))

    def usable(self) -> Self:
        return self.filter(is_archived=False)
