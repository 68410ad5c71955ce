"""Stage 3: is there a seat?  Seat, then overbooking, then the waiting list, then « complet ».

Responsible for the arithmetic of seats.  Refuses queue-jumping (R25 of the reliability study: while
somebody waits, a freed seat is not public): a seat is free for a newcomer only beyond those who wait.
Somebody promoted from the list only needs the seats themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from config_rules.compiler.seating import AWAITED_FACT, QUOTA_FACT, Seating
from config_rules.decisions import Mark, Outcome, Placement, Stage, TraceStep


class Seat(StrEnum):
    """What placement can answer; the stored code of the reason."""

    FREE = "placement.seat"
    PARTIAL = "placement.partial"
    OVERBOOKED = "placement.overbooked"
    OVERBOOKING_OFF = "placement.overbooking_off"
    OVERBOOKING_NOT_ALLOWED = "placement.overbooking_not_allowed"
    OVERBOOKING_WITHOUT_REASON = "placement.overbooking_without_reason"
    OVERBOOKING_EXCEEDED = "placement.overbooking_exceeded"
    WAITLISTED = "placement.waitlisted"
    STILL_WAITING = "placement.still_waiting"
    NO_WAITLIST = "placement.no_waitlist"
    WAITLIST_FULL = "placement.waitlist_full"
    WAITLIST_OVER = "placement.waitlist_over"


SEAT_OUTCOMES = {
    Seat.FREE: Outcome.ACCEPT,
    Seat.PARTIAL: Outcome.ACCEPT,
    Seat.OVERBOOKED: Outcome.ACCEPT,
    Seat.WAITLISTED: Outcome.WAITLIST,
    Seat.STILL_WAITING: Outcome.WAITLIST,
    Seat.NO_WAITLIST: Outcome.REFUSE,
    Seat.WAITLIST_FULL: Outcome.REFUSE,
    Seat.WAITLIST_OVER: Outcome.REFUSE,
    Seat.OVERBOOKING_OFF: Outcome.REFUSE,
    Seat.OVERBOOKING_NOT_ALLOWED: Outcome.REFUSE,
    Seat.OVERBOOKING_WITHOUT_REASON: Outcome.REFUSE,
    Seat.OVERBOOKING_EXCEEDED: Outcome.REFUSE,
}
_PLACEMENTS = {
    Seat.FREE: Placement.SEAT,
    Seat.PARTIAL: Placement.SEAT,
    Seat.OVERBOOKED: Placement.OVERBOOKED,
    Seat.WAITLISTED: Placement.WAITLIST,
    Seat.STILL_WAITING: Placement.WAITLIST,
    Seat.NO_WAITLIST: Placement.FULL,
    Seat.WAITLIST_FULL: Placement.FULL,
    Seat.WAITLIST_OVER: Placement.FULL,
}

type CheckedFacts = Mapping[str, Any]
"""Facts whose types the compiled program has verified."""


def placement_of(seat: Seat) -> Placement:
    """The kind of place that an answer gives."""
    return _PLACEMENTS.get(seat, Placement.FORBIDDEN)


def find_seat(seating: Seating, facts: CheckedFacts) -> Seat:
    """The answer of stage 3.  Facts were checked before."""
    free = free_seats(seating, facts)
    if free >= facts["request.party_size"]:
        return Seat.FREE
    if facts["request.overbook"]:
        return overbook(seating, facts)
    if seating.may_be_partial and free > 0:
        return Seat.PARTIAL
    return join_waitlist(seating, facts)


def free_seats(seating: Seating, facts: CheckedFacts) -> int:
    """Seats that this request may take: those who already wait come first, except at promotion."""
    left: int = facts["occurrence.seats_left"]
    if seating.has_quotas:
        left = min(left, facts[QUOTA_FACT])
    if facts["request.kind"] == "promote":
        return left
    awaited: int = facts[AWAITED_FACT if seating.counts_awaited else "occurrence.waiting_count"]
    return left - awaited


def overbook(seating: Seating, facts: CheckedFacts) -> Seat:
    """Why an extra seat is granted or refused; the first obstacle is told."""
    if seating.overbooking_maximum == 0:
        return Seat.OVERBOOKING_OFF
    if facts["actor.kind"] not in seating.overbooking_actors or not facts["actor.may_overbook"]:
        return Seat.OVERBOOKING_NOT_ALLOWED
    if not facts["request.has_reason"]:
        return Seat.OVERBOOKING_WITHOUT_REASON
    if seats_above(seating, facts) > seating.overbooking_maximum:
        return Seat.OVERBOOKING_EXCEEDED
    return Seat.OVERBOOKED


def seats_above(seating: Seating, facts: CheckedFacts) -> int:
    """Seats above the capacity once this request is served, offers to others counted as taken."""
    left: int = facts["occurrence.seats_left"]
    already: int = max(facts["occurrence.overbooked"], -left, 0)
    missing: int = facts["request.party_size"] - max(free_seats(seating, facts), 0)
    return already + missing


def join_waitlist(seating: Seating, facts: CheckedFacts) -> Seat:
    """Whether the waiting list takes one more; whoever is on it stays on it."""
    if facts["request.kind"] == "promote":
        return Seat.STILL_WAITING
    if seating.waitlist_mode == "none":
        return Seat.NO_WAITLIST
    if facts["occurrence.minutes_before_start"] < seating.cutoff_minutes:
        return Seat.WAITLIST_OVER
    maximum = seating.waitlist_maximum
    if maximum is not None and facts["occurrence.waiting_count"] >= maximum:
        return Seat.WAITLIST_FULL
    return Seat.WAITLISTED


def placement_steps(seat: Seat, seating: Seating, facts: CheckedFacts) -> tuple[TraceStep, ...]:
    """The three questions of stage 3 with their figures; those that did not arise are marked so."""
    return (
        _step("placement.seat", _seat_mark(seat), seat, Seat.FREE, _seat_figures(seating, facts)),
        _step(
            "placement.overbooking",
            _overbooking_mark(seat, facts),
            seat,
            Seat.OVERBOOKED,
            _overbooking_figures(seating, facts),
        ),
        _step(
            "placement.waitlist",
            _waitlist_mark(seat),
            seat,
            Seat.WAITLISTED,
            _waitlist_figures(seating, facts),
        ),
    )


def _step(code: str, mark: Mark, seat: Seat, success: Seat, figures: dict[str, int | str | None]) -> TraceStep:
    decisive = mark is Mark.TRUE or (mark is Mark.FALSE and seat in _FAILURES[success])
    outcome = SEAT_OUTCOMES[seat] if decisive else None
    return TraceStep(stage=Stage.PLACEMENT, code=code, mark=mark, outcome=outcome, figures=figures)


_SEATED = frozenset({Seat.FREE, Seat.PARTIAL})
_OVERBOOKING_FAILURES = frozenset(
    {
        Seat.OVERBOOKING_OFF,
        Seat.OVERBOOKING_NOT_ALLOWED,
        Seat.OVERBOOKING_WITHOUT_REASON,
        Seat.OVERBOOKING_EXCEEDED,
    }
)
_WAITLIST_FAILURES = frozenset({Seat.NO_WAITLIST, Seat.WAITLIST_FULL, Seat.WAITLIST_OVER})
_FAILURES = {
    Seat.FREE: frozenset[Seat](),
    Seat.OVERBOOKED: _OVERBOOKING_FAILURES,
    Seat.WAITLISTED: _WAITLIST_FAILURES,
}


def _seat_mark(seat: Seat) -> Mark:
    return Mark.TRUE if seat in _SEATED else Mark.FALSE


def _overbooking_mark(seat: Seat, facts: CheckedFacts) -> Mark:
    if seat in _SEATED or not facts["request.overbook"]:
        return Mark.SKIPPED
    return Mark.TRUE if seat is Seat.OVERBOOKED else Mark.FALSE


def _waitlist_mark(seat: Seat) -> Mark:
    if seat in (Seat.WAITLISTED, Seat.STILL_WAITING):
        return Mark.TRUE
    return Mark.FALSE if seat in _WAITLIST_FAILURES else Mark.SKIPPED


def _seat_figures(seating: Seating, facts: CheckedFacts) -> dict[str, int | str | None]:
    figures: dict[str, int | str | None] = {
        "seats": facts["occurrence.seats"],
        "left": facts["occurrence.seats_left"],
        "waiting": facts["occurrence.waiting_count"],
        "party": facts["request.party_size"],
        "free": free_seats(seating, facts),
    }
    if seating.has_quotas:
        figures["quota_left"] = facts[QUOTA_FACT]
    if seating.counts_awaited:
        figures["awaited"] = facts[AWAITED_FACT]
    return figures


def _overbooking_figures(seating: Seating, facts: CheckedFacts) -> dict[str, int | str | None]:
    overbooked: int = facts["occurrence.overbooked"]
    above = seats_above(seating, facts)
    return {"overbooked": overbooked, "above": above, "maximum": seating.overbooking_maximum}


def _waitlist_figures(seating: Seating, facts: CheckedFacts) -> dict[str, int | str | None]:
    return {
        "mode": seating.waitlist_mode,
        "waiting": facts["occurrence.waiting_count"],
        "maximum": seating.waitlist_maximum,
        "cutoff_minutes": seating.cutoff_minutes,
    }
