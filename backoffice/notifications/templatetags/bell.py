"""The bell of every page, for whoever runs séances."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from backoffice.directory.enums import Activity
from backoffice.notifications.services.bell import bell_of

if TYPE_CHECKING:
    from django.template import Context

register = template.Library()


@register.inclusion_tag("notifications/bell_button.html", takes_context=True)
def team_bell(context: Context) -> dict[str, Any]:
    """Nothing for whoever runs none, or belongs nowhere any more."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.perimeter.has(Activity.VIEW):
        return {}
    return {"bell": bell_of(user)}
