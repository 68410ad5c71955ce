"""School holidays and closures: the days that series skip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from unfold.decorators import display

from backoffice.console.base.admin import BackofficeAdmin
from backoffice.console.base.wording import short_day
from backoffice.directory.enums import Activity
from backoffice.directory.exports import SchoolHolidayTable
from backoffice.directory.models import Closure, SchoolHoliday

if TYPE_CHECKING:
    from django.http import HttpRequest


class DaysAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW
    history_activity = Activity.READ_JOURNAL

    @display(description="du", ordering="first_day")
    def first(self, row: SchoolHoliday | Closure) -> str:
        return short_day(row.first_day)

    @display(description="au", ordering="last_day")
    def last(self, row: SchoolHoliday | Closure) -> str:
        return short_day(row.last_day)


@admin.register(SchoolHoliday)
class SchoolHolidayAdmin(DaysAdmin):
    """Official rows have no territory: everybody reads them, the super-administrator edits them, a territory adds its own."""

    add_activity = change_activity = delete_activity = import_activity = Activity.MANAGE_TERRITORY
    import_resources = (SchoolHolidayTable,)
    list_display = ("name", "first", "last", "zone", "territory")
    list_filter = ("zone", "territory")
    list_select_related = ("territory",)
    search_fields = ("name",)
    ordering = ("first_day", "zone")
    fields = ("territory", "zone", "name", ("first_day", "last_day"))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        mine = self.territory_choices(request)
        zone = {"zone": mine[0].school_zone} if len(mine) == 1 else {}
        return {**zone, **super().get_changeform_initial_data(request)}


@admin.register(Closure)
class ClosureAdmin(DaysAdmin):
    add_activity = change_activity = delete_activity = Activity.PLAN
    list_display = ("name", "first", "last", "venue", "organisation", "territory")
    list_filter = ("venue", "organisation", "territory")
    list_select_related = ("venue", "organisation", "territory")
    search_fields = ("name",)
    ordering = ("-first_day",)
    fields = ("territory", "organisation", "venue", "name", ("first_day", "last_day"))
