"""How many seats an occurrence has, and where the number comes from: motif default → action → occurrence, capped by the room.

One arithmetic, written twice: in Python for one occurrence, in SQL for lists; a test holds them together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, IntegerField
from django.db.models.functions import Coalesce, Least

from backoffice.actions.enums import SeatsOrigin
from backoffice.console.base.wording import count

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence

ROOM_WITHOUT_LIMIT = 32_767
# What the quotas of an action or of a séance map to scopes and seats: the parameters of the rules that they stand for.
RESERVED, MAXIMUM = "quota.seats", "quota.maximum"
SEATS = (MinValueValidator(1), MaxValueValidator(2000))


@dataclass(frozen=True)
class Seats:
    """`number` of seats, `origin` of the number, and what was wanted before the room capped it (None when it did not)."""

    number: int
    origin: SeatsOrigin
    wanted: int | None = None

    @property
    def sentence(self) -> str:
        if self.wanted is None:
            return f"{count(self.number, 'place')} : {self.origin.label}."
        return f"{count(self.number, 'place')} : {self.origin.label} ({count(self.wanted, 'demandée')})."


def seats_of(occurrence: Occurrence) -> Seats:
    """The seats of one occurrence, its action, motif and venue being loaded."""
    number, origin = wanted_seats(occurrence)
    room = occurrence.venue.room_capacity if occurrence.venue_id else None
    if room is not None and room < number:
        return Seats(room, SeatsOrigin.ROOM, wanted=number)
    return Seats(number, origin)


def wanted_seats(occurrence: Occurrence) -> tuple[int, SeatsOrigin]:
    if occurrence.seats_override is not None:
        return occurrence.seats_override, SeatsOrigin.OCCURRENCE
    if occurrence.action.seats_override is not None:
        return occurrence.action.seats_override, SeatsOrigin.ACTION
    return occurrence.action.motif.default_seats, SeatsOrigin.MOTIF


def seats_expression(prefix: str = "") -> Least:
    """The same in SQL, from an Occurrence (`prefix` empty) or from a row that leads to it ("occurrence__")."""
    wanted = Coalesce(
        F(f"{prefix}seats_override"), F(f"{prefix}action__seats_override"), F(f"{prefix}action__motif__default_seats")
    )
    room = Coalesce(F(f"{prefix}venue__room_capacity"), ROOM_WITHOUT_LIMIT)
    return Least(wanted, room, output_field=IntegerField())


@dataclass(frozen=True)
class SeatsLine:
    """Seats as a subtraction: « 12 places − 9 inscrits − 1 place proposée = 2 libres ». Never « 0/3 », which nobody reads twice alike."""

    seats: int
    held: int
    offered: int
    waiting: int
    awaited: int
    kept: tuple[tuple[int, str], ...] = ()

    def keeping(self, kept: tuple[tuple[int, str], ...]) -> SeatsLine:
        """The same, with (seats, « à Mission locale jusqu’au 3 janvier ») that are not for everybody."""
        return replace(self, kept=kept)

    @classmethod
    def of(cls, occurrence: Occurrence) -> SeatsLine:
        """From an occurrence read with its seats (`with_seats`)."""
        counters = (occurrence.seats_held, occurrence.seats_offered, occurrence.waiting_count, occurrence.seats_awaited)
        return cls(occurrence.seats, *counters)

    @property
    def left(self) -> int:
        return self.seats - self.held - self.offered

    @property
    def over(self) -> int:
        """How many people are above the seats."""
        return max(0, -self.left)

    @property
    def free(self) -> int:
        """Seats that a newcomer can have: those who wait come first."""
        return max(0, self.left - self.awaited)

    @property
    def percent(self) -> int:
        return min(100, round(100 * (self.held + self.offered) / self.seats)) if self.seats else 100

    @property
    def sentence(self) -> str:
        terms = [count(self.seats, "place"), count(self.held, "inscrit")]
        if self.offered:
            terms.append(count(self.offered, "place proposée", "places proposées"))
        terms += [f"{count(seats, 'réservée')} {whose}" for seats, whose in self.shown_kept]
        return f"{' − '.join(terms)} = {self.result}"

    @property
    def shown_kept(self) -> tuple[tuple[int, str], ...]:
        """Reserved seats that are really there: overbooked or full, nothing is kept."""
        left, shown = self.left, []
        for seats, whose in self.kept:
            real = min(seats, max(0, left))
            left -= real
            shown += [(real, whose)] if real else []
        return tuple(shown)

    @property
    def result(self) -> str:
        if self.over:
            return f"{self.over} en surnombre"
        return count(self.left - sum(seats for seats, _whose in self.shown_kept), "libre")

    @property
    def short(self) -> str:
        """For lists: « 9 sur 12 · 4 en attente »."""
        waiting = f" · {self.waiting} en attente" if self.waiting else ""
        return f"{self.held} sur {self.seats}{waiting}"
