"""« Nouvelles de mes séances », behind the bell: what happened in the séances that one runs. One service call: `read_all`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from backoffice.actions.models import Facilitator, Occurrence
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.views import ConsoleView
from backoffice.directory.enums import Activity
from backoffice.notifications.services.bell import notes_of, read_all

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class BellView(ConsoleView):
    template_name = "notifications/bell.html"
    title = "Nouvelles de mes séances"

    def prepare(self, **kwargs: Any) -> None:
        if not self.request.user.perimeter.has(Activity.VIEW):
            raise NotAllowed

    def context(self) -> dict[str, Any]:
        user = self.request.user
        notes = list(notes_of(user))
        keys = {note.occurrence_id for note in notes}
        return {
            "notes": notes,
            "unread": sum(note.read_at is None for note in notes),
            "readable": set(Occurrence.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)),
            "mine": Facilitator.objects.filter(user=user).order_by("name"),
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        read_all(user=request.user)
        return HttpResponseRedirect(reverse("admin:bell"))
