"""The diary of a facilitator, as the calendar programs ask for it (RFC 5545)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone

from backoffice.actions.services.feeds import diary
from backoffice.actions.services.links import feed_of
from backoffice.public.views.base import SecretView

if TYPE_CHECKING:
    from django.http import HttpRequest


class FeedView(SecretView):
    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        content = diary(feed_of(secret), now=timezone.now())
        disposition = {"Content-Disposition": 'inline; filename="agenda.ics"'}
        return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=disposition)
