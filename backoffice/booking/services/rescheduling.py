"""Move a whole séance to another date, another hour or another place: everybody keeps her place and is told once."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Occurrence
from backoffice.actions.services.conflicts import Busy
from backoffice.actions.services.creating import lock_rows
from backoffice.actions.services.daysoff import Place
from backoffice.booking.errors import InvalidTransition, TooLate
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate, served_by
from backoffice.booking.services.counting import count_change
from backoffice.booking.services.foretelling_many import live_in, per_person
from backoffice.booking.services.locking import locked
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity, ConflictRule
from backoffice.notifications.enums import Change, Event
from backoffice.notifications.services import About, owe
from backoffice.notifications.services.changes import told_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from backoffice.actions.models import Facilitator
    from backoffice.actions.services.conflicts import Conflict
    from backoffice.booking.models import Decision, Participation
    from backoffice.booking.values import Actor
    from backoffice.directory.models import Venue

MOVED = ["starts_at", "ends_at", "venue", "is_apart"]


@dataclass(frozen=True)
class Rescheduling:
    """The séance at its new date, how many people a message was written to, who is above the seats of the new room, who got a seat."""

    occurrence: Occurrence
    told: int
    overbooked: int
    promotions: list[Decision]


def reschedule(
    *,
    occurrence_id: int,
    starts_at: datetime,
    ends_at: datetime,
    venue: Venue | None,
    actor: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> Rescheduling:
    """Give the séance these two instants and this place (None: no place). Nothing changes twice: the same values tell nobody.

    A smaller room removes nobody: people above it are counted as such. Raises ImpossibleDates (also for a conflict that is prevented), TooLate
    once it has begun, InvalidTransition."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.PLAN, occurrence)
        wanted = (starts_at, ends_at, venue.pk if venue else None)
        if wanted == (occurrence.starts_at, occurrence.ends_at, occurrence.venue_id):
            return Rescheduling(occurrence, 0, 0, [])
        refuse_impossible(occurrence, starts_at, ends_at, venue, now)
        refuse_conflicts(occurrence, starts_at, ends_at, venue)
        before = copy(occurrence)
        occurrence.starts_at, occurrence.ends_at, occurrence.venue = starts_at, ends_at, venue
        occurrence.is_apart = True
        record(occurrence, user=actor.user, reason=reason, update_fields=MOVED, at=now)
        count_change(occurrence, before=None, after=None)
        promotions = allocate(occurrence, actor, now=now)
        change = About(before, changes_between(before, occurrence))
        told = tell_everybody([(occurrence, change)], now, served=served_by(promotions))
        counters = occurrence.counters
        return Rescheduling(occurrence, told, counters.seats_beyond, promotions)


def refuse_impossible(
    occurrence: Occurrence, starts_at: datetime, ends_at: datetime, venue: Venue | None, now: datetime
) -> None:
    if occurrence.state == OccurrenceState.CANCELLED:
        raise InvalidTransition("Cette séance est annulée : elle ne se déplace plus. Créez une autre séance.")
    if occurrence.starts_at <= now:
        raise TooLate("La séance a commencé : sa date ne change plus.")
    if starts_at <= now:
        raise ImpossibleDates("Cette date est passée. Choisissez une date à venir.")
    if ends_at <= starts_at:
        raise ImpossibleDates("La fin doit venir après le début.")
    if venue is not None and venue.territory_id != occurrence.territory.pk:
        raise ImpossibleDates("Ce lieu appartient à un autre territoire.")
    twins = Occurrence.objects.filter(
        action=occurrence.action_id, starts_at=starts_at, band=occurrence.band, station=occurrence.station
    )
    if twins.exclude(pk=occurrence.pk).exists():
        raise ImpossibleDates("Cette action a déjà une séance à cette heure.")


def conflicts_there(
    occurrence: Occurrence, starts_at: datetime, ends_at: datetime, venue: Venue | None
) -> tuple[Conflict, ...]:
    """What is in the way of the séance at these instants and in this place. The stations of its day share the room on purpose."""
    apart = {occurrence.pk}
    if occurrence.group_id is not None:
        stations = Occurrence.objects.filter(group=occurrence.group_id).exclude(station=occurrence.station)
        apart.update(stations.values_list("pk", flat=True))
    people = people_of(occurrence)
    place = Place(occurrence.action.organisation, venue, people, occurrence.action, frozenset(apart))
    return Busy(place, starts_at, ends_at).conflicts(starts_at, ends_at)


def people_of(occurrence: Occurrence) -> tuple[Facilitator, ...]:
    """Who runs it: its own facilitators, or its action's."""
    own = tuple(occurrence.facilitators.order_by("pk"))
    return own or tuple(occurrence.action.facilitators.order_by("pk"))


def refuse_conflicts(occurrence: Occurrence, starts_at: datetime, ends_at: datetime, venue: Venue | None) -> None:
    """Where the territory prevents conflicts, the room and the people are locked, after the séance, then looked at."""
    territory = occurrence.territory
    if ConflictRule.BLOCK not in (territory.room_conflicts, territory.facilitator_conflicts):
        return
    lock_rows([venue], people_of(occurrence))
    for conflict in conflicts_there(occurrence, starts_at, ends_at, venue):
        if conflict.is_blocking:
            raise ImpossibleDates(f"{conflict.text}. Rien n’a changé.")


def changes_between(before: Occurrence, after: Occurrence) -> tuple[Change, ...]:
    """What changed, in the words of messages."""
    changed = {
        Change.TIME: before.starts_at != after.starts_at,
        Change.VENUE: before.venue_id != after.venue_id,
        Change.DURATION: before.duration_minutes != after.duration_minutes,
    }
    return tuple(change for change, is_new in changed.items() if is_new)


def told_of_changes(
    changed: Sequence[tuple[Occurrence, About]], *, served: Collection[int] = ()
) -> list[tuple[Participation, About]]:
    """Each person once, about the first of her séances whose change is announced; it names the others. `served`: inscriptions that were just
    given a seat, and told so, as the séance now is."""
    announced = {row.pk: about for row, change in changed if (about := told_of(row, change)) is not None}
    live = [row for row in live_in(row for row, _change in changed if row.pk in announced) if row.pk not in served]
    return [(first, replace(announced[first.occurrence_id], others=others)) for first, others in per_person(live)]


def tell_everybody(
    changed: Sequence[tuple[Occurrence, About]],
    now: datetime,
    *,
    served: Collection[int] = (),
    but: Collection[int] = (),
) -> int:
    """One message to each person who has a place, waits, or was asked to answer; `but` are people who need none. The key is the change itself."""
    told = 0
    for row, about in told_of_changes(changed, served=served):
        if row.usager_id in but:
            continue
        change = row.occurrence.history.order_by("-history_id").values_list("pk", flat=True)[0]
        messages = owe(
            event=Event.SEANCE_CHANGED,
            cause=f"seance-{row.occurrence_id}-change-{change}-participation-{row.pk}",
            occurrence=row.occurrence,
            usager=row.usager,
            now=now,
            about=about,
        )
        told += bool(messages)
    return told
