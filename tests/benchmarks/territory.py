"""A throw-away database with one crowded séance, two hundred quiet ones, and enough people for every measure. SQLite waits for the disk in it, as
in production; PostgreSQL does what its server does, and `described` says which."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import timezone

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.booking.models import Participation
from backoffice.console.services.durability import settings_off
from backoffice.directory.models import User
from backoffice.people.models import Usager
from settings import env
from tests import world

SEANCES = 200
PEOPLE = 6_000
SEATS = 20_000
# Keys that no other number of a booking can be mistaken for: the floor recognises them among the parameters.
FIRST_USAGER, FIRST_OCCURRENCE, FIRST_PARTICIPATION = 7_000_001, 8_000_001, 9_000_001


@dataclass(frozen=True)
class Job:
    """One booking to make."""

    occurrence_id: int
    usager_id: int
    key: str


@contextlib.contextmanager
def throw_away_database() -> Iterator[None]:
    """An empty database beside the one of the settings; erased at the end."""
    database = settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        database["TEST"]["NAME"] = path = settings.BASE_DIR / "var" / "bench.sqlite3"
        database["OPTIONS"] = env.sqlite(path, synchronous="FULL")["OPTIONS"]
    else:
        database["TEST"]["NAME"] = f"bench_{database['NAME']}"
    created = setup_databases(verbosity=0, interactive=False)
    gc.collect()
    gc.freeze()  # what migrations leave in memory is no part of a server
    try:
        yield
    finally:
        connections.close_all()
        teardown_databases(created, verbosity=0)


def described() -> str:
    """The database, whether it waits for the disk, and how busy the machine is."""
    version = ".".join(map(str, connection.get_database_version()))
    off = settings_off(connection)
    disk = f"{', '.join(off)} off" if off else "waits for the disk"
    return f"{connection.display_name} {version} ({disk}), {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def settle() -> User:
    """Write the territory; the agent who books."""
    place = world.organisation(world.territory())
    agent = world.user("Nadia", "Agent", place.territory, place)
    action = world.action(place, world.motif(place, default_seats=SEATS))
    starts_at = timezone.now() + timedelta(days=30)
    seances = [
        Occurrence(
            pk=FIRST_OCCURRENCE + number,
            action=action,
            starts_at=starts_at + timedelta(hours=number),
            ends_at=starts_at + timedelta(hours=number + 2),
        )
        for number in range(SEANCES + 1)
    ]
    Occurrence.objects.bulk_create(seances)
    OccurrenceCounters.objects.bulk_create([OccurrenceCounters(occurrence=seance, seats=SEATS) for seance in seances])
    people = [
        Usager(
            pk=FIRST_USAGER + number,
            territory=place.territory,
            last_name=f"Personne {number}",
            first_name="Inès",
            phone="+33639980001",
        )
        for number in range(PEOPLE)
    ]
    Usager.objects.bulk_create(people, batch_size=500)
    follows = Usager.organisations.through
    follows.objects.bulk_create([follows(usager=one, organisation=place) for one in people], batch_size=500)
    number_participations_from(FIRST_PARTICIPATION)
    return agent


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


def number_participations_from(key: int) -> None:
    """The next participation takes this key."""
    table = Participation._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, key - 1])
        else:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s, false)", [table, key])


class Jobs:
    """Bookings never asked before: each person once in the crowded séance, and once in each quiet one."""

    def __init__(self) -> None:
        keys = itertools.count()
        people = range(FIRST_USAGER, FIRST_USAGER + PEOPLE)
        quiet = [FIRST_OCCURRENCE + number for number in range(1, SEANCES + 1)]
        self.hot = (Job(FIRST_OCCURRENCE, person, f"hot-{next(keys)}") for person in people)
        self.wide = (
            Job(seance, person, f"wide-{next(keys)}")
            for turn in itertools.count()
            for seance, person in zip(
                quiet, itertools.islice(itertools.cycle(people), turn * SEANCES, None), strict=False
            )
        )

    def take(self, seances: str, count: int) -> list[Job]:
        return list(itertools.islice(self.hot if seances == "hot" else self.wide, count))
