"""The answer to a place that was offered, given by phone or at the desk: « Accepter », « Refuser ». One service call each: `accept`, `decline`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages

from backoffice.booking.enums import State
from backoffice.booking.forms import ReasonForm
from backoffice.booking.services import accept, decline
from backoffice.booking.services.foretelling import who_is_told
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
            "told": who_is_told(self.participation.usager, self.request.user),
        }


class AcceptDialog(OfferDialog):
    title = "Accepter la place"
    submit_label = "Accepter la place"

    def perform(self, form: ReasonForm) -> str:
        done = accept(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        person = done.participation.usager
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
        said = f"{done.participation.usager} ne prend pas la place et quitte la liste d’attente."
        called = [decision.usager for decision in done.promotions if decision.outcome in ("accept", "warn")]
        return " ".join([said, *(f"La place va à {person}." for person in called)])
