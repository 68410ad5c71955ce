"""A month of five thousand séances: statements and time of the calendar page, beside a bare SQL read of the same rows.

Usage: python -m tests.benchmarks.calendar. Target: a number of statements that does not grow with the number of séances."""

from __future__ import annotations

import logging
import os
import sys
import time
from datetime import timedelta
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection  # noqa: E402 - the settings come first
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from backoffice.actions.models import Occurrence, OccurrenceCounters  # noqa: E402
from tests import world  # noqa: E402
from tests.benchmarks.territory import throw_away_database  # noqa: E402

FEW, MANY, ROUNDS = 50, 5_000, 5
FLOOR = "SELECT id, action_id, starts_at, ends_at, state, title FROM actions_occurrence ORDER BY starts_at"


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")


def fill(action: object, number: int, first: int) -> None:
    """Séances of the present month, every few minutes of it."""
    start = timezone.now().replace(day=1, hour=7, minute=0, second=0, microsecond=0)
    step = timedelta(days=27) / MANY
    rows = [
        Occurrence(action=action, band=str(rank), starts_at=start + step * rank, ends_at=start + step * rank + timedelta(hours=1))
        for rank in range(first, first + number)
    ]  # fmt: skip
    rows = Occurrence.objects.bulk_create(rows)
    OccurrenceCounters.objects.bulk_create([OccurrenceCounters(occurrence=row, seats=12) for row in rows])


def measured(client: Client, address: str) -> tuple[int, float]:
    """Statements of one page, and the median time of several."""
    client.get(address)
    seen: list[str] = []

    def count(execute: object, sql: str, *rest: object) -> object:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        client.get(address)
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    return len(seen), 1000 * median(times)


def floor_ms() -> float:
    times = []
    for _round in range(ROUNDS):
        start = time.perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(FLOOR)
            cursor.fetchall()
        times.append(time.perf_counter() - start)
    return 1000 * median(times)


def main() -> int:
    logging.disable(logging.INFO)  # a line for each request
    with throw_away_database():
        territory = world.territory()
        action = world.action(world.organisation(territory))
        client = Client()
        client.force_login(world.user("Claire", "Référente", territory))
        address = reverse("admin:calendar")
        fill(action, FEW, 0)
        few, _time = measured(client, address)
        fill(action, MANY - FEW, FEW)
        many, page = measured(client, address)
        floor = floor_ms()
    say(f"\nMonth of {MANY} séances: {many} statements ({few} with {FEW} séances)")
    say(f"{page:.0f} ms a page, {page / floor:.0f} × the bare read ({floor:.0f} ms)")
    say("target held" if many == few else "TARGET MISSED: statements grow with the number of séances")
    return int(many != few)


if __name__ == "__main__":
    sys.exit(main())
