"""The calendar: a month or a week, drawn here as an accessible table, by room, facilitator or partner. Reads, never writes."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format

from backoffice.actions.models import Occurrence
from backoffice.actions.queries import OccurrenceQuerySet
from backoffice.actions.services.calendar import BY, Span, Table, facilitators_shown, table_of
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.keys import key_of
from backoffice.console.base.views import ConsoleView
from backoffice.console.base.wording import day_and_month, long_date
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory, Venue

VIEWS = {"mois": "Mois", "semaine": "Semaine"}
KEPT = ("vue", "jour", "par", "lieu", "animation", "poste", "annulees")


class CalendarView(ConsoleView):
    template_name = "actions/calendar.html"
    title = "Calendrier"

    def prepare(self, **kwargs: Any) -> None:
        if not self.request.user.perimeter.has(Activity.VIEW):
            raise NotAllowed
        self.asked = {name: self.request.GET.get(name, "").replace("\x00", "").strip() for name in KEPT}
        territory = Territory.objects.visible_to(self.request.user).order_by("pk").first()
        self.zone = territory.zone if territory else timezone.get_current_timezone()

    @property
    def view(self) -> str:
        return self.asked["vue"] if self.asked["vue"] in VIEWS else "mois"

    @property
    def by(self) -> str:
        return self.asked["par"] if self.view == "semaine" and self.asked["par"] in BY else ""

    @property
    def today(self) -> date:
        return timezone.localdate(timezone=self.zone)

    @property
    def day(self) -> date:
        """The day asked for; today when it is none, or one that a calendar cannot show around."""
        try:
            asked = date.fromisoformat(self.asked["jour"])
        except ValueError:
            return self.today
        return asked if 2000 <= asked.year <= 2100 else self.today

    def rows(self) -> OccurrenceQuerySet:
        rows = Occurrence.objects.visible_to(self.request.user)
        if venue := key_of(self.asked["lieu"]):
            rows = rows.filter(venue=venue)
        if facilitator := key_of(self.asked["animation"]):
            rows = rows.led_by(facilitator)
        return rows.filter(station=self.asked["poste"]) if self.asked["poste"] else rows

    def context(self) -> dict[str, Any]:
        span = Span(self.view, self.day)
        table = table_of(
            self.rows(), span=span, by=self.by, zone=self.zone, with_cancelled=bool(self.asked["annulees"])
        )
        return {
            "table": table,
            "heading": heading(table),
            "names": table.span.days[:7],
            "today": self.today,
            "by": self.by,
            "by_label": BY.get(self.by, "")[4:].capitalize(),
            "view": self.view,
            "asked": self.asked,
            "choices": self.choices(),
            "links": self.links(span),
        }

    def choices(self) -> dict[str, Any]:
        user = self.request.user
        stations = Occurrence.objects.visible_to(user).exclude(station="").order_by("station")
        return {
            "venues": Venue.objects.visible_to(user).order_by("name", "pk"),
            "facilitators": facilitators_shown(user),
            "stations": list(stations.values_list("station", flat=True).distinct()[:100]),
            "by": BY,
        }

    def links(self, span: Span) -> dict[str, str]:
        return {
            "before": self.address(jour=span.before.isoformat()),
            "after": self.address(jour=span.after.isoformat()),
            "today": self.address(jour=""),
            **{view: self.address(vue=view) for view in VIEWS},
        }

    def address(self, **changed: str) -> str:
        """This page with something changed."""
        kept = {**self.asked, "jour": self.day.isoformat(), **changed}
        return "?" + urlencode({name: value for name, value in kept.items() if value})


def heading(table: Table) -> str:
    """« Janvier 2027 », « Semaine du 4 au 10 janvier 2027 »."""
    days = table.span.days
    if table.span.view == "semaine":
        return f"Semaine du {day_and_month(days[0])} au {long_date(days[-1])}"
    return date_format(table.span.day, "F Y").capitalize()
