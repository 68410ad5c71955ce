"""A repetition as it is asked, and the days that it names. The arithmetic of recurrence is dateutil's (RFC 5545); nothing here knows holidays.

Bounded (bad input B32): two years after the first day, 200 dates."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from dateutil import rrule

from backoffice.actions.enums import Frequency, OnSkip, Skip
from backoffice.actions.errors import ImpossibleDates
from backoffice.console.base.wording import MONTH_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_OCCURRENCES = 200
HORIZON = timedelta(days=731)
WEEK = 7
LAST = -1
WHOLE_DAY = 1440
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """What somebody asks: a first day, an hour on the wall, a length, a rhythm, an end (`count` or `until`), and what to skip."""

    first_day: date
    start_time: time
    minutes: int
    frequency: Frequency = Frequency.WEEKLY
    every: int = 1
    weekdays: tuple[int, ...] = ()
    days: tuple[date, ...] = ()
    count: int | None = 1
    until: date | None = None
    skips: frozenset[Skip] = field(default_factory=frozenset)
    on_skip: OnSkip = OnSkip.CONTINUE

    def __post_init__(self) -> None:
        if self.frequency != Frequency.DATES and (self.count is None) == (self.until is None):
            raise ImpossibleDates("Dites un nombre de séances, ou une date de fin.")
        if self.count is not None and not 1 <= self.count <= MAX_OCCURRENCES:
            raise ImpossibleDates(f"Choisissez entre 1 et {MAX_OCCURRENCES} séances.")
        if self.until is not None and not self.first_day <= self.until <= self.horizon:
            raise ImpossibleDates("La date de fin doit venir après la première séance, dans les deux ans.")
        if not 0 < self.minutes <= WHOLE_DAY:
            raise ImpossibleDates("Une séance dure entre 1 minute et 24 heures.")

    @property
    def horizon(self) -> date:
        return self.first_day + HORIZON

    @property
    def last_day(self) -> date:
        """No date goes beyond."""
        return self.until or max([self.horizon, *self.days])

    @property
    def hours(self) -> tuple[time, time]:
        """From when to when on the wall; to the end of the day when it ends on the next one."""
        end = datetime.combine(self.first_day, self.start_time) + timedelta(minutes=self.minutes)
        return self.start_time, end.time() if end.date() == self.first_day else time.max

    @property
    def is_one_off(self) -> bool:
        return self.count == 1 and self.frequency != Frequency.DATES

    def rule(self, **end: Any) -> rrule.rrule:
        """The rule in dateutil's terms, with an end when one is given."""
        start = datetime.combine(self.first_day, time.min)
        if self.frequency == Frequency.WEEKLY:
            chosen = self.weekdays or (self.first_day.weekday(),)
            return rrule.rrule(rrule.WEEKLY, dtstart=start, interval=self.every, byweekday=chosen, **end)
        day = rrule.weekday(self.first_day.weekday(), self.rank)
        return rrule.rrule(rrule.MONTHLY, dtstart=start, interval=self.every, byweekday=day, **end)

    @property
    def rank(self) -> int:
        """The first day is the n-th of its weekday in its month."""
        return LAST if self.frequency == Frequency.MONTHLY_LAST else (self.first_day.day - 1) // WEEK + 1

    def named_days(self) -> Iterator[date]:
        """Every day that the rule names, in order, up to the end or the horizon."""
        if self.frequency == Frequency.DATES:
            yield from sorted({self.first_day, *self.days})
            return
        for wall in self.rule():
            if wall.date() > self.last_day:
                return
            yield wall.date()

    def gaps(self, last: date) -> list[str]:
        """Months that the rule passes over because they have no such day, up to `last`: « avril 2027 n’a pas de 5ᵉ vendredi »."""
        if self.frequency != Frequency.MONTHLY or self.rank <= 4:
            return []
        weekday = WEEKDAYS[self.first_day.weekday()]
        return [f"{MONTH_NAMES[month - 1]} {year} n’a pas de 5ᵉ {weekday}." for year, month in self.empty_months(last)]

    def empty_months(self, last: date) -> Iterator[tuple[int, int]]:
        number = self.first_day.year * 12 + self.first_day.month - 1
        while number <= last.year * 12 + last.month - 1:
            year, month = number // 12, number % 12 + 1
            offset = (self.first_day.weekday() - date(year, month, 1).weekday()) % WEEK
            if 1 + offset + 4 * WEEK > monthrange(year, month)[1]:
                yield year, month
            number += self.every

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it; "" for a one-off."""
        if self.is_one_off:
            return ""
        if self.frequency == Frequency.DATES:
            return "RDATE:" + ",".join(f"{day:%Y%m%d}" for day in self.named_days())
        end = {"count": self.count} if self.until is None else {"until": datetime.combine(self.until, time.min)}
        return str(self.rule(**end)).splitlines()[-1].removeprefix("RRULE:")

    def stored(self) -> dict[str, Any]:
        """For the action, so that the series is extended as it was made."""
        return {
            "frequency": self.frequency,
            "every": self.every,
            "weekdays": list(self.weekdays),
            "start_time": f"{self.start_time:%H:%M}",
            "minutes": self.minutes,
            "skips": sorted(self.skips),
            "on_skip": self.on_skip,
        }
