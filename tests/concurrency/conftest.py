"""A séance of one seat, people who want it, and the two protections that a test may remove: the lock and the CHECK."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection, transaction
from django.db.backends.signals import connection_created

from backoffice.actions.models import OccurrenceCounters
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import (
    answering,
    approving,
    book,
    booking,
    cancelling,
    cancelling_seances,
    locking,
    opening,
    promoting,
    seats,
    sweeping,
    transferring,
)
from backoffice.booking.values import Actor
from tests import world
from tests.concurrency.clients import Meeting

CHECK = "seats_are_never_oversold"


@pytest.fixture
def seance(crest):
    return world.occurrence(world.action(crest, world.motif(crest, default_seats=1)))


@pytest.fixture
def agent(nadia):
    nadia.perimeter  # noqa: B018 - read once, before the clients start
    return Actor.agent(nadia)


@pytest.fixture
def wants(seance, crest, agent):
    """An act that asks for a seat for one more person."""

    def wants(name, **options):
        wanted = {"occurrence_id": seance.pk, "usager_id": world.usager(crest, name).pk, "actor": agent}
        return lambda: book(**{**wanted, "idempotency_key": name, **options})

    return wants


@pytest.fixture
def meeting(monkeypatch):
    """Whoever has decided waits for the other before writing."""
    point = Meeting()
    decide = booking.decide

    def decide_then_wait(request):
        answer = decide(request)
        point.wait()
        return answer

    monkeypatch.setattr(booking, "decide", decide_then_wait)
    return point


def no_lock_held():
    """On SQLite the transaction is the lock: no transaction."""
    return nullcontext() if connection.vendor == "sqlite" else transaction.atomic(durable=True)


@pytest.fixture
def without_lock(monkeypatch):
    """Test only. PostgreSQL: the row is read, not locked. SQLite, where the transaction is the lock: facts are read before it."""
    enrol = booking.enrol

    @contextmanager
    def unlocked(occurrence_id):
        with no_lock_held():
            yield locking.take_lock(occurrence_id)

    @contextmanager
    def unlocked_together(occurrence_ids):
        with no_lock_held():
            yield {key: locking.take_lock(key) for key in sorted(set(occurrence_ids))}

    def enrol_at_once(answer):
        with transaction.atomic():
            return enrol(answer)

    monkeypatch.setattr(locking, "lock_row", lambda occurrence_id: None)
    for module in (answering, approving, booking, cancelling, opening, promoting, seats, sweeping):
        monkeypatch.setattr(module, "locked", unlocked)
    for module in (cancelling_seances, transferring):
        monkeypatch.setattr(module, "locked_together", unlocked_together)
    for module in (booking, transferring):
        monkeypatch.setattr(module, "enrol", enrol_at_once)


@pytest.fixture
def without_check(seance):
    """Test only: the database no longer refuses to oversell. What was oversold is cancelled before the constraint comes back."""
    [constraint] = [row for row in OccurrenceCounters._meta.constraints if row.name == CHECK]
    if connection.vendor == "sqlite":
        connection_created.connect(ignore_checks)
        yield
        connection_created.disconnect(ignore_checks)
    else:
        with connection.schema_editor() as editor:
            editor.remove_constraint(OccurrenceCounters, constraint)
        yield
    empty_everything()
    if connection.vendor != "sqlite":
        with connection.schema_editor() as editor:
            editor.add_constraint(OccurrenceCounters, constraint)


def empty_everything():
    """What a test broke on purpose is removed before the suite audits it."""
    Participation.objects.update(state=State.REVOKED, offer_expires_at=None, moved_from=None)
    Participation.history.all().delete()
    nothing = dict.fromkeys(("seats_held", "seats_offered", "seats_beyond", "waiting_count", "seats_awaited"), 0)
    OccurrenceCounters.objects.update(**nothing)


def ignore_checks(connection, **_kwargs):
    connection.cursor().execute("PRAGMA ignore_check_constraints=ON")


@pytest.fixture
def states(seance):
    def states():
        return sorted(seance.participations.values_list("state", flat=True))

    return states
