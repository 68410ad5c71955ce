"""The way to a page, as its header tells it: the group of the menu, the list, the row."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.text import capfirst

from backoffice.console.navigation import group_of

register = template.Library()
Part = dict[str, Any]


@register.filter
def from_the_menu(parts: list[Part]) -> list[Part]:
    """unfold starts from the application, which nobody knows: « Politiques d’inscription › Politiques d’inscription »."""
    if len(parts) == 1:
        return parts
    application, *way = parts
    first = {"title": group_of(way[0]["link"]) or application["title"]}
    return way if capfirst(first["title"]) == capfirst(way[0]["title"]) else [first, *way]
