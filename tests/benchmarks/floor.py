"""The floor: the very statements that `book()` sends, sent again by a bare driver with fresh parameters.

They are captured from a real booking; nothing is simplified: same joins, same columns, same transaction, results fetched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.json import Jsonb

from backoffice.booking.services import book
from backoffice.booking.values import Actor
from backoffice.directory.models import User
from backoffice.notifications.services.waking import wake
from tests.benchmarks.territory import FIRST_PARTICIPATION, Job

type Bind = Callable[[Job, int], Any]


@dataclass(frozen=True)
class Statement:
    """One SQL text, and how each of its parameters is made from a job and the key of its participation."""

    sql: str
    binds: tuple[Bind, ...]
    gives_participation: bool

    def parameters(self, job: Job, participation: int) -> list[Any]:
        return [bind(job, participation) for bind in self.binds]


def capture(user: User, job: Job) -> list[Statement]:
    """Book once, and keep every statement with its parameters. BEGIN and COMMIT are the driver's; the worker was rung before."""
    wake()
    sent: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append((sql, params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        book(occurrence_id=job.occurrence_id, usager_id=job.usager_id, actor=Actor.agent(user), idempotency_key=job.key)
    return [template(sql, params, job) for sql, params in sent if not sql.startswith("BEGIN")]


def template(sql: str, params: Any, job: Job) -> Statement:
    placeholder = "?" if connection.vendor == "sqlite" else "%s"
    gives = sql.startswith('INSERT INTO "booking_participation"')
    return Statement(sql.replace("%s", placeholder), tuple(bind(value, job) for value in params), gives)


def bind(value: Any, job: Job) -> Bind:
    """What varies from one booking to the next is recognised by its value; the rest is sent as it was."""
    if value == job.occurrence_id:
        return lambda other, _participation: other.occurrence_id
    if value == job.usager_id:
        return lambda other, _participation: other.usager_id
    if value == FIRST_PARTICIPATION:
        return lambda _other, participation: participation
    if value == job.key:
        return lambda other, _participation: other.key
    if isinstance(value, str):
        before, found, after = value.partition(str(FIRST_PARTICIPATION))
        if found:
            return lambda _other, participation: f"{before}{participation}{after}"
        value = str(value)
    if isinstance(value, Jsonb):
        document = Jsonb(value.obj)
        return lambda _other, _participation: document
    return lambda _other, _participation: value


def connect() -> Any:
    """A connection of the bare driver to the same database, with the same settings."""
    parameters = connection.get_connection_params()
    if connection.vendor != "sqlite":
        names = ("host", "port", "user", "password", "dbname", "options")
        return psycopg.connect(**{name: parameters[name] for name in names if name in parameters}, autocommit=True)
    bare = sqlite3.connect(parameters["database"], timeout=parameters["timeout"], isolation_level=None)
    bare.executescript(settings_of_sqlite())
    return bare


def settings_of_sqlite() -> str:
    command: str = connection.settings_dict["OPTIONS"]["init_command"]
    return command


def replay(bare: Any, statements: list[Statement], job: Job) -> int:
    """One booking, as the driver alone does it; never told to try again."""
    cursor = bare.cursor()
    cursor.execute("BEGIN IMMEDIATE" if isinstance(bare, sqlite3.Connection) else "BEGIN")
    participation = 0
    for statement in statements:
        cursor.execute(statement.sql, statement.parameters(job, participation))
        rows = cursor.fetchall() if cursor.description else []
        if statement.gives_participation:
            participation = rows[0][0]  # the key comes first, whatever else the database fills in
    cursor.execute("COMMIT")
    return 0
