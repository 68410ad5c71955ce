"""« Non remis »: what did not arrive, why, and what to do: correct, call, send again, or leave aside with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.forms import LeaveAsideForm
from backoffice.booking.services.messages import call_made, leave_aside
from backoffice.booking.services.messages.resending import message_to_send
from backoffice.booking.services.messages.undelivered import LOADED, PERIODS, USEFUL, missed, undelivered_in
from backoffice.booking.views.queues import QueueView
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.keys import key_of
from backoffice.console.base.views import ConsoleView
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity
from backoffice.directory.models import Organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backoffice.notifications.queries import OutboxQuerySet

MOST_SEANCES = 100


class UndeliveredView(QueueView):
    activity = Activity.VIEW_PEOPLE
    template_name = "booking/messages/undelivered.html"
    title = "Non remis"

    def context(self) -> dict[str, Any]:
        asked = {name: self.request.GET.get(name, "") for name in ("periode", "organisation", "seance")}
        period = asked["periode"] if asked["periode"] in PERIODS else USEFUL
        everything = undelivered_in(self.request.user, self.now, period=period)
        rows = (
            narrowed(everything, asked)
            .select_related(*LOADED)
            .order_by("occurrence__starts_at", "usager__last_name", "pk")
        )
        page = self.page_of(rows)
        return {
            "page": page,
            "lines": missed(list(page), self.request.user, self.now),
            "periods": PERIODS.items(),
            "period": period,
            "asked": asked,
            "organisations": organisations_of(everything),
            "seances": seances_of(everything),
            "is_narrowed": period != USEFUL or any(asked.values()),
        }


def narrowed(rows: OutboxQuerySet, asked: dict[str, str]) -> OutboxQuerySet:
    """What was chosen among the choices; anything else narrows nothing."""
    if asked["organisation"].isdecimal():
        rows = rows.filter(occurrence__action__organisation=key_of(asked["organisation"]))
    if asked["seance"].isdecimal():
        rows = rows.filter(occurrence=key_of(asked["seance"]))
    return rows


def organisations_of(rows: OutboxQuerySet) -> list[Organisation]:
    keys = rows.order_by().values("occurrence__action__organisation")
    return list(Organisation.objects.filter(pk__in=keys).order_by("name", "pk"))


def seances_of(rows: OutboxQuerySet) -> list[Occurrence]:
    found = Occurrence.objects.filter(pk__in=rows.order_by().values("occurrence")).with_everything_shown()
    return list(found.order_by("starts_at", "pk")[:MOST_SEANCES])


def badge(request: HttpRequest) -> str:
    """Beside the entry of the menu: how many wait; nothing when none does."""
    number = undelivered_in(request.user, timezone.now()).count()
    return str(number) if number else ""


class CalledView(ConsoleView):
    """« Je l’ai appelée »: one click."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *, message_id: int) -> HttpResponse:
        settled = call_made(message_id=message_id, user=request.user)
        said = f"C’est noté : {count(settled, 'message réglé', 'messages réglés')} par votre appel."
        messages.success(request, said if settled else "Ce message était déjà réglé.")
        return HttpResponseRedirect(self.safe_next(reverse("admin:undelivered")))


class LeaveAsideDialog(Dialog):
    form_class = LeaveAsideForm
    title = "Laisser sans suite"
    submit_label = "Laisser sans suite"

    def prepare(self, *, message_id: int, **kwargs: Any) -> None:
        self.message = message_to_send(message_id, self.request.user)

    def context(self) -> dict[str, Any]:
        about = f"{self.message.get_event_display()}, {self.message.usager}. Le message quitte la liste ; sa raison reste dans l’inscription."
        return {**super().context(), "intro": about}

    def perform(self, form: LeaveAsideForm) -> str:
        reason = form.cleaned_data["reason"]
        leave_aside(message_id=self.message.pk, user=self.request.user, reason=reason)
        return "C’est noté."

    def back(self) -> str:
        return reverse("admin:undelivered")
