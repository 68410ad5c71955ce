"""Say a message again, with the texts and the data of today: what a screen shows is made by the function that writes what leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.letters import wordings_of
from backoffice.notifications.services.owing import addressee_of, useless_at, write
from backoffice.notifications.services.texts import restored, text_of, wordings_for
from backoffice.notifications.services.waking import wake_after_commit

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.directory.models import User
    from backoffice.notifications.services.texts import Text, Wordings
    from backoffice.people.models import Usager


def wordings_again(message: OutboxMessage, occurrence: Occurrence) -> Wordings:
    """The texts of its event as they are set now; what an agent wrote, as she wrote it."""
    return wordings_of(message.letter) if message.letter else wordings_for(occurrence.action, message.event)


def text_again(
    message: OutboxMessage, usager: Usager, *, channel: Channel, occurrence: Occurrence, now: datetime
) -> Text:
    """The exact text that `owe_again` would write now to this person."""
    wordings = wordings_again(message, occurrence)
    return text_of(
        wordings,
        channel=channel,
        occurrence=occurrence,
        addressee=addressee_of(wordings, channel, occurrence, usager),
        about=restored(message.about, occurrence, now),
    )


def end_of_use(message: OutboxMessage, occurrence: Occurrence, now: datetime) -> datetime:
    """From when on nobody needs it."""
    return useless_at(Event(message.event), occurrence, restored(message.about, occurrence, now).until)


def owe_again(
    message: OutboxMessage,
    usager: Usager,
    *,
    channel: Channel,
    occurrence: Occurrence,
    key: str,
    user: User,
    now: datetime,
) -> OutboxMessage:
    """Write the copy that `user` asks for, in her transaction; the same `key` of the same message gives back the same copy."""
    cause = f"renvoi-{message.pk}-{key}"
    existing: OutboxMessage | None = OutboxMessage.objects.filter(key=f"{cause}-{channel}").first()
    if existing is not None:
        return existing
    copy = write(
        channel,
        wordings_again(message, occurrence),
        cause,
        occurrence,
        usager,
        restored(message.about, occurrence, now),
        now=now,
        expires_at=end_of_use(message, occurrence, now),
        copy_of=message,
        letter=message.letter,
        author=user,
    )
    wake_after_commit()
    return copy
