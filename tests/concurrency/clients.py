"""Several clients at once: one thread and one database connection each."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_SECONDS = 30
REAL_TRANSACTIONS = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts at the same time, each on its own connection; what each returned or raised, in order."""
    outcomes: list[Any] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE_SECONDS)
            outcomes[number] = act()
        except Exception as error:  # noqa: BLE001 - an error is an outcome: the test judges it
            outcomes[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act), daemon=True) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "a client is still waiting"
    return outcomes


class Meeting:
    """A point that two clients reach before either goes on; who comes alone leaves after a while: with the lock, nobody else can come."""

    patience = 0.7  # a negative control waits longer: nothing holds the other back, a busy machine makes her late

    def __init__(self, seconds: float | None = None) -> None:
        self.barrier = threading.Barrier(2)
        self.seconds = seconds

    def wait(self) -> None:
        try:
            self.barrier.wait(self.seconds or self.patience)
        except threading.BrokenBarrierError:
            return
