"""Values that services exchange: who acts, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.booking.enums import ActorKind

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.models import Decision, Participation
    from backoffice.directory.models import Organisation, User

# What history says of an act of the person herself, who has no account.
BY_LINK = "Par la personne, avec le lien de ses messages."


@dataclass(frozen=True)
class Actor:
    """Who acts. `user` is None only for the usager herself and for the system; `organisation` is the one that a prescriber acts for."""

    kind: ActorKind
    user: User | None = None
    organisation: Organisation | None = None

    @classmethod
    def agent(cls, user: User) -> Actor:
        return cls(ActorKind.AGENT, user)

    @classmethod
    def prescriber(cls, user: User, organisation: Organisation) -> Actor:
        return cls(ActorKind.PRESCRIBER, user, organisation)

    @classmethod
    def importer(cls, user: User) -> Actor:
        return cls(ActorKind.IMPORT, user)

    @classmethod
    def usager(cls) -> Actor:
        return cls(ActorKind.USAGER)

    @classmethod
    def software(cls) -> Actor:
        """The worker, for what the policy does by itself: nobody signs it."""
        return cls(ActorKind.AGENT)


@dataclass(frozen=True)
class Transmission:
    """What a prescriber lets the host read: the items that she ticked, and a note. Names always go."""

    items: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class QueueTerms:
    """What the policy in force says of one queue at the instant `now`. An empty `offer` gives the seat at once, without waiting for an answer."""

    mode: str
    order: str
    offer: timedelta
    ends_at: datetime
    ageing: timedelta
    now: datetime

    @property
    def is_over(self) -> bool:
        """The cut-off has passed: nobody joins, nobody is called, free seats are public again."""
        return self.now >= self.ends_at

    @property
    def aged_before(self) -> datetime:
        """Whoever waits since before has waited long enough for her age to count more than any points."""
        return self.now - self.ageing


@dataclass(frozen=True)
class Booking:
    """The answer to a request: the stored decision, the participation when there is one, and whether this is the replay of an earlier answer."""

    decision: Decision
    participation: Participation | None
    is_replay: bool = False
