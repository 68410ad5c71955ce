"""A day of bands and stations as one table and one list: who is where, when. Reads in three statements, whatever the number of cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.actions.values import SeatsLine
from backoffice.booking.enums import HOLDS_A_SEAT
from backoffice.booking.models import Participation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.actions.models import OccurrenceGroup


@dataclass
class Cell:
    """One band of one station: its seats, and the people who have them."""

    occurrence: Occurrence
    people: list[Participation] = field(default_factory=list)

    @property
    def line(self) -> SeatsLine:
        return SeatsLine.of(self.occurrence)

    @property
    def band(self) -> str:
        """Its own name, or its hours on the wall."""
        seance = self.occurrence
        return seance.band or f"{seance.local_start:%H:%M}–{seance.local_end:%H:%M}"

    @property
    def is_shut(self) -> bool:
        return self.occurrence.state != OccurrenceState.OPEN

    @property
    def words(self) -> str:
        """« libre », « fermé », « 3 sur 4 »; the names are told apart, to whoever may read them."""
        if self.occurrence.state == OccurrenceState.CANCELLED:
            return "annulé"
        if self.is_shut and not self.line.held:
            return "fermé"
        if self.line.seats == 1:
            return "pris" if self.line.held else "libre"
        return f"{self.line.held} sur {self.line.seats}"


@dataclass
class Row:
    """One band: its hours on the wall, and a cell per station (None where a station has no such band)."""

    band: str
    cells: list[Cell | None]


@dataclass(frozen=True)
class Day:
    """The whole day. `stations` is empty for bands without partners."""

    group: OccurrenceGroup
    cells: list[Cell]

    @property
    def first(self) -> Occurrence | None:
        """Where and when the day is; None once its séances are in no group."""
        return self.cells[0].occurrence if self.cells else None

    @property
    def last(self) -> Occurrence | None:
        return self.cells[-1].occurrence if self.cells else None

    @property
    def stations(self) -> list[str]:
        """In the order in which they were typed: that of their first cells."""
        return list(dict.fromkeys(cell.occurrence.station for cell in self.cells if cell.occurrence.station))

    @property
    def bands(self) -> list[str]:
        ordered = sorted(self.cells, key=lambda cell: (cell.occurrence.starts_at, cell.occurrence.pk))
        return list(dict.fromkeys(cell.band for cell in ordered))

    @property
    def rows(self) -> list[Row]:
        at = {(cell.band, cell.occurrence.station): cell for cell in self.cells}
        return [Row(band, [at.get((band, name)) for name in self.stations or [""]]) for band in self.bands]

    @property
    def line(self) -> SeatsLine:
        """The seats of the whole day, cancelled cells apart."""
        lines = [cell.line for cell in self.cells if cell.occurrence.state != OccurrenceState.CANCELLED]
        return SeatsLine(
            sum(line.seats for line in lines),
            sum(line.held for line in lines),
            sum(line.offered for line in lines),
            sum(line.waiting for line in lines),
            sum(line.awaited for line in lines),
        )

    def kept(self, *, band: str = "", station: str = "") -> list[Cell]:
        """The cells of one band, of one station, of both, or all."""
        return [cell for cell in self.cells if band in {"", cell.band} and station in {"", cell.occurrence.station}]


def day_of(group: OccurrenceGroup, *, with_people: bool, station: str = "") -> Day:
    """The cells of a group (of one station only, when it is given), by hour, with their people by name when asked."""
    rows = group.occurrences.with_everything_shown().select_related("counters", "group").order_by("starts_at", "pk")
    rows = rows.filter(station=station) if station else rows
    cells = [Cell(row) for row in rows]
    if with_people:
        share(cells, people_of(cell.occurrence for cell in cells))
    return Day(group, cells)


def people_of(occurrences: Iterable[Occurrence]) -> list[Participation]:
    rows = Participation.objects.filter(occurrence__in=[row.pk for row in occurrences], state__in=HOLDS_A_SEAT)
    return list(rows.select_related("usager").order_by("usager__last_name", "usager__first_name", "pk"))


def share(cells: list[Cell], people: list[Participation]) -> None:
    at = {cell.occurrence.pk: cell for cell in cells}
    for participation in people:
        at[participation.occurrence_id].people.append(participation)
        participation.occurrence = at[participation.occurrence_id].occurrence
