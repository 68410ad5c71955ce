"""Waiting lists: a draw is the one that its seed gives, and only who waits is kept waiting by something. Three statements."""

from __future__ import annotations

from django.db.models import Q

from backoffice.booking.enums import State
from backoffice.booking.models import Lottery, Participation
from backoffice.booking.services.auditing.faults import Fault
from backoffice.booking.services.drawing import is_faithful
from backoffice.booking.services.keeping import MOST_OVERTAKEN


def unfaithful_draws() -> list[Fault]:
    """Draws whose seed is not the one that was committed, whose order is not the one of the seed, or whose ranks were changed."""
    drawn = list(Lottery.objects.filter(drawn_at__isnull=False).order_by("pk"))
    ranks: dict[int, dict[int, int]] = {}
    ranked = Participation.objects.filter(draw_rank__isnull=False).order_by("pk")
    for key, occurrence, number in ranked.values_list("pk", "occurrence_id", "draw_rank"):
        ranks.setdefault(occurrence, {})[key] = number
    return [
        Fault(
            "tirage-modifie",
            f"séance {row.occurrence_id}",
            "le tirage au sort n’est pas celui de sa graine.",
            "Refaites le calcul depuis la graine et rétablissez les rangs.",
        )
        for row in drawn
        if not is_faithful(row) or ranks.get(row.occurrence_id, {}) != expected_ranks(row)
    ]


def expected_ranks(lottery: Lottery) -> dict[int, int]:
    return {key: number for number, key in enumerate(lottery.entries, 1)}


def kept_without_waiting() -> list[Fault]:
    """Somebody who no longer waits is passed over by nobody; nobody is overtaken more often than the bound."""
    kept = ~Q(state=State.WAITING) & ~Q(skip_reason="")
    rows = Participation.objects.filter(kept | Q(overtaken__gt=MOST_OVERTAKEN)).order_by("pk")
    return [
        Fault("trop-depassee", f"inscription {key}", "dépassée au-delà de la limite.", "Donnez-lui la prochaine place.")
        if overtaken > MOST_OVERTAKEN
        else Fault("raison-sans-attente", f"inscription {key}", "raison d’attente sans attente.", "Effacez la raison.")
        for key, overtaken in rows.values_list("pk", "overtaken")
    ]
