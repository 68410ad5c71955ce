"""Ten thousand reminders of one morning, through HTTP to a provider that takes its time, while somebody goes on booking.

Usage: python -m tests.benchmarks.reminders [NUMBER] (SQLite, which waits for its disk as in production), or with DATABASE_URL. As many hands as
production has. The provider is a server in a process of its own, with a ledger.
The floor is the bare HTTP calls, as many at the same time, to the same provider in the same run: the ratio says what claiming, counting and
recording add to them."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from statistics import median, quantiles
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
os.environ["DATABASE_URL"] = os.environ.get("DATABASE_URL") or "sqlite:///var/reminders.sqlite3?synchronous=FULL"
django.setup()

from django.conf import settings  # noqa: E402 - the settings come first
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from backoffice.actions.models import Occurrence  # noqa: E402
from backoffice.booking.enums import State  # noqa: E402
from backoffice.booking.models import Participation  # noqa: E402
from backoffice.booking.services import book  # noqa: E402
from backoffice.booking.services.policies import parameters_in_force  # noqa: E402
from backoffice.booking.services.reminding import remind  # noqa: E402
from backoffice.booking.values import Actor  # noqa: E402
from backoffice.directory.models import Territory  # noqa: E402
from backoffice.notifications.enums import Event, MessageState  # noqa: E402
from backoffice.notifications.models import OutboxMessage  # noqa: E402
from backoffice.notifications.services import deliver_due  # noqa: E402
from backoffice.notifications.services.carriers import BrevoSms, Envelope  # noqa: E402
from tests.benchmarks import clients, territory  # noqa: E402
from tests.benchmarks.territory import FIRST_OCCURRENCE, FIRST_USAGER, PEOPLE  # noqa: E402
from tests.notifications.provider import Provider, settings_for  # noqa: E402

REMINDERS, SEANCES = int(sys.argv[1]) if sys.argv[1:] else 10_000, 200
HANDS = 8
LATENCY_SECONDS = 0.08
FLOOR_CALLS = 600
BOOKINGS_ALONE = 40
BETWEEN_BOOKINGS_SECONDS = 0.5
TARGET_SECONDS = 600


@contextlib.contextmanager
def provider_process() -> Iterator[Any]:
    """The provider, in its own process; what it took is asked by `ledger`."""
    asked, told = clients.PROCESSES.Queue(), clients.PROCESSES.Queue()
    process = clients.PROCESSES.Process(target=keep_shop, args=(asked, told))
    process.start()
    for name, value in told.get(timeout=10).items():
        setattr(settings, name, value)
    try:
        yield lambda: (asked.put("ledger"), told.get(timeout=30))[1]
    finally:
        process.terminate()
        process.join()


def keep_shop(asked: Any, told: Any) -> None:
    shop = Provider(latency=LATENCY_SECONDS)
    threading.Thread(target=shop.serve_forever, daemon=True).start()
    told.put(settings_for(shop))
    while asked.get():
        told.put(shop.keys)


def a_full_morning() -> None:
    """Two hundred séances that this morning reminds of, with fifty people each; the silence has just ended."""
    first = Occurrence.objects.get(pk=FIRST_OCCURRENCE + 1)
    [days, *_] = sorted(parameters_in_force(first, timezone.now())["reminder.days"].value)
    place: Territory = first.territory
    opening = (timezone.now() - timedelta(seconds=30)).astimezone(place.zone)
    place.quiet_from = place.quiet_until = opening.time().replace(microsecond=0)
    place.sms_per_day = 2 * REMINDERS
    place.save()
    day = (opening + timedelta(days=int(days))).replace(hour=9, minute=0, second=0, microsecond=0)
    keys = range(FIRST_OCCURRENCE + 1, FIRST_OCCURRENCE + 1 + SEANCES)
    for number, key in enumerate(keys):
        starts_at = day + timedelta(minutes=3 * number)
        Occurrence.objects.filter(pk=key).update(starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
    rows = [
        Participation(
            occurrence_id=keys[(number + number // PEOPLE) % SEANCES],
            usager_id=FIRST_USAGER + number % PEOPLE,
            state=State.BOOKED,
            channel="agent",
            booked_at=timezone.now() - timedelta(days=9),
        )
        for number in range(REMINDERS)
    ]
    Participation.objects.bulk_create(rows, batch_size=500)


def somebody_books(user: Any, numbers: range, stop: Any, answers: Any) -> None:
    """In its process: how long each booking takes, one after the other with a breath between."""
    connections.close_all()
    waits = []
    for number in numbers:
        if stop.is_set():
            break
        begun = time.monotonic()
        key = f"meanwhile-{number}"
        book(
            occurrence_id=FIRST_OCCURRENCE,
            usager_id=FIRST_USAGER + number,
            actor=Actor.agent(user),
            idempotency_key=key,
        )
        waits.append(time.monotonic() - begun)
        stop.wait(BETWEEN_BOOKINGS_SECONDS if len(numbers) > BOOKINGS_ALONE else 0)
    answers.put(waits)


@contextlib.contextmanager
def booking_goes_on(user: Any, waits: list[float]) -> Iterator[None]:
    stop, answers = clients.PROCESSES.Event(), clients.PROCESSES.Queue()
    connections.close_all()
    numbers = range(BOOKINGS_ALONE, PEOPLE)
    visitor = clients.PROCESSES.Process(target=somebody_books, args=(user, numbers, stop, answers))
    visitor.start()
    try:
        yield
    finally:
        stop.set()
        waits += answers.get(timeout=60)
        visitor.join()


def alone(user: Any) -> list[float]:
    """The same bookings while nothing leaves."""
    stop, answers = clients.PROCESSES.Event(), clients.PROCESSES.Queue()
    somebody_books(user, range(BOOKINGS_ALONE), stop, answers)
    waits: list[float] = answers.get(timeout=60)
    return waits


def floor_rate() -> float:
    """Calls per second of as many hands that do nothing else."""
    carrier, keys = BrevoSms(), iter(range(FLOOR_CALLS))
    lock = threading.Lock()

    def hand() -> None:
        while True:
            with lock:
                number = next(keys, None)
            if number is None:
                return
            carrier.send(Envelope(f"floor-{number}", "+33639980001", "", "Rappel : atelier demain à 14 h."))

    threads = [threading.Thread(target=hand) for _ in range(HANDS)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return FLOOR_CALLS / (time.monotonic() - begun)


def the_morning() -> tuple[float, float, float]:
    """(seconds to owe, seconds to deliver, CPU of the worker meanwhile): the rounds of one worker, one after the other."""
    begun, cpu = time.monotonic(), clients.own_cpu()
    while not remind():
        pass
    owed = time.monotonic()
    while not deliver_due(hands=HANDS):
        pass
    return owed - begun, time.monotonic() - owed, clients.own_cpu() - cpu


def main() -> int:
    logging.disable(logging.INFO)  # a line for each message is for operators
    with provider_process() as ledger, territory.throw_away_database():
        user = territory.settle()
        a_full_morning()
        version = ".".join(map(str, connection.get_database_version()))
        print(f"\nReminders on {connection.display_name} {version}: {REMINDERS} due, {HANDS} hands, ", end="")
        print(f"a provider that answers in {1000 * LATENCY_SECONDS:.0f} ms; load {os.getloadavg()[0]:.1f}.", flush=True)
        quiet, floor, waits = alone(user), floor_rate(), []
        with booking_goes_on(user, waits):
            morning = the_morning()
        check(ledger())
        tell(*morning, floor, quiet, waits)
    return 0


def check(taken: list[str]) -> None:
    """Each reminder arrived once; everything that is sent is in the ledger."""
    keys = OutboxMessage.objects.filter(event=Event.REMINDER).values_list("key", "state")
    count = Counter(taken)
    assert len(keys) == REMINDERS, f"{len(keys)} reminders were owed"
    assert {state for _, state in keys} == {MessageState.SENT}, Counter(state for _, state in keys)
    assert {count[key] for key, _ in keys} == {1}, "a reminder arrived twice, or not"


def tell(owing: float, delivering: float, cpu: float, floor: float, quiet: list[float], waits: list[float]) -> None:
    total, rate = owing + delivering, REMINDERS / delivering
    print(f"Owed in {owing:.0f} s, delivered in {delivering:.0f} s: {total:.0f} s (target {TARGET_SECONDS}). ", end="")
    print(f"{rate:.0f} a second, {rate / floor:.2f} of the bare calls ({floor:.0f} a second). Each arrived once.")
    print(f"CPU of the worker: {1000 * cpu / REMINDERS:.1f} ms each.")
    print(f"Bookings meanwhile: {len(waits)}, median {1000 * median(waits):.0f} ms ", end="")
    print(f"({1000 * median(quiet):.0f} ms alone), ", end="")
    print(f"95 % under {1000 * quantiles(waits, n=20)[-1]:.0f} ms, longest {1000 * max(waits):.0f} ms.")


if __name__ == "__main__":
    sys.exit(main())
