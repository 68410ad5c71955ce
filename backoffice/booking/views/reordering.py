"""« Changer le rang » of somebody who waits: a priority with a reason. One service call: `reorder`."""

from __future__ import annotations

from typing import Any

from backoffice.booking.enums import Lift
from backoffice.booking.forms import LiftForm
from backoffice.booking.services import reorder
from backoffice.booking.services.queueing import standing
from backoffice.booking.views.subjects import AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity


class ReorderDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = LiftForm
    template_name = "booking/reorder.html"
    title = "Changer le rang"
    submit_label = "Changer le rang"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"lift": self.participation.lift}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "standing": standing(self.participation, self.now)}

    def perform(self, form: LiftForm) -> str:
        asked = form.cleaned_data
        reorder(
            participation_id=self.participation.pk,
            lift=Lift(int(asked["lift"])),
            actor=self.actor,
            reason=asked["reason"],
        )
        return f"Le rang de {self.person} est changé : {Lift(int(asked['lift'])).label.lower()}."
