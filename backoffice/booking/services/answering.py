"""Accept or decline a place that was offered, and end the offers whose time has passed. The seat goes on to the next person in the same transaction.

Each is idempotent: two clicks give the same answer. An answer at the end itself is in time, a millisecond later is not; the clock is the
database's, read under the lock (reliability R26)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.booking.enums import State
from backoffice.booking.errors import NoOffer
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import cause_of, move, occurrence_id_of, participation_under_lock
from backoffice.booking.services.offering import tell
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe
from backoffice.notifications.services.delivery import clock

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.values import Actor

TOO_LATE = "Pas de réponse dans le délai."


@dataclass(frozen=True)
class OfferAnswer:
    """The inscription as it now stands, and the decisions that gave its seat to others when it was not taken."""

    participation: Participation
    promotions: list[Decision] = field(default_factory=list)

    @property
    def is_hers(self) -> bool:
        return self.participation.state == State.BOOKED


def accept(*, participation_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> OfferAnswer:
    """Take the place. Too late, the offer ends now and the answer says so. Raises NoOffer when none was made or it was declined or cancelled."""
    with locked(occurrence_id_of(participation_id)) as occurrence:
        instant = now or clock()
        require(actor, Activity.ENROL, occurrence)
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state in {State.BOOKED, State.EXPIRED}:
            return OfferAnswer(participation)
        end = end_of(participation)
        if instant > end:
            return expire(participation, actor, now=instant)
        move(participation, State.BOOKED, user=actor.user, at=instant, reason=reason or "Place acceptée.")
        owe(
            event=Event.BOOKED,
            cause=cause_of(participation),
            occurrence=occurrence,
            usager=participation.usager,
            now=instant,
        )
        return OfferAnswer(participation)


def decline(*, participation_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> OfferAnswer:
    """Leave the place: she is no longer on the list, and the next person has it. Raises NoOffer."""
    with locked(occurrence_id_of(participation_id)) as occurrence:
        instant = now or clock()
        require(actor, Activity.ENROL, occurrence)
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state in {State.DECLINED, State.EXPIRED}:
            return OfferAnswer(participation)
        end_of(participation)
        move(participation, State.DECLINED, user=actor.user, at=instant, reason=reason or "Place refusée.")
        return OfferAnswer(participation, allocate(occurrence, actor, now=instant))


def end_of(participation: Participation) -> datetime:
    """When the offer ends: at its hour, or at the start of a séance that was moved earlier. Raises NoOffer when there is none."""
    if participation.state != State.OFFERED or participation.offer_expires_at is None:
        raise NoOffer(f"Aucune place n’est proposée à cette personne : {participation.get_state_display().lower()}.")
    return min(participation.offer_expires_at, participation.occurrence.starts_at)


def expire(participation: Participation, actor: Actor, *, now: datetime) -> OfferAnswer:
    """End an offer whose time has passed, tell the person, and serve the next one. Call with the occurrence locked."""
    move(participation, State.EXPIRED, user=actor.user, at=now, reason=TOO_LATE)
    tell(participation, Event.OFFER_EXPIRED, now)
    return OfferAnswer(participation, allocate(participation.occurrence, actor, now=now))
