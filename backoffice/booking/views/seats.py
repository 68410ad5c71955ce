"""« Changer le nombre de places » of one séance, with its consequences said before. One service call: `change_seats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.actions.values import seats_of
from backoffice.booking.forms import SeatsForm
from backoffice.booking.services import change_seats
from backoffice.booking.services.foretelling import told_of_new_seats, what_new_seats_do
from backoffice.booking.services.naming import who_has_a_seat_now
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from backoffice.booking.services.seats import SeatsChange
    from backoffice.notifications.services.foretelling import Telling


class SeatsDialog(AboutOccurrence, Dialog):
    """`?seats=` shows the consequences of a number; nothing changes before the POST."""

    activity = Activity.PLAN
    form_class = SeatsForm
    template_name = "booking/seats.html"
    title = "Changer le nombre de places"
    submit_label = "Changer le nombre de places"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"seats": self.request.GET.get("seats", self.occurrence.seats_override)}}

    def context(self) -> dict[str, Any]:
        typed = (self.request.POST or self.request.GET).get("seats", "")
        consequences = self.consequences(typed) if typed.isdecimal() or self.asked_to_see else ()
        forecasts = (self.forecast(self.tellings(typed), is_bulk=True),) if consequences else ()
        shown = {"consequences": consequences, "forecasts": forecasts}
        return {**super().context(), "origin": self.occurrence.seats_with_origin.sentence, **shown}

    def tellings(self, typed: str) -> list[Telling]:
        form = SeatsForm({"seats": typed})
        return told_of_new_seats(self.occurrence, form.cleaned_data["seats"], self.now) if form.is_valid() else []

    @property
    def asked_to_see(self) -> bool:
        return "seats" in self.request.GET

    def consequences(self, typed: str) -> tuple[str, ...]:
        form = SeatsForm({"seats": typed})
        if not form.is_valid():
            return ()
        return what_new_seats_do(self.occurrence, form.cleaned_data["seats"], self.now, self.request.user)

    def perform(self, form: SeatsForm) -> str:
        asked = form.cleaned_data
        changed = change_seats(
            occurrence_id=self.occurrence.pk, seats=asked["seats"], actor=self.actor, reason=asked["reason"]
        )
        return sentence(changed, is_named=self.may["view_people"])


def sentence(changed: SeatsChange, *, is_named: bool) -> str:
    parts = [f"C’est noté. {seats_of(changed.occurrence).sentence}"]
    if changed.overbooked:
        parts.append(f"{count(changed.overbooked, 'personne')} en surnombre : personne n’est retiré.")
    lucky = [decision.usager for decision in changed.promotions if decision.participation.state == "unknown"]
    return " ".join([*parts, *who_has_a_seat_now(lucky, is_named=is_named)])
