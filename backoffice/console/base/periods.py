"""Periods that people name, as two instants. One definition, so that a figure and the list behind it agree."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Callable

QUARTER, LAST_QUARTER, YEAR = "trimestre", "trimestre-precedent", "annee"
LABELS = {
    QUARTER: "Ce trimestre, jusqu’à maintenant",
    LAST_QUARTER: "Le trimestre précédent",
    YEAR: "Cette année, jusqu’à maintenant",
}


def quarter_start(local: datetime) -> datetime:
    return local.replace(month=3 * ((local.month - 1) // 3) + 1, day=1, hour=0, minute=0, second=0, microsecond=0)


def this_quarter(local: datetime) -> tuple[datetime, datetime]:
    return quarter_start(local), local


def last_quarter(local: datetime) -> tuple[datetime, datetime]:
    end = quarter_start(local)
    return quarter_start(end - timedelta(days=1)), end


def this_year(local: datetime) -> tuple[datetime, datetime]:
    return quarter_start(local).replace(month=1), local


BOUNDS: dict[str, Callable[[datetime], tuple[datetime, datetime]]] = {
    QUARTER: this_quarter,
    LAST_QUARTER: last_quarter,
    YEAR: this_year,
}


def bounds(period: str, now: datetime) -> tuple[datetime, datetime]:
    """From (included) and to (excluded), in the calendar of the current time zone."""
    return BOUNDS[period](timezone.localtime(now))
