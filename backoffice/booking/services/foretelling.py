"""Says before an act who will be told, and how: nothing leaves the building unseen. Writes nothing."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.values import seats_of
from backoffice.booking.models import Participation
from backoffice.booking.services.allocating import why_nobody_is_called
from backoffice.booking.services.naming import first_in_line, reads_names
from backoffice.booking.services.offering import end_of_offer
from backoffice.booking.services.queueing import terms_of
from backoffice.booking.services.rehearsing import lucky_in
from backoffice.booking.services.showing import reads_file
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling
from backoffice.notifications.services.owing import channel_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import QueueTerms
    from backoffice.directory.models import User
    from backoffice.people.models import Usager


def who_is_told(usager: Usager, reader: User | None = None, *, is_named: bool = True) -> str:
    """« Un SMS partira au 06 39 98 00 01. », or that the agent must tell the person herself. The number is for a reader of her file and name."""
    channel, contact = channel_for(usager), usager.contact
    if channel is not None and not (is_named and reader is not None and reads_file(reader, usager)):
        return "Un SMS partira." if channel == Channel.SMS else "Un e-mail partira."
    whose = f" ({contact})" if contact.pk != usager.pk else ""
    if channel == Channel.SMS:
        return f"Un SMS partira au {contact.readable_phone}{whose}."
    if channel == Channel.EMAIL:
        return f"Un e-mail partira à {contact.email}{whose}."
    return "Ni portable ni e-mail utilisable : aucun message ne partira. Prévenez la personne."


def who_gets_the_seat(occurrence: Occurrence, now: datetime, reader: User | None = None) -> str:
    """What freeing one seat would do, said before it is done."""
    if is_above_its_seats(occurrence):
        return "La séance est en surnombre : la place n’ira à personne d’autre."
    terms = terms_of(occurrence, now)
    first = next(iter(next_in_line(occurrence, terms, 1)), None)
    if first is None or occurrence.starts_at <= now:
        return "La place redeviendra libre."
    is_named = reads_names(reader, occurrence)
    who = f"{first}, première personne" if is_named else "la première personne"
    if not why_nobody_is_called(occurrence, terms):
        verb = "sera proposée" if terms.offer else "ira"
        return f"La place {verb} à {who} de la liste d’attente. {who_is_told(first, reader, is_named=is_named)}"
    return f"La place redeviendra libre. Ensuite, vous pourrez la donner à {who} en attente."


def is_above_its_seats(occurrence: Occurrence) -> bool:
    counters = occurrence.counters
    return bool(counters.seats_held + counters.seats_offered > occurrence.seats_with_origin.number)


def told_of_a_freed_seat(occurrence: Occurrence, now: datetime) -> list[Telling]:
    """Whom freeing one seat would write to: one person, or nobody."""
    if is_above_its_seats(occurrence) or occurrence.starts_at <= now:
        return []
    terms = terms_of(occurrence, now)
    called = [] if why_nobody_is_called(occurrence, terms) else next_in_line(occurrence, terms, 1)
    return told_of_seats(occurrence, called, terms)


def told_of_new_seats(occurrence: Occurrence, seats: int | None, now: datetime) -> list[Telling]:
    """Whom another number of seats would write to."""
    return told_of_seats(occurrence, *lucky_with(occurrence, seats, now))


def told_of_seats(occurrence: Occurrence, called: Iterable[Usager], terms: QueueTerms) -> list[Telling]:
    """A seat is given, or offered until the hour that the policy sets."""
    if not terms.offer:
        return [Telling(Event.PROMOTED, occurrence, usager) for usager in called]
    about = About(until=end_of_offer(occurrence, terms))
    return [Telling(Event.OFFERED, occurrence, usager, about) for usager in called]


def lucky_with(occurrence: Occurrence, seats: int | None, now: datetime) -> tuple[list[Usager], QueueTerms]:
    """Who would be called with this number of seats."""
    wished = copy(occurrence)
    wished.seats_override = seats
    return lucky_in(wished, now)


def what_new_seats_do(
    occurrence: Occurrence, seats: int | None, now: datetime, reader: User | None = None
) -> tuple[str, ...]:
    """The consequences of another number of seats on this séance (None: the number of the action or motif), in sentences."""
    wished = copy(occurrence)
    wished.seats_override = seats
    after, counters = seats_of(wished), occurrence.counters
    left = after.number - counters.seats_held - counters.seats_offered
    lucky, terms = lucky_with(occurrence, seats, now)
    given = what_they_get(lucky, reader, is_offered=bool(terms.offer), is_named=reads_names(reader, occurrence))
    return (after.sentence, *given, remaining(left - len(lucky)))


def what_they_get(lucky: list[Usager], reader: User | None, *, is_offered: bool, is_named: bool) -> list[str]:
    """A sentence for each person and her message; for who does not read names, how many people and messages."""
    verb = "recevra une proposition" if is_offered else "prendra une place"
    if is_named or not lucky:
        return [f"{person} {verb}. {who_is_told(person, reader)}" for person in lucky]
    several = "recevront une proposition" if is_offered else "prendront une place"
    who = first_in_line(len(lucky))
    return [f"{who[:1].upper()}{who[1:]} {verb if len(lucky) == 1 else several}."]


def remaining(left: int) -> str:
    if left < 0:
        return f"{count(-left, 'personne')} en surnombre : personne n’est retiré."
    return f"Il restera {count(left, 'place libre', 'places libres')}."


def called_once_open(occurrence: Occurrence, now: datetime) -> list[Telling]:
    """Who would get the free seats of a closed séance if it opened again now, and what she would read."""
    wished = copy(occurrence)
    wished.state = OccurrenceState.OPEN
    return told_of_seats(wished, *lucky_in(wished, now))


def next_in_line(occurrence: Occurrence, terms: QueueTerms, left: int) -> list[Usager]:
    """Who comes first for the seats that become free; those who were passed over last time are left out."""
    queue = Participation.objects.filter(occurrence=occurrence, skip_reason="").waiting_in_turn(terms)
    return [waiting.usager for waiting in queue.select_related("usager__responsible")[: max(0, left)]]
