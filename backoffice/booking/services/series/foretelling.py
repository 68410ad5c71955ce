"""What a change of a series would do, said before it is done: séance by séance, then people and messages. Writes nothing."""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services.conflicts import Busy, Conflict
from backoffice.actions.services.daysoff import Place
from backoffice.actions.values import seats_of
from backoffice.booking.services.foretelling import told_of as told_of_served
from backoffice.booking.services.foretelling import what_they_get
from backoffice.booking.services.foretelling_many import live_in
from backoffice.booking.services.rehearsing import Rehearsal
from backoffice.booking.services.rescheduling import PAST, sharing_its_room, told_of_changes
from backoffice.booking.services.series.reaching import Wished, reached, series_of, wished
from backoffice.console.base.wording import count, short_span
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.changes import told_of
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.services.rehearsing import Foreseen
    from backoffice.directory.models import User


@dataclass(frozen=True)
class Effect:
    """One séance: before, after ("" when its date stays), who is above the seats, what is in the way, who waits and would be served."""

    occurrence: Occurrence
    before: str
    after: str
    seats: tuple[int, int]
    taken: int
    change: tuple[Occurrence, About] | None
    conflicts: tuple[Conflict, ...] = ()
    error: str = ""
    foreseen: Foreseen | None = None

    @property
    def over(self) -> int:
        """How many people would be above the seats."""
        return max(0, self.taken - self.seats[1])

    @property
    def called(self) -> tuple[Participation, ...]:
        return tuple(row for _rank, row in self.foreseen.served) if self.foreseen is not None else ()

    @property
    def is_blocked(self) -> bool:
        return bool(self.error) or any(conflict.is_blocking for conflict in self.conflicts)


@dataclass(frozen=True)
class Foretold:
    effects: tuple[Effect, ...]
    sentences: tuple[str, ...]
    tellings: tuple[Telling, ...] = ()

    @property
    def is_blocked(self) -> bool:
        return any(effect.is_blocked for effect in self.effects)


def foretell_edit(
    occurrence: Occurrence,
    scope: str,
    changes: Mapping[str, Any],
    *,
    include_apart: bool,
    now: datetime,
    reader: User | None = None,
) -> Foretold:
    """The séances that would change and what people would live, in sentences that name them to a `reader` who may know them."""
    rows = list(reached(occurrence, scope, include_apart=include_apart, now=now).select_related("action__motif"))
    effects = tuple(effect_of(row, changes, occurrence, {each.pk for each in rows}, now) for row in rows)
    kept = series_of(occurrence, now).filter(is_apart=True).exclude(pk__in=[row.pk for row in rows])
    apart = 0 if scope == "this" else kept.count()
    changed = [effect.change for effect in effects if effect.change is not None]
    told = told_of_changes(changed, served={row.pk for effect in effects for row in effect.called})
    tellings = [Telling(Event.SEANCE_CHANGED, row.occurrence, row.usager, about) for row, about in told]
    said = (*sentences(effects, apart, changed), *called_told(effects, reader))
    return Foretold(effects, said, (*tellings, *told_of_calls(effects)))


def effect_of(
    row: Occurrence, changes: Mapping[str, Any], pivot: Occurrence, moving: set[int], now: datetime
) -> Effect:
    try:
        return becoming(row, wished(row, changes, pivot), moving, now)
    except ImpossibleDates as error:
        seats = row.seats_with_origin.number
        return Effect(row, row.date_sentence, "", (seats, seats), taken_of(row), None, error=error.message)


def taken_of(row: Occurrence) -> int:
    return row.counters.seats_held + row.counters.seats_offered


