"""One act of one person: whatever it writes, in one transaction or in several, belongs to the same intention. Knows nothing of what is written.

The rooms above read `current_act`: messages of the same act are shown, counted and withdrawn together."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backoffice.directory.models import User


@dataclass
class Act:
    """Who does it, and how many messages were owed in it so far (some may have been rolled back)."""

    user: User
    key: UUID = field(default_factory=uuid4)
    owed: int = 0


CURRENT: ContextVar[Act | None] = ContextVar("act", default=None)


def current_act() -> Act | None:
    return CURRENT.get()


@contextmanager
def acting(user: User, key: UUID | None = None) -> Iterator[Act]:
    """What is done inside is one act of this person. `key`: of an act that goes on, such as a list that a worker enrols."""
    act = Act(user, key or uuid4())
    token = CURRENT.set(act)
    try:
        yield act
    finally:
        CURRENT.reset(token)
