"""What an agent writes to people of a séance: the text of each of them, and one message owed to each. Sensitive séances and neutral contacts get the
neutral text, whatever was written: it asks them to call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.notifications.enums import Channel, Event, Sending
from backoffice.notifications.models import Letter, MessageTemplate, OutboxMessage
from backoffice.notifications.services.owing import addressee_of, keep, parked, reachable, useless_at, write
from backoffice.notifications.services.texts import About, Wordings, text_of
from backoffice.notifications.services.waking import wake_after_commit

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.services.texts import Text
    from backoffice.people.models import Usager


def wordings_of(letter: Letter) -> Wordings:
    """Its own words, in the place of those of a territory; never saved as such."""
    words = {"event": Event.WRITTEN, "subject": letter.subject, "body": letter.body}
    channels = [Channel(letter.channel), *(each for each in Channel if each != letter.channel)]
    sendings = (Sending.ALWAYS, Sending.FALLBACK)
    rows = [
        MessageTemplate(channel=channel, sending=sending, **words)
        for channel, sending in zip(channels, sendings, strict=True)
    ]
    return Wordings(Event.WRITTEN, rows)


def channel_of(letter: Letter, usager: Usager) -> Channel | None:
    """The one that was preferred when she can be reached by it, otherwise the other one; None when she cannot be reached."""
    channels = reachable(usager)
    return Channel(letter.channel) if letter.channel in channels else next(iter(channels), None)


def text_for(letter: Letter, *, channel: Channel, occurrence: Occurrence, usager: Usager) -> Text:
    """What this person would read."""
    wordings = wordings_of(letter)
    addressee = addressee_of(wordings, channel, occurrence, usager)
    return text_of(wordings, channel=channel, occurrence=occurrence, addressee=addressee)


def owe_letter(letter: Letter, *, occurrence: Occurrence, usager: Usager, now: datetime) -> OutboxMessage | None:
    """One message to one person, in the transaction of its letter. None when nobody can reach her: it is kept parked, for an agent to say."""
    cause, channel = f"lettre-{letter.pk}-{usager.pk}", channel_of(letter, usager)
    signed = {"letter": letter, "author": letter.author}
    wordings, expires_at = wordings_of(letter), useless_at(Event.WRITTEN, occurrence, None)
    if channel is None:
        keep(parked(wordings, cause, occurrence, usager, About(), now=now, expires_at=expires_at, **signed))
        return None
    wake_after_commit()
    return write(channel, wordings, cause, occurrence, usager, About(), now=now, expires_at=expires_at, **signed)
