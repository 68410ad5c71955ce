"""The last seats, fought for by eight processes; the seats left of a thousand séances; the page of a séance with a thousand people.

Usage: python -m tests.benchmarks.seats [--rounds 1000] (SQLite), or with DATABASE_URL. The floor of a reading is the time that its own statements
take in the bare driver, in the same run: the ratio says what the product adds to its database. Milliseconds are of CPU: machines are shared."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection, connections  # noqa: E402 - the settings come first
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from backoffice.actions.models import Occurrence, OccurrenceCounters  # noqa: E402
from backoffice.actions.values import SeatsLine  # noqa: E402
from backoffice.booking.enums import State  # noqa: E402
from backoffice.booking.models import Participation  # noqa: E402
from backoffice.booking.services import audit, book  # noqa: E402
from backoffice.booking.values import Actor  # noqa: E402
from backoffice.console.base.errors import Busy  # noqa: E402
from tests.benchmarks import clients, territory  # noqa: E402
from tests.benchmarks.territory import FIRST_OCCURRENCE, FIRST_USAGER, PEOPLE  # noqa: E402

ROUNDS, PROCESSES, LAST_SEATS, ASK_EACH = 1000, 8, 20, 3
SEANCES, ENROLLED, TRIES = 1000, 10, 15
LIST_TARGET_MS, LIST_TARGET_STATEMENTS, PAGE_PEOPLE = 30, 3, 1000
COLUMNS = ("seats", "seats_held", "seats_offered", "waiting_count", "seats_awaited")
FIRST_ROUND = FIRST_OCCURRENCE + 10_000


def add_seances(first: int, number: int, seats: int) -> None:
    """Séances of the territory's action, one after the other."""
    action, start = Occurrence.objects.get(pk=FIRST_OCCURRENCE).action, timezone.now() + timedelta(days=60)
    rows = [
        Occurrence(
            pk=first + at,
            action=action,
            starts_at=start + timedelta(hours=3 * at, minutes=first % 60),
            ends_at=start + timedelta(hours=3 * at + 2, minutes=first % 60),
            seats_override=seats,
        )
        for at in range(number)
    ]
    Occurrence.objects.bulk_create(rows, batch_size=500)
    counters = [OccurrenceCounters(occurrence=row, seats=seats) for row in rows]
    OccurrenceCounters.objects.bulk_create(counters, batch_size=500)


def fights(user: Any, number: int, rounds: int, start: Any, answers: Any) -> None:
    """One process: in each round, as many requests as it has people, together with the others. Told to try again, it does."""
    connections.close_all()
    actor, busy = Actor.agent(user), 0
    for at in range(rounds):
        start.wait(120)
        for turn in range(ASK_EACH):
            person = FIRST_USAGER + (at * PROCESSES * ASK_EACH + number * ASK_EACH + turn) % PEOPLE
            busy += insist(FIRST_ROUND + at, person, actor)
    answers.put(busy)


def insist(occurrence_id: int, usager_id: int, actor: Actor) -> int:
    """Ask until there is an answer; how many times it was told to try again."""
    key = f"round-{occurrence_id}-{usager_id}"
    for tried in range(10):
        try:
            book(occurrence_id=occurrence_id, usager_id=usager_id, actor=actor, idempotency_key=key)
        except Busy:
            continue
        return tried
    raise RuntimeError("told ten times to try again")


def last_seats(user: Any, rounds: int) -> None:
    add_seances(FIRST_ROUND, rounds, LAST_SEATS)
    connections.close_all()
    start, answers = clients.PROCESSES.Barrier(PROCESSES), clients.PROCESSES.Queue()
    begun = time.monotonic()
    fighters = [
        clients.PROCESSES.Process(target=fights, args=(user, number, rounds, start, answers))
        for number in range(PROCESSES)
    ]
    for fighter in fighters:
        fighter.start()
    busy = sum(answers.get(timeout=3600) for _fighter in fighters)
    for fighter in fighters:
        fighter.join()
    seconds = time.monotonic() - begun
    asked = rounds * PROCESSES * ASK_EACH
    rows = Participation.objects.filter(occurrence__gte=FIRST_ROUND, occurrence__lt=FIRST_ROUND + rounds)
    booked, stored = rows.filter(state=State.BOOKED).count(), rows.count()
    assert (booked, stored) == (rounds * LAST_SEATS, asked), f"{booked} seats, {stored} answers kept of {asked}"
    assert not (faults := audit()), faults[:3]
    print(
        f"{rounds} rounds of {PROCESSES} processes on the last {LAST_SEATS} seats: {asked} requests in {seconds:.0f} s, "
        f"{booked} seats given, none oversold, nobody lost; told to try again: {busy}."
    )


