"""The seats left of a thousand séances; the page of a séance with a thousand people.

Usage: python -m tests.benchmarks.seats (SQLite), or with DATABASE_URL. The floor of a reading is the time that its own statements
take in the bare driver, in the same run: the ratio says what the product adds to its database. Milliseconds are of CPU: machines are shared."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection  # noqa: E402 - the settings come first
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from backoffice.actions.models import Occurrence, OccurrenceCounters  # noqa: E402
from backoffice.actions.values import SeatsLine  # noqa: E402
from backoffice.booking.enums import State  # noqa: E402
from backoffice.booking.models import Participation  # noqa: E402
from tests.benchmarks import territory  # noqa: E402
from tests.benchmarks.territory import FIRST_OCCURRENCE, FIRST_USAGER, PEOPLE  # noqa: E402

SEANCES, ENROLLED, TRIES = 1000, 10, 15
LIST_TARGET_MS, LIST_TARGET_STATEMENTS, PAGE_PEOPLE = 30, 3, 1000
COLUMNS = ("seats", "seats_held", "seats_offered", "waiting_count", "seats_awaited")
FIRST = FIRST_OCCURRENCE + 10_000


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
    first = FIRST
    territory.add_seances(first, SEANCES, ENROLLED + 5)
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
    first = FIRST + SEANCES
    territory.add_seances(first, 1, PAGE_PEOPLE + 10)
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
    with territory.throw_away_database():
        user = territory.settle()
        user.is_superuser = True
        user.save()
        print(f"\nSeats on {territory.described()}.", flush=True)
        seats_of_many()
        page_of_a_crowd(user)
    return 0


if __name__ == "__main__":
    sys.exit(main())
