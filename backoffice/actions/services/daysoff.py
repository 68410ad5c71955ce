"""Why no séance is planned on a day: bank holidays, school holidays of the zone, closures, absences. Reads data; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from backoffice.actions.enums import Skip
from backoffice.actions.models import Absence
from backoffice.console.base.wording import short_date
from backoffice.directory.models import Closure, SchoolHoliday
from backoffice.directory.values import bank_holidays, holiday_area

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import Max, QuerySet

    from backoffice.actions.models import CollectiveAction, Facilitator
    from backoffice.directory.models import Organisation, Territory, Venue

NOTICE = timedelta(days=183)

type Spans = Iterator[tuple[date, date, str]]
type Hours = tuple[time, time]


@dataclass(frozen=True)
class Place:
    """Whose séances, where, run by whom. `excluded`: the occurrences that are being moved, which do not conflict with themselves."""

    organisation: Organisation
    venue: Venue | None = None
    facilitators: tuple[Facilitator, ...] = ()
    action: CollectiveAction | None = None
    excluded: frozenset[int] = frozenset()

    @property
    def territory(self) -> Territory:
        return self.organisation.territory


def reasons_by_day(
    place: Place, first: date, last: date, skips: Iterable[Skip], hours: Hours | None = None
) -> dict[date, tuple[str, ...]]:
    """The reasons of each day off between two days, said in French. `hours`: those of the séance, for who is away a part of the day."""
    found: dict[date, list[str]] = {}
    for skip in skips:
        parts = part_days(place, first, last, hours) if hours and skip == Skip.ABSENCE else ()
        for start, end, reason in (*READERS[skip](place, first, last), *parts):
            for day in days_of(max(start, first), min(end, last)):
                found.setdefault(day, []).append(reason)
    return {day: tuple(dict.fromkeys(reasons)) for day, reasons in found.items()}


def days_of(start: date, end: date) -> Iterator[date]:
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)


def bank(place: Place, first: date, last: date) -> Spans:
    area = holiday_area(place.territory)
    for year in range(first.year, last.year + 1):
        for day, name in bank_holidays(area, year).items():
            yield day, day, f"jour férié : {name}"


def school(place: Place, first: date, last: date) -> Spans:
    rows = school_holidays(place.territory).filter(first_day__lte=last, last_day__gte=first)
    for name, start, end in rows.values_list("name", "first_day", "last_day"):
        yield start, end, f"{name[:1].lower()}{name[1:]}, {zone_told(place.territory)}"


def zone_told(territory: Territory) -> str:
    """« zone A », « Corse »: whose school calendar."""
    return territory.get_school_zone_display().replace("Zone ", "zone ")


def closures(place: Place, first: date, last: date) -> Spans:
    everywhere = Q(venue=None) & (Q(organisation=None) | Q(organisation=place.organisation))
    here = Q(venue=place.venue) if place.venue else Q(pk__in=())
    rows = Closure.objects.filter(everywhere | here, territory=place.territory)
    rows = rows.filter(first_day__lte=last, last_day__gte=first)
    for name, start, end in rows.values_list("name", "first_day", "last_day"):
        yield start, end, f"fermé : {name}"


def absences(place: Place, first: date, last: date) -> Spans:
    rows = absences_of(place, first, last).filter(start_time__isnull=True)
    for name, start, end in rows.values_list("facilitator__name", "first_day", "last_day"):
        yield start, end, f"absence de {name}"


def absences_of(place: Place, first: date, last: date) -> QuerySet[Absence]:
    return Absence.objects.filter(facilitator__in=place.facilitators, first_day__lte=last, last_day__gte=first)


def part_days(place: Place, first: date, last: date, hours: Hours) -> Spans:
    """Who is away at these hours, on the wall of the territory."""
    rows = absences_of(place, first, last).filter(start_time__lt=hours[1], end_time__gt=hours[0])
    for row in rows.select_related("facilitator"):
        yield row.first_day, row.last_day, f"absence de {row.facilitator.name} de {row.hours}"


def times_away(place: Place, first: date, last: date) -> Iterator[tuple[datetime, datetime, str]]:
    """The same as instants, day by day, whatever the hours of the séance."""
    zone = place.territory.zone
    for row in absences_of(place, first, last).filter(start_time__isnull=False).select_related("facilitator"):
        said = f"absence de {row.facilitator.name} de {{}}"
        for day in days_of(max(row.first_day, first), min(row.last_day, last)):
            start, end = (datetime.combine(day, hour, tzinfo=zone) for hour in (row.start_time, row.end_time) if hour)
            yield start, end, said


READERS = {Skip.BANK: bank, Skip.SCHOOL: school, Skip.CLOSURE: closures, Skip.ABSENCE: absences}


def school_holidays(territory: Territory) -> QuerySet[SchoolHoliday]:
    """The official calendar of the zone, and what the territory added to it."""
    return SchoolHoliday.objects.filter(Q(territory=None) | Q(territory=territory), zone=territory.school_zone)


def calendar_ends(territories: Iterable[Territory]) -> dict[int, date | None]:
    """The last day that the school calendar of each territory knows, by key; None when it knows nothing. One query."""
    last = {
        (zone, territory): day
        for zone, territory, day in SchoolHoliday.objects.order_by()
        .values_list("zone", "territory")
        .annotate(last=Max("last_day"))
    }
    return {
        each.pk: max(
            filter(None, (last.get((each.school_zone, None)), last.get((each.school_zone, each.pk)))), default=None
        )
        for each in territories
    }


def calendar_warnings(territories: Iterable[Territory], today: date) -> list[str]:
    """What to say, six months before a school calendar ends: there is time to import the next one."""
    found = list(territories)
    ends = calendar_ends(found)
    late = ((each, ends[each.pk]) for each in found)
    return [warning_of(each, end) for each, end in late if end is None or end < today + NOTICE]


def warning_of(territory: Territory, end: date | None) -> str:
    zone = zone_told(territory)
    if end is None:
        return f"{territory.name} : aucun calendrier scolaire connu ({zone}). Les séances ne sautent aucune période de vacances."
    return f"{territory.name} : le calendrier scolaire ({zone}) s’arrête le {short_date(end)}. Après, les séances ne sautent plus les vacances."


def short_calendar(territory: Territory, last: date) -> str:
    """A sentence when the calendar ends before `last`, "" otherwise."""
    end = calendar_ends([territory])[territory.pk]
    zone = zone_told(territory)
    if end is None:
        return f"Aucun calendrier scolaire connu ({zone}) : aucune période de vacances n’est sautée."
    if end >= last:
        return ""
    return f"Le calendrier scolaire ({zone}) s’arrête le {short_date(end)} : vérifiez les dates suivantes."
