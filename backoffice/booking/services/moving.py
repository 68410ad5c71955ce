"""Change the state of a participation: the table of transitions, history, counters. Call with the occurrence locked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import TRANSITIONS, State
from backoffice.booking.errors import InvalidTransition
from backoffice.booking.models import Participation
from backoffice.booking.services.counting import Tally, count_change, counted_as
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.history import record, record_many
from backoffice.console.base.prepared import PreparedRows, Slot

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.series.ended import Ended
    from backoffice.directory.models import User

WRITTEN = [
    "party_size",
    "state",
    "reason",
    "queued_at",
    "version",
    "offer_expires_at",
    "offer_reminder_at",
    "skip_reason",
    "skipped_at",
]


def participation_under_lock(occurrence: Occurrence, participation_id: int) -> Participation:
    """Read again, under the lock: what the screen showed may be old."""
    found = participation_with_person().first(pk=participation_id, occurrence=occurrence.pk)
    if found is None:
        raise OutOfPerimeter
    found.occurrence = occurrence
    return found


@cache
def participation_with_person() -> PreparedRows[Participation]:
    key = Participation._meta.pk
    rows = Participation.objects.select_related("usager__responsible")
    return PreparedRows(rows.filter(pk=Slot("pk", key), occurrence=Slot("occurrence", key)).order_by())


def occurrence_id_of(participation_id: int) -> int:
    """Which occurrence to lock: a participation never changes occurrence."""
    found: int | None = (
        Participation.objects.filter(pk=participation_id).values_list("occurrence_id", flat=True).first()
    )
    if found is None:
        raise OutOfPerimeter
    return found


def move(
    participation: Participation, state: State, *, user: User | None, at: datetime, reason: str = "", beyond: int = 0
) -> None:
    """Apply one transition at its instant, or raise InvalidTransition saying from what to what."""
    before = State(participation.state)
    turn(participation, state, reason=reason)
    record(participation, user=user, reason=reason, update_fields=WRITTEN, at=at)
    count_change(participation.occurrence, before=before, after=state, party=participation.party_size, beyond=beyond)


def move_together(
    participations: list[Participation], state: State, *, user: User | None, at: datetime, reason: str = ""
) -> None:
    """Apply one transition that takes and frees nothing to many people, in few statements whatever their number."""
    for participation in participations:
        if counted_as(participation.state) != counted_as(state):
            raise InvalidTransition("Ce changement touche aux places : il se fait personne par personne.")
        turn(participation, state, reason=reason)
    record_many(participations, user=user, reason=reason, fields=WRITTEN, at=at)


def end_together(
    participations: list[Participation], state: State, *, user: User | None, at: datetime, reason: str
) -> None:
    """Apply one transition that ends inscriptions of one occurrence, and give back what they held, in few statements whatever their number."""
    if not participations:
        return
    tally = Tally(participations[0].occurrence)
    for participation in participations:
        before = participation.state
        turn(participation, state, reason=reason)
        tally.change(before, state, party=participation.party_size)
    record_many(participations, user=user, reason=reason, fields=WRITTEN, at=at)
    tally.write()


def bring_back(occurrence: Occurrence, ended: list[Ended], *, user: User | None, at: datetime, reason: str) -> None:
    """Give back to inscriptions of one occurrence what their history says of them: the one way out of an end, for a cancellation that is taken back.

    An offer whose time is over waits again, at its rank. What is above the seats, should they be fewer now, stays above: nobody is removed."""
    tally, people = Tally(occurrence), [each.participation for each in ended]
    for each in ended:
        turn_back(each.participation, each.before, at)
        party = each.participation.party_size
        tally.change(None, each.participation.state, party=party, beyond=party)
    record_many(people, user=user, reason=reason, fields=WRITTEN, at=at)
    tally.write()


def turn_back(participation: Participation, before: Any, at: datetime) -> None:
    for name in WRITTEN:
        setattr(participation, name, getattr(before, name))
    participation.version = before.version + 2
    if participation.offer_expires_at and participation.offer_expires_at <= at:
        participation.state = State.WAITING
        participation.offer_expires_at = participation.offer_reminder_at = None


def shrink(participation: Participation, party: int) -> None:
    """She waits for fewer seats than she asked for: those that the policy can give. Written by the move that follows."""
    tally = Tally(participation.occurrence)
    tally.add(awaited=party - participation.party_size)
    participation.party_size = party
    tally.write()


def turn(participation: Participation, state: State, *, reason: str) -> None:
    """Set the state of an unsaved copy, if the table of transitions has this move."""
    before = State(participation.state)
    if state not in TRANSITIONS[before]:
        raise InvalidTransition(
            f"Une inscription « {before.label.lower()} » ne peut pas devenir « {state.label.lower()} »."
        )
    participation.state, participation.reason = state, reason
    participation.skip_reason, participation.skipped_at = "", None
    if state != State.OFFERED:
        participation.offer_expires_at = participation.offer_reminder_at = None
    participation.version += 1


def cause_of(participation: Participation) -> str:
    return f"participation-{participation.pk}-v{participation.version}"
