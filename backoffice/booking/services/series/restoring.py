"""Take back a cancellation: its séances to come are held again, each inscription is what it was, and only who was told is told (decision 0043).

All or nothing. Refused when every séance has begun, or when a room or a person was taken meanwhile where the territory prevents conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services.creating import lock_rows
from backoffice.booking.errors import TooLate
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.foretelling_many import per_person
from backoffice.booking.services.moving import bring_back, cause_of
from backoffice.booking.services.rescheduling import conflicts_there, people_of
from backoffice.booking.services.series.ended import inscriptions_of, states_before
from backoffice.console.base.history import record
from backoffice.directory.enums import ConflictRule
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About, owe, withdraw

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from backoffice.actions.models import Occurrence, SeriesEdit
    from backoffice.actions.services.conflicts import Conflict
    from backoffice.booking.models import Participation
    from backoffice.booking.services.series.editing import Work
    from backoffice.booking.services.series.ended import Ended

PASSED = "La séance a commencé : elle ne se rétablit plus. Créez une autre séance."


def restore(edit: SeriesEdit, seances: Collection[Occurrence], work: Work) -> None:
    """Call with the séances locked. What has begun meanwhile stays cancelled."""
    coming = to_come(seances, work.now)
    if not coming:
        raise TooLate(PASSED)
    refuse_what_is_taken(coming)
    everybody = inscriptions_of(edit, seances)
    ended = [each for each in everybody if each.participation.occurrence.starts_at > work.now]
    states = states_before(edit, [row.pk for row in coming])
    for row in coming:
        row.state = states[row.pk]
        record(row, user=work.actor.user, reason=work.reason, update_fields=["state"], at=work.now)
    causes = [cause_of(each.participation) for each in everybody]
    told = withdraw(causes=causes, user=work.actor.user, reason=work.reason, now=work.now)
    people = told_of_restoring(everybody, told, work.now)
    for row in coming:
        mine = [each for each in ended if each.participation.occurrence_id == row.pk]
        bring_back(row, mine, user=work.actor.user, at=work.now, reason=work.reason)
    work.told += tell_again(people, work.now)
    for row in coming:
        allocate(row, work.actor, now=work.now)
    work.changed = len(coming)


def to_come(seances: Iterable[Occurrence], now: datetime) -> list[Occurrence]:
    return sorted((row for row in seances if row.starts_at > now), key=lambda row: (row.starts_at, row.pk))


def in_the_way(seances: Iterable[Occurrence]) -> Iterator[tuple[Occurrence, Conflict]]:
    """What took the room or the people meanwhile."""
    for row in seances:
        for conflict in conflicts_there(row, row.starts_at, row.ends_at, row.venue):
            yield row, conflict


def refuse_what_is_taken(seances: Collection[Occurrence]) -> None:
    """Where the territory prevents conflicts, the rooms and the people are locked, after the séances, then looked at."""
    for territory in {row.territory for row in seances}:
        if ConflictRule.BLOCK in (territory.room_conflicts, territory.facilitator_conflicts):
            lock_rows([row.venue for row in seances], {one for row in seances for one in people_of(row)})
    for row, conflict in in_the_way(seances):
        if conflict.is_blocking:
            raise ImpossibleDates(f"Séance du {row.date_sentence} : {conflict.text}. Rien n’a changé.")


def told_of_restoring(
    ended: Iterable[Ended], told: Collection[str], now: datetime
) -> list[tuple[Participation, About]]:
    """« La séance a finalement lieu » to those whom the cancellation reached, each once, with all her séances to come."""
    rows = [each.participation for each in ended]
    reached = {row.usager_id for row in rows if cause_of(row) in told}
    hers = [row for row in rows if row.usager_id in reached and row.occurrence.starts_at > now]
    return [(first, About(others=others)) for first, others in per_person(hers)]


def tell_again(people: Iterable[tuple[Participation, About]], now: datetime) -> int:
    told = 0
    for row, about in people:
        messages = owe(
            event=Event.SEANCE_RESTORED,
            cause=cause_of(row),
            occurrence=row.occurrence,
            usager=row.usager,
            now=now,
            about=about,
        )
        told += bool(messages)
    return told
