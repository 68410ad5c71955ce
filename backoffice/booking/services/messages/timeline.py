"""Every message of one inscription, in order: what was written, when, to whom, what became of it, what to do about it. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.booking.services.messages.resending import latest_state, why_not
from backoffice.notifications.enums import TO_LOOK_AT, WAITING, Channel, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.judging import DOUBTFUL
from backoffice.notifications.values.contacts import masked_email, masked_phone
from backoffice.notifications.values.sms import SmsSize, euros

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from decimal import Decimal

    from backoffice.booking.models import Participation
    from backoffice.booking.services.showing import Face
    from backoffice.notifications.models import Handling, MessageStep

CALL = "Appelez la personne."
# What to do about a difficulty; for the others, the state says enough.
ADVICE: dict[str, str] = {
    Trouble.NO_ADDRESS: f"Ajoutez un portable ou un e-mail dans sa fiche, puis renvoyez. Sinon : {CALL.lower()}",
    Trouble.REFUSED: f"Vérifiez le numéro ou l’adresse dans sa fiche, puis renvoyez. Sinon : {CALL.lower()}",
    Trouble.UNREACHABLE: f"Renvoyez plus tard. Si c’est pressé : {CALL.lower()}",
    Trouble.ACCOUNT: f"Prévenez la personne qui règle les SMS du territoire. En attendant : {CALL.lower()}",
    Trouble.WRONG_NUMBER: f"Corrigez le numéro dans sa fiche, puis renvoyez. Sinon : {CALL.lower()}",
    Trouble.WRONG_MAILBOX: f"Corrigez l’adresse dans sa fiche, puis renvoyez. Sinon : {CALL.lower()}",
    Trouble.MAILBOX_REFUSES: f"Renvoyez plus tard, ou par SMS si elle a un portable. Sinon : {CALL.lower()}",
    Trouble.NOT_REACHED: f"Renvoyez plus tard, ou par e-mail si elle en a un. Sinon : {CALL.lower()}",
    Trouble.OPPOSED: f"Aucun SMS ne peut plus lui parvenir. {CALL}",
    Trouble.PERSON_CEILING: f"Elle a déjà beaucoup de messages aujourd’hui. Si c’est important : {CALL.lower()}",
    Trouble.TERRITORY_CEILING: f"Prévenez la personne qui règle les SMS du territoire. Si c’est pressé : {CALL.lower()}",
    Trouble.LOST: "Demandez à la personne si elle l’a reçu avant de renvoyer : elle pourrait le recevoir deux fois.",
}
ENDS: dict[str, str] = {
    MessageState.EXPIRED: "Il n’était plus utile quand son tour est venu : il ne partira plus",
    MessageState.CANCELLED: "Un agent l’a retenu avant son départ : personne ne l’a reçu",
}
ARRIVALS: dict[str, str] = {MessageState.DELIVERED: "Reçu", MessageState.UNDELIVERED: "Non remis"}
ELSEWHERE = "à l’adresse de sa fiche, suivie par une autre organisation"


@dataclass(frozen=True)
class Told:
    """One message, in words."""

    message: OutboxMessage
    to: str
    moments: tuple[tuple[str, datetime], ...]
    price: str
    may_write: bool
    may_resend: bool

    @property
    def event(self) -> str:
        return self.message.get_event_display()

    @property
    def may_be_received(self) -> bool:
        """Somebody may say that she has it."""
        return self.may_write and self.message.state in DOUBTFUL

    @property
    def may_pass(self) -> bool:
        """Somebody may let it through its ceiling."""
        return self.may_write and self.message.state == MessageState.HELD

    @property
    def is_wrong(self) -> bool:
        return self.message.state in TO_LOOK_AT and self.handling is None

    @property
    def handling(self) -> Handling | None:
        return getattr(self.message, "handling", None)

    @property
    def why(self) -> str:
        return why_of(self.message)

    @property
    def advice(self) -> str:
        """What to do, while nobody did anything."""
        if not self.is_wrong:
            return ""
        return ADVICE.get(self.message.trouble, CALL)

    @property
    def size(self) -> SmsSize:
        return SmsSize(self.message.body)


def why_of(message: OutboxMessage) -> str:
    """Why it did not leave or arrive; "" when there is nothing to say."""
    if message.trouble == Trouble.NO_ADDRESS:
        return "La personne n’a ni portable ni e-mail utilisable : rien n’est parti"
    return message.get_trouble_display() if message.trouble else ENDS.get(message.state, "")


def told_messages(participation: Participation, face: Face, *, now: datetime, may_write: bool) -> list[Told]:
    """The oldest first. `face`: what this reader may know of the person. The participation has its occurrence."""
    rows = OutboxMessage.objects.filter(occurrence=participation.occurrence_id, usager=participation.usager_id)
    loaded = rows.select_related(
        "author", "letter__author", "copy_of", "handling__user", "held_by", "usager__responsible"
    )
    found = list(loaded.prefetch_related("steps__user").order_by("created_at", "pk"))
    occurrence, state = participation.occurrence, latest_state(found[0]) if found else None
    return [
        Told(
            row,
            recipient(row, face),
            tuple(moments_of(row)),
            price_of(row, occurrence.territory.sms_segment_price),
            may_write,
            may_write and not why_not(row, occurrence, state, now),
        )
        for row in found
    ]


def price_of(message: OutboxMessage, unit: Decimal | None) -> str:
    return "" if unit is None or message.channel != Channel.SMS else euros(unit * message.segments)


def recipient(message: OutboxMessage, face: Face) -> str:
    """« au 06 •• •• •• 12 »: where it was sent, or where it would go today; nothing of a file that this reader does not read."""
    phone, email = masked_phone(face.phone), masked_email(face.email)
    if face.has_file and message.sent_to:
        phone = email = message.sent_to
    if message.trouble == Trouble.NO_ADDRESS:
        return "à personne"
    if message.channel == Channel.SMS and phone:
        return f"au {phone}"
    if message.channel == Channel.EMAIL and email:
        return f"à {email}"
    return "" if face.has_file else ELSEWHERE


def moments_of(message: OutboxMessage) -> Iterable[tuple[str, datetime]]:
    """What is known of its way, in order."""
    yield "Écrit le", message.created_at
    if message.held_at:
        yield f"Retenu{by(message.held_by)} le", message.held_at
    if message.sent_at:
        yield "Parti le", message.sent_at
    elif message.state in WAITING and message.state != MessageState.HELD:
        yield "Nouvel essai le" if message.attempts else "Partira le", message.not_before
    for step in message.steps.all():
        if step.state in ARRIVALS or step.user:
            yield f"{ARRIVALS.get(step.state, step.reason)}{said_by(step)} le", step.happened_at


def said_by(step: MessageStep) -> str:
    return f", d’après {step.user}," if step.user else ""


def by(user: object) -> str:
    return f" par {user}" if user else ""
