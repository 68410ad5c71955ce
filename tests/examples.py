"""Examples of hypothesis that share a test: each leaves the database as it found it.

Without it the hundredth example reads, counts and audits the rows of ninety-nine others: the time of a test grows with the square of its examples."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import transaction

from tests import traps


@contextmanager
def one_example():
    """What is written inside is checked as at the end of a test, then taken back. Fixtures and publications belong before."""
    savepoint = transaction.atomic()
    savepoint._from_testcase = True  # as Django's TestCase does: one that must be outermost begins inside
    with savepoint:
        yield
        traps.every_decision_replays_and_every_seat_is_counted()
        transaction.set_rollback(True)
