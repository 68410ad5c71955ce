"""Writers of a SQLite file: in order of arrival, for a bounded time."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from settings import env

# The files are the test's own; the mark lets connections be opened.
pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    """Connections to one file, one per thread."""
    return ConnectionHandler({"default": env.sqlite(tmp_path / "base.sqlite3", synchronous="OFF")})


@contextmanager
def writing(files, patience=5):
    connection = files["default"]
    connection.settings_dict["OPTIONS"]["timeout"] = patience
    try:
        connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        yield connection
        connection.commit()
    finally:
        connection.close()


def until_somebody_waits(path):
    """Whoever is the next to write has the file of turns."""
    door = os.open(path, os.O_RDONLY)
    try:
        while True:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fcntl.flock(door, fcntl.LOCK_UN)
    except BlockingIOError:
        return
    finally:
        os.close(door)


def test_who_came_first_writes_first(files, tmp_path):
    order = []

    def write(name):
        with writing(files):
            order.append(name)

    first, second = (threading.Thread(target=write, args=(name,)) for name in ("first", "second"))
    with writing(files):
        first.start()
        until_somebody_waits(tmp_path / "base.sqlite3-turn")
        second.start()
        order.append("holder")
    first.join()
    second.join()

    assert order == ["holder", "first", "second"]


def test_who_waits_too_long_is_told_and_keeps_nobody_from_writing(files):
    told = []

    def write():
        try:
            with writing(files, patience=0.05):
                told.append("written")
        except OperationalError as error:
            told.append(str(error))

    writers = [threading.Thread(target=write) for _number in range(3)]
    with writing(files):
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
    with writing(files) as connection, connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()

    assert told == ["database is locked"] * 3
    assert patience == (5000,)