def timed(act: Callable[[], Any]) -> tuple[float, float, int]:
    """(milliseconds of CPU, ratio to the same statements sent and read by the bare driver, number of statements), the median of some tries."""
    figures = []
    for _try in range(TRIES + 1):
        sent: list[tuple[str, Any]] = []

        def noted(execute: Any, sql: str, params: Any, *more: Any, sent: list[tuple[str, Any]] = sent) -> Any:
            sent.append((sql, params))
            return execute(sql, params, *more)

        begun = time.process_time()
        with connection.execute_wrapper(noted):
            act()
        spent = time.process_time() - begun
        figures.append((1000 * spent, spent / floor_of(sent), len(sent)))
    ms, ratios, statements = zip(*figures[1:], strict=True)
    return median(ms), median(ratios), max(statements)


def floor_of(sent: list[tuple[str, Any]]) -> float:
    """Seconds of CPU of the readings among these statements, sent again and read to the end."""
    begun = time.process_time()
    with connection.cursor() as cursor:
        for sql, params in sent:
            if sql.startswith("SELECT"):
                cursor.execute(sql, params)
                cursor.fetchall()
    return max(time.process_time() - begun, 1e-6)


def enrol(first_occurrence: int, seances: int, people: int) -> None:
    """People with a seat, as rows: what is measured is reading."""
    now = timezone.now()
    rows = [
        Participation(
            occurrence_id=first_occurrence + at,
            usager_id=FIRST_USAGER + (at * people + number) % PEOPLE,
            state=State.BOOKED,
            channel="agent",
            booked_at=now,
        )
        for at in range(seances)
        for number in range(people)
    ]
    Participation.objects.bulk_create(rows, batch_size=500)
    OccurrenceCounters.objects.filter(pk__gte=first_occurrence, pk__lt=first_occurrence + seances).update(
        seats_held=people
    )


def seats_of_many() -> None:
    first = FIRST_ROUND + 100_000
    add_seances(first, SEANCES, ENROLLED + 5)
    enrol(first, SEANCES, ENROLLED)

    def read() -> None:
        rows = Occurrence.objects.filter(pk__gte=first).with_seats().order_by("starts_at", "pk")
        lines = [SeatsLine(*row) for row in rows.values_list(*COLUMNS)[:SEANCES]]
        assert sum(line.free for line in lines) == 5 * SEANCES

    ms, ratio, statements = timed(read)
    print(
        f"Seats left of {SEANCES} séances with {SEANCES * ENROLLED} participations: {ms:.1f} ms of CPU (target {LIST_TARGET_MS}), "
        f"{statements} statement(s) (target {LIST_TARGET_STATEMENTS}), {ratio:.1f} × the floor."
    )


def page_of_a_crowd(user: Any) -> None:
    first = FIRST_ROUND + 200_000
    add_seances(first, 1, PAGE_PEOPLE + 10)
    enrol(first, 1, PAGE_PEOPLE)
    logging.disable(logging.INFO)  # a line for each request
    client = Client()
    client.force_login(user)
    address = reverse("admin:seance", args=[first])
    assert client.get(address).status_code == 200
    ms, ratio, statements = timed(lambda: client.get(address))
    size = len(client.get(address).content) // 1024
    print(
        f"Page of a séance with {PAGE_PEOPLE} people: {ms:.0f} ms of CPU, {statements} statements, {ratio:.1f} × the floor, {size} KiB."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    rounds = parser.parse_args().rounds
    with territory.throw_away_database():
        user = territory.settle()
        user.is_superuser = True
        user.save()
        version = ".".join(map(str, connection.get_database_version()))
        print(f"\nSeats on {connection.display_name} {version}.", flush=True)
        seats_of_many()
        page_of_a_crowd(user)
        last_seats(user, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
