"""A lock is waited for a bounded time; then nothing is written and the person is told to try again (reliability R7)."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.locking import locked, locked_together
from backoffice.console.base.errors import Busy
from settings import env
from tests import world
from tests.concurrency.clients import REAL_TRANSACTIONS, together

pytestmark = REAL_TRANSACTIONS

PATIENCE_SECONDS, LONGEST_SECONDS = 0.3, 5


def be_impatient(seconds=PATIENCE_SECONDS):
    """The same limit as in production, shorter, on this connection only."""
    statement = f"PRAGMA busy_timeout={int(seconds * 1000)}"
    if connection.vendor != "sqlite":
        statement = f"SET lock_timeout = '{int(seconds * 1000)}ms'"
    connection.cursor().execute(statement)


@pytest.fixture
def held_while(seance):
    """Hold the séance's seats for as long as an act lasts."""

    def held_while(act, limit=PATIENCE_SECONDS):
        holding, finished = threading.Event(), threading.Event()

        def hold():
            with locked(seance.pk):
                holding.set()
                finished.wait(10)

        def wait_then_act():
            holding.wait(10)
            be_impatient(limit)
            started = time.monotonic()
            try:
                return act()
            finally:
                elapsed.append(time.monotonic() - started)
                finished.set()

        elapsed = []
        return together(hold, wait_then_act)[1], elapsed[0]

    return held_while


def test_the_waiter_is_told_that_the_seance_is_busy_and_nothing_is_written(held_while, wants):
    outcome, waited = held_while(wants("Alix"))

    assert isinstance(outcome, Busy)
    assert "Rien n’a été enregistré" in outcome.message
    assert PATIENCE_SECONDS <= waited < PATIENCE_SECONDS + 2
    assert not Participation.objects.exists()
    assert not Decision.objects.exists()


def test_after_the_wait_the_same_form_works(held_while, wants):
    act = wants("Alix")
    held_while(act)

    assert act().participation is not None


def test_several_seances_together_wait_no_longer_than_one(seance):
    """What the first lock waited is taken off what the others may wait, until the commit."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one lock for all the séances: it is waited for once.")
    other, holding = world.occurrence(seance.action, in_days=9), threading.Event()

    def hold_a_moment():
        with locked(seance.pk):
            holding.set()
            time.sleep(PATIENCE_SECONDS)

    def take_both():
        holding.wait(10)
        with locked_together([other.pk, seance.pk]):
            left = milliseconds_of_patience()
        return left, milliseconds_of_patience()

    _, (left, afterwards) = together(hold_a_moment, take_both)

    assert 1 <= left <= (LONGEST_SECONDS - PATIENCE_SECONDS) * 1000 + 100
    assert afterwards == LONGEST_SECONDS * 1000


def milliseconds_of_patience():
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::integer FROM pg_settings WHERE name = 'lock_timeout'")
        return cursor.fetchone()[0]


def test_in_production_the_wait_is_five_seconds(tmp_path):
    """The settings of the suite have the same limit; those of production are made by these functions."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout" if connection.vendor == "sqlite" else "SHOW lock_timeout")
        [limit] = cursor.fetchone()

    assert limit in {5000, "5s"}
    assert "-c lock_timeout=5s" in env.postgresql("postgres://server/name")["OPTIONS"]["options"]
    assert env.sqlite(tmp_path / "name.sqlite3", synchronous="FULL")["OPTIONS"]["timeout"] == LONGEST_SECONDS


@pytest.mark.slow
def test_with_the_limit_of_production_the_answer_comes_within_five_seconds_and_a_half(held_while, wants):
    outcome, waited = held_while(wants("Alix"), LONGEST_SECONDS)

    assert isinstance(outcome, Busy)
    assert LONGEST_SECONDS - 0.1 <= waited <= LONGEST_SECONDS + 0.5
