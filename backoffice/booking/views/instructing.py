"""Consignes on screen: read and accepted at enrolment, told again to everybody when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from backoffice.booking.errors import NotAccepted
from backoffice.booking.services.instructing import (
    consignes_of,
    motif_to_tell,
    people_to_tell,
    tell_instructions,
    tellings,
)
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.forms import PlainForm
from backoffice.console.base.views import ConsoleView
from backoffice.console.base.wording import count
from backoffice.notifications.services.foretelling import foretell

if TYPE_CHECKING:
    from backoffice.catalogue.models import Instruction


class ShowsConsignes(ConsoleView):
    """For a dialog about an occurrence."""

    occurrence: Any

    def context(self) -> dict[str, Any]:
        return {**super().context(), "consignes": consignes_of(self.occurrence), "ticked": self.ticked}

    @property
    def ticked(self) -> list[str]:
        return self.request.POST.getlist("accepted")

    def accepted(self) -> list[Instruction]:
        """Those that the person accepted, as they were shown. Raises NotAccepted when one is missing, or changed meanwhile."""
        wanted = [each for each in consignes_of(self.occurrence) if each.must_be_accepted]
        if any(each.mark not in self.ticked for each in wanted):
            raise NotAccepted
        return [each.instruction for each in wanted]


class TellInstructionsDialog(Dialog):
    """Says first how many people, which text and what it costs."""

    form_class = PlainForm
    title = "Prévenir les inscrits des consignes"
    template_name = "booking/tell_instructions.html"
    submit_label = "Envoyer"

    def prepare(self, *, motif_id: int, **kwargs: Any) -> None:
        self.motif = motif_to_tell(motif_id, self.request.user)

    def context(self) -> dict[str, Any]:
        now = timezone.now()
        people = {row.usager_id for row in people_to_tell(self.motif, self.request.user, now)}
        told = [telling for _cause, telling in tellings(self.motif, self.request.user, now)]
        context = {"motif": self.motif, "people": count(len(people), "personne inscrite", "personnes inscrites")}
        return {**super().context(), **context, "forecasts": (foretell(told, now=now, is_bulk=True),)}

    def perform(self, form: PlainForm) -> str:
        told = tell_instructions(motif_id=self.motif.pk, user=self.request.user)
        return f"{count(told, 'personne prévenue', 'personnes prévenues')}. Personne n’est prévenu deux fois des mêmes consignes."

    def back(self) -> str:
        return reverse("admin:catalogue_motif_change", args=[self.motif.pk])
