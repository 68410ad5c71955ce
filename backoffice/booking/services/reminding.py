"""Reminders J−n, and what is said after a séance: owed in the morning, at the hour when the territory's silence ends.

A morning is a date of the territory's calendar and an hour on its walls: two nights a year, two mornings are 23 or 25 hours apart. The sweep goes
from where the last one ended to now, and only looks at séances when a morning lies between; a sweep that is cut, doubled or late owes each
message once, by its key. A worker that was silent for more than half a day reminds nobody of that morning any more."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import IntegrityError, transaction
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import CAME, State
from backoffice.booking.models import Participation
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.policies import parameters_in_force
from backoffice.console.base.tasks import one_by_one
from backoffice.directory.models import Territory
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.services import About
from backoffice.notifications.services.follow_up import follow_up_is_wanted
from backoffice.notifications.services.owing import keep, worded
from backoffice.notifications.services.waking import sweep_ends, swept_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from django.db.models import QuerySet

log = structlog.get_logger("reminders")
STILL_USEFUL = timedelta(hours=12)
FARTHEST = 30
FOLLOW_UP_DAYS = 3
SWEEP_SECONDS = 40  # well before django-q2 ends its task


@dataclass(frozen=True)
class Morning:
    """One territory, one day, and the instant when its silence ends."""

    territory: Territory
    day: date
    at: datetime


def remind(*, now: datetime | None = None, seconds: float = SWEEP_SECONDS) -> bool:
    """Owe what the mornings since the last sweep owe. False when time ran out: the next sweep starts again from the same place."""
    now = now or timezone.now()
    ends_at = time.monotonic() + seconds
    start = max(swept_until() or now - STILL_USEFUL, now - STILL_USEFUL)
    with one_by_one() as alone:
        for morning in mornings_between(start, now):
            for occurrence in seances_from(morning):
                if time.monotonic() >= ends_at:
                    return False
                with alone(occurrence=occurrence.pk):
                    owe_reminders(occurrence, morning, now)
            if follow_up_is_wanted(morning.territory):
                owe_follow_ups(morning, now, alone)
    sweep_ends(now)
    return True


def mornings_between(start: datetime, end: datetime) -> list[Morning]:
    """Those after `start` and not after `end`, the earliest first."""
    found = []
    for territory in Territory.objects.order_by("pk"):
        day, last = start.astimezone(territory.zone).date(), end.astimezone(territory.zone).date()
        while day <= last:
            at = morning_of(territory, day)
            if start < at <= end:
                found.append(Morning(territory, day, at))
            day += timedelta(days=1)
    return sorted(found, key=lambda morning: morning.at)


def morning_of(territory: Territory, day: date) -> datetime:
    """When the silence of that day ends. An hour that the clocks skip is the instant that follows."""
    wall = datetime.combine(day, territory.quiet_until, tzinfo=territory.zone)
    return datetime.fromtimestamp(wall.timestamp(), tz=timezone.get_default_timezone())


def midnight(morning: Morning, days: int) -> datetime:
    return datetime.combine(morning.day + timedelta(days=days), datetime.min.time(), tzinfo=morning.territory.zone)


def seances_from(morning: Morning) -> QuerySet[Occurrence]:
    """The séances that this morning may remind of, soonest first."""
    rows = Occurrence.objects.upcoming(morning.at).filter(
        action__organisation__territory=morning.territory,
        starts_at__gte=midnight(morning, 0),
        starts_at__lt=midnight(morning, FARTHEST + 1),
    )
    return with_texts(rows).order_by("starts_at", "pk")


def with_texts(rows: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
    """With everything that its messages say, for the whole morning at once."""
    loaded = rows.select_related(*(name for name in LOADED if name != "counters"))
    return loaded.prefetch_related("action__motif__instructions")


def owe_reminders(occurrence: Occurrence, morning: Morning, now: datetime) -> None:
    """To those who had their place before this morning; whoever enrolled since was just told."""
    days = (occurrence.local_start.date() - morning.day).days
    wanted = parameters_in_force(occurrence, now)["reminder.days"].value
    if occurrence.starts_at <= now or not isinstance(wanted, frozenset) or str(days) not in wanted:
        return
    cause = f"rappel-{occurrence.starts_at:%Y%m%d%H%M}-{days}"
    owe_each(
        occurrence, State.BOOKED, Event.REMINDER, cause, now, booked_before=morning.at, about=About(days_left=days)
    )


def owe_follow_ups(morning: Morning, now: datetime, alone: Callable[..., AbstractContextManager[None]]) -> None:
    """Of the last days: attendance may be noted the day after."""
    rows = Occurrence.objects.past(now).filter(
        action__organisation__territory=morning.territory,
        starts_at__gte=midnight(morning, -FOLLOW_UP_DAYS),
        starts_at__lt=midnight(morning, 0),
    )
    for occurrence in with_texts(rows).order_by("pk"):
        with alone(occurrence=occurrence.pk):
            for state, event in ((State.NOSHOW, Event.MISSED), *((came, Event.ATTENDED) for came in sorted(CAME))):
                owe_each(occurrence, state, event, "suite", now, booked_before=now)


def owe_each(
    occurrence: Occurrence,
    state: str,
    event: Event,
    cause: str,
    now: datetime,
    *,
    booked_before: datetime,
    about: About | None = None,
) -> None:
    """Texts are made first, then kept in one short transaction for a séance; whoever has the message of this cause already is left alone."""
    told = set(occurrence.messages.filter(event=event).values_list("key", flat=True))
    people = Participation.objects.filter(occurrence=occurrence.pk, state=state, booked_at__lt=booked_before)
    causes = [
        (f"participation-{row.pk}-{cause}", row.usager)
        for row in people.select_related("usager__responsible").order_by("pk")
    ]
    owed = [(key, usager) for key, usager in causes if told.isdisjoint(f"{key}-{channel}" for channel in Channel)]
    messages = worded(event=event, told=owed, occurrence=occurrence, now=now, about=about)
    if not messages:
        return
    try:
        with transaction.atomic():
            rows = people.filter(**as_it_was(occurrence)).select_for_update(of=("self",), no_key=True).order_by("pk")
            still = set(rows.values_list("usager", flat=True))
            keep([message for message in messages if message.usager_id in still])
    except IntegrityError:
        log.info("reminded_elsewhere", occurrence=occurrence.pk)  # another worker owes the same at this instant


def as_it_was(occurrence: Occurrence) -> dict[str, Any]:
    """Whoever left, and a séance that was moved or cancelled, while the texts were made, are not reminded of what is no longer true."""
    return {"occurrence__starts_at": occurrence.starts_at, "occurrence__state": occurrence.state}
