"""« Retenir »: one click withdraws the messages of one's last act that have not left. One service call: `hold`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from backoffice.console.base.views import ConsoleView
from backoffice.console.base.wording import count
from backoffice.notifications.services.withdrawing import hold

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backoffice.notifications.services.withdrawing import Held


class HoldView(ConsoleView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        try:
            intention = UUID(request.POST.get("intention", ""))
        except ValueError as error:
            raise Http404 from error
        done = hold(intention=intention, user=request.user)
        level = messages.SUCCESS if done.held and not done.gone else messages.WARNING
        messages.add_message(request, level, said(done))
        return HttpResponseRedirect(self.safe_next(reverse("admin:index")))


def said(done: Held) -> str:
    """What was held, what was not, and what it means."""
    gone = f"{count(done.gone, 'message était déjà parti', 'messages étaient déjà partis')}."
    if not done.held:
        return f"Trop tard : {gone}" if done.gone else "Aucun message n’attendait."
    held = count(done.held, "message retenu", "messages retenus")
    told = "Ce que vous avez fait reste enregistré : prévenez vous-même les personnes, ou revenez en arrière."
    return f"{held} : rien ne partira. {told}" if not done.gone else f"{held}, mais {gone} {told}"
