"""Clients: one process and one connection each, started together. Measures wall time, and CPU of the client and of its server process."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, connections

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.console.base.errors import Busy
from backoffice.directory.models import User
from tests.benchmarks import floor
from tests.benchmarks.territory import Job

type Act = Callable[[Job], int]
type Make = Callable[[], tuple[Act, int | None]]
"""Connects; gives the act, which says how many times it was told to try again, and the server's process when there is one."""

WARM_UP = 3
PROCESSES = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Measure:
    """What some bookings cost together."""

    bookings: int
    seconds: float
    client_cpu: float
    server_cpu: float | None
    busy: int

    @property
    def rate(self) -> float:
        return self.bookings / self.seconds

    @property
    def client_ms(self) -> float:
        return 1000 * self.client_cpu / self.bookings

    @property
    def server_ms(self) -> float:
        return 1000 * (self.server_cpu or 0) / self.bookings


def by_book(user: User) -> tuple[Act, int | None]:
    """Through the service; the agent's rights are read at each booking, as at each request."""
    actor = Actor.agent(user)

    def act(job: Job) -> int:
        user.__dict__.pop("perimeter", None)
        try:
            book(occurrence_id=job.occurrence_id, usager_id=job.usager_id, actor=actor, idempotency_key=job.key)
        except Busy:
            return 1 + act(job)
        return 0

    return act, server_of(connection)


def by_driver(statements: list[floor.Statement]) -> tuple[Act, int | None]:
    """Through the bare driver."""
    bare = floor.connect()
    pid = None if connection.vendor == "sqlite" else bare.info.backend_pid
    return lambda job: floor.replay(bare, statements, job), pid


def measure(make: Make, jobs: list[Job], clients: int) -> Measure:
    """Share the jobs between clients; from the first start to the last end."""
    connections.close_all()
    start, answers = PROCESSES.Barrier(clients), PROCESSES.Queue()
    shares = [jobs[number::clients] for number in range(clients)]
    processes = [PROCESSES.Process(target=client, args=(make, share, start, answers)) for share in shares]
    for process in processes:
        process.start()
    told = [answers.get() for _process in processes]
    for process in processes:
        process.join()
    if failures := [answer for answer in told if isinstance(answer, str)]:
        raise RuntimeError(failures[0])
    begun, ended, client_cpu, server_cpu, busy = zip(*told, strict=True)
    servers = None if None in server_cpu else sum(server_cpu)
    counted = len(jobs) - WARM_UP * clients
    return Measure(counted, max(ended) - min(begun), sum(client_cpu), servers, sum(busy))


def client(make: Make, jobs: list[Job], start: Any, answers: Any) -> None:
    """In its process: a failure is an answer too, so that nobody waits for ever."""
    try:
        answers.put(timed(make, jobs, start))
    except Exception:  # noqa: BLE001 - raised again by the parent, with this text
        start.abort()
        answers.put(traceback.format_exc())


def timed(make: Make, jobs: list[Job], start: Any) -> tuple[float, float, float, float | None, int]:
    """(begun, ended, client CPU, server CPU) in seconds, and refusals, once everybody is warm."""
    act, server = make()
    for job in jobs[:WARM_UP]:
        act(job)
    start.wait(60)
    begun, cpu, server_cpu = time.monotonic(), own_cpu(), cpu_of(server)
    busy = sum(act(job) for job in jobs[WARM_UP:])
    ended, spent, after = time.monotonic(), own_cpu() - cpu, cpu_of(server)
    return begun, ended, spent, None if server_cpu is None or after is None else after - server_cpu, busy


def own_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def server_of(connection: Any) -> int | None:
    """The server's process that serves this connection, when there is one."""
    connection.ensure_connection()
    return None if connection.vendor == "sqlite" else connection.connection.info.backend_pid


def cpu_of(pid: int | None) -> float | None:
    """CPU seconds of a server process, when it runs on this machine."""
    stat = Path(f"/proc/{pid}/stat")
    if pid is None or not stat.exists():
        return None
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
