"""What would be answered now, asked to the same evaluator with the same facts, without lock and without writing anything.

A preview promises nothing: `book` decides again under the lock, and its answer is the one that counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from backoffice.booking.enums import LIVE, ActorKind, DecisionKind, State
from backoffice.booking.models import Participation
from backoffice.booking.services.access import reachable_usagers, require_enrolment
from backoffice.booking.services.asking import Questionnaire, questionnaire
from backoffice.booking.services.deciding import Answer, Request, decide, granted, live_state_of
from backoffice.booking.services.explaining import told, told_to_prescriber
from backoffice.booking.services.foretelling_newcomers import once_she_joins, rank_to_be
from backoffice.booking.services.locking import occurrence_with_counters
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.wording import count, rank
from backoffice.notifications.enums import Event
from config_rules import Outcome, Placement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor
    from backoffice.people.models import Usager

GIVES_A_SEAT = (Outcome.ACCEPT, Outcome.WARN)
# Some answers depend on a reason being written, not on its words.
ANY_REASON = "…"


@dataclass(frozen=True)
class Choice:
    """One thing that the agent can ask for: the words of its button, the wish that the form sends, and what the person would be told."""

    label: str
    wish: str
    event: Event = Event.BOOKED
    until: datetime | None = None

    @property
    def needs_reason(self) -> bool:
        return self.wish in ("warned", "over", "override")


@dataclass(frozen=True)
class Preview:
    """What can be asked for (nothing when the answer is no), why, and what would change it, in sentences."""

    occurrence: Occurrence
    usager: Usager
    choices: tuple[Choice, ...]
    reasons: tuple[str, ...]
    needs: tuple[str, ...]
    is_simple: bool
    asks: Questionnaire
    largest_party: int = 1

    @property
    def needs_reason(self) -> bool:
        return any(choice.needs_reason for choice in self.choices)

    @property
    def reason_label(self) -> str:
        """What the reason is asked for."""
        wishes = {choice.wish for choice in self.choices}
        return "Raison de la dérogation" if "over" not in wishes else "Raison du surnombre"


def preview(
    *,
    occurrence_id: int,
    usager_id: int,
    actor: Actor,
    party_size: int = 1,
    answers: Mapping[str, Any] | None = None,
    asked: frozenset[str] = frozenset(),
    now: datetime | None = None,
) -> Preview:
    """What `book` would answer now for this person and these answers (as they are stored), and what to ask, `asked` before included.

    Raises OutOfPerimeter, NotAllowed."""
    now = now or timezone.now()
    occurrence = occurrence_to_preview(occurrence_id)
    require_enrolment(actor, occurrence)
    usager = reachable_usagers(actor, occurrence).select_related("responsible").filter(pk=usager_id).first()
    if usager is None:
        raise OutOfPerimeter
    live = Participation.objects.filter(occurrence=occurrence, usager=usager, state__in=LIVE).first()

    common: dict[str, Any] = {"live_state": live_state_of(live), "answers": answers or {}, "party_size": party_size}
    common |= {"is_preview": True}

    def ask(**wish: Any) -> Answer:
        reason = ANY_REASON if wish else ""
        return decide(Request(DecisionKind.BOOK, occurrence, usager, actor, now, reason=reason, **wish, **common))

    choices = plain_choices(plain := ask())
    is_served = any(choice.event in (Event.PROMOTED, Event.OFFERED) for choice in choices)
    if plain.verdict.outcome not in GIVES_A_SEAT and not is_served:
        choices += overbooking_choices(ask(overbook=True).verdict.outcome, occurrence)
        choices += override_choices(plain.verdict.outcome, ask(override=True).verdict.outcome)
    asks = questionnaire(occurrence, usager, actor, asked.union(plain.verdict.asks))
    if plain.verdict.outcome == Outcome.ASK and asks.asked and not asks.out_of_reach:
        choices.insert(0, after_answering(plain))
    tell = told_to_prescriber if actor.kind == ActorKind.PRESCRIBER else told
    why = tell(plain.verdict, plain.policy)
    is_simple = plain.verdict.outcome == Outcome.ACCEPT or is_served
    return Preview(occurrence, usager, tuple(choices), why.reasons, why.needs, is_simple, asks, largest_party(plain))


def occurrence_to_preview(occurrence_id: int) -> Occurrence:
    """Read as booking reads it, without the lock."""
    found = occurrence_with_counters().first(pk=occurrence_id)
    if found is None:
        raise OutOfPerimeter
    return found


def largest_party(plain: Answer) -> int:
    """How many people the policy lets come together."""
    return cast("int", plain.verdict.parameter("party.max_size"))


def plain_choices(plain: Answer) -> list[Choice]:
    outcome = plain.verdict.outcome
    if outcome == Outcome.WARN:
        return [Choice("Inscrire malgré l’avertissement", "warned")]
    if outcome == Outcome.ACCEPT:
        return [Choice(f"Inscrire{only(granted(plain), plain)}", "seat")]
    if outcome == Outcome.WAITLIST:
        return [joining(plain)]
    return [Choice("Envoyer à valider", "wait", Event.PENDING)] if outcome == Outcome.APPROVAL else []


def only(party: int, plain: Answer) -> str:
    return f" pour {count(party, 'place')} seulement" if party < plain.request.party_size else ""


def joining(plain: Answer) -> Choice:
    """The list, with the rank that would be hers; a seat at once when those who wait before her cannot take it."""
    row = once_she_joins(plain)
    if row.state == State.BOOKED:
        return Choice(f"Inscrire{only(row.party_size, plain)}", "seat", Event.PROMOTED)
    if row.state == State.OFFERED:
        return Choice(f"Proposer la place{only(row.party_size, plain)}", "wait", Event.OFFERED, row.offer_expires_at)
    number = rank_to_be(row, plain.request.now)
    place = "" if number is None else f" ({rank(number)})"
    return Choice(f"Mettre en liste d’attente{place}", "wait", Event.WAITLISTED)


def after_answering(asked: Answer) -> Choice:
    """A seat is promised only when one is free: the answers decide."""
    is_free = asked.verdict.placement is Placement.SEAT
    return Choice("Inscrire", "seat") if is_free else Choice("Continuer", "wait", Event.WAITLISTED)


def overbooking_choices(outcome: Outcome, occurrence: Occurrence) -> list[Choice]:
    if outcome not in GIVES_A_SEAT:
        return []
    seats, counters = occurrence.seats_with_origin.number, occurrence.counters
    number = counters.seats_held + counters.seats_offered + 1
    return [Choice(f"Inscrire en surnombre ({rank(number)} pour {seats})", "over")]


def override_choices(plain: Outcome, overridden: Outcome) -> list[Choice]:
    """Passing over a rule is offered only when it changes the answer."""
    if overridden.strength >= plain.strength:
        return []
    if overridden in GIVES_A_SEAT:
        return [Choice("Inscrire par dérogation", "override")]
    return (
        [Choice("Mettre en liste d’attente par dérogation", "override", Event.WAITLISTED)]
        if overridden == Outcome.WAITLIST
        else []
    )
