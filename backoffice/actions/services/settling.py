"""Put instants back under the wall times that people read: after an update of the rules of time zones, or when a territory changes zone (R34, B34).

Refuses to touch what has begun. Nobody is told: the day and the hour on the wall stay what they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import record, record_many
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.directory.models import Territory, User

RULES_CHANGED = "Les règles du fuseau horaire ont changé : l’heure sur place est gardée."
ZONE_CHANGED = "Le fuseau horaire du territoire a changé : l’heure sur place est gardée."


def settle_instants(*, user: User | None, now: datetime | None = None, territory: Territory | None = None) -> int:
    """Move the instants of séances to come that no longer read as their wall time, in one territory or in all; how many moved."""
    now = now or timezone.now()
    rows = to_come(now).select_related("action__organisation__territory")
    if territory is not None:
        rows = rows.filter(action__organisation__territory=territory)
    with transaction.atomic():
        moved = [row for row in rows.iterator(chunk_size=500) if move_back(row)]
        reason = ZONE_CHANGED if territory is not None else RULES_CHANGED
        record_many(moved, user=user, reason=reason, fields=["starts_at", "ends_at"], at=now)
    return len(moved)


def to_come(now: datetime) -> OccurrenceQuerySet:
    """What has begun stays as it was lived."""
    rows = Occurrence.objects.filter(starts_at__gt=now, wall_day__isnull=False)
    return rows.exclude(state=OccurrenceState.CANCELLED).order_by("pk")


def move_back(row: Occurrence) -> bool:
    """Sets the instants of the wall time; False when they are these already."""
    starts_at = read(datetime.combine(row.wall_day, row.wall_time), row.territory.zone)
    shift: timedelta = starts_at - row.starts_at
    row.starts_at, row.ends_at = starts_at, row.ends_at + shift
    return bool(shift)


def read(wall: datetime, zone: ZoneInfo) -> datetime:
    """A time that exists twice is the first of the two; one that does not exist is as long after the change (reliability R31)."""
    return wall.replace(tzinfo=zone).astimezone(UTC)


def change_zone(*, territory: Territory, time_zone: str, user: User, reason: str, now: datetime | None = None) -> int:
    """Give a territory another time zone: its séances to come keep their day and hour on the wall. How many instants moved.

    Raises NotAllowed without the right to change the settings of the territory."""
    if not user.perimeter.may(Activity.MANAGE_TERRITORY, territory_id=territory.pk):
        raise NotAllowed
    now = now or timezone.now()
    with transaction.atomic():
        territory.time_zone = time_zone
        record(territory, user=user, reason=reason, update_fields=["time_zone"], at=now)
        return settle_instants(user=user, now=now, territory=territory)
