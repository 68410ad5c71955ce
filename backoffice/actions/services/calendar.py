"""A month or a week of séances as a table: days, and what is on each. A constant number of statements, whatever the number of séances.

A day shows its first lines and says how many more there are: nobody reads two hundred lines in a cell."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Facilitator
from backoffice.actions.values import SeatsLine
from backoffice.console.base.wording import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from zoneinfo import ZoneInfo

    from backoffice.actions.models import Occurrence
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


@dataclass(frozen=True)
class Item:
    """One line of a day: a séance, or the bands of a day of one action together."""

    occurrence: Occurrence
    start: datetime
    number: int
    held: int
    seats: int

    @property
    def group_id(self) -> int | None:
        return self.occurrence.group_id if self.number > 1 else None

    @property
    def words(self) -> str:
        """« 9 sur 12 », « 10 tranches, 42 sur 60 »."""
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


def table_of(rows: OccurrenceQuerySet, *, span: Span, by: str, zone: ZoneInfo) -> Table:
    """The séances of the span, cancelled ones apart, in the wall time of each territory."""
    days = span.days
    start = datetime.combine(days[0], time.min, zone) - timedelta(days=1)
    end = datetime.combine(days[-1], time.max, zone) + timedelta(days=1)
    rows = rows.filter(starts_at__gte=start, starts_at__lte=end).exclude(state=OccurrenceState.CANCELLED)
    found = list(
        rows.with_everything_shown()
        .prefetch_related("facilitators", "action__facilitators")
        .order_by("starts_at", "action_id", "pk")
    )
    if span.view == "semaine" and by:
        return Table(span, named_rows(found, days, by))
    return Table(span, week_rows(found, span))


def week_rows(found: list[Occurrence], span: Span) -> list[tuple[str, list[DayCell]]]:
    at = items_by_day(found)
    cells = [
        DayCell(day, span.view != "semaine" and day.month != span.day.month, at[day], LINES_PER_DAY[span.view])
        for day in span.days
    ]
    return [("", cells[first : first + 7]) for first in range(0, len(cells), 7)]


def named_rows(found: list[Occurrence], days: list[date], by: str) -> list[tuple[str, list[DayCell]]]:
    """One row per room, facilitator or station, by name; what has none comes last."""
    shares: dict[str, list[Occurrence]] = defaultdict(list)
    for row in found:
        for name in names_of(row, by):
            shares[name].append(row)
    ordered = sorted(shares, key=lambda name: (name in {NOBODY, NOWHERE, ALONE}, name.casefold()))
    return [(name, [DayCell(day, False, items_by_day(shares[name])[day]) for day in days]) for name in ordered]


def names_of(row: Occurrence, by: str) -> list[str]:
    if by == "salle":
        return [row.venue.name if row.venue else NOWHERE]
    if by == "poste":
        return [row.station or ALONE]
    return sorted(one.name for one in row.led_by) or [NOBODY]


def items_by_day(found: Iterable[Occurrence]) -> dict[date, list[Item]]:
    at: dict[date, list[Item]] = defaultdict(list)
    for rows in together(found):
        lines = [SeatsLine.of(row) for row in rows]
        held, seats = sum(line.held for line in lines), sum(line.seats for line in lines)
        start = timezone.localtime(rows[0].starts_at, rows[0].territory.zone)
        at[start.date()].append(Item(rows[0], start, len(rows), held, seats))
    return at


def together(found: Iterable[Occurrence]) -> Iterator[list[Occurrence]]:
    """The bands of one day of one group are one line."""
    groups: dict[tuple[str, int], list[Occurrence]] = {}
    for row in found:
        groups.setdefault(("group", row.group_id) if row.group_id else ("row", row.pk), []).append(row)
    yield from groups.values()


def facilitators_shown(user: object) -> list[Facilitator]:
    """Whom a filter may name."""
    return list(Facilitator.objects.visible_to(user).order_by("name", "pk"))
