"""The port of those who carry messages: what they are given, and the four things that they may answer.

A carrier never raises for what a provider answers: it says accepted, refused, later or lost. It never sees a person, only an envelope, and
never repeats by itself: trying again is the business of `delivery`, which counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Protocol

from backoffice.notifications.enums import MessageState

if TYPE_CHECKING:
    from backoffice.people.models import Usager


class Verdict(Enum):
    ACCEPTED = auto()
    REFUSED = auto()  # for ever: another try changes nothing
    LATER = auto()  # certainly not taken: try again
    LOST = auto()  # taken or not, nobody knows


@dataclass(frozen=True)
class Answer:
    """What became of one envelope, and the provider's own number for it. `wait_seconds`: how long it asks to be left alone."""

    verdict: Verdict
    reference: str = ""
    trouble: str = ""
    wait_seconds: int = 0


@dataclass(frozen=True)
class Envelope:
    """What leaves. `key` is stable for a message: a provider that knows references recognises a second try by it."""

    key: str
    address: str
    subject: str
    body: str
    sender: str = ""  # the name that a territory gives to its SMS
    calendar: str = ""  # the appointments that go with an e-mail, one after the other
    receipt_url: str = ""  # where the provider says what became of it; its last part is our signature

    @property
    def token(self) -> str:
        return self.receipt_url.rpartition("/")[2]


# The name under which an e-mail carries the token of its receipts.
CARRIED = "accuse"

type Receipt = tuple[MessageState, str]
"""What became of a message after it was taken, and why it did not arrive."""


class Carrier(Protocol):
    """`may_repeat`: a second copy is harmless, so a lost answer is tried again."""

    may_repeat: bool

    def address_of(self, contact: Usager) -> str:
        """Where this person is reached now; "" when she cannot be."""

    def send(self, envelope: Envelope) -> Answer:
        """Hand over one envelope, waiting at most a few seconds."""

    def lookup(self, key: str) -> bool | None:
        """Was the envelope of this key taken? None when the provider cannot say."""

    def receipt_in(self, said: dict[str, Any]) -> Receipt | None:
        """What a call-back says of a message; None when it says nothing that is known."""
