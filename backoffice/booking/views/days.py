"""A day of bands and stations: the grid, one list, sheets to print, and the page of each partner."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import OccurrenceGroup, SeriesEdit, StationPage
from backoffice.actions.services.links import close_station_page, open_station_page
from backoffice.booking.forms import StationPageForm
from backoffice.booking.services.days import Cell, Day, day_of
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity


class AboutDay(ConsoleView):
    """Loads `self.group`; asks for `activity` in the organisation of its action."""

    activity = Activity.VIEW

    def prepare(self, *, group_id: int, **kwargs: Any) -> None:
        rows = OccurrenceGroup.objects.visible_to(self.request.user)
        rows = rows.select_related("action__organisation__territory", "action__motif", "action__default_venue")
        found = rows.filter(pk=group_id).first()
        if found is None:
            raise OutOfPerimeter
        self.group = found
        if not self.may[self.activity.value]:
            raise NotAllowed

    @cached_property
    def may(self) -> dict[str, bool]:
        """What the user may do here, for templates."""
        perimeter, organisation = self.request.user.perimeter, self.group.action.organisation
        return {item.value: perimeter.may_in(item, organisation) for item in Activity}

    @cached_property
    def day(self) -> Day:
        return day_of(self.group, with_people=self.may["view_people"])

    @property
    def chosen(self) -> dict[str, str]:
        """The band and the station asked for, when the day has them."""
        asked = {"band": self.request.GET.get("tranche", ""), "station": self.request.GET.get("poste", "")}
        known = {"band": self.day.bands, "station": self.day.stations}
        return {name: value if value in known[name] else "" for name, value in asked.items()}

    def context(self) -> dict[str, Any]:
        return {"group": self.group, "day": self.day, "may": self.may, **self.chosen}

    def back(self) -> str:
        return reverse("admin:day", args=[self.group.pk])


class DayView(AboutDay):
    template_name = "booking/day.html"

    @property
    def title(self) -> str:
        return self.group.name

    def context(self) -> dict[str, Any]:
        people = [(one, cell) for cell in self.day.kept(**self.chosen) for one in cell.people]
        now = timezone.now()
        edits = SeriesEdit.objects.to_take_back(self.group.occurrences.all(), now) if self.may["plan"] else ()
        return {**super().context(), "people": people, "now": now, "pages": self.pages(), "edits": edits}

    def pages(self) -> list[tuple[str, StationPage | None]]:
        """Each station with its live page."""
        live = {page.station: page for page in self.group.station_pages.live()}
        return [(station, live.get(station)) for station in self.day.stations]


class DaySheetsView(AboutDay):
    """The sheets to sign, a page each: per band, or per partner."""

    activity = Activity.VIEW_PEOPLE
    template_name = "booking/day_sheets.html"

    @property
    def title(self) -> str:
        return f"Feuilles de {self.group.name}"

    def context(self) -> dict[str, Any]:
        by_station = self.request.GET.get("par") == "poste" and bool(self.day.stations)
        names = self.day.stations if by_station else self.day.bands
        key = "station" if by_station else "band"
        sheets = [(name, self.filled(self.day.kept(**{key: name}))) for name in names if self.chosen[key] in {"", name}]
        return {**super().context(), "sheets": sheets, "by_station": by_station}

    def filled(self, cells: list[Cell]) -> list[tuple[Cell, Any]]:
        """A line per person, and an empty line for a cell without anybody."""
        return [(cell, one) for cell in cells for one in cell.people or [None]]


class StationPageDialog(AboutDay, Dialog):
    """Give a partner the address of her column, replace it, or take it back. The address is shown once."""

    activity = Activity.PLAN
    form_class = StationPageForm
    template_name = "booking/station_page.html"
    title = "Page du partenaire"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.station = self.request.GET.get("poste", "") or self.request.POST.get("station", "")
        if self.request.method == "GET" and self.station not in self.day.stations:
            raise Http404

    def context(self) -> dict[str, Any]:
        page = self.group.station_pages.live().filter(station=self.station).first()
        return {**super().context(), "station": self.station, "page": page}

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"station": self.station}}

    def perform(self, form: StationPageForm) -> str:
        asked = {"group": self.group, "station": form.cleaned_data["station"], "user": self.request.user}
        if form.cleaned_data["act"] == StationPageForm.CLOSE:
            close_station_page(**asked)
            return f"La page de {self.station} est retirée : son adresse ne répond plus."
        self.secret = open_station_page(**asked)
        return ""

    def done(self, sentence: str) -> HttpResponse:
        """A new address is shown at once, and never again."""
        secret = getattr(self, "secret", "")
        if not secret:
            return super().done(sentence)
        address = self.request.build_absolute_uri(reverse("partner", args=[secret]))
        return self.show(self.form_class(**self.form_options()), address=address)
