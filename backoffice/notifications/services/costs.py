"""What SMS cost, month by month, motif by motif and organisation by organisation, in the local time of each territory. From the rows of the outbox,
in a fixed number of statements; nobody is named.

A month is priced by the price that its territory had set when the month ended, so that a figure given once does not change when the price does."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from backoffice.console.base.wording import MONTH_NAMES
from backoffice.directory.models import Territory
from backoffice.notifications.enums import Channel
from backoffice.people.values import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.notifications.queries import OutboxQuerySet

PLACE = "occurrence__action__organisation"
NAMES = {
    "territory": f"{PLACE}__territory",
    "territory_name": f"{PLACE}__territory__name",
    "organisation": f"{PLACE}__name",
    "motif": "occurrence__action__motif__name",
}
LONGEST_MONTH = timedelta(days=32)


@dataclass(frozen=True)
class Cost:
    """One motif in one organisation during one month; `price` is None when no price was ever set."""

    month: date
    territory: str
    organisation: str
    motif: str
    messages: int
    segments: int
    price: Decimal | None

    @property
    def month_name(self) -> str:
        return f"{MONTH_NAMES[self.month.month - 1]} {self.month.year}"

    @property
    def month_code(self) -> str:
        """Sorts as it reads: « 2026-11 »."""
        return f"{self.month:%Y-%m}"


@dataclass(frozen=True)
class Total:
    """Several rows together; the price is None when none of them has one."""

    messages: int
    segments: int
    price: Decimal | None


def costs_of(rows: OutboxQuerySet) -> list[Cost]:
    """The latest month first, then by motif and organisation. `rows`: messages of the perimeter; only SMS that left are counted."""
    sent = rows.filter(channel=Channel.SMS, sent_at__isnull=False).order_by()
    places = sent.values_list(f"{PLACE}__territory", flat=True).distinct()
    territories = {row.pk: row for row in Territory.objects.filter(pk__in=places).order_by("pk")}
    prices = prices_of(territories.values())
    found = [
        Cost(
            month, name, organisation, motif, messages, segments, priced(segments, prices[key], month, territories[key])
        )
        for zone in sorted({row.time_zone for row in territories.values()})
        for month, key, name, organisation, motif, messages, segments in by_month(sent, zone)
    ]
    return sorted(found, key=reading_order)


def reading_order(cost: Cost) -> tuple[int, str, str, str]:
    """The latest month first, then names as a dictionary sorts them: É is an E."""
    return -cost.month.toordinal(), folded(cost.motif), folded(cost.organisation), cost.territory


def by_month(sent: OutboxQuerySet, zone: str) -> Iterable[tuple[Any, ...]]:
    """Grouped by the database, in the calendar of one time zone."""
    rows = sent.filter(**{f"{PLACE}__territory__time_zone": zone})
    grouped = rows.annotate(month=TruncMonth("sent_at", tzinfo=ZoneInfo(zone))).values_list("month", *NAMES.values())
    for month, *place, messages, segments in grouped.annotate(Count("pk"), Sum("segments")):
        yield (month.date(), *place, messages, segments)


def prices_of(territories: Iterable[Territory]) -> dict[int, list[tuple[datetime, Decimal]]]:
    """The prices that each territory set, in order; today's for all time when its history does not say."""
    found: dict[int, list[tuple[datetime, Decimal]]] = {row.pk: [] for row in territories}
    versions = Territory.history.filter(id__in=found, sms_segment_price__isnull=False)
    for key, at, price in versions.order_by("history_date", "history_id").values_list(
        "id", "history_date", "sms_segment_price"
    ):
        found[key].append((at, price))
    for row in territories:
        if not found[row.pk] and row.sms_segment_price is not None:
            found[row.pk].append((datetime.min.replace(tzinfo=UTC), row.sms_segment_price))
    return found


def priced(segments: int, prices: list[tuple[datetime, Decimal]], month: date, territory: Territory) -> Decimal | None:
    """At the price that was set when the month ended; the first one ever set for the months before it."""
    if not prices:
        return None
    following = (month + LONGEST_MONTH).replace(day=1)
    end = datetime.combine(following, time.min, tzinfo=territory.zone)
    index = bisect_right([at for at, _price in prices], end) - 1
    return segments * prices[max(index, 0)][1]


def total_of(costs: Iterable[Cost]) -> Total:
    rows = list(costs)
    known = [row.price for row in rows if row.price is not None]
    messages, segments = sum(row.messages for row in rows), sum(row.segments for row in rows)
    return Total(messages, segments, sum(known, Decimal(0)) if known else None)


def totals_by(costs: Iterable[Cost], name: str) -> list[tuple[str, Total]]:
    """The total of each month, motif, organisation or territory (`name`: the attribute), in the order of the rows."""
    groups: dict[str, list[Cost]] = {}
    for cost in costs:
        groups.setdefault(getattr(cost, name), []).append(cost)
    return [(label, total_of(rows)) for label, rows in groups.items()]
