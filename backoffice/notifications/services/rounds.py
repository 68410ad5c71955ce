"""A round of delivery, with as many hands as the settings say: while one waits for its provider, the others go on.

Each hand has a connection of its own and works alone on its share of the messages, those due first first. A hand that fails leaves its share
to the next round."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import connections
from django.db.models.functions import Mod

from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.delivery import clock, deliver
from backoffice.notifications.services.waking import beat

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.notifications.queries import OutboxQuerySet

log = structlog.get_logger("messages")
BATCH = 50
ROUND_SECONDS = 40  # a round ends well before django-q2 ends its task (Q_CLUSTER["timeout"], 60 s)


def deliver_due(*, now: datetime | None = None, seconds: float = ROUND_SECONDS, hands: int = 1) -> bool:
    """One round: deliver what is due until nothing is left (True) or `seconds` have passed (False). `now` replaces the database's clock."""
    ends_at = time.monotonic() + seconds
    if hands == 1:
        return deliver_share(now, ends_at, Share(0, 1))
    done: list[bool] = []

    def work(number: int) -> None:
        try:
            done.append(deliver_share(now, ends_at, Share(number, hands)))
        except Exception:  # the other hands go on; the next round takes what this one leaves
            log.exception("hand_failed", hand=number)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done) == hands and all(done)


@dataclass(frozen=True)
class Share:
    """The messages of one hand: those whose key leaves this remainder."""

    number: int
    of: int

    def cut(self, rows: OutboxQuerySet) -> OutboxQuerySet:
        return rows if self.of == 1 else rows.annotate(hand=Mod("pk", self.of)).filter(hand=self.number)


def deliver_share(now: datetime | None, ends_at: float, share: Share) -> bool:
    while time.monotonic() < ends_at:
        read_at, started = now or clock(), time.monotonic()
        due = share.cut(OutboxMessage.objects.deliverable(read_at)).order_by("not_before", "pk")
        keys = list(due.values_list("pk", flat=True)[:BATCH])
        if not keys:
            return True
        for key in keys:
            passed = time.monotonic() - started
            if started + passed >= ends_at:
                return False
            deliver(key, now=now or read_at + timedelta(seconds=passed))
        beat()
    return False
