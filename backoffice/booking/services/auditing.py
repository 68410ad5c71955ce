"""Compare the counters of every occurrence with the participations that they count (reliability R1, R5). Reads only; reports, repairs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.models import Participation

if TYPE_CHECKING:
    from collections.abc import Iterable


def audit_seats() -> list[str]:
    """One sentence per fault; none when every seat is counted once, nothing is oversold and nobody is enrolled twice. Two statements."""
    return [*wrong_counters(), *people_enrolled_twice()]


def wrong_counters() -> list[str]:
    """Occurrences whose counters differ from their rows, or hold more than seats and stored decisions allow."""
    rows = Occurrence.objects.order_by("pk").annotate(
        held=seats_in(HOLDS_A_SEAT),
        offered=seats_in({State.OFFERED}),
        awaited=seats_in({State.WAITING}),
        waiting=Count("participations", filter=Q(participations__state=State.WAITING)),
    )
    right = Q(
        counters__seats_held=F("held"),
        counters__seats_offered=F("offered"),
        counters__waiting_count=F("waiting"),
        counters__seats_awaited=F("awaited"),
    )
    sold = Q(
        counters__seats_held__lte=F("counters__seats") + F("counters__seats_beyond") - F("counters__seats_offered")
    )
    nothing = Q(counters__isnull=True, held=0, offered=0, waiting=0)
    return [
        f"occurrence {row.pk}: {row.held} held, {row.offered} offered, {row.waiting} waiting in rows; counters say otherwise"
        for row in rows.exclude(nothing).exclude(right & sold)
    ]


def seats_in(states: Iterable[str]) -> Coalesce:
    """The seats of the participations in these states: each counts for its party."""
    return Coalesce(Sum("participations__party_size", filter=Q(participations__state__in=states)), 0)


def people_enrolled_twice() -> list[str]:
    live = Participation.objects.live().order_by().values("occurrence", "usager").annotate(rows=Count("pk"))
    return [
        f"usager {row['usager']} has {row['rows']} live participations in occurrence {row['occurrence']}"
        for row in live.filter(rows__gt=1)
    ]
