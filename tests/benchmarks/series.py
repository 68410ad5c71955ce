"""Two hundred dates of a series, previewed then created, beside the same rows sent as bare SQL.

Usage: python -m tests.benchmarks.series. The preview reads calendars, closures, absences, the room and the people of a busy territory; creating is
one transaction with the history of each séance. Targets: preview under 300 ms; the ratio of the creation is told, CPU on CPU."""

from __future__ import annotations

import os
import sys
import time
from datetime import date, timedelta
from datetime import time as hour
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import connection, transaction  # noqa: E402 - the settings come first
from django.utils import timezone  # noqa: E402

from backoffice.actions.enums import Skip  # noqa: E402
from backoffice.actions.models import Absence, CollectiveAction, Facilitator, Occurrence, OccurrenceCounters  # noqa: E402
from backoffice.actions.services import create_action, preview_dates  # noqa: E402
from backoffice.actions.services.daysoff import Place  # noqa: E402
from backoffice.actions.services.repeating import Repetition  # noqa: E402
from backoffice.directory.models import Closure  # noqa: E402
from tests import world  # noqa: E402
from tests.benchmarks.territory import throw_away_database  # noqa: E402

DATES, BUSY, ROUNDS = 200, 5_000, 7
PREVIEW_TARGET_MS = 300
FIRST = date(2027, 1, 4)


def say(text: str = "") -> None:
    sys.stdout.write(f"{text}\n")


def busy_territory() -> tuple[Place, object]:
    """A room and two people with five thousand séances, a closure a month, absences."""
    territory = world.territory()
    at = world.organisation(territory)
    claire = world.user("Claire", "Référente", territory)
    room = world.venue(territory)
    people = [Facilitator.objects.create(territory=territory, name=f"Personne {number}") for number in range(2)]
    other = world.action(at, world.motif(at, "Lecture"))
    other.facilitators.set(people)
    start = timezone.now()
    rows = [
        Occurrence(action=other, venue=room, band=str(number), starts_at=start + timedelta(hours=4 * number),
                   ends_at=start + timedelta(hours=4 * number + 2))
        for number in range(BUSY)
    ]  # fmt: skip
    Occurrence.objects.bulk_create(rows)
    for month in range(1, 13):
        day = date(2027, month, 10)
        Closure.objects.create(territory=territory, name="Inventaire", first_day=day, last_day=day)
        Absence.objects.create(facilitator=people[0], first_day=day, last_day=day + timedelta(days=2))
    return Place(at, room, tuple(people)), claire


def wanted(number: int) -> Repetition:
    """Two hundred dates, each weekday, from another week at each round so that no action is the twin of another."""
    first = FIRST + timedelta(weeks=number)
    return Repetition(
        first_day=first, start_time=hour(9), minutes=90, weekdays=(0, 1, 2, 3, 4), count=DATES,
        skips=frozenset({Skip.BANK, Skip.CLOSURE}),
    )  # fmt: skip


def cpu_ms(run: object) -> tuple[float, object]:
    start = time.process_time_ns()
    result = run()
    return (time.process_time_ns() - start) / 1e6, result


def by_service(place: Place, plan: object, user: object, number: int) -> None:
    motif = place.organisation.motifs.first()
    action = CollectiveAction(motif=motif, organisation=place.organisation, title=f"Série {number}")
    create_action(action=action, plan=plan, user=user)


def by_bare_sql(place: Place, plan: object, number: int) -> None:
    """The same rows in the same tables, prepared once: what no program can do with less."""
    motif = place.organisation.motifs.first()
    action = CollectiveAction.objects.create(motif=motif, organisation=place.organisation, title=f"Nu {number}")
    with transaction.atomic(), connection.cursor() as cursor:
        for model in (Occurrence, Occurrence.history.model):
            insert_all(cursor, model, action, plan)
        cursor.execute("SELECT id FROM actions_occurrence WHERE action_id = %s", [action.pk])
        keys = [key for (key,) in cursor.fetchall()]
        table = OccurrenceCounters._meta.db_table
        columns = "occurrence_id, seats, seats_beyond, seats_held, seats_offered, waiting_count, seats_awaited"
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, 12, 0, 0, 0, 0, 0)", [[key] for key in keys])


def insert_all(cursor: object, model: type, action: CollectiveAction, plan: object) -> None:
    history = model is not Occurrence
    values = {"action_id": action.pk, "band": "", "station": "", "state": "open", "title": "", "is_apart": False}
    if history:
        values |= {"history_date": timezone.now(), "history_type": "+", "id": 1}
    names = [*values, "starts_at", "ends_at"]
    marks = ", ".join(["%s"] * len(names))
    rows = [[*values.values(), each.starts_at, each.ends_at] for each in plan.dates]
    cursor.executemany(f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({marks})", rows)


def main() -> int:
    with throw_away_database():
        place, user = busy_territory()
        previews, services, floors = [], [], []
        for number in range(ROUNDS):
            started = time.perf_counter()
            preview = preview_dates(repetition=wanted(number), place=place)
            previews.append((time.perf_counter() - started) * 1000)
            floors.append(cpu_ms(lambda plan=preview.plan, number=number: by_bare_sql(place, plan, number))[0])
            services.append(cpu_ms(lambda plan=preview.plan, n=number: by_service(place, plan, user, n))[0])
        return tell(previews, services, floors)


def tell(previews: list[float], services: list[float], floors: list[float]) -> int:
    shown, ratio = median(previews), median(ours / bare for ours, bare in zip(services, floors, strict=True))
    verdict = "held" if shown <= PREVIEW_TARGET_MS else f"MISSED by {shown / PREVIEW_TARGET_MS:.2f}×"
    say(f"\nA series of {DATES} dates in a territory of {BUSY} séances ({connection.vendor}), median of {ROUNDS}")
    say(f"  preview, clock                        {shown:8.1f} ms   target ≤ {PREVIEW_TARGET_MS} ms   {verdict}")
    say(f"  creation with history, CPU            {median(services):8.1f} ms   ratio to bare SQL {ratio:.1f}")
    say(f"  the same rows as bare SQL, CPU        {median(floors):8.1f} ms")
    return 0 if shown <= PREVIEW_TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
