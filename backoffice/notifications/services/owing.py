"""Owe messages, in the transaction of their cause. What cannot leave, because nobody can be reached, is kept parked: an agent says it. A séance
that has begun owes nothing any more, except what speaks of its end.

The text is made here, once, and never again: what is stored is what was shown and what will leave (decision 0028)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backoffice.notifications.enums import AFTERWARDS, Channel, Event, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.appointments import Appointment, appointment_for
from backoffice.notifications.services.changes import is_told
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.services.texts import About, Addressee, kept, text_of, wordings_for
from backoffice.notifications.services.waking import wake_after_commit
from backoffice.notifications.values.placeholders import ANSWERS

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.services.texts import Wordings
    from backoffice.people.models import Usager

AFTERWARDS_FOR = timedelta(days=7)
# What repeats a message that an agent was already asked to say.
REPEATS = (Event.REMINDER, Event.OFFER_EXPIRING, *AFTERWARDS)


def owe(
    *,
    event: Event,
    cause: str,
    occurrence: Occurrence,
    usager: Usager,
    now: datetime,
    until: datetime | None = None,
    about: About | None = None,
) -> list[OutboxMessage]:
    """Write what `cause` (a stable key such as "participation-12-v1") owes to `usager`, one message per channel that tells this event.

    `occurrence` has its action, motif, labels, service, venue and territory loaded. `until`: the end of an offer, which its messages tell;
    `about`: where the séance was before, and what changed. Empty when nobody can be told (what is to be said is kept parked), when there is no
    use, or when the territory chose silence."""
    about = replace(about or About(), until=until)
    expires_at, channels = useless_at(event, occurrence, until), reachable(usager)
    if expires_at <= now or (event == Event.SEANCE_CHANGED and not is_told(occurrence, about)):
        return []
    if not channels and event in REPEATS:
        return []
    wordings = wordings_for(occurrence.action, event)
    if not channels:
        park(wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at)
    owed = [
        write(channel, wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at)
        for channel in chosen(wordings, channels)
    ]
    if owed:
        wake_after_commit()
    return owed


def park(
    wordings: Wordings,
    cause: str,
    occurrence: Occurrence,
    usager: Usager,
    about: About,
    *,
    now: datetime,
    expires_at: datetime,
    **columns: Any,
) -> None:
    """Keep what cannot be told, as it would have been said: it is shown until somebody says it, and leaves once she can be reached."""
    parked = {"state": MessageState.PARKED, "trouble": Trouble.NO_ADDRESS, **columns}
    for channel in chosen(wordings, list(Channel))[:1]:
        write(channel, wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at, **parked)


def channel_for(usager: Usager) -> Channel | None:
    """How this person is reached first: by SMS, otherwise by e-mail; None when she cannot be."""
    return next(iter(reachable(usager)), None)


def reachable(usager: Usager) -> list[Channel]:
    """How this person, or the one responsible for her, can be reached."""
    contact = usager.contact
    by_sms, by_email = contact.can_receive_sms, bool(contact.accepts_email and contact.email)
    return [channel for channel, can in ((Channel.SMS, by_sms), (Channel.EMAIL, by_email)) if can]


def chosen(wordings: Wordings, channels: list[Channel]) -> list[Channel]:
    """The channels that tell this event: those that always do, and those that do when the other one does not."""
    sure = [channel for channel in channels if wordings.is_sent(channel, other_reaches=True)]
    return sure or [channel for channel in channels if wordings.is_sent(channel, other_reaches=False)][:1]


def useless_at(event: Event, occurrence: Occurrence, until: datetime | None) -> datetime:
    """From when on nobody needs the message."""
    if event in (*AFTERWARDS, Event.WRITTEN):
        return occurrence.ends_at + AFTERWARDS_FOR
    return min(occurrence.starts_at, until) if event in ANSWERS and until else occurrence.starts_at


def write(
    channel: Channel,
    wordings: Wordings,
    cause: str,
    occurrence: Occurrence,
    usager: Usager,
    about: About,
    *,
    now: datetime,
    expires_at: datetime,
    **columns: Any,
) -> OutboxMessage:
    """One row, with the text as it will leave. `columns`: what only some messages have."""
    text = text_of(wordings, channel=channel, occurrence=occurrence, addressee=Addressee.of(usager), about=about)
    appointment = Appointment()
    if channel == Channel.EMAIL and "state" not in columns:
        appointment = appointment_for(
            wordings.event, occurrence=occurrence, usager=usager, about=about, text=text, now=now
        )
    return OutboxMessage.objects.create(
        key=f"{cause}-{channel}",
        usager=usager,
        occurrence=occurrence,
        event=wordings.event,
        channel=channel,
        subject=text.subject,
        body=text.body,
        segments=text.size.segments if channel == Channel.SMS else 0,
        is_neutral=text.is_neutral,
        calendar=appointment.content,
        calendar_uid=appointment.uid,
        calendar_sequence=appointment.sequence,
        not_before=earliest(now, event=wordings.event, channel=channel, occurrence=occurrence),
        expires_at=expires_at,
        created_at=now,
        about=kept(about),
        **columns,
    )
