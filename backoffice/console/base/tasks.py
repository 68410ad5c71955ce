"""What every background task wears: a failure is told to the log by number and type, and leaves no trace that quotes people.

django-q2 stores the text and the trace of what a task raised, in the database, where nobody looks for personal data."""

from __future__ import annotations

from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import structlog

from backoffice.console.base.errors import Busy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

log = structlog.get_logger("tasks")


class TaskFailed(RuntimeError):
    """A task failed; the type of what happened is the only thing repeated."""


def background(task: Callable[[], None]) -> Callable[[], None]:
    """A task without argument, called by django-q2 by its dotted name."""

    @wraps(task)
    def run() -> None:
        try:
            task()
        except Exception as error:
            log.exception("task_failed", task=task.__qualname__)
            raise TaskFailed(type(error).__qualname__) from None

    return run


@contextmanager
def one_by_one() -> Iterator[Callable[..., AbstractContextManager[None]]]:
    """Many rows in one task, each under what it gives, with the keys that the log names: one that is busy waits for the next round; one that fails
    stops none of the others, and the task fails once they are done."""
    failures: list[Exception] = []

    @contextmanager
    def alone(**keys: Any) -> Iterator[None]:
        try:
            yield
        except Busy:
            log.info("busy", **keys)
        except Exception as error:
            log.exception("one_failed", **keys)
            failures.append(error)

    yield alone
    if failures:
        raise failures[0]
