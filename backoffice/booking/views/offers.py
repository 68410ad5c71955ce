"""The answer to a place that was offered, given by phone or at the desk: « Accepter », « Refuser ». One service call each: `accept`, `decline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages

from backoffice.booking.enums import State
from backoffice.booking.forms import ReasonForm
from backoffice.booking.services import accept, decline
from backoffice.booking.services.foretelling import once_she_leaves, told_of
from backoffice.booking.services.naming import first_in_line, who_takes_the_seat
from backoffice.booking.views.subjects import NEXT_IN_LINE, AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event

if TYPE_CHECKING:
    from backoffice.notifications.services.foretelling import Forecast


class OfferDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = ReasonForm
    template_name = "booking/offer.html"
    tells_her = True
    follows = ""

    def context(self) -> dict[str, Any]:
        is_offered = self.participation.state == State.OFFERED
        forecasts = self.forecasts() if is_offered else ()
        return {
            **super().context(),
            "is_offered": is_offered,
            "follows": self.follows,
            "told": self.told(forecasts[0]) if forecasts and self.tells_her else "",
            "forecasts": forecasts,
        }

    def forecasts(self) -> tuple[Forecast, ...]:
        return (self.forecast([self.telling(Event.BOOKED)]),)


class AcceptDialog(OfferDialog):
    title = "Accepter la place"
    submit_label = "Accepter la place"

    def perform(self, form: ReasonForm) -> str:
        done = accept(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        person = self.person
        if done.is_hers:
            return f"C’est noté : {person} a la place, {self.occurrence.spoken_sentence}."
        self.level = messages.WARNING
        called = [decision.usager for decision in done.promotions if decision.outcome in ("accept", "warn")]
        next_one = who_takes_the_seat(called, is_named=self.may["view_people"]) or [
            "Personne d’autre n’a pu la prendre."
        ]
        return " ".join([f"Trop tard : la proposition faite à {person} a expiré.", *next_one])


class DeclineDialog(OfferDialog):
    title = "Refuser la place"
    submit_label = "Refuser la place"
    is_dangerous = True
    tells_her = False
    follows = "Elle quittera la liste d’attente, et perdra son rang."

    def forecasts(self) -> tuple[Forecast, ...]:
        """She has just said no herself: only whoever has the seat after her is told."""
        freed = told_of(once_she_leaves(self.participation, self.now))
        return (self.forecast(freed, title=NEXT_IN_LINE),)

    def perform(self, form: ReasonForm) -> str:
        done = decline(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        said = f"{self.person[:1].upper()}{self.person[1:]} ne prend pas la place et quitte la liste d’attente."
        called = [decision.usager for decision in done.promotions if decision.outcome in ("accept", "warn")]
        if called and not self.may["view_people"]:
            return f"{said} La place va à {first_in_line(1)}."
        return " ".join([said, *(f"La place va à {person}." for person in called)])
