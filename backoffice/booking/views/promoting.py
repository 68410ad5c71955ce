"""« Donner la place maintenant » or « Proposer la place » to somebody who waits; passing over somebody else needs a reason. One service call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import State
from backoffice.booking.forms import ReasonForm
from backoffice.booking.services import promote, propose
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.promoting import end_by_hand, is_out_of_turn
from backoffice.booking.services.queueing import people_ahead
from backoffice.booking.views.subjects import AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import rank
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About

if TYPE_CHECKING:
    from backoffice.notifications.services.foretelling import Telling

MOST_NAMED = 12
WHY_FIRST = "Écrivez pourquoi cette personne passe avant les autres."


class PromoteDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = ReasonForm
    template_name = "booking/promote.html"
    title = "Donner la place maintenant"
    submit_label = "Donner la place maintenant"
    question = "Donner la place à"

    def form_options(self) -> dict[str, Any]:
        is_waiting = self.participation.state == State.WAITING
        return {"must_say": WHY_FIRST if is_waiting and is_out_of_turn(self.participation, self.now) else ""}

    def context(self) -> dict[str, Any]:
        ahead, forecast = self.ahead(), self.forecast([self.offered()])
        return {
            **super().context(),
            "is_waiting": self.participation.state == State.WAITING,
            "is_full": seats_free(self.occurrence) <= 0,
            "question": self.question,
            "ahead": ahead[:MOST_NAMED] if self.may["view_people"] else [],
            "ahead_count": len(ahead),
            "rank": rank(len(ahead) + 1),
            "told": self.told(forecast),
            "forecasts": (forecast,) if self.participation.state == State.WAITING else (),
        }

    def offered(self) -> Telling:
        return self.telling(Event.PROMOTED)

    def ahead(self) -> list[Any]:
        """Those who would be passed over."""
        return people_ahead(self.participation, self.now)

    def perform(self, form: ReasonForm) -> str:
        promote(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return f"C’est noté : {self.person} a maintenant la place, {self.occurrence.spoken_sentence}."


class ProposeDialog(PromoteDialog):
    title = "Proposer la place"
    submit_label = "Proposer la place"
    question = "Garder une place le temps de la réponse de"

    def offered(self) -> Telling:
        return self.telling(Event.OFFERED, About(until=end_by_hand(self.occurrence, self.now)))

    def perform(self, form: ReasonForm) -> str:
        propose(participation_id=self.participation.pk, actor=self.actor, reason=form.cleaned_data["reason"])
        return f"C’est noté : une place est gardée pour {self.person}, {self.occurrence.spoken_sentence}."
