"""What would be answered now, asked to the same evaluator with the same facts, without lock and without writing anything.

A preview promises nothing: `book` decides again under the lock, and its answer is the one that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import LIVE, DecisionKind
from backoffice.booking.models import Participation
from backoffice.booking.services.access import reachable_usagers, require
from backoffice.booking.services.deciding import Request, decide, live_state_of
from backoffice.booking.services.explaining import told
from backoffice.booking.services.locking import LOADED
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.wording import rank
from backoffice.directory.enums import Activity
from config_rules import Decision as Verdict
from config_rules import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.values import Actor
    from backoffice.people.models import Usager

GIVES_A_SEAT = (Outcome.ACCEPT, Outcome.WARN)
REASON_TO_COME = "…"


@dataclass(frozen=True)
class Choice:
    """One thing that the agent can ask for, in the words of its button."""

    label: str
    wish: str


@dataclass(frozen=True)
class Preview:
    """What can be asked for (nothing when the answer is no), and why, in sentences."""

    occurrence: Occurrence
    usager: Usager
    choices: tuple[Choice, ...]
    reasons: tuple[str, ...]
    is_simple: bool


def preview(*, occurrence_id: int, usager_id: int, actor: Actor, now: datetime | None = None) -> Preview:
    """What `book` would answer now for this person. Raises OutOfPerimeter, NotAllowed."""
    now = now or timezone.now()
    occurrence = occurrence_to_preview(occurrence_id)
    require(actor, Activity.ENROL, occurrence)
    usager = reachable_usagers(actor, occurrence).select_related("responsible").filter(pk=usager_id).first()
    if usager is None:
        raise OutOfPerimeter
    live = Participation.objects.filter(occurrence=occurrence, usager=usager, state__in=LIVE).first()
    plain, overbooked = (
        verdict(occurrence, usager, actor, now, live_state_of(live), overbook=wish) for wish in (False, True)
    )
    choices = tuple(plain_choices(plain, occurrence) + overbooking_choices(plain, overbooked, occurrence))
    return Preview(occurrence, usager, choices, told(plain).reasons, plain.outcome == Outcome.ACCEPT)


def occurrence_to_preview(occurrence_id: int) -> Occurrence:
    loaded = ["counters", *(path.removeprefix("occurrence__") for path in LOADED)]
    try:
        return Occurrence.objects.select_related(*loaded).get(pk=occurrence_id)
    except Occurrence.DoesNotExist:
        raise OutOfPerimeter from None


def verdict(
    occurrence: Occurrence, usager: Usager, actor: Actor, now: datetime, live_state: str, *, overbook: bool
) -> Verdict:
    reason = REASON_TO_COME if overbook else ""
    request = Request(
        kind=DecisionKind.BOOK,
        occurrence=occurrence,
        usager=usager,
        actor=actor,
        now=now,
        live_state=live_state,
        overbook=overbook,
        reason=reason,
    )
    return decide(request).verdict


def plain_choices(plain: Verdict, occurrence: Occurrence) -> list[Choice]:
    if plain.outcome in GIVES_A_SEAT:
        return [Choice("Inscrire", "seat")]
    if plain.outcome == Outcome.WAITLIST:
        return [Choice(f"Mettre en liste d’attente ({rank(occurrence.counters.waiting_count + 1)})", "wait")]
    return [Choice("Envoyer à valider", "wait")] if plain.outcome == Outcome.APPROVAL else []


def overbooking_choices(plain: Verdict, overbooked: Verdict, occurrence: Occurrence) -> list[Choice]:
    if plain.outcome in GIVES_A_SEAT or overbooked.outcome not in GIVES_A_SEAT:
        return []
    seats, counters = occurrence.seats_with_origin.number, occurrence.counters
    number = counters.seats_held + counters.seats_offered + 1
    return [Choice(f"Inscrire en surnombre ({rank(number)} pour {seats})", "over")]
