"""Answer a request that the rules submitted to an agent: « Accepter » or « Refuser ». One service call each: `approve`, `reject`."""

from __future__ import annotations

from typing import Any

from backoffice.booking.enums import State
from backoffice.booking.forms import ReasonForm
from backoffice.booking.services import approve, reject
from backoffice.booking.services.approving import WHY_REFUSED, has_a_seat
from backoffice.booking.views.subjects import AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event


class AnswerDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = ReasonForm
    template_name = "booking/answer.html"

    def context(self) -> dict[str, Any]:
        is_pending = self.participation.state == State.PENDING
        forecast = self.forecast([self.telling(self.event)])
        return {
            **super().context(),
            "is_pending": is_pending,
            "told": self.told(forecast),
            "forecasts": (forecast,) if is_pending else (),
        }

    @property
    def event(self) -> Event:
        """What she would be told."""
        return Event.REJECTED


class ApproveDialog(AnswerDialog):
    title = "Accepter la demande"
    submit_label = "Accepter la demande"

    @property
    def event(self) -> Event:
        return Event.APPROVED if has_a_seat(self.participation, self.now) else Event.WAITLISTED

    def perform(self, form: ReasonForm) -> str:
        done = approve(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        if done.state == State.WAITING:
            return (
                f"La demande de {self.person} est acceptée. Aucune place n’est libre pour elle : {self.person} attend."
            )
        return f"C’est noté pour {self.person} : {self.occurrence.spoken_sentence}."


class RejectDialog(AnswerDialog):
    title = "Refuser la demande"
    submit_label = "Refuser la demande"
    is_dangerous = True

    def form_options(self) -> dict[str, Any]:
        return {"must_say": WHY_REFUSED}

    def perform(self, form: ReasonForm) -> str:
        reject(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return f"La demande de {self.person} est refusée."
