"""What booking pages are about: one occurrence, or one participation, of the user's perimeter, with the activity asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.foretelling import told_of_a_freed_seat, who_is_told
from backoffice.booking.values import Actor
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling, foretell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.notifications.enums import Event
    from backoffice.notifications.services.foretelling import Forecast

NEXT_IN_LINE = "À la personne qui prendra la place"


class AboutOccurrence(ConsoleView):
    """Loads `self.occurrence` with its seats; asks for `activity` in its organisation."""

    activity = Activity.VIEW

    def prepare(self, *, occurrence_id: int, **kwargs: Any) -> None:
        self.now = timezone.now()
        self.actor = Actor.agent(self.request.user)
        self.occurrence = self.load(occurrence_id)
        require(self.actor, self.activity, self.occurrence)

    def load(self, occurrence_id: int) -> Occurrence:
        rows = Occurrence.objects.visible_to(self.request.user).with_everything_shown().select_related("counters")
        found = rows.filter(pk=occurrence_id).first()
        if found is None:
            raise OutOfPerimeter
        return found

    def context(self) -> dict[str, Any]:
        return {"occurrence": self.occurrence, "may": self.may, "now": self.now}

    @property
    def may(self) -> dict[str, bool]:
        """What the user may do here, for templates: `may.enrol`, `may.plan`…"""
        organisation = self.occurrence.action.organisation
        return {item.value: self.request.user.perimeter.may_in(item, organisation) for item in Activity}

    def forecast(self, tellings: Iterable[Telling], *, is_bulk: bool = False, title: str = "") -> Forecast:
        """What an act would send, with the names that the user may read."""
        return foretell(tellings, now=self.now, is_named=self.may["view_people"], is_bulk=is_bulk, title=title)

    def if_excused(self) -> tuple[Forecast, ...]:
        """Before the start, whoever is noted excused leaves her seat: to whom it goes."""
        told = told_of_a_freed_seat(self.occurrence, self.now)
        return (self.forecast(told, title="Si quelqu’un est excusé, à qui prend la place"),) if told else ()

    def back(self) -> str:
        return reverse("admin:seance", args=[self.occurrence.pk])


class AboutParticipation(AboutOccurrence):
    """Loads `self.participation` and its occurrence."""

    def prepare(self, *, participation_id: int, **kwargs: Any) -> None:
        rows = Participation.objects.visible_to(self.request.user).select_related("usager__responsible", "booked_by")
        found = rows.filter(pk=participation_id).first()
        if found is None:
            raise OutOfPerimeter
        super().prepare(occurrence_id=found.occurrence_id)
        found.occurrence = self.occurrence
        self.participation = found

    def context(self) -> dict[str, Any]:
        return {**super().context(), "participation": self.participation, "person": self.person}

    @property
    def person(self) -> str:
        """Her name, for who reads names here."""
        return str(self.participation.usager) if self.may["view_people"] else "cette personne"

    def told(self, forecast: Forecast) -> str:
        """How her message would reach her; nothing when the territory chose not to write."""
        if not (forecast.messages or forecast.unreachable):
            return ""
        return who_is_told(self.participation.usager, self.request.user, is_named=self.may["view_people"])

    def telling(self, event: Event, about: About | None = None, at: Occurrence | None = None) -> Telling:
        return Telling(event, at or self.occurrence, self.participation.usager, about or About())
