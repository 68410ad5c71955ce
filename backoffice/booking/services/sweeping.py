"""What time does to waiting lists: offers end, reminders leave, and free seats that no act gave find their person.

A safety net under every cause, and the continuation of a large one: séances where seats are free and people wait are served step by step, each
step a short transaction, so that bookings go on meanwhile. Any number of sweeps at once, late, doubled or missed, give the same final state
(reliability R23, R27): each step reads again under the lock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services.allocating import AT_ONCE, allocate_some
from backoffice.booking.services.answering import end_of, expire
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import participation_under_lock
from backoffice.booking.services.offering import tell
from backoffice.booking.values import Actor
from backoffice.console.base.history import record
from backoffice.console.base.tasks import one_by_one
from backoffice.notifications.enums import Event
from backoffice.notifications.services.delivery import clock

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.queries import ParticipationQuerySet

MOST_OFFERS = 500
# How long a lock is meant to be held, less than a third of the 50 ms that it may last, and the most people considered meanwhile.
STEP_SECONDS, MOST_PEOPLE = 0.015, 40


def sweep(*, now: datetime | None = None) -> None:
    """End the offers whose time has passed, remind those that end soon, then serve every queue. A séance that is busy waits for the next sweep."""
    instant = now or clock()
    with one_by_one() as alone:
        for participation_id, occurrence_id in offer_keys(Participation.objects.offers_ended(instant)):
            with alone(participation=participation_id):
                end_offer(participation_id, occurrence_id, now=now)
        for participation_id, occurrence_id in offer_keys(Participation.objects.offers_to_remind(instant)):
            with alone(participation=participation_id):
                remind(participation_id, occurrence_id, now=now)
        for occurrence_id in queues_with_seats(instant):
            with alone(occurrence=occurrence_id):
                serve_queue(occurrence_id=occurrence_id, now=now)


def offer_keys(rows: ParticipationQuerySet) -> list[tuple[int, int]]:
    return list(rows.order_by("offer_expires_at", "pk").values_list("pk", "occurrence_id")[:MOST_OFFERS])


def queues_with_seats(now: datetime) -> list[int]:
    """Séances to come where seats are free and people wait, the nearest first: by the numbers of the motif, action and room of now."""
    rows = Occurrence.objects.bookable(now).with_seats().filter(counters__waiting_count__gt=0, seats_left__gt=0)
    return list(rows.order_by("starts_at", "pk").values_list("pk", flat=True))


def end_offer(participation_id: int, occurrence_id: int, *, now: datetime | None) -> None:
    """Unless somebody answered, or another sweep passed, meanwhile."""
    with locked(occurrence_id) as occurrence:
        participation = participation_under_lock(occurrence, participation_id)
        instant = now or clock()
        if participation.state == State.OFFERED and end_of(participation) < instant:
            expire(participation, Actor.software(), now=instant)


def remind(participation_id: int, occurrence_id: int, *, now: datetime | None) -> None:
    """Once per offer: what was owed is no longer to be reminded."""
    with locked(occurrence_id) as occurrence:
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state != State.OFFERED or participation.offer_reminder_at is None:
            return
        instant = now or clock()
        tell(participation, Event.OFFER_EXPIRING, instant)
        participation.offer_reminder_at = None
        record(
            participation,
            user=None,
            reason="Rappel de la proposition.",
            update_fields=["offer_reminder_at"],
            at=instant,
        )


def serve_queue(*, occurrence_id: int, now: datetime | None = None) -> int:
    """Serve one queue to its end, one bounded step per transaction; each person is considered once. Returns how many people were considered."""
    passed: dict[int, bool] = {}
    considered, at_most = 0, AT_ONCE
    while True:
        with locked(occurrence_id) as occurrence:
            begun = time.monotonic()
            step = allocate_some(occurrence, None, now=now or clock(), passed=passed, at_most=at_most)
        held = time.monotonic() - begun
        if not step.considered:
            return considered
        considered += step.considered
        passed |= step.passed
        at_most = pace(at_most, held)


def pace(at_most: int, held: float) -> int:
    """How many people the next step considers, at the speed of the last one: at most twice as many, and never fewer than a cause does."""
    return max(AT_ONCE, min(2 * at_most, int(at_most * STEP_SECONDS / held), MOST_PEOPLE))
