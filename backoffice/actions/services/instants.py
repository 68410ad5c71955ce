"""The instant of a wall time in a zone. A time that does not exist, or exists twice, is refused with both readings (reliability R31)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateutil import tz

from backoffice.actions.errors import ImpossibleDates
from backoffice.console.base.wording import long_date

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time in a zone, or ImpossibleDates with both readings."""
    aware = wall.replace(tzinfo=zone)
    if not tz.datetime_exists(aware):
        raise ImpossibleDates(missing(wall, zone))
    if tz.datetime_ambiguous(aware):
        raise ImpossibleDates(twice(wall, zone))
    return aware.astimezone(UTC)


def said(wall: datetime) -> str:
    return f"Le {long_date(wall)}, {wall:%H:%M}"


def readings(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two instants that the wall time may mean, read back on the wall, the earlier one first."""
    found = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    first, second = sorted(found)
    return first.astimezone(zone), second.astimezone(zone)


def missing(wall: datetime, zone: ZoneInfo) -> str:
    before, after = readings(wall, zone)
    return (
        f"{said(wall)} n’existe pas : on passe à l’heure d’été cette nuit-là. "
        f"Choisissez {before:%H:%M} ou {after:%H:%M}."
    )


def twice(wall: datetime, zone: ZoneInfo) -> str:
    first, second = readings(wall, zone)
    return (
        f"{said(wall)} existe deux fois : on passe à l’heure d’hiver cette nuit-là. "
        f"C’est {first.astimezone(UTC):%H:%M} ou {second.astimezone(UTC):%H:%M} en temps universel. Choisissez une autre heure."
    )
