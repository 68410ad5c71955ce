"""« Lien de la personne »: take back the address that her messages carry, or replace it. One service call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.booking.forms import LinkForm
from backoffice.booking.services.links import link_status, replace_link, take_back_link
from backoffice.booking.views.subjects import AboutParticipation
from backoffice.console.base.dialogs import Dialog
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from django import forms


class LinkDialog(AboutParticipation, Dialog):
    activity = Activity.ENROL
    form_class = LinkForm
    template_name = "booking/link.html"
    title = "Lien de la personne"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "link": link_status(self.participation)}

    def perform(self, form: forms.Form) -> str:
        asked = {
            "participation": self.participation,
            "user": self.request.user,
            "reason": form.cleaned_data["reason"],
        }
        if form.cleaned_data["act"] == LinkForm.TAKE_BACK:
            take_back_link(**asked)
            return "Le lien est retiré : son adresse ne répond plus."
        replace_link(**asked)
        return "Le lien est remplacé. Renvoyez un message pour donner le nouveau."

    def back(self) -> str:
        return reverse("admin:participation", args=[self.participation.pk])
