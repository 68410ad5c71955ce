"""Which séances a change reaches, what each becomes, and what others changed meanwhile. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q

from backoffice.actions.enums import OccurrenceState, Scope
from backoffice.actions.models import Occurrence
from backoffice.actions.services.instants import instant
from backoffice.console.base.wording import short_moment, short_span
from backoffice.notifications.enums import Change

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import QuerySet

    from backoffice.actions.models import Facilitator
    from backoffice.directory.models import Venue

# What a change of a series may say; a key that is absent changes nothing.
FIELDS = ("title", "day", "start_time", "minutes", "venue", "facilitators", "seats")


@dataclass(frozen=True)
class Wished:
    """What one séance becomes."""

    starts_at: datetime
    ends_at: datetime
    venue: Venue | None
    title: str
    seats: int | None
    facilitators: tuple[Facilitator, ...]

    @classmethod
    def as_is(cls, row: Occurrence) -> Wished:
        return cls(
            row.starts_at, row.ends_at, row.venue, row.title, row.seats_override, tuple(row.facilitators.order_by("pk"))
        )

    def moves(self, row: Occurrence) -> bool:
        return (self.starts_at, self.ends_at, self.venue) != (row.starts_at, row.ends_at, row.venue)

    def changes(self, was: Wished) -> tuple[Change, ...]:
        """What is new, in the words of messages. A number of seats is nothing to tell."""
        new = {
            Change.TIME: self.starts_at != was.starts_at,
            Change.VENUE: self.venue != was.venue,
            Change.DURATION: self.ends_at - self.starts_at != was.ends_at - was.starts_at,
            Change.TITLE: self.title != was.title,
            Change.FACILITATORS: self.facilitators != was.facilitators,
        }
        return tuple(change for change, is_new in new.items() if is_new)


def reached(occurrence: Occurrence, scope: str, *, include_apart: bool, now: datetime) -> QuerySet[Occurrence]:
    """The séances to come of the series, by date; those modified by hand only when asked. The one that is edited always is."""
    rows = Occurrence.objects.select_related("action__organisation__territory", "venue", "counters")
    return rows.filter(within(occurrence, scope, include_apart=include_apart, now=now)).order_by("starts_at", "pk")


def within(occurrence: Occurrence, scope: str, *, include_apart: bool, now: datetime) -> Q:
    itself = Q(pk=occurrence.pk)
    if scope == Scope.THIS:
        return itself
    rows = series_of(occurrence, now)
    if scope == Scope.FOLLOWING:
        rows = rows.filter(starts_at__gte=occurrence.starts_at)
    return itself | Q(pk__in=(rows if include_apart else rows.filter(is_apart=False)).order_by().values("pk"))


def series_of(occurrence: Occurrence, now: datetime) -> QuerySet[Occurrence]:
    """The séances to come of the same action, in the same band and at the same station."""
    rows = Occurrence.objects.filter(action=occurrence.action_id, band=occurrence.band, station=occurrence.station)
    return rows.filter(starts_at__gt=now).exclude(state=OccurrenceState.CANCELLED)


def wished(row: Occurrence, changes: Mapping[str, Any], pivot: Occurrence) -> Wished:
    """What `row` becomes. The day moves by as many days as the séance that is edited; the hour is the hour on the wall.

    Raises ImpossibleDates when the hour does not exist that day, or exists twice."""
    was = Wished.as_is(row)
    starts_at, length = was.starts_at, was.ends_at - was.starts_at
    if {"day", "start_time"} & set(changes):
        starts_at = instant(wall_of(row, changes, pivot), row.territory.zone)
    if "minutes" in changes:
        length = timedelta(minutes=changes["minutes"])
    return Wished(
        starts_at,
        starts_at + length,
        changes.get("venue", was.venue),
        changes.get("title", was.title),
        changes.get("seats", was.seats),
        tuple(changes.get("facilitators", was.facilitators)),
    )


def wall_of(row: Occurrence, changes: Mapping[str, Any], pivot: Occurrence) -> datetime:
    day: date = row.local_start.date()
    if "day" in changes:
        day += changes["day"] - pivot.local_start.date()
    hour: time = changes.get("start_time", row.local_start.time())
    return datetime.combine(day, hour)


def version_of(action_id: int) -> int:
    """The last entry of the history of the séances of an action: a greater one means that somebody changed something."""
    last = Occurrence.history.filter(action_id=action_id).aggregate(last=Max("history_id"))["last"]
    return last or 0


def changed_since(action_id: int, version: int, keys: set[int]) -> list[str]:
    """What was changed after a version, séance by séance, with who, the value before and the value now."""
    rows = Occurrence.history.filter(action_id=action_id, history_id__gt=version, id__in=keys)
    told = (line for row in rows.select_related("history_user", "venue").order_by("history_id") for line in said(row))
    return list(dict.fromkeys(told))


def said(row: Any) -> list[str]:
    """« Nadia Ben Amor, séance du jeu. 14 janv. 2027, 14:00–16:00 : lieu Salle 1 → Salle 2 »."""
    before = row.prev_record
    who, zone = row.history_user or "Le logiciel", row.action.organisation.territory.zone
    if before is None:
        return []
    where = short_span(before.starts_at.astimezone(zone), before.ends_at.astimezone(zone))
    pairs = (
        ("date", *(short_moment(each.starts_at.astimezone(zone)) for each in (before, row))),
        ("fin", *(f"{each.ends_at.astimezone(zone):%H:%M}" for each in (before, row))),
        ("lieu", *(str(each.venue or "aucun") for each in (before, row))),
        ("titre", *(each.title or "celui de l’action" for each in (before, row))),
        ("animation", *(runners(each) for each in (before, row))),
        ("places", *(str(each.seats_override or "celles de l’action") for each in (before, row))),
        ("état", *(each.get_state_display().lower() for each in (before, row))),
    )
    return [f"{who}, séance du {where} : {label} {old} → {new}." for label, old, new in pairs if old != new]


def runners(entry: Any) -> str:
    """Who ran a séance at one entry of its history."""
    return ", ".join(sorted(entry.facilitators.values_list("facilitator__name", flat=True))) or "celle de l’action"
