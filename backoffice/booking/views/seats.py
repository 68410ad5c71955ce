"""« Changer le nombre de places » of one séance, with its consequences said before. One service call: `change_seats`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.actions.values import seats_of
from backoffice.booking.forms import SeatsForm
from backoffice.booking.services import change_seats
from backoffice.booking.services.foretelling import told_of, what_new_seats_do, with_seats
from backoffice.booking.services.naming import who_has_a_seat_now
from backoffice.booking.views.subjects import AboutOccurrence
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from backoffice.booking.services.rehearsing import Foreseen
    from backoffice.booking.services.seats import SeatsChange


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
        foreseen = self.foreseen(typed) if typed.isdecimal() or self.asked_to_see else None
        shown: dict[str, Any] = {"consequences": (), "forecasts": ()}
        if foreseen is not None:
            shown["consequences"] = what_new_seats_do(foreseen, self.request.user)
            shown["forecasts"] = (self.forecast(told_of(foreseen), is_bulk=True),)
        return {**super().context(), "origin": self.occurrence.seats_with_origin.sentence, **shown}

    def foreseen(self, typed: str) -> Foreseen | None:
        form = SeatsForm({"seats": typed})
        return with_seats(self.occurrence, form.cleaned_data["seats"], self.now) if form.is_valid() else None

    @property
    def asked_to_see(self) -> bool:
        return "seats" in self.request.GET

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
