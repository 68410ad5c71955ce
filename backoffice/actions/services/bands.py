"""A day cut in bands: from hours and seats to bands, or from seats to the hour when it ends. Pure arithmetic on wall minutes (ux §2.8).

Refuses to round silently: what does not fit is said with the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from itertools import groupby

from backoffice.actions.errors import ImpossibleDates
from backoffice.console.base.wording import count

MAX_BANDS = 96
LAST_MINUTE = 24 * 60 - 1


@dataclass(frozen=True)
class Band:
    """Minutes after midnight, on the wall, and the seats of each station."""

    start: int
    end: int
    seats: int

    @property
    def label(self) -> str:
        return f"{clock(self.start)}–{clock(self.end)}"


@dataclass(frozen=True)
class CutDay:
    """The bands in order, and the minutes that are left before the end."""

    bands: tuple[Band, ...]
    left_minutes: int = 0

    @property
    def seats(self) -> int:
        return sum(band.seats for band in self.bands)

    def sentence(self, stations: int = 0) -> str:
        """« 60 places = 10 tranches × 6 (il reste 10 min à 12:20) »: the sum first, because that is what people know."""
        runs = [(len(list(rows)), seats) for seats, rows in groupby(band.seats for band in self.bands)]
        product = " + ".join(f"{count(number, 'tranche')} × {seats}" for number, seats in runs)
        if stations:
            product = f"{count(stations, 'poste')} × " + (f"({product})" if len(runs) > 1 else product)
        left = f" (il reste {self.left_minutes} min à {clock(self.bands[-1].end)})" if self.left_minutes else ""
        return f"{count(self.seats * (stations or 1), 'place')} = {product}{left}"


@dataclass(frozen=True)
class Cutting:
    """What is asked. `end` None: as many bands as `seats_in_all` needs; `seats_per_band` None: `seats_in_all` shared between the bands."""

    start: time
    end: time | None
    every_minutes: int
    seats_per_band: int | None = None
    seats_in_all: int | None = None
    pause: tuple[time, time] | None = None

    def cut(self) -> CutDay:
        """The bands. Raises ImpossibleDates when they do not fit, with the numbers."""
        if self.end is None:
            return self.as_long_as_needed()
        starts = self.starts(minutes(self.end))
        if not starts:
            raise ImpossibleDates("La journée est plus courte qu’une tranche. Changez l’heure de fin ou la durée.")
        left = minutes(self.end) - (starts[-1] + self.every_minutes)
        day = CutDay(self.with_seats(starts), left)
        if self.seats_per_band is None or self.seats_in_all is None:
            return day
        return self.shortened(day, self.seats_in_all)

    def as_long_as_needed(self) -> CutDay:
        if not self.seats_in_all or not self.seats_per_band:
            raise ImpossibleDates("Sans heure de fin, écrivez le nombre de places en tout et par tranche.")
        wanted = -(-self.seats_in_all // self.seats_per_band)
        starts = self.starts(LAST_MINUTE)[:wanted]
        if len(starts) < wanted:
            raise ImpossibleDates(f"{count(wanted, 'tranche')} ne tiennent pas dans la journée. Commencez plus tôt.")
        return CutDay(self.filled(starts, self.seats_in_all))

    def shortened(self, day: CutDay, in_all: int) -> CutDay:
        """Both numbers and an end: only the bands that the seats in all need."""
        if day.seats < in_all:
            raise ImpossibleDates(
                f"La journée donne {count(day.seats, 'place')}, pas {in_all}. "
                "Finissez plus tard, ou mettez plus de personnes par tranche."
            )
        wanted = -(-in_all // day.bands[0].seats)
        bands = self.filled([band.start for band in day.bands[:wanted]], in_all)
        left = day.left_minutes + day.bands[-1].end - bands[-1].end
        return CutDay(bands, left)

    def starts(self, end: int) -> list[int]:
        """Where each band starts: one after the other, none over the pause."""
        found: list[int] = []
        at = minutes(self.start)
        pause = (minutes(self.pause[0]), minutes(self.pause[1])) if self.pause else None
        while at + self.every_minutes <= end and len(found) < MAX_BANDS:
            if pause and at < pause[1] and at + self.every_minutes > pause[0]:
                at = pause[1]
                continue
            found.append(at)
            at += self.every_minutes
        return found

    def with_seats(self, starts: list[int]) -> tuple[Band, ...]:
        """The same seats in each band, or `seats_in_all` shared, the first bands taking what does not divide."""
        if self.seats_per_band is not None:
            return self.filled(starts, self.seats_per_band * len(starts))
        each, more = divmod(self.seats_in_all or 0, len(starts))
        if not each:
            raise ImpossibleDates(f"Il y a {count(len(starts), 'tranche')} : il faut au moins une place dans chacune.")
        return tuple(
            Band(start, start + self.every_minutes, each + int(rank < more)) for rank, start in enumerate(starts)
        )

    def filled(self, starts: list[int], in_all: int) -> tuple[Band, ...]:
        """Bands filled in order; the last one takes what remains."""
        each = self.seats_per_band or 0
        return tuple(
            Band(start, start + self.every_minutes, min(each, in_all - rank * each))
            for rank, start in enumerate(starts)
        )


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def clock(at: int) -> str:
    return f"{at // 60:02}:{at % 60:02}"


def station_names(typed: str) -> list[str]:
    """One per line; blank lines apart. Raises ImpossibleDates on a name that comes twice or is too long."""
    names = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
    twice = next((name for name in names if [one.casefold() for one in names].count(name.casefold()) > 1), None)
    if twice:
        raise ImpossibleDates(f"« {twice} » est écrit deux fois. Un poste par ligne, chacun avec son nom.")
    long = next((name for name in names if len(name) > 60), None)
    if long:
        raise ImpossibleDates(f"« {long[:40]}… » est trop long : 60 caractères au plus.")
    return names
