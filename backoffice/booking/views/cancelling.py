"""« Annuler l'inscription »: who wants it, why, and who gets the seat. One service call: `cancel`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import HOLDS_A_SEAT, TRANSITIONS, State
from backoffice.booking.forms import CancelForm
from backoffice.booking.services import cancel
from backoffice.booking.services.cancelling import EVENTS
from backoffice.booking.services.foretelling import once_she_leaves, told_of, who_gets_the_seat
from backoffice.booking.services.naming import who_takes_the_seat
from backoffice.booking.views.subjects import NEXT_IN_LINE, AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from backoffice.booking.services.cancelling import Cancellation

WHO_CANCELS = ((State.EXCUSED, "Si la personne annule"), (State.REVOKED, "Si le service annule"))


class CancelDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = CancelForm
    template_name = "booking/cancel.html"
    title = "Annuler l’inscription"
    submit_label = "Annuler l’inscription"
    is_dangerous = True

    def context(self) -> dict[str, Any]:
        state = State(self.participation.state)
        frees = state in HOLDS_A_SEAT or state == State.OFFERED
        hers, service = (self.forecast([self.telling(EVENTS[state])], title=title) for state, title in WHO_CANCELS)
        foreseen = once_she_leaves(self.participation, self.now)
        return {
            **super().context(),
            "is_possible": State.EXCUSED in TRANSITIONS[state],
            "told": self.told(hers if hers.messages else service),
            "forecasts": (hers, service, self.forecast(told_of(foreseen), title=NEXT_IN_LINE)),
            "seat": who_gets_the_seat(foreseen, self.request.user) if frees else "",
        }

    def perform(self, form: CancelForm) -> str:
        return self.sentence(
            cancel(
                participation_id=self.participation.pk,
                actor=self.actor,
                by_service=form.cleaned_data["by"] == CancelForm.SERVICE,
                reason=form.cleaned_data["reason"],
            )
        )

    def sentence(self, done: Cancellation) -> str:
        said = f"L’inscription de {self.person} est annulée."
        lucky = [decision.usager for decision in done.promotions if decision.participation.state == State.BOOKED]
        return " ".join([said, *who_takes_the_seat(lucky, is_named=self.may["view_people"])])
