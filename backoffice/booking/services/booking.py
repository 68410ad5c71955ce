"""Book: ask for a seat for one person in one occurrence. The answer is a stored decision; a refusal is an answer, not an exception."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError
from django.db.models import Q
from django.utils import timezone

from backoffice.booking.enums import STAFF, DecisionKind, State
from backoffice.booking.errors import AnotherRequest
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import organisation_behind, require_enrolment
from backoffice.booking.services.allocating import AT_ONCE, allocate
from backoffice.booking.services.asking import fingerprint, refuse_missing, take_answers
from backoffice.booking.services.candidates import candidate_for
from backoffice.booking.services.counting import count_change, seats_free
from backoffice.booking.services.deciding import Answer, Request, decide, granted, keep
from backoffice.booking.services.instructing import keep_acceptances
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import cause_of
from backoffice.booking.services.stations import refuse_two_stations_at_once
from backoffice.booking.services.transmitting import transmit
from backoffice.booking.services.waking import ring_after_commit
from backoffice.booking.values import Booking
from backoffice.console.base.history import record
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About, owe
from config_rules import Outcome, Placement, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.candidates import Candidate
    from backoffice.booking.values import Actor, Transmission
    from backoffice.catalogue.models import Instruction
    from backoffice.people.values.answers import AnswerValue

STATE_AFTER = {
    Outcome.ACCEPT: State.BOOKED,
    Outcome.WARN: State.BOOKED,
    Outcome.APPROVAL: State.PENDING,
    Outcome.WAITLIST: State.WAITING,
}
EVENT_AFTER = {State.BOOKED: Event.BOOKED, State.PENDING: Event.PENDING, State.WAITING: Event.WAITLISTED}


def book(
    *,
    occurrence_id: int,
    usager_id: int,
    actor: Actor,
    idempotency_key: str,
    overbook: bool = False,
    override: bool = False,
    party_size: int = 1,
    reason: str = "",
    transmission: Transmission | None = None,
    answers: Mapping[str, AnswerValue] | None = None,
    accepted: Sequence[Instruction] = (),
    now: datetime | None = None,
) -> Booking:
    """Ask for a seat, or for `party_size` seats: hers and those of the people who come with her. A prescriber says what she transmits.
    `answers`, by code of fact, are kept with the inscription or on the person's file, then read as any stored fact;
    `accepted`: the consignes that the person accepted, whose text is kept.

    Idempotent: the same key with the same request gives the same answer again (reliability R4). Takes the occurrence's lock, decides under it,
    always keeps the decision, and writes participation, counters and message in the same transaction.
    Raises OutOfPerimeter, NotAllowed, Busy, InvalidAnswer, AnswersMissing (nothing was written) or AnotherRequest (the key served another
    request)."""
    asked: dict[str, Any] = {"overbook": overbook, "override": override, "party_size": party_size, "reason": reason}
    asked["transmission"] = transmission
    said = {"answers": fingerprint(answers)} if answers else {}
    digest = digest_of(occurrence_id, usager_id, actor, **asked, **said)
    with one_request_per_key(), locked(occurrence_id) as occurrence:
        require_enrolment(actor, occurrence)
        candidate = candidate_for(occurrence, usager_id, actor, idempotency_key)
        if candidate.earlier_decision_id is not None:
            return earlier_answer(candidate.earlier_decision_id, digest)
        refuse_two_stations_at_once(occurrence, usager_id, actor)
        asked |= {"answers": answered(occurrence, candidate, actor, answers or {})}
        asked |= {"idempotency_key": idempotency_key, "digest": digest}
        instant = now or timezone.now()  # read under the lock: no revision comes in force until the commit
        request = Request(
            DecisionKind.BOOK, occurrence, candidate.usager, actor, instant, live_state=candidate.live_state, **asked
        )
        return decided(request, accepted)


def answered(
    occurrence: Occurrence, candidate: Candidate, actor: Actor, answers: Mapping[str, AnswerValue]
) -> dict[str, Any]:
    """What goes with the inscription, once what is said of the person is on her file and nothing required is missing."""
    given = take_answers(occurrence, candidate.usager, actor, answers)
    if candidate.is_questioned:
        refuse_missing(occurrence, candidate.usager, given, candidate.live_state)
    return given


def decided(request: Request, accepted: Sequence[Instruction] = ()) -> Booking:
    """The answer, what it gives, and its record."""
    answer = decide(request)
    participation = enrol(answer)
    if participation is not None:
        keep_acceptances(participation, accepted, user=request.actor.user, at=request.now)
    return keep_and_tell(answer, participation)


@contextmanager
def one_request_per_key() -> Iterator[None]:
    """The same key, sent at the same instant to another occurrence: only the unique key of decisions can see it."""
    try:
        yield
    except IntegrityError as error:
        if "idempotency_key" in str(error):
            raise AnotherRequest from error
        raise


def digest_of(occurrence_id: int, usager_id: int, actor: Actor, **asked: object) -> str:
    """What makes two requests the same: keys, never names, which change."""
    user_id = actor.user.pk if actor.user else None
    return hashlib.sha256(
        repr((occurrence_id, usager_id, actor.kind.value, user_id, *asked.items())).encode()
    ).hexdigest()


def earlier_answer(decision_id: int, digest: str) -> Booking:
    """What was answered the first time, if it was the same request."""
    decision = Decision.objects.select_related("participation", "usager").get(Q(pk=decision_id))
    if decision.request_digest != digest:
        raise AnotherRequest
    return Booking(decision, decision.participation, is_replay=True)


def warning_is_unanswered(answer: Answer) -> bool:
    """An agent who goes on despite a warning says why; a person who books for herself is only told."""
    request = answer.request
    return answer.verdict.outcome == Outcome.WARN and request.actor.kind in STAFF and not request.reason


def enrol(answer: Answer) -> Participation | None:
    """Write what the outcome gives: a seat, a place in the queue, a request to approve, or nothing."""
    request, state = answer.request, STATE_AFTER.get(answer.verdict.outcome)
    if state is None or warning_is_unanswered(answer):
        return None
    participation = place_of(request)
    before, participation.state = participation.state, state
    participation.channel, participation.booked_by = request.actor.kind, request.actor.user
    participation.booked_at = request.now
    participation.party_size = granted(answer) if state == State.BOOKED else request.party_size
    participation.booked_for_id = organisation_behind(request.actor, request.occurrence)
    participation.queued_at = request.now if state == State.WAITING else None
    participation.is_overbooked = answer.verdict.placement is Placement.OVERBOOKED
    participation.reason = request.reason
    participation.points = answer.verdict.points
    participation.answers = {**participation.answers, **answers_kept(request)}
    participation.version += 1
    record(participation, user=request.actor.user, reason=request.reason, at=request.now)
    beyond = participation.party_size if participation.is_overbooked else 0
    count_change(request.occurrence, before=before, after=state, party=participation.party_size, beyond=beyond)
    transmit(participation, request)
    return participation


def keep_and_tell(answer: Answer, participation: Participation | None) -> Booking:
    """Store the decision, whatever it is; tell the person what became of her request."""
    booking = Booking(keep(answer, participation), participation)
    if participation is not None and not is_served_at_once(participation, answer):
        tell(participation, answer.request)
    return booking


def is_served_at_once(participation: Participation, answer: Answer) -> bool:
    """She waits although seats are free, because others came before: who cannot take one is passed over, and one may be hers at once.

    Somebody whom a rule sent to the list is not served now, but by the next allocation if the rule lets her; behind a crowd, by the worker."""
    request = answer.request
    if participation.state != State.WAITING or seats_free(request.occurrence) <= 0 or is_kept_by_a_rule(answer):
        return False
    if request.occurrence.counters.waiting_count > AT_ONCE:
        ring_after_commit()
        return False
    allocate(request.occurrence, request.actor, now=request.now)
    participation.refresh_from_db(fields=["state", "version"])
    return participation.state != State.WAITING


def is_kept_by_a_rule(answer: Answer) -> bool:
    reasons = answer.verdict.reasons
    return any(one.stage is Stage.ADMISSIBILITY and one.outcome is Outcome.WAITLIST for one in reasons)


def answers_kept(request: Request) -> dict[str, Any]:
    """Those of the inscription that a move ends come with it."""
    return {**(request.leaving.answers if request.leaving else {}), **request.answers}


def place_of(request: Request) -> Participation:
    """The row to write: her invitation when she has one, otherwise a new one."""
    if request.live_state != State.INVITED:
        return Participation(
            occurrence=request.occurrence, usager=request.usager, moved_from=request.leaving, version=0
        )
    invitation = Participation.objects.get(
        occurrence=request.occurrence.pk, usager=request.usager.pk, state=State.INVITED
    )
    invitation.occurrence, invitation.usager, invitation.moved_from = (
        request.occurrence,
        request.usager,
        request.leaving,
    )
    return invitation


def tell(participation: Participation, request: Request) -> None:
    """Owe the message that goes with the new state; a move is told once, by its arrival."""
    is_moved = request.leaving is not None and participation.state == State.BOOKED
    owe(
        event=Event.MOVED if is_moved else EVENT_AFTER[State(participation.state)],
        cause=cause_of(participation),
        occurrence=request.occurrence,
        usager=request.usager,
        now=request.now,
        about=About(before=request.leaving.occurrence) if is_moved and request.leaving else None,
    )
