"""Send one message again: only what is still true and still useful, to who can be reached. Decided under the lock of the séance, so that a person
whose inscription changes at this instant is not told the contrary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.enums import CAME, LIVE, State
from backoffice.booking.errors import NotToBeSent
from backoffice.booking.models import Participation
from backoffice.booking.services.locking import locked
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import WAITING, Channel, Event, MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.again import end_of_use, owe_again
from backoffice.notifications.services.owing import reachable

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import User
    from backoffice.people.models import Usager

BOOKED, CAME_OR_BOOKED = frozenset({State.BOOKED}), frozenset({State.BOOKED, *CAME})
# In which state of the inscription each event is still true. What an agent wrote always is.
TRUE_FOR: dict[str, frozenset[State]] = {
    Event.BOOKED: BOOKED,
    Event.APPROVED: BOOKED,
    Event.PROMOTED: BOOKED,
    Event.MOVED: BOOKED,
    Event.REMINDER: BOOKED,
    Event.INSTRUCTIONS_CHANGED: BOOKED,
    Event.SEANCE_CHANGED: LIVE,
    Event.SEANCE_RESTORED: LIVE,
    Event.WAITLISTED: frozenset({State.WAITING}),
    Event.PENDING: frozenset({State.PENDING}),
    Event.REJECTED: frozenset({State.REVOKED}),
    Event.OFFERED: frozenset({State.OFFERED}),
    Event.OFFER_EXPIRING: frozenset({State.OFFERED}),
    Event.OFFER_EXPIRED: frozenset({State.EXPIRED}),
    Event.CANCELLED_BY_USAGER: frozenset({State.EXCUSED}),
    Event.CANCELLED_BY_SERVICE: frozenset({State.REVOKED}),
    Event.ATTENDED: frozenset(CAME),
    Event.MISSED: frozenset({State.NOSHOW}),
    Event.WRITTEN: frozenset(State),
}


def message_to_send(message_id: int, user: User) -> OutboxMessage:
    """Raises OutOfPerimeter, or NotAllowed when her role does not write to people there."""
    rows = OutboxMessage.objects.filter(usager__isnull=False).select_related("usager__responsible", "letter")
    message: OutboxMessage | None = rows.visible_to(user, Activity.VIEW_PEOPLE).filter(pk=message_id).first()
    if message is None:
        raise OutOfPerimeter
    if not OutboxMessage.objects.visible_to(user, Activity.MESSAGE).filter(pk=message_id).exists():
        raise NotAllowed
    return message


def person_of(message: OutboxMessage) -> Usager:
    """Messages to our own staff are no part of this."""
    if message.usager is None:
        raise OutOfPerimeter
    return message.usager


def why_not(message: OutboxMessage, occurrence: Occurrence, state: str | None, now: datetime) -> str:
    """`state`: of the inscription. Why sending it again would be useless or untrue, in one sentence and what to do; "" when it may leave."""
    if message.state == MessageState.HELD:
        return f"Ce message attend : {message.get_trouble_display().lower()}. Un renvoi attendrait aussi. Appelez la personne."
    if message.state in WAITING:
        return "Ce message n’est pas encore parti : il partira tout seul."
    if end_of_use(message, occurrence, now) <= now:
        return "La séance est passée, ou la réponse n’est plus attendue : ce message n’est plus utile."
    if not is_true(message, occurrence, state):
        return "L’inscription ou la séance a changé depuis : ce message ne serait plus vrai."
    if not reachable(person_of(message)):
        return unreachable_because(message)
    return ""


def unreachable_because(message: OutboxMessage) -> str:
    """No number, or no wish: the person must be told otherwise."""
    contact = person_of(message).contact
    if contact.phone or contact.email:
        return "La personne ne veut pas de message, ou son numéro n’est pas un portable. Appelez-la."
    return "La personne n’a ni portable ni e-mail. Ajoutez-les dans sa fiche, ou prévenez-la de vive voix."


def is_true(message: OutboxMessage, occurrence: Occurrence, state: str | None) -> bool:
    """Whether what it says still holds."""
    is_cancelled = occurrence.state == OccurrenceState.CANCELLED
    if message.event == Event.SEANCE_CANCELLED:
        return is_cancelled
    if is_cancelled and message.event != Event.WRITTEN:
        return False
    return state in TRUE_FOR.get(message.event, frozenset())


def latest_state(message: OutboxMessage) -> str | None:
    """Of her latest inscription in this séance: she may have come back after she left."""
    rows = Participation.objects.filter(occurrence=message.occurrence_id, usager=message.usager_id)
    return rows.order_by("-booked_at", "-pk").values_list("state", flat=True).first()


def resend(*, message_id: int, channel: str, user: User, key: str, now: datetime | None = None) -> OutboxMessage:
    """Write a copy with the texts of today. `key` comes from the form: twice is once.

    Raises OutOfPerimeter, NotAllowed, Busy; NotToBeSent with the reason when it would be useless, untrue, or cannot reach her by this channel."""
    message = message_to_send(message_id, user)
    with locked(message.occurrence_id) as occurrence:
        now = now or timezone.now()
        refusal = why_not(message, occurrence, latest_state(message), now)
        if not refusal and channel not in reachable(person_of(message)):
            refusal = "La personne ne peut pas être jointe par ce canal. Choisissez l’autre."
        if refusal:
            raise NotToBeSent(refusal)
        return owe_again(
            message,
            person_of(message),
            channel=Channel(channel),
            occurrence=occurrence,
            key=key,
            user=user,
            now=now,
        )
