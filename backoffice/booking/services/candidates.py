"""Who asks for a seat: one person, the state of what she already has there, and what her request was already answered, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Subquery

from backoffice.actions.models import Occurrence
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import perimeter_of, usagers_within
from backoffice.booking.services.asking import required_fields
from backoffice.booking.services.deciding import NOT_ENROLLED
from backoffice.catalogue.models import Motif
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.directory.models import Territory
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from backoffice.booking.values import Actor
    from backoffice.directory.permissions import Perimeter


@dataclass(frozen=True)
class Candidate:
    """Who asks, the state of her live participation here, and what this key was already answered."""

    usager: Usager
    live_state: str
    earlier_decision_id: int | None
    is_questioned: bool


def candidate_for(
    occurrence: Occurrence, usager_id: int, actor: Actor, key: str, *, is_enrolled: bool = False
) -> Candidate:
    """One statement, read under the lock. Raises OutOfPerimeter when the actor does not find this file, unless the person is enrolled already in
    a séance on which she acts: who hosts somebody moves her without reading her file."""
    action = occurrence.action
    place = {"territory": action.organisation.territory_id, "motif": action.motif_id, "occurrence": occurrence.pk}
    found: Any = candidates_within(None if is_enrolled else perimeter_of(actor)).first(
        usager=usager_id, **place, key=key
    )
    if found is None:
        raise OutOfPerimeter
    return Candidate(found, found.live_state or NOT_ENROLLED, found.earlier_decision, found.is_questioned)


@lru_cache(maxsize=512)
def candidates_within(perimeter: Perimeter | None) -> PreparedRows[Usager]:
    """One person of a territory, with what she already has here. One form per perimeter: it names its organisations."""
    occurrence, key = Slot("occurrence", Occurrence._meta.pk), Slot("key", Decision._meta.get_field("idempotency_key"))
    live = Participation.objects.live().filter(occurrence=occurrence, usager=OuterRef("pk")).order_by()
    earlier = Decision.objects.filter(idempotency_key=key).order_by()
    territory, motif = Slot("territory", Territory._meta.pk), Slot("motif", Motif._meta.pk)
    people = usagers_within(perimeter).filter(pk=Slot("usager", Usager._meta.pk), territory=territory)
    return PreparedRows(
        people.select_related("responsible")
        .annotate(live_state=Subquery(live.values("state")[:1]), earlier_decision=Subquery(earlier.values("pk")))
        .annotate(is_questioned=Exists(required_fields(territory, motif)))
        .order_by()
    )
