"""Where an hour is the hour: named when it is not the reader's own (bad input B35)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from backoffice.directory.models import Territory

register = template.Library()


@register.simple_tag(takes_context=True)
def local_time(context: dict[str, Any], territory: Territory) -> str:
    """`{% local_time occurrence.territory as place %}` → « heure locale : La Réunion », "" for who works there."""
    return (
        ""
        if context["request"].user.reads_the_hours_of(territory)
        else f"heure locale : {territory.get_time_zone_display()}"
    )
