"""What a motif says by itself, in the words of the evaluator: the base of its level, over which its policy speaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from backoffice.catalogue.models import Motif


def parameters_of(motif: Motif) -> dict[str, Any]:
    """Waiting list, overbooking and party size: the columns of the motif."""
    return {
        "waitlist.mode": motif.waitlist_mode,
        "waitlist.max_length": motif.waitlist_max,
        "waitlist.offer_hours": motif.waitlist_offer_hours,
        "overbooking.max_seats": motif.overbooking_max,
        "party.max_size": motif.party_max,
    }
