"""The order of a waiting list.

Responsible for arrival, priority with an ageing bound, and lottery.  Refuses chance: a lottery is drawn
from a seed that is kept, so that it can be drawn again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config_rules.decisions import EffectiveParameter

MINUTES_IN_A_DAY = 1_440


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """Somebody who waits since `at` (minutes), with the points of her decision."""

    person: str
    at: int
    points: int = 0


def order_queue(
    entries: Iterable[QueueEntry], parameters: Mapping[str, EffectiveParameter], *, now: int, seed: str
) -> list[QueueEntry]:
    """The entries, the next person to call first.

    By priority: points, then arrival; whoever has waited `waitlist.ageing_days` comes before all others.
    """
    order = parameters["waitlist.order"].value
    by_arrival = sorted(entries, key=lambda entry: (entry.at, entry.person))
    if order == "lottery":
        return sorted(by_arrival, key=lambda entry: _draw(seed, entry.person))
    if order == "priority":
        bound = now - int(str(parameters["waitlist.ageing_days"].value)) * MINUTES_IN_A_DAY
        return sorted(by_arrival, key=lambda entry: (0, 0) if entry.at <= bound else (1, -entry.points))
    return by_arrival


def _draw(seed: str, person: str) -> str:
    return hashlib.sha256(f"{seed}\n{person}".encode()).hexdigest()
