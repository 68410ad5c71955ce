"""« Elle l’a reçu » and « Envoyer quand même »: what somebody decides about one message. One service call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.wording import short_moment
from backoffice.directory.enums import Activity
from backoffice.notifications.forms import LetThroughForm, ReceivedForm
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.judging import let_through, say_received

if TYPE_CHECKING:
    from django import forms


class JudgingDialog(Dialog):
    """About one message of somebody whom this agent may write to."""

    about = ""

    def prepare(self, *, message_id: int, **kwargs: Any) -> None:
        rows = OutboxMessage.objects.visible_to(self.request.user, Activity.MESSAGE).filter(pk=message_id)
        message = rows.select_related(
            "usager", "facilitator", "user", "occurrence__action__organisation__territory"
        ).first()
        if message is None:
            raise OutOfPerimeter
        self.message = message

    def context(self) -> dict[str, Any]:
        row = self.message
        starts_at = short_moment(row.occurrence.starts_at.astimezone(row.occurrence.territory.zone))
        what = (
            f"{row.get_event_display()}, par {row.get_channel_display()}, pour {row.recipient}. Séance du {starts_at}."
        )
        return {**super().context(), "intro": f"{what} {self.about}"}

    def back(self) -> str:
        return reverse("admin:notifications_outboxmessage_change", args=[self.message.pk])


class ReceivedDialog(JudgingDialog):
    form_class = ReceivedForm
    title = "Elle l’a reçu"
    submit_label = "Elle l’a reçu"
    about = "Le message ne sera plus à vérifier et ne partira plus."

    def perform(self, form: forms.Form) -> str:
        say_received(message_id=self.message.pk, user=self.request.user, reason=form.cleaned_data["reason"])
        return "C’est noté : le message est reçu."


class LetThroughDialog(JudgingDialog):
    form_class = LetThroughForm
    title = "Envoyer quand même"
    submit_label = "Envoyer quand même"

    def context(self) -> dict[str, Any]:
        self.about = f"{self.message.get_trouble_display()}. Il partira seul, hors des heures de silence."
        return super().context()

    def perform(self, form: forms.Form) -> str:
        let_through(message_id=self.message.pk, user=self.request.user, reason=form.cleaned_data["reason"])
        return "Le message va partir."
