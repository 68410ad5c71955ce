"""Bookings per second through `book()`, beside the same SQL sent by a bare driver to the same database in the same run.

Usage: python -m tests.benchmarks.booking (SQLite), or with DATABASE_URL. Rounds of the two alternate, so that a busy machine slows both; the
ratio is the median of the rounds. CPU is the figure to trust on a shared machine: of the client, and of its server process on PostgreSQL."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from statistics import median

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
django.setup()


from backoffice.booking.models import Participation  # noqa: E402
from backoffice.booking.services import audit  # noqa: E402
from tests.benchmarks import clients, floor, territory  # noqa: E402

ROUNDS = 5
BOOKINGS = {1: 120, 8: 240}
RATIO_TARGET = 0.3
CPU_TARGET_MS = 15


@dataclass(frozen=True)
class Case:
    """So many clients, on one crowded séance or on two hundred."""

    clients: int
    seances: str
    floor: list[clients.Measure]
    book: list[clients.Measure]

    @property
    def ratio(self) -> float:
        return median(ours.rate / bare.rate for ours, bare in zip(self.book, self.floor, strict=True))

    @property
    def cpu_ms(self) -> float:
        return median(round_.client_ms + round_.server_ms for round_ in self.book)

    def line(self) -> str:
        columns = [
            f"{self.clients}",
            "1 hot" if self.seances == "hot" else f"{territory.SEANCES}",
            f"{median(bare.rate for bare in self.floor):.0f}",
            f"{median(ours.rate for ours in self.book):.0f}",
            f"{self.ratio:.2f}",
            cpu(self.floor),
            cpu(self.book),
        ]
        return "".join(text.rjust(width) for text, width in zip(columns, WIDTHS, strict=True))


HEADINGS = ("clients", "seances", "floor /s", "book() /s", "ratio", "floor CPU ms", "book() CPU ms")
WIDTHS = (7, 9, 10, 11, 7, 20, 20)


def cpu(measures: list[clients.Measure]) -> str:
    client = median(one.client_ms for one in measures)
    if measures[0].server_cpu is None:
        return f"{client:.2f}"
    return f"{client:.2f} + {median(one.server_ms for one in measures):.2f}"


def run(jobs: territory.Jobs, statements: list[floor.Statement], user: object, number: int, seances: str) -> Case:
    case = Case(number, seances, [], [])
    count = BOOKINGS[number] + clients.WARM_UP * number
    for _round in range(ROUNDS):
        case.floor.append(clients.measure(lambda: clients.by_driver(statements), jobs.take(seances, count), number))
        case.book.append(clients.measure(lambda: clients.by_book(user), jobs.take(seances, count), number))
    return case


def check(made: int) -> None:
    """Every booking of both kinds is there, and the counters agree."""
    assert Participation.objects.count() == made, (
        f"{made} bookings were asked, {Participation.objects.count()} are there"
    )
    assert not (faults := audit()), faults[:5]


def main() -> int:
    with territory.throw_away_database():
        user = territory.settle()
        jobs = territory.Jobs()
        statements = floor.capture(user, jobs.take("wide", 1)[0])
        print(f"\nBookings on {territory.described()}: {len(statements) + 1} statements, COMMIT included.")
        print("".join(text.rjust(width) for text, width in zip(HEADINGS, WIDTHS, strict=True)))
        cases = []
        for number in BOOKINGS:
            for seances in ("hot", "wide"):
                cases.append(run(jobs, statements, user, number, seances))
                print(cases[-1].line(), flush=True)
        made = 1 + sum(2 * ROUNDS * (BOOKINGS[case.clients] + clients.WARM_UP * case.clients) for case in cases)
        check(made)
    return conclude(cases, made)


def conclude(cases: list[Case], made: int) -> int:
    """Say whether the targets hold; nothing may be oversold, whatever the speed."""
    ratio = min(case.ratio for case in cases if case.clients == 1)
    cpu_ms = max(case.cpu_ms for case in cases if case.clients == 1)
    busy = sum(round_.busy for case in cases for round_ in case.book)
    print(f"{made} bookings, none lost, none oversold; told to try again: {busy}.")
    print(
        f"One client: {ratio:.2f} of the floor (target {RATIO_TARGET}), {cpu_ms:.1f} ms of CPU (target {CPU_TARGET_MS} ms)."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
