"""Give or offer a seat to somebody who waits, and write to her. Call with the occurrence locked.

An offer holds its seat until it is accepted, declined or over: the seat is promised to one person (reliability R21). Its end falls while the
territory is open, and never after the list is closed: at the cut-off, nobody is called any more."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.services.moving import cause_of, move
from backoffice.directory.models import Closure
from backoffice.directory.values import OpeningHours
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.values import QueueTerms
    from backoffice.directory.models import User

FREED = "Une place s’est libérée."
# A reminder leaves when a quarter of the time is left; a shorter offer has none, two messages would follow each other.
SHORTEST_REMINDED = timedelta(hours=4)
REMINDED_AT = 4


def give(participation: Participation, *, user: User | None, reason: str, now: datetime) -> None:
    """The seat is hers, and she is told."""
    move(participation, State.BOOKED, user=user, at=now, reason=reason or FREED)
    tell(participation, Event.PROMOTED, now)


def offer(participation: Participation, end: datetime, *, user: User | None, reason: str, now: datetime) -> None:
    """The seat is kept for her until she answers, and she is told until when."""
    set_end(participation, end, now)
    move(participation, State.OFFERED, user=user, at=now, reason=reason or FREED)
    tell(participation, Event.OFFERED, now)


def set_end(participation: Participation, end: datetime, now: datetime) -> None:
    participation.offer_expires_at = end
    participation.offer_reminder_at = end - (end - now) / REMINDED_AT if end - now >= SHORTEST_REMINDED else None


def end_of_offer(occurrence: Occurrence, terms: QueueTerms) -> datetime:
    """The delay of the policy, in hours that pass (clocks that change add none), moved into opening hours; the cut-off at the latest."""
    host = occurrence.action.organisation
    closures = Closure.objects.of_a_host(host, timezone.localdate(terms.now, occurrence.territory.zone))
    hours = OpeningHours(occurrence.territory, tuple(closures.order_by("pk").values_list("first_day", "last_day")))
    return min(hours.next_open(terms.now + terms.offer), terms.ends_at)


def tell(participation: Participation, event: Event, now: datetime) -> None:
    owe(
        event=event,
        cause=f"{cause_of(participation)}-rappel" if event == Event.OFFER_EXPIRING else cause_of(participation),
        occurrence=participation.occurrence,
        usager=participation.usager,
        now=now,
        until=participation.offer_expires_at,
    )
