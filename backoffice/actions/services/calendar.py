"""A month or a week of séances as a table: days, and what is on each. A constant number of statements, whatever the number of séances.

A day shows its first lines and says how many more there are: nobody reads two hundred lines in a cell."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import CollectiveAction, Facilitator, Occurrence
from backoffice.console.base.wording import count
from backoffice.directory.models import Territory
from backoffice.people.values import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from backoffice.actions.queries import OccurrenceQuerySet

LINES_PER_DAY = {"mois": 5, "semaine": 60}
WEEK = timedelta(days=7)
NOBODY = "Sans animation"
NOWHERE = "Sans lieu"
ALONE = "Sans poste"
BY = {"salle": "Par salle", "animation": "Par animatrice ou animateur", "poste": "Par partenaire"}


@dataclass(frozen=True)
class Span:
    """The days of a page: whole weeks, from Monday."""

    view: str
    day: date

    @property
    def days(self) -> list[date]:
        if self.view == "semaine":
            monday = self.day - timedelta(days=self.day.weekday())
            return [monday + timedelta(days=number) for number in range(7)]
        return [day for week in Calendar().monthdatescalendar(self.day.year, self.day.month) for day in week]

    @property
    def before(self) -> date:
        return self.day - WEEK if self.view == "semaine" else self.day.replace(day=1) - timedelta(days=1)

    @property
    def after(self) -> date:
        return (
            self.day + WEEK if self.view == "semaine" else (self.day.replace(day=1) + timedelta(days=32)).replace(day=1)
        )


@dataclass(frozen=True, slots=True)
class Row:
    """What the table needs of one séance. Thousands are read for a month: rows of values, not of models."""

    pk: int
    group_id: int | None
    starts_at: datetime
    own_title: str
    action_id: int
    action_title: str
    territory_id: int
    venue: str | None
    station: str
    state: str
    seats: int
    held: int

    @property
    def is_cancelled(self) -> bool:
        return self.state == OccurrenceState.CANCELLED


COLUMNS = (
    *("pk", "group", "starts_at", "title", "action", "action__title", "action__organisation__territory"),
    *("venue__name", "station", "state", "seats", "seats_held"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a day: a séance, or the bands of a day of one action together."""

    row: Row
    territory: Territory
    start: datetime
    number: int
    held: int
    seats: int

    @property
    def title(self) -> str:
        return self.row.own_title or self.row.action_title

    @property
    def is_cancelled(self) -> bool:
        return self.row.is_cancelled

    @property
    def group_id(self) -> int | None:
        return self.row.group_id if self.number > 1 else None

    @property
    def words(self) -> str:
        """« 9 sur 12 », « 10 séances, 42 sur 60 », « annulée »."""
        if self.is_cancelled:
            return "annulée" if self.number == 1 else f"{count(self.number, 'séance')}, toutes annulées"
        bands = f"{count(self.number, 'séance')}, " if self.number > 1 else ""
        return f"{bands}{self.held} sur {self.seats}"


@dataclass
class DayCell:
    day: date
    is_outside: bool = False
    items: list[Item] = field(default_factory=list)
    limit: int = LINES_PER_DAY["semaine"]

    @property
    def shown(self) -> list[Item]:
        return self.items[: self.limit]

    @property
    def more(self) -> int:
        return max(0, len(self.items) - self.limit)


@dataclass(frozen=True)
class Table:
    """Rows of days: weeks of a month, or what the user asked (« CMS de Crest, salle 2 », « Sophie »…) over one week."""

    span: Span
    rows: list[tuple[str, list[DayCell]]]


def table_of(rows: OccurrenceQuerySet, *, span: Span, by: str, zone: ZoneInfo, with_cancelled: bool = False) -> Table:
    """The séances of the span, cancelled ones only when asked, in the wall time of each territory."""
    days = span.days
    start = datetime.combine(days[0], time.min, zone) - timedelta(days=1)
    end = datetime.combine(days[-1], time.max, zone) + timedelta(days=1)
    rows = rows.filter(starts_at__gte=start, starts_at__lte=end)
    rows = rows if with_cancelled else rows.exclude(state=OccurrenceState.CANCELLED)
    values = rows.with_seats().order_by("starts_at", "action", "pk").values_list(*COLUMNS)
    found = [Row(*each) for each in values]
    if span.view == "semaine" and by:
        names = led_by(rows, found) if by == "animation" else {row.pk: [name_of(row, by)] for row in found}
        return Table(span, named_rows(found, days, names))
    return Table(span, week_rows(found, span))


def week_rows(found: list[Row], span: Span) -> list[tuple[str, list[DayCell]]]:
    at = items_by_day(found)
    limit = LINES_PER_DAY[span.view]
    cells = [DayCell(day, span.view != "semaine" and day.month != span.day.month, at[day], limit) for day in span.days]
    return [("", cells[first : first + 7]) for first in range(0, len(cells), 7)]


def named_rows(found: list[Row], days: list[date], names: dict[int, list[str]]) -> list[tuple[str, list[DayCell]]]:
    """One row per room, facilitator or station, by name; what has none comes last."""
    shares: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        for name in names[row.pk]:
            shares[name].append(row)
    ordered = sorted(shares, key=lambda name: (name in {NOBODY, NOWHERE, ALONE}, folded(name)))
    at = {name: items_by_day(shares[name]) for name in ordered}
    return [(name, [DayCell(day, False, at[name][day]) for day in days]) for name in ordered]


def name_of(row: Row, by: str) -> str:
    return (row.venue or NOWHERE) if by == "salle" else (row.station or ALONE)


def led_by(rows: OccurrenceQuerySet, found: list[Row]) -> dict[int, list[str]]:
    """Who runs each séance: its own facilitators, or its action's. Two statements."""
    keys = rows.order_by().values("pk")
    own, usual = defaultdict(list), defaultdict(list)
    by_row = Occurrence.facilitators.through.objects.filter(occurrence__in=keys).order_by("facilitator__name")
    for key, name in by_row.values_list("occurrence", "facilitator__name"):
        own[key].append(name)
    actions = {row.action_id for row in found}
    by_action = CollectiveAction.facilitators.through.objects.filter(collectiveaction__in=actions)
    for key, name in by_action.order_by("facilitator__name").values_list("collectiveaction", "facilitator__name"):
        usual[key].append(name)
    return {row.pk: own[row.pk] or usual[row.action_id] or [NOBODY] for row in found}


def items_by_day(found: list[Row]) -> dict[date, list[Item]]:
    at: dict[date, list[Item]] = defaultdict(list)
    territories = Territory.objects.in_bulk({row.territory_id for row in found})
    for rows in map(held_first, together(found)):
        territory = territories[rows[0].territory_id]
        start = rows[0].starts_at.astimezone(territory.zone)
        item = Item(rows[0], territory, start, len(rows), sum(row.held for row in rows), sum(row.seats for row in rows))
        at[start.date()].append(item)
    return at


def together(found: Iterable[Row]) -> Iterator[list[Row]]:
    """The bands of one day of one group are one line."""
    groups: dict[tuple[str, int], list[Row]] = {}
    for row in found:
        groups.setdefault(("group", row.group_id) if row.group_id else ("row", row.pk), []).append(row)
    yield from groups.values()


def held_first(rows: list[Row]) -> list[Row]:
    """The séances of a line that are held; those that are cancelled only when none is."""
    return [row for row in rows if not row.is_cancelled] or rows


def facilitators_shown(user: object) -> list[Facilitator]:
    """Whom a filter may name."""
    return list(Facilitator.objects.visible_to(user).order_by("name", "pk"))
