"""What is in the way of each date: the room, somebody who runs another séance, somebody away. The territory says whether it warns or prevents.

Says nothing of whose séance it is: it may be an organisation that the user does not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from backoffice.actions.enums import OccurrenceState, Skip
from backoffice.actions.models import Facilitator, Occurrence
from backoffice.actions.services.daysoff import reasons_by_day, times_away
from backoffice.directory.enums import ConflictRule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from backoffice.actions.services.daysoff import Place

type Times = dict[date, list[tuple[datetime, datetime, str]]]


@dataclass(frozen=True)
class Conflict:
    """One sentence; `is_blocking`: the territory refuses it, or it cannot be."""

    text: str
    is_blocking: bool


class Busy:
    """What is taken between two instants, read once for a whole plan."""

    def __init__(self, place: Place, start: datetime, end: datetime) -> None:
        self.place = place
        rows = Occurrence.objects.filter(starts_at__lt=end, ends_at__gt=start).exclude(state=OccurrenceState.CANCELLED)
        self.rows = rows.exclude(pk__in=place.excluded) if place.excluded else rows
        zone = place.territory.zone
        first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        self.room = by_day(self.room_times())
        self.people = by_day([*self.people_times(), *(times_away(place, first, last) if place.facilitators else ())])
        self.away = reasons_by_day(place, first, last, [Skip.ABSENCE]) if place.facilitators else {}

    def room_times(self) -> Iterable[tuple[datetime, datetime, str]]:
        if self.place.venue is None:
            return ()
        said = f"{self.place.venue.name} : déjà pris de {{}}"
        times = self.rows.filter(venue=self.place.venue).values_list("starts_at", "ends_at")
        return [(start, end, said) for start, end in times]

    def people_times(self) -> Iterable[tuple[datetime, datetime, str]]:
        """A séance is run by its own facilitators, or by its action's when it has none of its own."""
        found = []
        for person in self.place.facilitators:
            said = f"{person.name} anime une autre séance de {{}}"
            found += [(start, end, said) for start, end in led_by(person, self.rows)]
        return found

    def own_starts(self) -> set[datetime]:
        """When the action itself has a séance already, cancelled ones included: two at the same time cannot be."""
        action = self.place.action
        if action is None or action.pk is None:
            return set()
        rows = action.occurrences.filter(band="", station="").exclude(pk__in=self.place.excluded)
        return set(rows.values_list("starts_at", flat=True))

    def conflicts(self, start: datetime, end: datetime) -> tuple[Conflict, ...]:
        territory = self.place.territory
        local = start.astimezone(territory.zone).date()
        room = self.overlaps(self.room, start, end)
        people = [*self.overlaps(self.people, start, end), *self.away.get(local, ())]
        rules = ((room, territory.room_conflicts), (people, territory.facilitator_conflicts))
        return tuple(Conflict(text, rule == ConflictRule.BLOCK) for texts, rule in rules for text in texts)

    def overlaps(self, times: Times, start: datetime, end: datetime) -> list[str]:
        near = [each for day in around(start) for each in times.get(day, ())]
        zone = self.place.territory.zone
        return list(
            dict.fromkeys(
                said.format(f"{taken.astimezone(zone):%H:%M} à {until.astimezone(zone):%H:%M}")
                for taken, until, said in near
                if taken < end and until > start
            )
        )


def led_by(person: Facilitator, rows: QuerySet[Occurrence]) -> Iterable[tuple[datetime, datetime]]:
    own = Q(pk__in=Occurrence.facilitators.through.objects.filter(facilitator=person).values("occurrence"))
    usual = Q(action__in=person.actions.order_by().values("pk")) & ~Q(
        pk__in=Occurrence.facilitators.through.objects.order_by().values("occurrence")
    )
    return rows.filter(own | usual).values_list("starts_at", "ends_at")


def by_day(times: Iterable[tuple[datetime, datetime, str]]) -> Times:
    """By day in UTC of their start, so that two hundred dates do not each read five thousand."""
    found: Times = {}
    for start, end, said in times:
        found.setdefault(start.astimezone(UTC).date(), []).append((start, end, said))
    return found


def around(start: datetime) -> tuple[date, date, date]:
    """A séance lasts a day at most: what overlaps it started the day before, the same day or the next one."""
    day = start.date()
    return day - timedelta(days=1), day, day + timedelta(days=1)
