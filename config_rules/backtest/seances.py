"""The past as the replay reads it: séances, requests in order of arrival, cancellations.

Responsible for shapes.  Refuses names: a person is an opaque key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from config_rules.decisions import Outcome
from config_rules.vocabulary import FactValue


class Fate(StrEnum):
    """Where a person stands once the séance starts."""

    SEAT = "seat"
    WAITLIST = "waitlist"
    APPROVAL = "approval"
    ASK = "ask"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody asked for a seat.

    `at` counts minutes on any common clock.  `facts` are those of the stored decision; those that depend
    on the queue are computed again.  `scopes` are the quota codes that she belongs to.
    """

    person: str
    at: int
    facts: Mapping[str, FactValue]
    recorded: Outcome | None = None
    organisation: str = ""
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """Somebody gave up her seat or her place on the list, if she had one."""

    person: str
    at: int


type Event = Request | Cancellation


@dataclass(frozen=True, slots=True, kw_only=True)
class Seance:
    """One séance.  `already_held` are seats taken by people whose requests are not in `events`."""

    key: str
    seats: int
    events: tuple[Event, ...]
    already_held: int = 0
