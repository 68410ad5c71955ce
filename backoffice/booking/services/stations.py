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
    from collections.abc import Sequence

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


def taken_meanwhile(ended: Sequence[Participation]) -> set[int]:
    """Of inscriptions that ended, by key: those whose person gave that hour to another cell of the day since, walking time included."""
    days = {each.occurrence.group_id for each in ended if each.occurrence.group_id}
    if not days:
        return set()
    for day in sorted(days):
        lock_day(day)
    walking = dict(OccurrenceGroup.objects.filter(pk__in=days).order_by("pk").values_list("pk", "walking_minutes"))
    rows = Participation.objects.live().filter(
        occurrence__group__in=days, usager__in={each.usager_id for each in ended}
    )
    live = [(each.usager_id, each.occurrence) for each in rows.select_related("occurrence").order_by("pk")]
    return {
        each.pk
        for each in ended
        for usager, cell in live
        if usager == each.usager_id
        and cell.group_id == each.occurrence.group_id
        and overlaps(each.occurrence, cell, timedelta(minutes=walking[cell.group_id]))
    }


def overlaps(one: Occurrence, other: Occurrence, walking: timedelta) -> bool:
    return one.starts_at < other.ends_at + walking and one.ends_at > other.starts_at - walking


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
