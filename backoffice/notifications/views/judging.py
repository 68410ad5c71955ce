"""« Elle l’a reçu », « Envoyer quand même », « Laisser partir »: what somebody decides about messages. One service call each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.console.base.wording import count, short_moment
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory
from backoffice.notifications.forms import LetTerritoryThroughForm, LetThroughForm, ReceivedForm
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.judging import let_territory_through, let_through, say_received, sms_of_the_day

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


class LetTerritoryThroughDialog(Dialog):
    """How many and at what price is said first."""

    form_class = LetTerritoryThroughForm
    title = "Laisser partir les SMS retenus"
    submit_label = "Laisser partir"

    def prepare(self, *, territory_id: int, **kwargs: Any) -> None:
        rows = Territory.objects.visible_to(self.request.user, Activity.VIEW)
        self.territory = rows.filter(pk=territory_id).first()
        if self.territory is None:
            raise OutOfPerimeter
        if not self.request.user.perimeter.may(Activity.MANAGE_TERRITORY, territory_id=territory_id):
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        day = sms_of_the_day(self.territory, timezone.now())
        intro = f"{self.territory} : {day.sentence}. Tout part aujourd’hui, hors des heures de silence. Le plafond ne change pas."
        return {**super().context(), "intro": intro}

    def perform(self, form: forms.Form) -> str:
        number = let_territory_through(
            territory=self.territory, user=self.request.user, reason=form.cleaned_data["reason"]
        )
        return f"{count(number, 'SMS va partir', 'SMS vont partir')}." if number else "Aucun SMS n’attendait plus."

    def back(self) -> str:
        return reverse("admin:directory_territory_change", args=[self.territory.pk])
