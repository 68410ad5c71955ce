"""« Messages »: what was owed to whom, and what became of it. To read: services write messages, the worker delivers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from unfold.decorators import display

from backoffice.console.base.admin import BackofficeAdmin, add_panel
from backoffice.console.base.wording import short_moment
from backoffice.directory.enums import Activity
from backoffice.directory.models import Territory
from backoffice.notifications.enums import MessageState
from backoffice.notifications.exports import CostExport
from backoffice.notifications.models import OutboxMessage, PersonalLink
from backoffice.notifications.services.judging import DOUBTFUL, sms_of_the_day
from backoffice.notifications.services.links import HIDDEN, path_in_demonstration
from backoffice.notifications.values.sms import SmsSize, euros
from backoffice.people.models import Usager
from backoffice.people.values import search_words

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django.http import HttpRequest

STATE_COLOURS = {
    "sent": "success",
    "due": "info",
    "claimed": "info",
    "unknown": "warning",
    "parked": "danger",
    "expired": "danger",
    "delivered": "success",
    "undelivered": "danger",
    "held": "warning",
}


@admin.register(OutboxMessage)
class OutboxMessageAdmin(BackofficeAdmin):
    view_activity = Activity.VIEW_PEOPLE
    export_resources = (CostExport,)
    list_display = ("person", "shown_state", "event", "occurrence", "channel", "moment", "trouble")
    list_filter = ("state", "channel", "event", "occurrence__action__organisation")
    list_select_related = ("usager", "facilitator", "user", "occurrence__action__organisation__territory")
    ordering = ("-created_at", "-pk")
    search_fields = ("usager__search_text",)
    search_help_text = "Personne ou action"
    fieldsets = (
        ("Message", {"fields": ("person", "occurrence", "event", "channel", "address", "subject", "body")}),
        ("Envoi", {"fields": ("state", "trouble", "moment", "attempts", "written_at", "provider_reference")}),
    )
    readonly_fields = ("person", "address", "moment", "written_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        files = Usager.objects.visible_to(request.user, Activity.VIEW_PEOPLE).filter(pk=OuterRef("usager"))
        return super().get_queryset(request).annotate(is_file_read=Exists(files))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """Every word starts a word of the name or is in the title of the action."""
        for word in search_words(search_term):
            in_name = Q(usager__search_text__contains=f" {word}")
            queryset = queryset.filter(in_name | Q(occurrence__action__title__icontains=word))
        return queryset, False

    @display(description="Personne", ordering="usager__search_text")
    def person(self, row: OutboxMessage) -> str:
        """The organisation that hosts the séance knows who comes, whoever follows the person."""
        return f"{row.recipient} (exemple)" if row.is_example else str(row.recipient)

    @display(description="État", ordering="state", label=STATE_COLOURS)
    def shown_state(self, row: OutboxMessage) -> tuple[str, str]:
        return row.state, row.get_state_display()

    @display(description="Quand", ordering="not_before")
    def moment(self, row: OutboxMessage) -> str:
        if row.sent_at:
            return f"Envoyé le {local(row.sent_at, row)}"
        return f"Prévu le {local(row.not_before, row)}" if row.is_waiting else ""

    @display(description="Écrit le")
    def written_at(self, row: OutboxMessage) -> str:
        return local(row.created_at, row)

    @display(description="Adresse")
    def address(self, row: OutboxMessage) -> str:
        """As it is now: what the next try would use. For those who read the file of the person."""
        if row.usager is None:
            return row.staff_address
        if not row.is_file_read:
            return "Dans la fiche de la personne, suivie par une autre organisation"
        contact = row.usager.contact
        return contact.readable_phone if row.channel == "sms" else contact.email


def local(moment: datetime, row: OutboxMessage) -> str:
    """In the territory's own time."""
    return short_moment(timezone.localtime(moment, row.occurrence.territory.zone))


def path_panel(request: HttpRequest, message: OutboxMessage) -> dict[str, Any]:
    """What happened to it, step by step, and what may be decided now."""
    may_write = OutboxMessage.objects.visible_to(request.user, Activity.MESSAGE).filter(pk=message.pk).exists()
    steps = message.steps.select_related("user")
    return {
        "message": message,
        "steps": [{"step": step, "moment": local(step.happened_at, message)} for step in steps],
        "may_say_received": may_write and message.state in DOUBTFUL,
        "may_let_through": may_write and message.state == MessageState.HELD,
    }


def phone_panel(_request: HttpRequest, message: OutboxMessage) -> dict[str, Any]:
    """The message as the person reads it, with what it costs."""
    territory, size = message.occurrence.territory, SmsSize(message.body)
    unit = territory.sms_segment_price
    price = "" if unit is None else euros(unit * size.segments)
    shown = {"message": message, "sender": territory.sms_sender, "size": size, "price": price}
    link = PersonalLink.objects.of(message.usager_id, message.occurrence_id).first()
    return shown | {"has_link": HIDDEN in message.body, "demonstration": path_in_demonstration(link)}


add_panel(OutboxMessage, "notifications/message_panel.html", phone_panel)
add_panel(OutboxMessage, "notifications/path_panel.html", path_panel)


def day_panel(request: HttpRequest, territory: Territory) -> dict[str, Any] | None:
    """For whoever manages the territory: how many SMS left today, and how many the ceiling holds."""
    if not request.user.perimeter.may(Activity.MANAGE_TERRITORY, territory_id=territory.pk):
        return None
    return {"territory": territory, "day": sms_of_the_day(territory, timezone.now())}


add_panel(Territory, "notifications/day_panel.html", day_panel)
