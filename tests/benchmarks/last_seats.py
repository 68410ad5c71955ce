"""The last twenty seats, fought for by eight processes, a thousand times: nobody oversold, nobody lost. Then what happens without the lock.

Usage: python -m tests.benchmarks.last_seats [--rounds 1000] (SQLite), or with DATABASE_URL. The processes stay from the first round to the last;
each round is a séance of twenty seats that twenty-two people ask for at once. The control runs the same rounds with neither lock nor CHECK: if
it oversells nothing, the processes do not meet and the figure above it proves nothing, so the command fails."""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from dataclasses import dataclass
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()

from django.db import DatabaseError, connection, connections  # noqa: E402 - the settings come first
from django.db.models import Count, Q  # noqa: E402

from backoffice.actions.models import Occurrence  # noqa: E402
from backoffice.booking.enums import State  # noqa: E402
from backoffice.booking.models import Participation  # noqa: E402
from backoffice.booking.services import audit, book  # noqa: E402
from backoffice.booking.values import Actor  # noqa: E402
from backoffice.console.base.errors import Busy  # noqa: E402
from tests.benchmarks import clients, territory  # noqa: E402
from tests.benchmarks.territory import FIRST_OCCURRENCE, FIRST_USAGER, PEOPLE  # noqa: E402
from tests.concurrency import unlocked  # noqa: E402

ROUNDS, CONTROL_ROUNDS, PROCESSES, LAST_SEATS, ASKERS = 1000, 25, 8, 20, 22
FIRST_ROUND = FIRST_OCCURRENCE + 10_000
PATIENCE_SECONDS, MOST_TRIES = 120, 20


@dataclass(frozen=True)
class Fight:
    """Some rounds: the séances from `first` on. `is_control`: an error of the database is one more way to be wrong, not the end."""

    first: int
    rounds: int
    is_control: bool = False

    @property
    def asked(self) -> int:
        return self.rounds * ASKERS

    def seances(self) -> Any:
        """With how many seats each gave."""
        rows = Occurrence.objects.filter(pk__gte=self.first, pk__lt=self.first + self.rounds)
        return rows.annotate(given=Count("participations", filter=Q(participations__state=State.BOOKED)))


def fights(user: Any, number: int, fight: Fight, start: Any, answers: Any) -> None:
    """One process: in each round, its share of the people, together with the others. A failure is an answer too: nobody waits for ever."""
    connections.close_all()
    actor, tries = Actor.agent(user), 0
    try:
        for at in range(fight.rounds):
            start.wait(PATIENCE_SECONDS)
            for turn in range(number, ASKERS, PROCESSES):
                person = FIRST_USAGER + (at * ASKERS + turn) % PEOPLE
                tries += insist(fight, fight.first + at, person, actor)
        answers.put(tries)
    except Exception:  # noqa: BLE001 - raised again by the parent, with this text
        start.abort()
        answers.put(traceback.format_exc())


def insist(fight: Fight, occurrence_id: int, usager_id: int, actor: Actor) -> int:
    """Ask until there is an answer, with the same key; how many times she was told to try again."""
    key = f"round-{occurrence_id}-{usager_id}"
    for tried in range(MOST_TRIES):
        try:
            book(occurrence_id=occurrence_id, usager_id=usager_id, actor=actor, idempotency_key=key)
        except Busy:
            continue
        except DatabaseError:
            if not fight.is_control:
                raise
        return tried
    raise RuntimeError(f"told {MOST_TRIES} times to try again")


def fought(user: Any, fight: Fight) -> tuple[float, int]:
    """(seconds, how many times somebody was told to try again)."""
    connections.close_all()
    start, answers = clients.PROCESSES.Barrier(PROCESSES), clients.PROCESSES.Queue()
    begun = time.monotonic()
    fighters = [
        clients.PROCESSES.Process(target=fights, args=(user, number, fight, start, answers))
        for number in range(PROCESSES)
    ]
    for fighter in fighters:
        fighter.start()
    told = [answers.get() for _fighter in fighters]
    for fighter in fighters:
        fighter.join()
    if failures := [each for each in told if isinstance(each, str)]:
        raise RuntimeError(failures[0])
    return time.monotonic() - begun, sum(told)


def with_the_lock(user: Any, rounds: int) -> None:
    fight = Fight(FIRST_ROUND, rounds)
    territory.add_seances(fight.first, rounds, LAST_SEATS)
    seconds, tries = fought(user, fight)
    stored = Participation.objects.filter(occurrence__in=fight.seances().values("pk")).count()
    oversold, unsold = (fight.seances().filter(**wrong).count() for wrong in beside(LAST_SEATS))
    assert (oversold, unsold, stored) == (0, 0, fight.asked), f"{oversold} oversold, {unsold} not full, {stored} kept"
    assert not (faults := audit()), faults[:3]
    print(
        f"{rounds} rounds of {PROCESSES} processes on the last {LAST_SEATS} seats: {fight.asked} requests in {seconds:.0f} s, "
        f"0 rounds oversold, 0 with a seat left, every answer kept; told to try again: {tries}.",
        flush=True,
    )


def beside(seats: int) -> tuple[dict[str, int], dict[str, int]]:
    return {"given__gt": seats}, {"given__lt": seats}


def without_it(user: Any) -> None:
    """The control, in its own séances; what it oversells is put right before the CHECK comes back."""
    fight = Fight(FIRST_ROUND + 100_000, CONTROL_ROUNDS, is_control=True)
    territory.add_seances(fight.first, CONTROL_ROUNDS, LAST_SEATS)
    with unlocked.without_lock(), unlocked.without_check():
        seconds, _tries = fought(user, fight)
        oversold = fight.seances().filter(given__gt=LAST_SEATS).count()
        unlocked.put_right()
    assert oversold, "without the lock nothing was oversold: the processes did not meet, the figure proves nothing"
    print(
        f"Control, without the lock nor the CHECK: {oversold} rounds oversold of {CONTROL_ROUNDS}, in {seconds:.0f} s.",
        flush=True,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    rounds = parser.parse_args().rounds
    with territory.throw_away_database():
        user = territory.settle()
        version = ".".join(map(str, connection.get_database_version()))
        print(f"\nLast seats on {connection.display_name} {version}.", flush=True)
        without_it(user)
        with_the_lock(user, rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
