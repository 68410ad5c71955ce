"""The waiting list of one crowded séance: a promotion after one cancellation, then a thousand seats freed for a thousand people who wait.

Usage: python -m tests.benchmarks.waitlist (SQLite), or with DATABASE_URL. The floor of an act is the time that its own statements take in the
driver, in the same run: the ratio says what the product adds to its database. CPU is that of the act, and of its server process on PostgreSQL.
Somebody books without pause while the thousand are served: her locks are watched too. Of the longest lock, what it was made of is told: the rest of
it was waiting for a processor."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection, connections, transaction  # noqa: E402 - the settings come first

from backoffice.actions.models import Occurrence, OccurrenceCounters  # noqa: E402
from backoffice.booking.enums import State  # noqa: E402
from backoffice.booking.models import Participation  # noqa: E402
from backoffice.booking.services import audit, book, cancel, change_seats, locking, serve_queue  # noqa: E402
from backoffice.booking.values import Actor  # noqa: E402
from backoffice.console.base.errors import Busy  # noqa: E402
from tests.benchmarks import clients, territory  # noqa: E402
from tests.benchmarks.territory import FIRST_OCCURRENCE, FIRST_USAGER  # noqa: E402

type Instant = tuple[float, float, float]
"""The clock, the CPU of this thread, and what commits took so far."""

WAITING = 1000
SEATS = 20
CANCELLATIONS = 15
LOCKS_BETWEEN_CHECKPOINTS = 10
PROMOTION_TARGET_MS, SERVING_TARGET_S, LOCK_TARGET_MS = 25, 15, 50


@dataclass(frozen=True, order=True)
class Lock:
    """How long one was held, in milliseconds; how much of it was CPU of this process, and how much its COMMIT."""

    ms: float
    cpu_ms: float
    commit_ms: float

    @classmethod
    def between(cls, begun: Instant, ended: Instant) -> Lock:
        return cls(*(1000 * (after - before) for before, after in zip(begun, ended, strict=True)))


@dataclass
class Watch:
    """Locks that were held, seconds that statements and commits took, and of CPU, while it watched."""

    held: list[Lock] = field(default_factory=list)
    in_driver: float = 0
    in_commits: float = 0
    cpu: float = 0
    server_cpu: float | None = None

    def spent(self, acts: int = 1) -> str:
        """Milliseconds of CPU of one of these acts."""
        here = f"{1000 * self.cpu / acts:.1f} ms of CPU"
        return here if self.server_cpu is None else f"{here} + {1000 * self.server_cpu / acts:.1f} of the server"

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """A lock is held from the statement that takes it (SQLite: that begins) to the end of its transaction. SQLite copies its log into the
        database within COMMIT, but once the lock is released, others write meanwhile: here it does so as often, once the end was noted."""
        server = clients.server_of(connection)
        if connection.vendor == "sqlite":
            connections["default"].connection.execute("PRAGMA wal_autocheckpoint=0")
        cpu, server_cpu = clients.own_cpu(), clients.cpu_of(server)
        database = connections["default"]
        with (
            connection.execute_wrapper(self.timed),
            patch.object(locking, "lock_row", self.noted(locking.lock_row)),
            patch.object(database, "_commit", self.committed(database._commit)),
        ):
            yield
        self.cpu = clients.own_cpu() - cpu
        self.server_cpu = None if server_cpu is None else (clients.cpu_of(server) or 0) - server_cpu

    def timed(self, execute: Callable[..., Any], *call: Any) -> Any:
        begun = time.monotonic()
        try:
            return execute(*call)
        finally:
            self.in_driver += time.monotonic() - begun

    def committed(self, commit: Callable[[], None]) -> Callable[[], None]:
        def timed() -> None:
            begun = time.monotonic()
            commit()
            self.in_commits += time.monotonic() - begun

        return timed

    def noted(self, lock_row: Callable[[int], None]) -> Callable[[int], None]:
        def take(occurrence_id: int) -> None:
            lock_row(occurrence_id)
            begun = self.instant()
            transaction.on_commit(lambda: self.released(begun))

        return take

    def released(self, begun: Instant) -> None:
        self.held.append(Lock.between(begun, self.instant()))
        if connection.vendor == "sqlite" and len(self.held) % LOCKS_BETWEEN_CHECKPOINTS == 0:
            connections["default"].connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def instant(self) -> Instant:
        return time.monotonic(), time.thread_time(), self.in_commits

    def told(self) -> str:
        held, longest = [lock.ms for lock in self.held], max(self.held)
        return (
            f"{len(held)}, median {median(held):.0f} ms, longest {longest.ms:.0f} ms ({longest.cpu_ms:.0f} of CPU, "
            f"{longest.commit_ms:.0f} in its COMMIT), {sum(ms > LOCK_TARGET_MS for ms in held)} over {LOCK_TARGET_MS} ms"
        )


def crowd(actor: Actor) -> None:
    """The séance is full, and a thousand people wait."""
    Occurrence.objects.filter(pk=FIRST_OCCURRENCE).update(seats_override=SEATS)
    OccurrenceCounters.objects.filter(pk=FIRST_OCCURRENCE).update(seats=SEATS)
    for number in range(SEATS + WAITING):
        ask(FIRST_USAGER + number, actor)


def ask(usager_id: int, actor: Actor) -> None:
    book(occurrence_id=FIRST_OCCURRENCE, usager_id=usager_id, actor=actor, idempotency_key=f"crowd-{usager_id}")


def one_by_one(actor: Actor) -> tuple[Watch, float]:
    """(locks held by cancellations that promote somebody, ratio of these acts to their own statements)."""
    booked = Participation.objects.filter(occurrence=FIRST_OCCURRENCE, state=State.BOOKED).order_by("pk")
    keys, watch, begun = list(booked.values_list("pk", flat=True)[:CANCELLATIONS]), Watch(), time.monotonic()
    with watch.watching():
        for key in keys:
            cancel(participation_id=key, actor=actor, by_service=False)
    return watch, (time.monotonic() - begun) / watch.in_driver


class Visitor:
    """Somebody else, in her own process, made while this one is not connected: she books without pause from `starts` to `stops`."""

    def __init__(self, user: Any) -> None:
        self.go, self.ready, self.over = (clients.PROCESSES.Event() for _ in range(3))
        self.answers = clients.PROCESSES.Queue()
        connections.close_all()
        self.process = clients.PROCESSES.Process(target=self.books, args=(Actor.agent(user),), daemon=True)
        self.process.start()

    def books(self, actor: Actor) -> None:
        """How long each booking takes, once connected, and the locks that it held."""
        self.go.wait()
        first, *numbers = range(SEATS + WAITING, territory.PEOPLE)
        ask(FIRST_USAGER + first, actor)
        self.ready.set()
        waits, watch = [], Watch()
        with watch.watching():
            for number in numbers:
                if self.over.is_set():
                    break
                begun = time.monotonic()
                with contextlib.suppress(Busy):
                    ask(FIRST_USAGER + number, actor)
                    waits.append(time.monotonic() - begun)
        self.answers.put((waits, watch))

    def starts(self) -> None:
        self.go.set()
        self.ready.wait(60)

    def stops(self) -> tuple[list[float], Watch]:
        self.over.set()
        found: tuple[list[float], Watch] = self.answers.get(timeout=60)
        self.process.join()
        return found


def all_at_once(visitor: Visitor, actor: Actor) -> tuple[float, Watch, list[float], Watch]:
    """A thousand seats more: (seconds until everybody is served, locks, seconds of each booking meanwhile, their locks)."""
    visitor.starts()
    watch, begun = Watch(), time.monotonic()
    with watch.watching():
        change_seats(occurrence_id=FIRST_OCCURRENCE, seats=SEATS + WAITING, actor=actor)
        serve_queue(occurrence_id=FIRST_OCCURRENCE)
    return time.monotonic() - begun, watch, *visitor.stops()


def main() -> int:
    with territory.throw_away_database():
        user = territory.settle()
        user.is_superuser = True
        user.save()
        actor = Actor.agent(user)
        crowd(actor)
        visitor = Visitor(user)
        change_seats(
            occurrence_id=FIRST_OCCURRENCE, seats=SEATS - 1, actor=actor
        )  # a server has connected, and done this before
        change_seats(occurrence_id=FIRST_OCCURRENCE, seats=SEATS, actor=actor)
        print(f"\nWaiting list on {territory.described()}; {WAITING} people wait.", flush=True)
        watch, ratio = one_by_one(actor)
        print(
            f"Promotion inside a cancellation: {median(lock.ms for lock in watch.held):.1f} ms of lock (target {PROMOTION_TARGET_MS}), "
            f"{watch.spent(CANCELLATIONS)}, {ratio:.1f} × its statements."
        )
        tell(*all_at_once(visitor, actor))
        assert not audit(), audit()
        booked = Participation.objects.filter(occurrence=FIRST_OCCURRENCE, state=State.BOOKED).count()
        assert booked == SEATS + WAITING, f"{booked} people have a seat"
    return 0


def tell(seconds: float, watch: Watch, waits: list[float], watch_of_visitor: Watch) -> None:
    ratio = seconds / watch.in_driver
    print(
        f"{WAITING} seats for {WAITING} people: {seconds:.1f} s (target {SERVING_TARGET_S}), {watch.spent(WAITING)} per person, "
        f"{ratio:.1f} × the statements."
    )
    print(f"Its locks: {watch.told()} (target: none).")
    if waits:
        print(
            f"Bookings meanwhile: {len(waits)}, median {1000 * median(waits):.0f} ms, longest {1000 * max(waits):.0f} ms. "
            f"Their locks: {watch_of_visitor.told()}."
        )


if __name__ == "__main__":
    sys.exit(main())
