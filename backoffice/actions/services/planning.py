"""From a repetition to dates, each with what becomes of it and why. Wall time of the territory: 09:00 stays 09:00 whatever the season (R30–R31).

Nothing is written here. What is created is what this gave, compared at the moment of creating."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import DateState, Frequency, OnSkip
from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.services.conflicts import Busy, Conflict
from backoffice.actions.services.daysoff import reasons_by_day, short_calendar
from backoffice.actions.services.instants import instant
from backoffice.actions.services.repeating import MAX_OCCURRENCES, Repetition
from backoffice.console.base.wording import short_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from backoffice.actions.services.daysoff import Place

SATURDAY = 5
PLANNED = {DateState.KEPT, DateState.FORCED, DateState.MOVED, DateState.SHIFTED}
TOO_FEW = "Il n’y a que {} dates en deux ans. Choisissez moins de séances, ou sautez moins de jours."


@dataclass(frozen=True)
class PlannedDate:
    """One occurrence to create: two aware instants in UTC. `is_apart`: moved by hand from what the rule says."""

    starts_at: datetime
    ends_at: datetime
    is_apart: bool = False


@dataclass(frozen=True)
class Plan:
    """The rule as RFC 5545 text ("" for a one-off), how it was asked, and the dates it gives."""

    recurrence: str
    dates: tuple[PlannedDate, ...]
    repetition: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Wish:
    """What somebody wants of one date of the rule: remove it, keep it all the same, or move it to another wall time."""

    state: DateState
    wall: datetime | None = None


@dataclass(frozen=True)
class Line:
    """One date that the rule names (`day`), what becomes of it, and why. `error`: its local time does not exist or exists twice."""

    day: date
    state: DateState
    wall: datetime
    reasons: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    error: str = ""
    date: PlannedDate | None = None

    @property
    def is_planned(self) -> bool:
        return self.state in PLANNED

    @property
    def is_blocked(self) -> bool:
        return bool(self.error) or any(conflict.is_blocking for conflict in self.conflicts)

    @property
    def key(self) -> str:
        return self.day.isoformat()

    def text(self, zone: ZoneInfo) -> str:
        """« jeu. 14 janv. 2027, 14:00–16:00 »."""
        if self.date is None:
            return short_span(self.wall, self.wall).rpartition("–")[0]
        return short_span(self.date.starts_at.astimezone(zone), self.date.ends_at.astimezone(zone))


@dataclass(frozen=True)
class Preview:
    """Every date of a plan, and what should be known about the whole."""

    repetition: Repetition
    zone: ZoneInfo
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def planned(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_planned)

    @property
    def blocked(self) -> tuple[Line, ...]:
        return tuple(line for line in self.planned if line.is_blocked)

    @property
    def plan(self) -> Plan:
        dates = sorted((line.date for line in self.planned if line.date), key=lambda each: each.starts_at)
        return Plan(self.repetition.text, tuple(dates), self.repetition.stored())

    def seen(self) -> list[tuple[str, str]]:
        """What a person reads of it, line by line: creating asks that nothing of it has changed."""
        return [(line.key, " · ".join(self.parts(line))) for line in self.lines]

    def parts(self, line: Line) -> Iterator[str]:
        yield line.text(self.zone)
        yield line.state.label.lower()
        yield from line.reasons
        yield from (conflict.text for conflict in line.conflicts)


class Planner:
    """Walks through the days of a rule until enough are planned."""

    def __init__(
        self, repetition: Repetition, reasons: Mapping[date, tuple[str, ...]], wishes: Mapping[date, Wish]
    ) -> None:
        self.repetition, self.reasons, self.wishes = repetition, reasons, wishes
        self.named = list(repetition.named_days())

    def lines(self) -> Iterator[Line]:
        used = 0
        for number, day in enumerate(self.named):
            if used == self.wanted:
                return
            line = self.line(number, day)
            used += self.counts(line)
            yield line
        if self.repetition.count and self.repetition.frequency != Frequency.DATES and used < self.repetition.count:
            raise ImpossibleDates(TOO_FEW.format(used))

    @property
    def wanted(self) -> int | None:
        return None if self.repetition.frequency == Frequency.DATES else self.repetition.count

    def counts(self, line: Line) -> bool:
        """A skipped date is replaced at the end only when asked; a date removed by hand never is."""
        return line.state != DateState.SKIPPED or self.repetition.on_skip != OnSkip.CONTINUE

    def line(self, number: int, day: date) -> Line:
        """A one-off is never put on another day: what would have skipped it is said."""
        wall = datetime.combine(day, self.repetition.start_time)
        reasons, wish = self.reasons.get(day, ()), self.wishes.get(day)
        if wish is not None and wish.state == DateState.MOVED and wish.wall is not None:
            return Line(day, DateState.MOVED, wish.wall, reasons)
        if wish is not None and (wish.state == DateState.REMOVED or reasons):
            return Line(day, wish.state, wall, reasons)
        if not reasons or self.repetition.is_one_off:
            return Line(day, DateState.KEPT, wall, reasons)
        return self.skipped(number, wall, reasons)

    def skipped(self, number: int, wall: datetime, reasons: tuple[str, ...]) -> Line:
        if self.repetition.on_skip == OnSkip.NEXT_DAY:
            later = self.next_open_day(number)
            if later is not None:
                moved = datetime.combine(later, self.repetition.start_time)
                return Line(wall.date(), DateState.SHIFTED, moved, reasons)
            reasons = (*reasons, "pas de jour ouvré avant la séance suivante")
        return Line(wall.date(), DateState.SKIPPED, wall, reasons)

    def next_open_day(self, number: int) -> date | None:
        """The first working day that is not skipped, before the next day of the rule."""
        following = self.named[number + 1] if number + 1 < len(self.named) else self.repetition.last_day
        day = self.named[number] + timedelta(days=1)
        while day < following:
            if day.weekday() < SATURDAY and day not in self.reasons:
                return day
            day += timedelta(days=1)
        return None


def preview_dates(*, repetition: Repetition, place: Place, wishes: Mapping[date, Wish] | None = None) -> Preview:
    """Every date of a repetition at a place: kept, skipped with its reasons, moved, in conflict. A handful of queries whatever the number.

    Raises ImpossibleDates when the bounds are passed or nothing is left."""
    last = repetition.last_day
    reasons = reasons_by_day(place, repetition.first_day, last, sorted(repetition.skips), repetition.hours)
    lines = list(Planner(repetition, reasons, wishes or {}).lines())
    if sum(line.is_planned for line in lines) > MAX_OCCURRENCES:
        raise ImpossibleDates(f"Au plus {MAX_OCCURRENCES} séances à la fois. Choisissez une fin plus proche.")
    zone = place.territory.zone
    dated = with_conflicts([timed(line, repetition, zone) for line in lines], place)
    end = dated[-1].day if dated else repetition.first_day
    calendar = short_calendar(place.territory, end) if "school" in repetition.skips else ""
    notes = [*repetition.gaps(end), *([calendar] if calendar else [])]
    return Preview(repetition, zone, tuple(dated), tuple(notes))


def timed(line: Line, repetition: Repetition, zone: ZoneInfo) -> Line:
    """The instants of a planned line, or the reason why its wall time has none."""
    if not line.is_planned:
        return line
    try:
        starts_at = instant(line.wall, zone)
    except ImpossibleDates as error:
        return replace(line, error=error.message)
    is_apart = line.state == DateState.MOVED
    return replace(line, date=PlannedDate(starts_at, starts_at + timedelta(minutes=repetition.minutes), is_apart))


def with_conflicts(lines: list[Line], place: Place) -> list[Line]:
    """Each dated line with what is in its way; two lines at the same time are in each other's."""
    dates = [line.date for line in lines if line.date]
    if not dates:
        return lines
    busy = Busy(place, min(each.starts_at for each in dates), max(each.ends_at for each in dates))
    taken = busy.own_starts()
    found = []
    for line in lines:
        if line.date is None:
            found.append(line)
            continue
        conflicts = busy.conflicts(line.date.starts_at, line.date.ends_at)
        if line.date.starts_at in taken:
            conflicts = (Conflict("Cette action a déjà une séance à cette heure", is_blocking=True), *conflicts)
        taken.add(line.date.starts_at)
        found.append(replace(line, conflicts=conflicts))
    return found


def plan_dates(
    *, first_day: date, start_time: time, duration_minutes: int, count: int, zone: ZoneInfo, every_weeks: int = 1
) -> Plan:
    """`count` occurrences, every `every_weeks` weeks from `first_day`, without looking at any calendar. A one-off is a series of one.

    Raises ImpossibleDates when the count is out of bounds or a local time does not exist (or exists twice) that day."""
    repetition = Repetition(
        first_day=first_day, start_time=start_time, minutes=duration_minutes, count=count, every=every_weeks
    )
    walls = (
        datetime.combine(day, start_time) for day, _rank in zip(repetition.named_days(), range(count), strict=False)
    )
    length = timedelta(minutes=duration_minutes)
    starts = [instant(wall, zone) for wall in walls]
    dates = tuple(PlannedDate(start, start + length) for start in starts)
    return Plan(repetition.text, dates, repetition.stored())
