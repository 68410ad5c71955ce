"""Nobody is at two stations at once: one person may hold several cells of a day, never two that overlap, walking time included (ux §2.8).

Call with the occurrence locked, before deciding. The day is locked last, after its occurrences, so that two requests of one person for two
stations at the same hour follow each other; nobody who holds a day asks for an occurrence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from backoffice.actions.models import OccurrenceGroup
from backoffice.booking.enums import ActorKind
from backoffice.booking.errors import AtAnotherStation
from backoffice.booking.models import Participation

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor


def refuse_two_stations_at_once(
    occurrence: Occurrence, usager_id: int, actor: Actor, *, leaving_id: int | None = None
) -> None:
    """Raises AtAnotherStation if the person already has (or waits for) an overlapping cell of the same day; agents are told where and when."""
    if occurrence.group_id is None:
        return
    lock_day(occurrence.group_id)
    walking = timedelta(minutes=walking_minutes(occurrence.group_id))
    hers = Participation.objects.live().filter(usager=usager_id, occurrence__group=occurrence.group_id)
    near = Q(
        occurrence__starts_at__lt=occurrence.ends_at + walking, occurrence__ends_at__gt=occurrence.starts_at - walking
    )
    rows = hers.filter(near).exclude(occurrence=occurrence.pk).exclude(pk=leaving_id)
    other = rows.select_related("occurrence__action__organisation__territory").order_by("occurrence__starts_at").first()
    if other is not None:
        if actor.kind != ActorKind.AGENT:
            raise AtAnotherStation
        raise AtAnotherStation(told(other.occurrence, int(walking.total_seconds() // 60)))


def told(other: Occurrence, walking: int) -> str:
    where = f"« {other.station} », " if other.station else ""
    walk = f" Il faut {walking} minutes entre deux postes." if walking else ""
    return f"Cette personne est déjà inscrite ce jour-là : {where}{other.band or other.date_sentence}.{walk}"


def walking_minutes(group_id: int) -> int:
    return OccurrenceGroup.objects.values_list("walking_minutes", flat=True).get(pk=group_id)


def lock_day(group_id: int) -> None:
    """On SQLite the transaction is the lock."""
    if connection.features.has_select_for_update:
        list(OccurrenceGroup.objects.select_for_update(no_key=True).filter(pk=group_id).values_list("pk"))
