"""The official file of school holidays, as the ministry publishes it: one line per zone and académie, from the last class to the first one.

Lines of other zones, those of teachers, and those that only tell when a summer starts change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import Q
from import_export.widgets import Widget

from backoffice.console.base.resources import Column, ScopedResource
from backoffice.console.base.resources.columns import DateWidget, TextWidget
from backoffice.directory.enums import Activity, SchoolZone
from backoffice.directory.models import SchoolHoliday, Territory

if TYPE_CHECKING:
    from backoffice.console.base.resources.files import Sheet
    from backoffice.console.base.resources.scoped import Line

PARIS = ZoneInfo("Europe/Paris")
TEACHERS, START_ONLY, WHOLE_HOLIDAYS = "enseignants", "début", "vacances"
SATURDAY = 5
# The same columns in the ministry's file without labels.
OTHER_TITLES = {
    "description": "Description",
    "population": "Population",
    "start_date": "Date de début",
    "end_date": "Date de fin",
    "zones": "Zones",
}
# The ministry's names of zones that are not exactly ours.
OTHER_NAMES = {"réunion": SchoolZone.REUNION, "polynésie": SchoolZone.POLYNESIA}


class OfficialDay(DateWidget):
    """« 16/10/2026 », or the instant of midnight in Paris that the ministry writes."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
        text = (value or "").strip()
        if "T" not in text:
            return super().clean(text, row, **kwargs)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"« {value} » n’est pas une date. Exemple : 17/10/2026.") from None
        return (moment.astimezone(PARIS) if moment.tzinfo else moment).date()


class DepartureDay(OfficialDay):
    """The ministry's instant is the day after whose classes the holidays start: on a day of class, they start on the next one."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
        found = super().clean(value, row, **kwargs)
        is_departure = "T" in (value or "") and WHOLE_HOLIDAYS in (row or {}).get("Description", "").casefold()
        return found + timedelta(days=1) if found and is_departure and found.weekday() < SATURDAY else found


class ReturnDay(OfficialDay):
    """The day of the first class; the last day of the holidays is the day before. A single day without class starts and ends with itself."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> date | None:
        found = super().clean(value, row, **kwargs)
        is_single = "T" in (value or "") and value == (row or {}).get("Date de début")
        return found - timedelta(days=1) if found and not is_single else found

    def render(self, value: date | None, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value + timedelta(days=1) if value else None, obj, **kwargs)


class NameWidget(TextWidget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        return (value or "").strip().replace("'", "’")


class ZoneWidget(Widget):
    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str | None:
        return zone_named(value or "") if value else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(SchoolZone(value).label) if value else ""


class ReadColumn(Column):
    """Read to choose lines, never kept."""

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        return

    def export(self, instance: Any, **kwargs: Any) -> str:
        return ""


def zone_named(text: str) -> str:
    """The zone of « Zone A », « A », « Corse », « Réunion », « Wallis et Futuna »."""
    wanted = spaced(text)
    for value, label in SchoolZone.choices:
        if wanted in (spaced(str(label)), spaced(value)):
            return value
    if wanted in OTHER_NAMES:
        return OTHER_NAMES[wanted]
    raise ValueError(f"« {text} » n’est pas une zone scolaire.")


def labelled(titles: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(OTHER_TITLES.get(title, title) for title in titles)


def spaced(text: str) -> str:
    return text.strip().casefold().replace("-", " ")


class SchoolHolidayTable(ScopedResource):
    """The super-administrator imports for everybody; a référente imports the zone of her territory, for her territory."""

    name = Column("name", "Description", NameWidget())
    population = ReadColumn("population", "Population")
    first_day = Column("first_day", "Date de début", DepartureDay())
    last_day = Column("last_day", "Date de fin", ReturnDay())
    zone = Column("zone", "Zones", ZoneWidget())

    label = "Vacances scolaires"
    activity = Activity.MANAGE_TERRITORY
    change_activity = Activity.MANAGE_TERRITORY
    required_titles = ("Description", "Date de début", "Date de fin", "Zones")

    class Meta:
        model = SchoolHoliday

    @cached_property
    def territories(self) -> dict[str, list[Territory]]:
        """Where this person may write, by school zone."""
        perimeter = self.user.perimeter.holding(Activity.MANAGE_TERRITORY)
        found: dict[str, list[Territory]] = {}
        for each in Territory.objects.filter(pk__in=perimeter.whole_territories):
            found.setdefault(each.school_zone, []).append(each)
        return found

    def judge_titles(self, titles: tuple[str, ...]) -> list[str]:
        return super().judge_titles(labelled(titles))

    def ignored_titles(self, titles: tuple[str, ...]) -> list[str]:
        return super().ignored_titles(labelled(titles))

    def run(self, sheet: Sheet, *, dry_run: bool) -> list[Line]:
        return super().run(replace(sheet, titles=labelled(sheet.titles)), dry_run=dry_run)

    def find(self, row: dict[str, Any]) -> SchoolHoliday | None:
        """The same holidays in the official calendar, or in the territory's own. A référente never corrects the official calendar."""
        try:
            first, last = (self.fields[name].clean(row) for name in ("first_day", "last_day"))
        except ValueError:
            return None
        rows = SchoolHoliday.objects.visible_to(self.user).filter(zone=self.zone_of(row) or "", first_day=first)
        if self.user.perimeter.is_unlimited:
            return rows.filter(territory=None).first()
        mine = self.territories.get(self.zone_of(row) or "", [])
        return rows.filter(Q(territory=None, last_day=last) | Q(territory__in=mine)).first()

    def prepare(self, instance: SchoolHoliday, row: dict[str, Any]) -> None:
        mine = self.territories.get(self.zone_of(row) or "", [])
        if not self.is_new or self.user.perimeter.is_unlimited or not mine:
            return
        if len(mine) > 1:
            raise ValidationError("Plusieurs de vos territoires sont dans cette zone : demandez l’import pour tous.")
        instance.territory = mine[0]

    def zone_of(self, row: dict[str, Any]) -> str | None:
        """The zone of a line; None when it is not one, which is said with the other problems of the line."""
        try:
            return zone_named(row["Zones"])
        except ValueError:
            return None

    def concerns(self, row: dict[str, Any]) -> bool:
        """The line is about pupils, says an end, and is about a zone of this person."""
        if (row.get("Population") or "").strip().casefold().startswith(TEACHERS):
            return False
        if (row.get("Description") or "").strip().casefold().startswith(START_ONLY):
            return False
        zone = self.zone_of(row)
        return zone is None or self.user.perimeter.is_unlimited or zone in self.territories

    def skip_row(self, instance: SchoolHoliday, original: Any, row: dict, import_validation_errors: Any = None) -> bool:
        is_official = instance.pk and instance.territory_id is None and not self.user.perimeter.is_unlimited
        if is_official or not self.concerns(row):
            return True
        return super().skip_row(instance, original, row, import_validation_errors)