def becoming(row: Occurrence, wish: Wished, moving: set[int], now: datetime) -> Effect:
    """What one séance would live."""
    zone = row.territory.zone
    moved = (wish.starts_at, wish.ends_at) != (row.starts_at, row.ends_at)
    after = short_span(wish.starts_at.astimezone(zone), wish.ends_at.astimezone(zone)) if moved else ""
    numbers = (row.seats_with_origin.number, seats_of(as_wished(row, wish)).number)
    new = wish.changes(Wished.as_is(row))
    change = (as_wished(row, wish), About(row, new)) if new else None
    error = PAST if moved and wish.starts_at <= now else ""
    conflicts = in_the_way(row, wish, moving)
    foreseen = called(row, wish, now) if not error else None
    return Effect(row, row.date_sentence, after, numbers, taken_of(row), change, conflicts, error, foreseen)


def called(row: Occurrence, wish: Wished, now: datetime) -> Foreseen | None:
    """Who waits and would be served once the séance is so; nothing is asked of a séance that does not change."""
    if not row.counters.waiting_count or wish == Wished.as_is(row):
        return None
    return Rehearsal(as_wished(row, wish), now).allocate()


def told_of_calls(effects: Iterable[Effect]) -> list[Telling]:
    """What those who would be served read, each in her séance."""
    return [telling for effect in effects if effect.foreseen is not None for telling in told_of_served(effect.foreseen)]


def as_wished(row: Occurrence, wish: Wished) -> Occurrence:
    """The séance as it would be, and as its messages would describe it; not saved."""
    other = copy(row)
    other.starts_at, other.ends_at, other.venue, other.title = wish.starts_at, wish.ends_at, wish.venue, wish.title
    other.seats_override = wish.seats
    return other


def in_the_way(row: Occurrence, wish: Wished, moving: set[int]) -> tuple[Conflict, ...]:
    """Nothing is looked for when neither the time, the room nor the people change."""
    was = Wished.as_is(row)
    if not wish.moves(row) and wish.facilitators == was.facilitators:
        return ()
    people = wish.facilitators or tuple(row.action.facilitators.all())
    place = Place(row.action.organisation, wish.venue, people, row.action, frozenset({*moving, *sharing_its_room(row)}))
    busy = Busy(place, wish.starts_at, wish.ends_at)
    twin = wish.starts_at in busy.own_starts() and not row.band and not row.station
    twins = (Conflict("Cette action a déjà une séance à cette heure", is_blocking=True),) if twin else ()
    return (*twins, *busy.conflicts(wish.starts_at, wish.ends_at))


def sentences(effects: tuple[Effect, ...], apart: int, changed: Sequence[tuple[Occurrence, About]]) -> Iterable[str]:
    yield from seats_told(effects)
    announced = [row for row, change in changed if told_of(row, change) is not None]
    yield people_told(live_in(announced))
    if apart:
        stays = "séance modifiée à part reste", "séances modifiées à part restent"
        yield f"{count(apart, *stays)} telle{'s' if apart > 1 else ''} quelle{'s' if apart > 1 else ''}."


def seats_told(effects: tuple[Effect, ...]) -> Iterable[str]:
    """Numbers that change, and who is above them."""
    resized = [effect.seats for effect in effects if effect.seats[0] != effect.seats[1]]
    for (old, new), number in Counter(resized).items():
        passes = "passe" if number == 1 else "passent"
        yield f"{count(number, 'séance')} {passes} de {old} à {count(new, 'place')}."
    over = [effect for effect in effects if effect.over]
    if over:
        pairs = dict.fromkeys(f"{effect.taken} inscrits pour {effect.seats[1]}" for effect in over)
        people = ", ".join(pairs)
        yield f"{count(len(over), 'séance')} en surnombre ({people}) : personne n’est retiré."


def called_told(effects: Iterable[Effect], reader: User | None) -> Iterable[str]:
    """Who would be served, séance by séance."""
    for effect in effects:
        if effect.foreseen is not None and effect.called:
            yield f"Séance du {effect.after or effect.before} : {' '.join(what_they_get(effect.foreseen, reader))}"


def people_told(live: Sequence[Participation]) -> str:
    """Whom an act concerns; the messages themselves are shown beside."""
    if not live:
        return "Personne n’est à prévenir."
    people = count(len({row.usager_id for row in live}), "personne concernée", "personnes concernées")
    return f"{people} ({count(len(live), 'inscription')})."
