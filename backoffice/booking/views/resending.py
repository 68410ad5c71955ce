"""« Renvoyer »: the exact text that leaves now, made by the function that sends it; by another channel if there is one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.forms import ResendForm
from backoffice.booking.models import Participation
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.messages import resend
from backoffice.booking.services.messages.resending import latest_state, message_to_send, why_not
from backoffice.booking.services.showing import reads_file
from backoffice.console.base.dialogs import Dialog
from backoffice.notifications.enums import Channel, MessageState
from backoffice.notifications.services.again import text_again
from backoffice.notifications.services.owing import reachable
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.values.contacts import masked_email, masked_phone
from backoffice.notifications.values.sms import euros


class ResendDialog(Dialog):
    form_class = ResendForm
    template_name = "booking/messages/resend.html"
    title = "Renvoyer ce message"
    submit_label = "Renvoyer"

    def prepare(self, *, message_id: int, **kwargs: Any) -> None:
        self.now = timezone.now()
        self.message = message_to_send(message_id, self.request.user)
        rows = Occurrence.objects.select_related(*LOADED).prefetch_related("action__motif__instructions")
        self.occurrence = rows.get(pk=self.message.occurrence_id)
        self.channels = reachable(self.message.usager)
        self.refusal = why_not(self.message, self.occurrence, latest_state(self.message), self.now)

    def form_options(self) -> dict[str, Any]:
        usual = self.message.channel if self.message.channel in self.channels else next(iter(self.channels), "")
        return {"channels": self.channels, "initial": {"channel": usual}}

    def context(self) -> dict[str, Any]:
        may_repeat = self.message.state == MessageState.UNKNOWN
        cases = [] if self.refusal else [self.case(channel) for channel in self.channels]
        return {
            **super().context(),
            "message": self.message,
            "occurrence": self.occurrence,
            "refusal": self.refusal,
            "cases": cases,
            "may_repeat": may_repeat,
            "wait_seconds": settings.MESSAGES_WAIT_SECONDS,
        }

    def case(self, channel: Channel) -> dict[str, Any]:
        """What leaves by this channel, to whom and when."""
        text = text_again(self.message, self.message.usager, channel=channel, occurrence=self.occurrence, now=self.now)
        unit = self.occurrence.territory.sms_segment_price
        leaves_at = earliest(self.now, event=self.message.event, channel=channel, occurrence=self.occurrence)
        return {
            "channel": channel,
            "text": text,
            "to": self.address(channel),
            "price": "" if unit is None else euros(unit * text.size.segments),
            "leaves_at": leaves_at if leaves_at > self.now else None,
        }

    def address(self, channel: Channel) -> str:
        contact = self.message.usager.contact
        if not reads_file(self.request.user, self.message.usager):
            return ""
        return masked_phone(contact.readable_phone) if channel == Channel.SMS else masked_email(contact.email)

    def perform(self, form: ResendForm) -> str:
        asked = form.cleaned_data
        copy = resend(message_id=self.message.pk, channel=asked["channel"], user=self.request.user, key=asked["key"])
        return f"C’est noté : {copy.get_event_display().lower()}, {copy.get_channel_display()} à {self.message.usager}."

    def back(self) -> str:
        rows = Participation.objects.filter(occurrence=self.occurrence, usager=self.message.usager)
        found = rows.order_by("-booked_at", "-pk").first()
        if found is None:
            return reverse("admin:seance", args=[self.occurrence.pk])
        return f"{reverse('admin:participation', args=[found.pk])}#messages"
