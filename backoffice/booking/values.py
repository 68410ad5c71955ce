"""Values that services exchange: who acts, and what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.booking.enums import ActorKind

if TYPE_CHECKING:
    from backoffice.booking.models import Decision, Participation
    from backoffice.directory.models import User


@dataclass(frozen=True)
class Actor:
    """Who acts. `user` is None only for the usager herself and for the system."""

    kind: ActorKind
    user: User | None = None

    @classmethod
    def agent(cls, user: User) -> Actor:
        return cls(ActorKind.AGENT, user)

    @classmethod
    def usager(cls) -> Actor:
        return cls(ActorKind.USAGER)

    @classmethod
    def software(cls) -> Actor:
        """The worker, for what the policy does by itself: nobody signs it."""
        return cls(ActorKind.AGENT)


@dataclass(frozen=True)
class Booking:
    """The answer to a request: the stored decision, the participation when there is one, and whether this is the replay of an earlier answer."""

    decision: Decision
    participation: Participation | None
    is_replay: bool = False
