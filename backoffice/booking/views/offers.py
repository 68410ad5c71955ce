"""The answer to a place that was offered, given by phone or at the desk: « Accepter », « Refuser ». One service call each: `accept`, `decline`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages

from backoffice.booking.enums import State
from backoffice.booking.forms import ReasonForm
from backoffice.booking.services import accept, decline
from backoffice.booking.services.naming import first_in_line
from backoffice.booking.views.subjects import AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity


class OfferDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = ReasonForm
    template_name = "booking/offer.html"

    def context(self) -> dict[str, Any]:
        is_offered = self.participation.state == State.OFFERED
        return {
            **super().context(),
            "is_offered": is_offered,
            "told": self.told,
        }


class AcceptDialog(OfferDialog):
    title = "Accepter la place"
    submit_label = "Accepter la place"

    def perform(self, form: ReasonForm) -> str:
        done = accept(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        person = self.person
        if done.is_hers:
            return f"C’est noté : {person} a la place, {self.occurrence.spoken_sentence}."
        self.level = messages.WARNING
        return f"Trop tard : la proposition faite à {person} a expiré, la place va à la personne suivante."


class DeclineDialog(OfferDialog):
    title = "Refuser la place"
    submit_label = "Refuser la place"
    is_dangerous = True

    def perform(self, form: ReasonForm) -> str:
        done = decline(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        said = f"{self.person[:1].upper()}{self.person[1:]} ne prend pas la place et quitte la liste d’attente."
        called = [decision.usager for decision in done.promotions if decision.outcome in ("accept", "warn")]
        if called and not self.may["view_people"]:
            return f"{said} La place va à {first_in_line(1)}."
        return " ".join([said, *(f"La place va à {person}." for person in called)])
