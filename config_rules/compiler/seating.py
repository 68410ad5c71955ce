"""The parameters of placement, read once.

Responsible for typed values out of effective parameters, and for the list of facts that placement
reads.  Refuses to decide: see `evaluator.placement`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from config_rules.decisions import EffectiveParameter

QUOTA_FACT = "occurrence.quota_seats_left"
AWAITED_FACT = "occurrence.seats_awaited"
PLACEMENT_FACTS = (
    "actor.kind",
    "actor.may_overbook",
    "occurrence.minutes_before_start",
    "occurrence.overbooked",
    "occurrence.seats",
    "occurrence.seats_left",
    "occurrence.waiting_count",
    "request.has_reason",
    "request.kind",
    "request.overbook",
    "request.party_size",
)


@dataclass(frozen=True, slots=True)
class Seating:
    """What placement needs to know of the policy."""

    waitlist_mode: str
    waitlist_maximum: int | None
    cutoff_minutes: int
    overbooking_maximum: int
    overbooking_actors: frozenset[str]
    has_quotas: bool
    counts_awaited: bool = False
    may_be_partial: bool = False

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, EffectiveParameter], needed: Collection[str] = ()) -> Seating:
        maximum = parameters["waitlist.max_length"].value
        return cls(
            waitlist_mode=str(parameters["waitlist.mode"].value),
            waitlist_maximum=None if maximum is None else _whole(maximum),
            cutoff_minutes=60 * _whole(parameters["waitlist.cutoff_hours"].value),
            overbooking_maximum=_whole(parameters["overbooking.max_seats"].value),
            overbooking_actors=_codes(parameters["overbooking.who"].value),
            has_quotas=has_quotas(parameters),
            counts_awaited=AWAITED_FACT in needed,
            may_be_partial=bool(parameters["party.partial"].value),
        )


def has_quotas(parameters: Mapping[str, EffectiveParameter]) -> bool:
    """Seats are reserved, or somebody's are bounded."""
    return bool(parameters["quota.seats"].value or parameters["quota.maximum"].value)


def quota_facts(parameters: Mapping[str, EffectiveParameter]) -> frozenset[str]:
    """The facts that quotas and parties need beyond those of every placement.

    Decisions older than parties came with the default size and everybody alone: for them people are seats."""
    size = parameters["party.max_size"]
    if has_quotas(parameters):
        return frozenset({QUOTA_FACT, AWAITED_FACT})
    counted = size.origin != "default" and size.value != 1
    return frozenset({AWAITED_FACT}) if counted else frozenset()


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a whole number was validated before")
    return value


def _codes(value: object) -> frozenset[str]:
    if not isinstance(value, frozenset):
        raise TypeError("a set of codes was validated before")
    return value
