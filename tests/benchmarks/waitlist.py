"""The waiting list of one crowded séance: a promotion after one cancellation, then a thousand seats freed for a thousand people who wait.

Usage: python -m tests.benchmarks.waitlist (SQLite), or with DATABASE_URL. The floor of an act is the time that its own statements take in the
driver, in the same run: the ratio says what the product adds to its database. CPU is that of the act, and of its server process on PostgreSQL.
Somebody books without pause while the thousand are served."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection, connections  # noqa: E402 - the settings come first

from backoffice.actions.models import Occurrence, OccurrenceCounters  # noqa: E402
from backoffice.booking.enums import State  # noqa: E402
from backoffice.booking.models import Participation  # noqa: E402
from backoffice.booking.services import audit, book, cancel, change_seats, locking, serve_queue  # noqa: E402
from backoffice.booking.values import Actor  # noqa: E402
from backoffice.console.base.errors import Busy  # noqa: E402
from tests.benchmarks import clients, territory  # noqa: E402
from tests.benchmarks.territory import FIRST_OCCURRENCE, FIRST_USAGER  # noqa: E402

WAITING = 1000
SEATS = 20
CANCELLATIONS = 15
PROMOTION_TARGET_MS, SERVING_TARGET_S, LOCK_TARGET_MS = 25, 15, 50


@dataclass
class Watch:
    """Seconds that locks were held, that statements took, and of CPU, while it watched."""

    held: list[float] = field(default_factory=list)
    in_driver: float = 0
    cpu: float = 0
    server_cpu: float | None = None

    def spent(self, acts: int = 1) -> str:
        """Milliseconds of CPU of one of these acts."""
        here = f"{1000 * self.cpu / acts:.1f} ms of CPU"
        return here if self.server_cpu is None else f"{here} + {1000 * self.server_cpu / acts:.1f} of the server"

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """A lock is held from the statement that takes it to the end of its transaction."""
        take_lock, taken = locking.take_lock, [0.0]

        def take(occurrence_id: int) -> Any:
            found = take_lock(occurrence_id)
            taken[0] = time.monotonic()
            connection.run_on_commit.append((set(), lambda: self.held.append(time.monotonic() - taken[0]), False))
            return found

        def timed(execute: Callable[..., Any], *call: Any) -> Any:
            begun = time.monotonic()
            try:
                return execute(*call)
            finally:
                self.in_driver += time.monotonic() - begun

        locking.take_lock, server = take, clients.server_of(connection)
        cpu, server_cpu = clients.own_cpu(), clients.cpu_of(server)
        try:
            with connection.execute_wrapper(timed):
                yield
        finally:
            locking.take_lock = take_lock
            self.cpu = clients.own_cpu() - cpu
            self.server_cpu = None if server_cpu is None else (clients.cpu_of(server) or 0) - server_cpu


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


def somebody_books(user: Any, numbers: range, ready: Any, stop: Any, answers: Any) -> None:
    """In its process, once connected: how long each booking takes, without pause until the queue is served."""
    connections.close_all()
    actor, waits = Actor.agent(user), []
    for number in numbers:
        if stop.is_set():
            break
        begun = time.monotonic()
        with contextlib.suppress(Busy):
            ask(FIRST_USAGER + number, actor)
            waits.append(time.monotonic() - begun)
        ready.set()
    answers.put(waits[1:])


def all_at_once(user: Any, actor: Actor) -> tuple[float, Watch, list[float]]:
    """A thousand seats more: (seconds until everybody is served, locks, seconds of each booking meanwhile)."""
    ready, stop, answers = clients.PROCESSES.Event(), clients.PROCESSES.Event(), clients.PROCESSES.Queue()
    connections.close_all()
    numbers = range(SEATS + WAITING, territory.PEOPLE)
    visitor = clients.PROCESSES.Process(target=somebody_books, args=(user, numbers, ready, stop, answers))
    visitor.start()
    ready.wait(60)
    watch, begun = Watch(), time.monotonic()
    with watch.watching():
        change_seats(occurrence_id=FIRST_OCCURRENCE, seats=SEATS + WAITING, actor=actor)
        serve_queue(occurrence_id=FIRST_OCCURRENCE)
    seconds = time.monotonic() - begun
    stop.set()
    waits = answers.get(timeout=60)
    visitor.join()
    return seconds, watch, waits


def main() -> int:
    with territory.throw_away_database():
        user = territory.settle()
        user.is_superuser = True
        user.save()
        actor = Actor.agent(user)
        crowd(actor)
        print(f"\nWaiting list on {territory.described()}; {WAITING} people wait.", flush=True)
        watch, ratio = one_by_one(actor)
        print(
            f"Promotion inside a cancellation: {1000 * median(watch.held):.1f} ms of lock (target {PROMOTION_TARGET_MS}), "
            f"{watch.spent(CANCELLATIONS)}, {ratio:.1f} × its statements."
        )
        seconds, watch, waits = all_at_once(user, actor)
        tell(seconds, watch, waits)
        assert not audit(), audit()
        booked = Participation.objects.filter(occurrence=FIRST_OCCURRENCE, state=State.BOOKED).count()
        assert booked == SEATS + WAITING, f"{booked} people have a seat"
    return 0


def tell(seconds: float, watch: Watch, waits: list[float]) -> None:
    longest, ratio = 1000 * max(watch.held), seconds / watch.in_driver
    print(
        f"{WAITING} seats for {WAITING} people: {seconds:.1f} s (target {SERVING_TARGET_S}), {watch.spent(WAITING)} per person, "
        f"{ratio:.1f} × the statements."
    )
    over = sum(1000 * held > LOCK_TARGET_MS for held in watch.held)
    print(
        f"Locks: {len(watch.held)}, median {1000 * median(watch.held):.0f} ms, longest {longest:.0f} ms, "
        f"{over} over {LOCK_TARGET_MS} ms (target: none)."
    )
    if waits:
        print(
            f"Bookings meanwhile: {len(waits)}, median {1000 * median(waits):.0f} ms, longest {1000 * max(waits):.0f} ms."
        )


if __name__ == "__main__":
    sys.exit(main())
