"""What the policy does by itself when its day comes: reserved seats go back to everybody, and the minimum of participants is checked. Each once
a séance and date, marked on its counters: a tick that is lost, late or doubled changes nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import Q
from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.actions.values import RESERVED
from backoffice.booking.enums import ATTENDANCE
from backoffice.booking.models import Participation
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.cancelling_seances import SeancesCancelled, cancel_under_lock, keep, tell_each
from backoffice.booking.services.locking import locked
from backoffice.booking.services.policies import parameters_in_force
from backoffice.booking.services.quotas import release_of
from backoffice.booking.values import Actor
from backoffice.console.base.tasks import one_by_one
from backoffice.console.base.wording import count

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backoffice.actions.queries import OccurrenceQuerySet
    from config_rules import EffectiveParameter

FARTHEST = timedelta(days=61)
CHECKED_FROM = time(8)
ALERT, CANCEL = "alert", "cancel"


def watch(*, now: datetime | None = None) -> list[Occurrence]:
    """One round over the séances to come: those where something was done. Somebody else's lock is not waited for twice: the next round will."""
    seen_at = now or timezone.now()
    coming = Occurrence.objects.upcoming(seen_at).filter(starts_at__gt=seen_at).with_everything_shown()
    reserved = coming.filter(
        state=OccurrenceState.OPEN, counters__quotas_released_at__isnull=True, counters__waiting_count__gt=0
    )
    unchecked = coming.filter(
        Q(counters__minimum_checked_at__isnull=True), counters__isnull=False, starts_at__lte=seen_at + FARTHEST
    )
    return [*round_over(reserved, is_released, release, now), *round_over(unchecked, is_time_to_check, check, now)]


def round_over(
    rows: OccurrenceQuerySet,
    is_due: Callable[[Occurrence, datetime], bool],
    act: Callable[[Occurrence, datetime], None],
    now: datetime | None,
) -> list[Occurrence]:
    """Ask each séance without its lock, then again under it, where the clock is read again."""
    done = []
    with one_by_one() as alone:
        for row in rows.order_by("pk"):
            with alone(occurrence=row.pk):
                if not is_due(row, now or timezone.now()):
                    continue
                with locked(row.pk) as occurrence:
                    instant = now or timezone.now()
                    if is_to_come(occurrence, instant) and is_due(occurrence, instant):
                        act(occurrence, instant)
                        done.append(occurrence)
    return done


def is_to_come(occurrence: Occurrence, now: datetime) -> bool:
    """Nobody cancelled it while its lock was waited for, and it has not begun."""
    return occurrence.state != OccurrenceState.CANCELLED and occurrence.starts_at > now


def is_released(occurrence: Occurrence, now: datetime) -> bool:
    parameters = parameters_in_force(occurrence, now)
    instant = release_of(occurrence, parameters) if parameters[RESERVED].value else None
    return instant is not None and instant <= now and occurrence.counters.quotas_released_at is None


def release(occurrence: Occurrence, now: datetime) -> None:
    """The seats that were kept go to the people who wait."""
    mark(occurrence, quotas_released_at=now)
    allocate(occurrence, Actor.software(), now=now)


def mark(occurrence: Occurrence, **marks: datetime | int | None) -> None:
    """Write on the locked counters that it was done."""
    counters = occurrence.counters
    for name, value in marks.items():
        setattr(counters, name, value)
    counters.save(update_fields=list(marks))


def is_time_to_check(occurrence: Occurrence, now: datetime) -> bool:
    """From eight in the morning of the day that the policy says, in the territory's time."""
    parameters = parameters_in_force(occurrence, now)
    if minimum_of(parameters) is None or occurrence.counters.minimum_checked_at is not None:
        return False
    return to_check_from(occurrence, parameters) <= now


def to_check_from(occurrence: Occurrence, parameters: Mapping[str, EffectiveParameter]) -> datetime:
    days = cast("int", parameters["minimum.days_before"].value)
    day = occurrence.local_start.date() - timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, CHECKED_FROM), occurrence.territory.zone)


def check_again(occurrence: Occurrence, now: datetime) -> None:
    """A séance that was checked, then goes to a date whose day to check is still to come, is checked for that date too. Call with it locked."""
    if occurrence.counters.minimum_checked_at and now < to_check_from(occurrence, parameters_in_force(occurrence, now)):
        mark(occurrence, minimum_checked_at=None, minimum_wanted=None)


def minimum_of(parameters: Mapping[str, EffectiveParameter]) -> int | None:
    return cast("int | None", parameters["minimum.participants"].value)


def check(occurrence: Occurrence, now: datetime) -> None:
    """Enough people: nothing. Otherwise the agents are alerted, or the séance is cancelled as an agent would cancel it; once somebody is noted
    as there or absent it takes place, and they are alerted only."""
    parameters = parameters_in_force(occurrence, now)
    minimum, held = cast("int", minimum_of(parameters)), occurrence.counters.seats_held
    is_missed = held < minimum
    mark(occurrence, minimum_checked_at=now, minimum_wanted=minimum if is_missed else None)
    if is_missed and parameters["minimum.effect"].value == CANCEL and not is_attendance_noted(occurrence):
        reason = f"Pas assez d’inscrits : {count(held, 'personne')} pour un minimum de {minimum}."
        done, software = SeancesCancelled(), Actor.software()
        cancel_under_lock(occurrence, software, done, reason=reason, now=now)
        tell_each(done, now)
        keep(done, software, reason=reason, now=now)


def is_attendance_noted(occurrence: Occurrence) -> bool:
    return Participation.objects.filter(occurrence=occurrence.pk, state__in=ATTENDANCE).exists()
