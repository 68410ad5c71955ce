"""SQLite whose writers take turns, in order of arrival; everything else is Django's.

SQLite does not queue those who wait to write: each of them sleeps and tries again, up to a tenth of a second later, and whoever has just written
takes the lock back meanwhile. Here they queue in the kernel, on an empty file beside the database, and only the first of them asks SQLite.
It refuses nothing and protects nothing: the lock is SQLite's, this is the order in which it is asked (decision 0047)."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import OperationalError
from django.db.backends.sqlite3 import base

if TYPE_CHECKING:
    from collections.abc import Iterator

ASKED_EVERY_SECONDS = 0.0005


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn, then for the writer before it: in all, as long as it is told to wait (`timeout`, 5 s)."""

    def _start_transaction_under_autocommit(self) -> None:
        if self.is_in_memory_db():
            super()._start_transaction_under_autocommit()
            return
        [patience] = self.connection.execute("PRAGMA busy_timeout").fetchone()
        until = time.monotonic() + patience / 1000
        with turn(f"{self.settings_dict['NAME']}-turn"):
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                self.ask(until)
            finally:
                self.connection.execute(f"PRAGMA busy_timeout={patience}")

    def ask(self, until: float) -> None:
        while True:
            try:
                super()._start_transaction_under_autocommit()
            except OperationalError as error:
                if "database is locked" not in str(error) or time.monotonic() >= until:
                    raise
                time.sleep(ASKED_EVERY_SECONDS)
            else:
                return


@contextmanager
def turn(path: str) -> Iterator[None]:
    """Be the first to ask. Nobody waits here longer than for the lock: whoever came before leaves before, served or not."""
    door = os.open(path, os.O_RDONLY | os.O_CREAT, 0o666)
    try:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
    finally:
        fcntl.flock(door, fcntl.LOCK_UN)  # a process forked meanwhile has this file too: closing it would keep the turn
        os.close(door)
