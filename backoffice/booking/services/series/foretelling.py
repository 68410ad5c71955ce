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
from backoffice.booking.models import Participation
from backoffice.booking.services.series.reaching import Wished, reached, series_of, wished
from backoffice.console.base.wording import count, short_span
from backoffice.notifications.enums import Channel
from backoffice.notifications.services.changes import announced
from backoffice.notifications.services.owing import channel_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence


@dataclass(frozen=True)
class Effect:
    """One séance: before, after ("" when its date stays), who is above the seats, what is in the way."""

    occurrence: Occurrence
    before: str
    after: str
    seats: tuple[int, int]
    taken: int
    tells: bool
    conflicts: tuple[Conflict, ...] = ()
    error: str = ""

    @property
    def over(self) -> int:
        """How many people would be above the seats."""
        return max(0, self.taken - self.seats[1])

    @property
    def is_blocked(self) -> bool:
        return bool(self.error) or any(conflict.is_blocking for conflict in self.conflicts)


@dataclass(frozen=True)
class Foretold:
    effects: tuple[Effect, ...]
    sentences: tuple[str, ...]

    @property
    def is_blocked(self) -> bool:
        return any(effect.is_blocked for effect in self.effects)


def foretell_edit(
    occurrence: Occurrence, scope: str, changes: Mapping[str, Any], *, include_apart: bool, now: datetime
) -> Foretold:
    """The séances that would change and what people would live, in sentences."""
    rows = list(reached(occurrence, scope, include_apart=include_apart, now=now).select_related("action__motif"))
    effects = tuple(effect_of(row, changes, occurrence, {each.pk for each in rows}) for row in rows)
    kept = series_of(occurrence, now).filter(is_apart=True).exclude(pk__in=[row.pk for row in rows])
    apart = 0 if scope == "this" else kept.count()
    return Foretold(effects, tuple(sentences(effects, apart)))


def effect_of(row: Occurrence, changes: Mapping[str, Any], pivot: Occurrence, moving: set[int]) -> Effect:
    taken = row.counters.seats_held + row.counters.seats_offered
    seats = row.seats_with_origin.number
    try:
        wish = wished(row, changes, pivot)
    except ImpossibleDates as error:
        return Effect(row, row.date_sentence, "", (seats, seats), taken, tells=True, error=error.message)
    zone = row.territory.zone
    moved = (wish.starts_at, wish.ends_at) != (row.starts_at, row.ends_at)
    after = short_span(wish.starts_at.astimezone(zone), wish.ends_at.astimezone(zone)) if moved else ""
    numbers = (seats, seats_after(row, wish))
    tells = not set(announced(row.action)[0]).isdisjoint(wish.changes(Wished.as_is(row)))
    conflicts = in_the_way(row, wish, moving)
    return Effect(row, row.date_sentence, after, numbers, taken, tells=tells, conflicts=conflicts)


def seats_after(row: Occurrence, wish: Wished) -> int:
    other = copy(row)
    other.seats_override, other.venue = wish.seats, wish.venue
    return seats_of(other).number


def in_the_way(row: Occurrence, wish: Wished, moving: set[int]) -> tuple[Conflict, ...]:
    """Nothing is looked for when neither the time, the room nor the people change."""
    was = Wished.as_is(row)
    if not wish.moves(row) and wish.facilitators == was.facilitators:
        return ()
    people = wish.facilitators or tuple(row.action.facilitators.all())
    place = Place(row.action.organisation, wish.venue, people, row.action, frozenset(moving))
    busy = Busy(place, wish.starts_at, wish.ends_at)
    twin = wish.starts_at in busy.own_starts() and not row.band and not row.station
    twins = (Conflict("Cette action a déjà une séance à cette heure", is_blocking=True),) if twin else ()
    return (*twins, *busy.conflicts(wish.starts_at, wish.ends_at))


def sentences(effects: tuple[Effect, ...], apart: int) -> Iterable[str]:
    changed = [effect for effect in effects if effect.seats[0] != effect.seats[1]]
    for (old, new), number in Counter(effect.seats for effect in changed).items():
        passes = "passe" if number == 1 else "passent"
        yield f"{count(number, 'séance')} {passes} de {old} à {count(new, 'place')}."
    over = [effect for effect in effects if effect.over]
    if over:
        pairs = dict.fromkeys(f"{effect.taken} inscrits pour {effect.seats[1]}" for effect in over)
        people = ", ".join(pairs)
        yield f"{count(len(over), 'séance')} en surnombre ({people}) : personne n’est retiré."
    yield from people_told([effect.occurrence for effect in effects if effect.tells])
    if apart:
        stays = "séance modifiée à part reste", "séances modifiées à part restent"
        yield f"{count(apart, *stays)} telle{'s' if apart > 1 else ''} quelle{'s' if apart > 1 else ''}."


def people_told(rows: list[Occurrence]) -> Iterable[str]:
    """Who would receive what; whoever cannot be reached is to be told by somebody."""
    live = Participation.objects.live().filter(occurrence__in=[row.pk for row in rows])
    inscriptions = list(live.select_related("usager__responsible"))
    if not inscriptions:
        yield "Personne n’est à prévenir."
        return
    people = len({each.usager_id for each in inscriptions})
    yield f"{count(people, 'personne concernée', 'personnes concernées')} ({count(len(inscriptions), 'inscription')})."
    channels = Counter(channel_for(each.usager) for each in inscriptions)
    parts = [
        *([count(channels[Channel.SMS], "SMS", "SMS")] if channels[Channel.SMS] else []),
        *([count(channels[Channel.EMAIL], "e-mail")] if channels[Channel.EMAIL] else []),
    ]
    if parts:
        yield f"Messages qui partiront : {' et '.join(parts)}."
    if channels[None]:
        yield f"{count(channels[None], 'personne')} sans portable ni e-mail utilisable : à prévenir vous-même."
