"""Answer a request that the rules submitted to an agent. Saying yes never takes a seat that does not exist: when none is free for
her, the person waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.errors import NothingToApprove, ReasonRequired
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import cause_of, move, occurrence_id_of, participation_under_lock
from backoffice.booking.services.policies import parameters_in_force
from backoffice.booking.services.queueing import terms_of
from backoffice.booking.services.quotas import Shares, has_quotas, quotas_in_force, scopes_of_row
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.values import Actor

ANSWERS = {State.BOOKED: Event.APPROVED, State.WAITING: Event.WAITLISTED, State.REVOKED: Event.REJECTED}

WHY_REFUSED = "Écrivez pourquoi la demande est refusée : c’est gardé dans l’historique."


def approve(*, participation_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Participation:
    """Say yes: a seat when one is free for her and nobody waits for it, a place in the queue otherwise (her turn is that of her request).

    Raises NothingToApprove when the request was answered meanwhile."""
    with locked(occurrence_id_of(participation_id)) as occurrence:
        now = now or timezone.now()
        participation = pending_under_lock(occurrence, participation_id, actor)
        if has_a_seat(participation, now):
            return answer(participation, State.BOOKED, actor, reason=reason, now=now)
        participation.queued_at = participation.booked_at
        move(participation, State.WAITING, user=actor.user, reason=reason, at=now)
        allocate(occurrence, actor, now=now)
        participation.refresh_from_db(fields=["state", "version"])
        if participation.state == State.WAITING:
            tell(participation, now)
        return participation


def reject(*, participation_id: int, actor: Actor, reason: str, now: datetime | None = None) -> Participation:
    """Say no, with a reason that is kept. Raises ReasonRequired, NothingToApprove."""
    if not reason.strip():
        raise ReasonRequired(WHY_REFUSED)
    with locked(occurrence_id_of(participation_id)) as occurrence:
        now = now or timezone.now()
        participation = pending_under_lock(occurrence, participation_id, actor)
        done = answer(participation, State.REVOKED, actor, reason=reason, now=now)
        allocate(occurrence, actor, now=now)
        return done


def pending_under_lock(occurrence: Occurrence, participation_id: int, actor: Actor) -> Participation:
    require(actor, Activity.ENROL, occurrence)
    participation = participation_under_lock(occurrence, participation_id)
    if participation.state != State.PENDING:
        raise NothingToApprove(f"Cette demande a déjà sa réponse : {participation.get_state_display().lower()}.")
    return participation


def has_a_seat(participation: Participation, now: datetime) -> bool:
    """Of the seats that she may take, enough for her whole party are free beyond those that people are still to be called for."""
    free, awaited = seats_within_quotas(participation, now)
    is_over = terms_of(participation.occurrence, now).is_over
    return free - (0 if is_over else awaited) >= participation.party_size


def seats_within_quotas(participation: Participation, now: datetime) -> tuple[int, int]:
    """The free seats that her scopes let her take, and how many of them people wait for."""
    occurrence = participation.occurrence
    parameters = parameters_in_force(occurrence, now)
    if not has_quotas(parameters):
        return seats_free(occurrence), occurrence.counters.seats_awaited
    shares, scopes = Shares.of(occurrence, quotas_in_force(occurrence, parameters, now)), scopes_of_row(participation)
    return shares.seats_for(scopes), shares.awaited_before(scopes)


def answer(participation: Participation, state: State, actor: Actor, *, reason: str, now: datetime) -> Participation:
    move(participation, state, user=actor.user, reason=reason, at=now)
    tell(participation, now)
    return participation


def tell(participation: Participation, now: datetime) -> None:
    owe(
        event=ANSWERS[State(participation.state)],
        cause=cause_of(participation),
        occurrence=participation.occurrence,
        usager=participation.usager,
        now=now,
    )
