"""Wake the worker, and know that it lives. django-q2 only rings: what must happen once is decided by the rows of the outbox.

A hundred bookings ring once: a round that was asked and has not started is enough for all that committed before it starts. A lost ring costs
a minute at most, the schedule rings too."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_q.tasks import async_task

from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import Heartbeat

if TYPE_CHECKING:
    from datetime import datetime

ROUND = "backoffice.notifications.tasks.tick"
RING_IS_LOST_AFTER = timedelta(seconds=60)
SILENCE_ALLOWED = timedelta(seconds=120)


def wake_after_commit() -> None:
    """Ring once what is being written is committed. A queue that does not answer is logged and harms nobody: the schedule rings."""
    transaction.on_commit(wake, robust=True)


def wake() -> None:
    """Ask for a round, unless one is asked already."""
    now = timezone.now()
    if is_asked(beats().first(name=Beat.NUDGE), now):
        return
    with transaction.atomic():
        if ring_is_ours(now):
            async_task(ROUND)


@cache
def beats() -> PreparedRows[Any]:
    rows = Heartbeat.objects.filter(name=Slot("name", Heartbeat._meta.pk)).order_by()
    return PreparedRows(rows.values_list("beaten_at", flat=True))


def is_asked(rung_at: datetime | None, now: datetime) -> bool:
    return rung_at is not None and rung_at > now - RING_IS_LOST_AFTER


def ring_is_ours(now: datetime) -> bool:
    """Compare and set: among those who ring together, one queues a task."""
    free = Q(beaten_at__isnull=True) | Q(beaten_at__lte=now - RING_IS_LOST_AFTER)
    if Heartbeat.objects.filter(free, name=Beat.NUDGE).update(beaten_at=now):
        return True
    _, created = Heartbeat.objects.get_or_create(name=Beat.NUDGE, defaults={"beaten_at": now})
    return created


def round_starts() -> None:
    """The ring is heard: whatever commits from now on rings again. To be called before reading what is due."""
    Heartbeat.objects.filter(name=Beat.NUDGE).update(beaten_at=None)
    beat()


def beat() -> None:
    Heartbeat.objects.update_or_create(name=Beat.TICK, defaults={"beaten_at": timezone.now()})


def swept_until() -> datetime | None:
    """Until when the mornings were looked at; None before the first sweep."""
    return Heartbeat.objects.last_of(Beat.SWEEP)


def sweep_ends(now: datetime) -> None:
    Heartbeat.objects.update_or_create(name=Beat.SWEEP, defaults={"beaten_at": now})


def worker_is_silent(now: datetime) -> bool:
    """No round for two minutes: what waits for the worker will wait until somebody starts it."""
    beaten_at = Heartbeat.objects.last_of(Beat.TICK)
    return beaten_at is None or now - beaten_at > SILENCE_ALLOWED
