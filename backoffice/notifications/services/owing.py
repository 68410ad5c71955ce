"""Owe messages, in the transaction of their cause. What cannot leave, because nobody can be reached, is kept parked: an agent says it. A séance
that has begun owes nothing any more, except what speaks of its end.

The text is made here, once, and never again: what is stored is what was shown and what will leave (decision 0028)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backoffice.console.base.acts import current_act
from backoffice.notifications.enums import AFTERWARDS, Channel, Event, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.appointments import appointments_for
from backoffice.notifications.services.changes import told_of
from backoffice.notifications.services.links import is_taken_back
from backoffice.notifications.services.texts import About, Addressee, Text, kept, text_of, wordings_for
from backoffice.notifications.services.timing import leaves_at, said_before
from backoffice.notifications.services.waking import wake_after_commit
from backoffice.notifications.values.placeholders import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.notifications.services.appointments import Appointment
    from backoffice.notifications.services.texts import Wordings
    from backoffice.people.models import Usager

OWN_WORDS = re.compile(r"\{\s*lien\s*\|", re.IGNORECASE)
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

    Empty when nobody can be told (what is to be said is kept parked), when there is no use, or when the territory chose silence."""
    told = [(cause, usager)]
    return owe_together(event=event, told=told, occurrence=occurrence, now=now, until=until, about=about)


def owe_together(
    *,
    event: Event,
    told: Sequence[tuple[str, Usager]],
    occurrence: Occurrence,
    now: datetime,
    until: datetime | None = None,
    about: About | None = None,
) -> list[OutboxMessage]:
    """The same for many people of one séance, each with her cause, in as few statements as for one."""
    return keep(worded(event=event, told=told, occurrence=occurrence, now=now, until=until, about=about))


def worded(
    *,
    event: Event,
    told: Sequence[tuple[str, Usager]],
    occurrence: Occurrence,
    now: datetime,
    until: datetime | None = None,
    about: About | None = None,
) -> list[OutboxMessage]:
    """What is owed, not kept yet: whoever owes to thousands has the texts made before the transaction, which is short then.

    `occurrence` has its action, motif, labels, service, venue and territory loaded. `until`: the end of an offer, which its messages tell;
    `about`: where the séance was before, and what changed."""
    wanted = replace(about or About(), until=until)
    said_of_it = told_of(occurrence, wanted) if event == Event.SEANCE_CHANGED else wanted
    if said_of_it is None or is_useless(event, occurrence, said_of_it, now):
        return []
    about, expires_at = said_of_it, useless_at(event, occurrence, until)
    people = [(cause, usager) for cause, usager in told if event not in REPEATS or reachable(usager)]
    if not people:
        return []
    wordings, said = wordings_for(occurrence.action, event), said_before(event, occurrence, people)
    rows: list[OutboxMessage] = []
    for cause, usager in people:
        channels = reachable(usager)
        if not channels:
            rows += parked(wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at, said=said)
        rows += [
            row(channel, wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at, said=said)
            for channel in chosen(wordings, channels)
        ]
    return rows


def keep(rows: list[OutboxMessage]) -> list[OutboxMessage]:
    """Write them, in the transaction of their cause; those that will leave, for which the worker is woken."""
    if rows:
        OutboxMessage.objects.bulk_create(rows)
    owed = [row for row in rows if row.state != MessageState.PARKED]
    if owed:
        wake_after_commit()
    return owed


def parked(
    wordings: Wordings,
    cause: str,
    occurrence: Occurrence,
    usager: Usager,
    about: About,
    *,
    now: datetime,
    expires_at: datetime,
    **columns: Any,
) -> list[OutboxMessage]:
    """What cannot be told, as it would have been said: it is shown until somebody says it, and leaves once she can be reached."""
    columns |= {"state": MessageState.PARKED, "trouble": Trouble.NO_ADDRESS}
    channels = chosen(wordings, list(Channel))[:1]
    return [
        row(channel, wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at, **columns)
        for channel in channels
    ]


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


def is_useless(event: Event, occurrence: Occurrence, about: About, now: datetime) -> bool:
    return useless_at(event, occurrence, about.until) <= now


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
    message = row(channel, wordings, cause, occurrence, usager, about, now=now, expires_at=expires_at, **columns)
    message.save(force_insert=True)
    return message


def row(
    channel: Channel,
    wordings: Wordings,
    cause: str,
    occurrence: Occurrence,
    usager: Usager,
    about: About,
    *,
    now: datetime,
    expires_at: datetime,
    said: Mapping[int | None, datetime] | None = None,
    **columns: Any,
) -> OutboxMessage:
    """The same, not written yet. `said`: until when what was said before to these people waits, when it is known."""
    message, act = drafted(channel, wordings, occurrence, usager, about), current_act()
    if channel == Channel.EMAIL and "state" not in columns:
        text = Text(message.subject, message.body, message.is_neutral)
        put_appointment(
            message,
            appointments_for(wordings.event, occurrence=occurrence, usager=usager, about=about, text=text, now=now),
        )
    if act:
        act.owed += 1
        message.intention, message.author = act.key, act.user
    message.key, message.expires_at, message.created_at = f"{cause}-{channel}", expires_at, now
    message.not_before = leaves_at(now, wordings.event, channel, occurrence, usager, expires_at, said)
    for name, value in columns.items():
        setattr(message, name, value)
    return message


def drafted(
    channel: Channel, wordings: Wordings, occurrence: Occurrence, usager: Usager, about: About, *, name: str = ""
) -> OutboxMessage:
    """What would be written, not saved: the screens that foretell a message and the service that owes it have the same words.
    `name`: shown in the place of hers, to somebody who may not know who she is."""
    addressee = addressee_of(wordings, channel, occurrence, usager)
    addressee = replace(addressee, first_name=name) if name else addressee
    text = text_of(wordings, channel=channel, occurrence=occurrence, addressee=addressee, about=about)
    return OutboxMessage(
        usager=usager,
        occurrence=occurrence,
        event=wordings.event,
        channel=channel,
        subject=text.subject,
        body=text.body,
        segments=text.size.segments if channel == Channel.SMS else 0,
        is_neutral=text.is_neutral,
        about=kept(about),
    )


def put_appointment(message: OutboxMessage, appointment: Appointment) -> None:
    message.calendar, message.calendar_uid = appointment.content, appointment.uid
    message.calendar_sequence = appointment.sequence


def addressee_of(wordings: Wordings, channel: Channel, occurrence: Occurrence, usager: Usager) -> Addressee:
    """Where a text has its own words for a missing link, whether hers was taken back is asked now; elsewhere, when the message leaves."""
    addressee = Addressee.of(usager)
    if not OWN_WORDS.search(wordings.body(channel, addressee.language).value):
        return addressee
    return replace(addressee, has_link=not is_taken_back(usager, occurrence))
