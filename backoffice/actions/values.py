"""How many seats an occurrence has, and where the number comes from: motif default → action → occurrence, capped by the room.

One arithmetic, written twice: in Python for one occurrence, in SQL for lists; a test holds them together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, IntegerField
from django.db.models.functions import Coalesce, Least

from backoffice.actions.enums import SeatsOrigin

if TYPE_CHECKING:
    from backoffice.actions.models import Occurrence

ROOM_WITHOUT_LIMIT = 32_767
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
            return f"{self.number} places : {self.origin.label}."
        return f"{self.number} places : {self.origin.label} ({self.wanted} demandées)."


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
