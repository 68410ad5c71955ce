"""Change a séance, it and the following ones, or the whole series: one intention, one transaction, everybody told once, nobody removed.

A version says what the person had seen: if somebody changed these séances since, nothing is written and what changed is said (bad input B37)."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.actions.enums import Scope
from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.actions.services.creating import lock_rows
from backoffice.booking.errors import ChangedMeanwhile
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate, served_by
from backoffice.booking.services.counting import count_change
from backoffice.booking.services.locking import locked_together
from backoffice.booking.services.rescheduling import people_of, refuse_impossible, tell_everybody
from backoffice.booking.services.series.foretelling import in_the_way
from backoffice.booking.services.series.reaching import Wished, changed_since, reached, series_of, version_of, wished
from backoffice.booking.services.watching import check_again
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.history import record, record_links
from backoffice.directory.enums import Activity, ConflictRule
from backoffice.notifications.services import About

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from backoffice.booking.values import Actor

WRITTEN = ["starts_at", "ends_at", "venue", "title", "seats_override", "is_apart"]


@dataclass(frozen=True)
class SeriesEdited:
    """The intention, how many people a message was written to, and how many séances are now above their seats."""

    edit: SeriesEdit
    told: int
    overbooked: int


@dataclass
class Work:
    """What is shared while several séances are changed together."""

    actor: Actor
    reason: str
    now: datetime
    told: int = 0
    overbooked: int = 0
    changed: int = 0
    announced: list[tuple[Occurrence, About]] = field(default_factory=list)
    served: set[int] = field(default_factory=set)


def edit_series(
    *,
    occurrence_id: int,
    scope: str,
    changes: Mapping[str, Any],
    actor: Actor,
    summary: str,
    version: int,
    include_apart: bool = False,
    reason: str = "",
    now: datetime | None = None,
) -> SeriesEdited:
    """Apply `changes` (keys among FIELDS, see `reaching`) to the séances that `scope` reaches; `summary` is what undoing will recall.

    Raises ChangedMeanwhile, ImpossibleDates, TooLate once the séance has begun, InvalidTransition when it is cancelled."""
    pivot = pivot_of(occurrence_id)
    asked_at = now or timezone.now()
    keys = set(reached(pivot, scope, include_apart=include_apart, now=asked_at).values_list("pk", flat=True))
    with locked_together({*keys, occurrence_id}) as seances:
        now = now or timezone.now()
        pivot = seances[occurrence_id]
        require(actor, Activity.PLAN, pivot)
        refuse_changes(pivot, version, keys)
        work = Work(actor, reason, now)
        pairs = in_order([(seances[key], wished(seances[key], changes, pivot)) for key in keys])
        refuse_conflicts(pairs)
        is_alone = not series_of(pivot, now).exclude(pk=pivot.pk).exists()
        for row, wish in pairs:
            write(row, wish, work, is_apart=row.is_apart or (scope == Scope.THIS and not is_alone))
        tell_once(work)
        return SeriesEdited(keep(pivot, scope, summary, work), work.told, work.overbooked)


def pivot_of(occurrence_id: int) -> Occurrence:
    rows = Occurrence.objects.select_related("action__organisation__territory")
    found: Occurrence | None = rows.filter(pk=occurrence_id).first()
    if found is None:
        raise OutOfPerimeter
    return found


def refuse_changes(pivot: Occurrence, version: int, keys: set[int]) -> None:
    if version_of(pivot.action_id) > version and (told := changed_since(pivot.action_id, version, keys)):
        raise ChangedMeanwhile(f"{ChangedMeanwhile.message} {' '.join(told)}")


def in_order(pairs: list[tuple[Occurrence, Wished]]) -> list[tuple[Occurrence, Wished]]:
    """Séances that go later from the last one, those that go earlier from the first one: none lands where another still stands."""
    pairs = sorted(pairs, key=lambda pair: pair[0].starts_at)
    later = any(wish.starts_at > row.starts_at for row, wish in pairs)
    return pairs[::-1] if later else pairs


def write(row: Occurrence, wish: Wished, work: Work, *, is_apart: bool) -> None:
    """One séance becomes what is wished, under its lock. A séance that does not change is not written."""
    was = Wished.as_is(row)
    if wish == was:
        return
    before = copy(row)
    if wish.moves(row):
        refuse_impossible(row, wish.starts_at, wish.ends_at, wish.venue, work.now)
    row.starts_at, row.ends_at, row.venue = wish.starts_at, wish.ends_at, wish.venue
    row.title, row.seats_override, row.is_apart = wish.title, wish.seats, is_apart
    record(row, user=work.actor.user, reason=work.reason, update_fields=WRITTEN, at=work.now)
    if wish.facilitators != was.facilitators:
        record_links(row, "facilitators", wish.facilitators, user=work.actor.user, reason=work.reason, at=work.now)
    changes = wish.changes(was)
    if changes:
        work.announced.append((row, About(before, changes)))
    settle_seats(row, work)
    check_again(row, work.now)
    work.changed += 1


def tell_once(work: Work, *, but: Collection[int] = ()) -> None:
    """One message per person whatever the number of her séances; whoever was just given a seat reads there how things are now."""
    work.told += tell_everybody(work.announced, work.now, served=work.served, but=but)


def settle_seats(row: Occurrence, work: Work) -> None:
    """Nobody is removed: people above the seats are counted as such, and seats added go to those who wait."""
    count_change(row, before=None, after=None)
    if row.starts_at > work.now:
        work.served |= served_by(allocate(row, work.actor, now=work.now))
    work.overbooked += int(row.counters.seats_held + row.counters.seats_offered > row.seats_with_origin.number)


def refuse_conflicts(pairs: list[tuple[Occurrence, Wished]]) -> None:
    """What was free in the preview still is. Where the territory prevents conflicts, rooms and people are locked first, after the séances."""
    territories = {row.territory for row, _wish in pairs}
    if any(ConflictRule.BLOCK in (each.room_conflicts, each.facilitator_conflicts) for each in territories):
        people = {one for row, wish in pairs for one in wish.facilitators or people_of(row)}
        lock_rows([wish.venue for _row, wish in pairs], people)
    moving = {row.pk for row, _wish in pairs}
    for row, wish in pairs:
        for conflict in in_the_way(row, wish, moving):
            if conflict.is_blocking:
                raise ImpossibleDates(f"Séance du {row.date_sentence} : {conflict.text}. Rien n’a changé.")


def keep(pivot: Occurrence, scope: str, summary: str, work: Work) -> SeriesEdit:
    """The intention, kept so that it can be taken back as one."""
    if work.actor.user is None:
        raise NotAllowed
    return SeriesEdit.objects.create(
        action=pivot.action,
        user=work.actor.user,
        scope=scope,
        summary=summary[:300],
        made_at=work.now,
        seances_count=work.changed,
        told_count=work.told,
    )
