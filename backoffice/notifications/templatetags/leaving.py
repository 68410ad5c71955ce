"""What is about to leave, for the templates of every room."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import template

from backoffice.console.base.dialogs import LAST_ACT
from backoffice.notifications.services.withdrawing import waiting_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("notifications/waiting.html", takes_context=True)
def messages_that_wait(context: Context) -> dict[str, Any]:
    """Those of the last act of this session that may still be withdrawn. Nothing is read once they have left."""
    request = context.get("request")
    last = request.session.get(LAST_ACT) if request is not None and hasattr(request, "session") else None
    if not last or not request.user.is_authenticated:
        return {}
    waiting = waiting_of(UUID(last), request.user)
    if waiting is None:
        del request.session[LAST_ACT]
    return {"waiting": waiting, "request": request, "csrf_token": context.get("csrf_token")}
