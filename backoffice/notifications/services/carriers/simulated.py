"""SMS that are not sent: no subcontractor until a provider is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.notifications.services.carriers.port import Answer, Envelope, Receipt, Verdict

if TYPE_CHECKING:
    from backoffice.people.models import Usager


class SimulatedSms:
    """Sends nothing: the message, as it would have left, stays readable in « Messages »."""

    may_repeat = True

    def address_of(self, contact: Usager) -> str:
        return contact.phone if contact.can_receive_sms else ""

    def send(self, envelope: Envelope) -> Answer:
        return Answer(Verdict.ACCEPTED, reference=f"simulation-{envelope.key}")

    def lookup(self, key: str) -> bool | None:
        return False

    def receipt_in(self, said: dict[str, Any]) -> Receipt | None:
        return None
