"""Says before an act who will be told, and how: nothing leaves the building unseen. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.values import seats_of
from backoffice.booking.services.naming import LIST, first_in_line, reads_names
from backoffice.booking.services.rehearsing import Rehearsal
from backoffice.booking.services.showing import reads_file
from backoffice.console.base.wording import count, rank
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling
from backoffice.notifications.services.owing import channel_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.services.rehearsing import Foreseen
    from backoffice.directory.models import User
    from backoffice.people.models import Usager

# Named one by one up to there; a crowd is a number.
MOST_NAMED = 10


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


def once_she_leaves(participation: Participation, now: datetime) -> Foreseen:
    """What would follow if she gave back what she holds."""
    rehearsal = Rehearsal(participation.occurrence, now)
    rehearsal.leaves(participation)
    return rehearsal.allocate()


def once_open(occurrence: Occurrence, now: datetime) -> Foreseen:
    """What would follow if enrolment opened again."""
    return Rehearsal(occurrence, now, state=OccurrenceState.OPEN).allocate()


def with_seats(occurrence: Occurrence, seats: int | None, now: datetime) -> Foreseen:
    """What would follow with this number of seats (None: the number of the action or motif)."""
    return Rehearsal(occurrence, now, seats_override=seats).allocate()


def told_of_a_freed_seat(occurrence: Occurrence, now: datetime) -> list[Telling]:
    """Whom the seat of somebody, whoever she is, would write to."""
    rehearsal = Rehearsal(occurrence, now)
    rehearsal.frees_one()
    return told_of(rehearsal.allocate())


def told_of(foreseen: Foreseen) -> list[Telling]:
    """What those who would be served read: a seat is given, or offered until the hour that the policy sets."""
    return told_of_seats(foreseen.occurrence, [row.usager for _rank, row in foreseen.served], foreseen.end)


def told_of_seats(occurrence: Occurrence, called: Iterable[Usager], end: datetime | None) -> list[Telling]:
    if end is None:
        return [Telling(Event.PROMOTED, occurrence, usager) for usager in called]
    return [Telling(Event.OFFERED, occurrence, usager, About(until=end)) for usager in called]


def who_gets_the_seat(foreseen: Foreseen, reader: User | None = None) -> str:
    """Where the seats that she gives back would go."""
    if foreseen.free <= 0:
        return "La séance est en surnombre : la place n’ira à personne d’autre."
    if foreseen.served:
        return given_to(foreseen, reader)
    number = min(foreseen.freed, foreseen.free)
    seats = "La place" if number == 1 else f"Les {number} places"
    free_again = f"{seats} redeviendra libre." if number == 1 else f"{seats} redeviendront libres."
    if foreseen.first is None or foreseen.occurrence.starts_at <= timezone.now():
        return free_again
    is_named = reads_names(reader, foreseen.occurrence)
    if foreseen.stopped:
        who = f"{foreseen.first.usager}, première personne" if is_named else "la première personne"
        return f"{free_again} Ensuite, vous pourrez {'la' if number == 1 else 'les'} donner à {who} en attente."
    if foreseen.kept_for is not None:
        who = str(foreseen.kept_for.usager) if is_named else "une personne qui ne vient pas seule"
        verb = "sera gardée" if number == 1 else "seront gardées"
        return f"{seats} {verb} pour {who} : il en faut {foreseen.kept_for.party_size}."
    return f"{free_again} Aucune des personnes qui attendent ne peut {'la' if number == 1 else 'les'} prendre."


def given_to(foreseen: Foreseen, reader: User | None) -> str:
    """« La place ira à Éloïse, première personne de la liste d’attente. Un SMS partira au … »"""
    number, is_named = sum(row.party_size for _rank, row in foreseen.served), reads_names(reader, foreseen.occurrence)
    is_one, seats = number == 1, "La place" if number == 1 else f"Les {number} places"
    verb = (
        ("ira" if is_one else "iront") if foreseen.end is None else ("sera proposée" if is_one else "seront proposées")
    )
    if len(foreseen.served) > 1:
        people = (
            ", ".join(named(row) for _rank, row in foreseen.served) if is_named else f"{len(foreseen.served)} personnes"
        )
        return f"{seats} {verb} à {people}, dans l’ordre de la liste d’attente."
    [(turn, row)] = foreseen.served
    place = f"première personne {LIST}" if turn == 1 else f"{rank(turn)} {LIST}"
    who = f"{named(row)}, {place}" if is_named else f"la {place}"
    return f"{seats} {verb} à {who}. {who_is_told(row.usager, reader, is_named=is_named)}"


def named(row: Participation) -> str:
    return f"{row.usager} ({row.party_size} places)" if row.party_size > 1 else str(row.usager)


def what_new_seats_do(foreseen: Foreseen, reader: User | None = None) -> tuple[str, ...]:
    """The consequences of another number of seats on this séance, in sentences."""
    more = ["D’autres personnes en attente seront appelées ensuite, à leur tour."] if foreseen.is_cut else []
    return (seats_of(foreseen.occurrence).sentence, *what_they_get(foreseen, reader), *more, remaining(foreseen.left))


def what_they_get(foreseen: Foreseen, reader: User | None) -> list[str]:
    """A sentence for each person and her message; for who does not read names, or when they are many, how many people."""
    is_offered, number = foreseen.end is not None, len(foreseen.served)
    verb = "recevra une proposition" if is_offered else "prendra une place"
    if not number:
        return []
    if reads_names(reader, foreseen.occurrence) and number <= MOST_NAMED:
        return [f"{named(row)} {verb}. {who_is_told(row.usager, reader)}" for _rank, row in foreseen.served]
    several = "recevront une proposition" if is_offered else "prendront une place"
    who = called_told(foreseen)
    return [f"{who[:1].upper()}{who[1:]} {verb if number == 1 else several}."]


def called_told(foreseen: Foreseen) -> str:
    """« les 3 premières personnes de la liste d’attente », or how many when somebody before them is passed over."""
    number = len(foreseen.served)
    if foreseen.served[-1][0] == number:
        return first_in_line(number)
    return f"{count(number, f'personne {LIST}', f'personnes {LIST}')}"


def remaining(left: int) -> str:
    if left < 0:
        return f"{count(-left, 'personne')} en surnombre : personne n’est retiré."
    return f"Il restera {count(left, 'place libre', 'places libres')}."
