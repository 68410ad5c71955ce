"""A round of delivery: one keeps the books, as many hands as the settings say call the carriers. While one waits for its provider, the others go on.

Only what a free hand takes at once is claimed, so that a worker that is killed leaves at most as many messages in doubt as it has hands. What is
read from the database, rendered or made is so before, for many messages; several answers are recorded together, and the next ones claimed together:
transactions are few and short, and bookings go on between them (decision 0050)."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import DatabaseError

from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import books, delivery
from backoffice.notifications.services.books import Changes
from backoffice.notifications.services.carriers import Answer
from backoffice.notifications.services.delivery import LOADED, clock
from backoffice.notifications.services.links import Links, links_for
from backoffice.notifications.services.waking import beat

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

type Write[T] = Callable[[dict[OutboxMessage, T], datetime], list[OutboxMessage]]

log = structlog.get_logger("messages")
BATCH = 50
ROUND_SECONDS = 40  # a round ends well before django-q2 ends its task (Q_CLUSTER["timeout"], 60 s)
FRESH_SECONDS = 5
# How long the books wait for other hands once one is back: answers that come together are recorded together.
BREATH_SECONDS = 0.02


def deliver_due(*, now: datetime | None = None, seconds: float = ROUND_SECONDS, hands: int = 1) -> bool:
    """One round: deliver what is due until nothing is left (True) or `seconds` have passed (False). `now` replaces the database's clock."""
    with ThreadPoolExecutor(hands) if hands > 1 else OwnHand() as pool:
        return Round(pool, hands, now, time.monotonic() + seconds).run()


class OwnHand(Executor):
    """One hand: whoever keeps the books calls."""

    def submit[**P, T](self, call: Callable[P, T], /, *parts: P.args, **named: P.kwargs) -> Future[T]:
        answer: Future[T] = Future()
        answer.set_result(call(*parts, **named))
        return answer


class Round:
    """What was read and may leave, what is in somebody's hands, and what the database refused: that waits for another round."""

    def __init__(self, pool: Executor, hands: int, now: datetime | None, ends_at: float) -> None:
        self.pool, self.hands, self.fixed, self.ends_at = pool, hands, now, ends_at
        self.ready: deque[OutboxMessage] = deque()
        self.links: Links = {}
        self.told: dict[OutboxMessage, bool | None] = {}
        self.calls: dict[Future[Any], OutboxMessage] = {}
        self.aside: set[int] = set()

    @property
    def has_time(self) -> bool:
        return time.monotonic() < self.ends_at

    def run(self) -> bool:
        while self.has_time or self.calls:
            if self.has_time:
                if self.is_to_read and not self.read() and not self.calls:
                    return True
                self.hand_out()
            if self.calls:
                self.take_back()
        return False

    @property
    def is_to_read(self) -> bool:
        """Nothing is left of the last reading, or a slow provider made it old: people may have changed their address meanwhile."""
        return not self.ready or time.monotonic() > self.read_from + FRESH_SECONDS

    def read(self) -> bool:
        """The next messages that are due, those due first first, with the links that they give; whether there are any."""
        self.read_at, self.read_from = self.fixed or clock(), time.monotonic()
        busy = self.aside | {message.pk for message in self.calls.values()}
        due = OutboxMessage.objects.deliverable(self.read_at).exclude(pk__in=busy)
        self.ready = deque(due.select_related(*LOADED).order_by("not_before", "pk")[:BATCH])
        self.links = links_for(self.ready)
        if self.ready:
            beat()
        return bool(self.ready)

    def now(self) -> datetime:
        """The database's clock: that of the last reading, and what passed since."""
        return self.fixed or self.read_at + timedelta(seconds=time.monotonic() - self.read_from)

    def hand_out(self) -> None:
        """Give its message to each free hand. What does not need a call is settled at once."""
        going: dict[OutboxMessage, str] = {}
        ended: dict[OutboxMessage, Changes] = {}
        while self.ready and len(self.calls) + len(going) < self.hands:
            message = self.ready.popleft()
            if message.state == MessageState.CLAIMED and message not in self.told:
                self.call(delivery.asked, message)
                continue
            link = self.links.get((message.usager_id, message.occurrence_id))
            changes = delivery.prepared(message, link, self.told.get(message), self.now())
            if changes is None:
                going[message] = delivery.recalled(message)
            else:
                ended[message] = changes
        self.keep(books.settle, ended)
        for message in self.keep(books.claim, going):
            self.call(delivery.hand_over, message)

    def call(self, act: Callable[[OutboxMessage], Any], message: OutboxMessage) -> None:
        self.calls[self.pool.submit(act, message)] = message

    def take_back(self) -> None:
        """Record what the hands that are back were answered, together."""
        if wait(self.calls, return_when=FIRST_COMPLETED).not_done:
            time.sleep(BREATH_SECONDS)
        ended: dict[OutboxMessage, Changes] = {}
        for done in [each for each in self.calls if each.done()]:
            message, answer = self.calls.pop(done), done.result()
            if isinstance(answer, Answer):
                ended[message] = delivery.changes_after(answer, message, self.now())
            else:
                self.told[message] = answer
                self.ready.appendleft(message)
        self.keep(books.settle, ended)

    def keep[T](self, write: Write[T], parts: dict[OutboxMessage, T]) -> list[OutboxMessage]:
        """What the database refuses together is tried one by one: a message that it never accepts delays nobody."""
        if not parts:
            return []
        try:
            return write(parts, self.now())
        except DatabaseError:
            log.exception("not_recorded", messages=[message.pk for message in parts])
            if len(parts) == 1:
                self.aside.update(message.pk for message in parts)
                return []
        return [kept for message, part in parts.items() for kept in self.keep(write, {message: part})]
