"""The two protections of seats, the lock and the CHECK, taken away to see what each is for. For tests and benchmarks only, never the product."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from django.db import connection, transaction
from django.db.backends.signals import connection_created

from backoffice.actions.models import Occurrence, OccurrenceCounters, SeriesEdit
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services import booking, locking, stations, transferring
from backoffice.booking.services.series import editing, restoring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import ModuleType

CHECK = "seats_are_never_oversold"


@contextmanager
def without_lock() -> Iterator[None]:
    """PostgreSQL: rows are read, not locked. SQLite, where the transaction is the lock: facts are read before it. For every module that locks."""
    taken_away = [(locking, "lock_row"), (stations, "lock_day"), (editing, "lock_rows"), (restoring, "lock_rows")]
    with ExitStack() as patches:
        for module, name in taken_away:
            patches.enter_context(patch.object(module, name, lambda *_rows: None))
        for name, lockless in (("locked", unlocked), ("locked_together", unlocked_together)):
            for module in takers(name):
                patches.enter_context(patch.object(module, name, lockless))
        for module in (booking, transferring):
            patches.enter_context(patch.object(module, "enrol", at_once(booking.enrol)))
        yield


def takers(name: str) -> list[ModuleType]:
    """The modules loaded that call this function of `locking`."""
    act = getattr(locking, name)
    loaded = [module for key, module in sorted(sys.modules.items()) if key.startswith("backoffice.")]
    return [module for module in loaded if module is not locking and vars(module).get(name) is act]


@contextmanager
def unlocked(occurrence_id: int) -> Iterator[Any]:
    with no_lock_held():
        yield locking.take_lock(occurrence_id)


@contextmanager
def unlocked_together(occurrence_ids: Iterable[int]) -> Iterator[dict[int, Any]]:
    with no_lock_held():
        yield {key: locking.take_lock(key) for key in sorted(set(occurrence_ids))}


def no_lock_held() -> Any:
    return nullcontext() if connection.vendor == "sqlite" else transaction.atomic(durable=True)


def at_once(enrol: Callable[..., Any]) -> Callable[..., Any]:
    """What the CHECK refuses leaves nothing behind, even where no transaction is open."""

    def enrol_at_once(answer: Any) -> Any:
        with transaction.atomic():
            return enrol(answer)

    return enrol_at_once


@contextmanager
def without_check() -> Iterator[None]:
    """The database no longer refuses to oversell. Whoever oversold puts the rows right before the constraint comes back: see `put_right`."""
    [constraint] = [row for row in OccurrenceCounters._meta.constraints if row.name == CHECK]
    if connection.vendor == "sqlite":
        connection_created.connect(ignore_checks)
        yield
        connection_created.disconnect(ignore_checks)
        return
    with connection.schema_editor() as editor:
        editor.remove_constraint(OccurrenceCounters, constraint)
    yield
    with connection.schema_editor() as editor:
        editor.add_constraint(OccurrenceCounters, constraint)


def put_right() -> None:
    """What was broken on purpose is taken away, before the CHECK comes back and before anybody audits."""
    Participation.objects.update(state=State.REVOKED, offer_expires_at=None, moved_from=None, skip_reason="")
    for rows in (Participation.history, Occurrence.history, SeriesEdit.objects):
        rows.all().delete()
    nothing = dict.fromkeys(("seats_held", "seats_offered", "seats_beyond", "waiting_count", "seats_awaited"), 0)
    OccurrenceCounters.objects.update(**nothing)


def ignore_checks(connection: Any, **_signal: Any) -> None:
    connection.cursor().execute("PRAGMA ignore_check_constraints=ON")
