"""What every background task wears: a failure is told to the log by number and type, and leaves no trace that quotes people.

django-q2 stores the text and the trace of what a task raised, in the database, where nobody looks for personal data."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

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
