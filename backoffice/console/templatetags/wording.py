"""Dates, ranks and seats said in French, for templates of every room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone

from backoffice.console.base.wording import count, grouped, rank, short_moment, spoken_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

register = template.Library()


@register.filter(name="rank")
def rank_filter(number: int) -> str:
    """`{{ 3|rank }}` → « 3ᵉ »."""
    return rank(number)


@register.filter
def counted(number: int, words: str) -> str:
    """`{{ 3|counted:"place,places" }}` → « 3 places »; one word takes an s."""
    singular, _, plural = words.partition(",")
    return count(number, singular, plural)


@register.filter(name="grouped")
def grouped_filter(number: int) -> str:
    """`{{ 1200|grouped }}` → « 1 200 »."""
    return grouped(number)


@register.filter
def at_time(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """« 12 janv. 2027, 10:42 », in the territory's zone when it is given."""
    return short_moment(timezone.localtime(moment, zone))


@register.filter
def long_day(day: date) -> str:
    """« jeudi 14 janvier 2027 »."""
    return f"{spoken_day(day)} {day.year}"


@register.filter
def clock(moment: datetime) -> str:
    """« 14:00 », of a moment that is already local: Django's own `date` would bring it back to the server's zone."""
    return f"{moment:%H:%M}"


@register.filter
def hidden_phone(readable: str) -> str:
    """« 06 39 98 00 12 » → « •• 12 »: enough to tell two people apart, no more."""
    return f"•• {readable[-2:]}" if readable else ""


@register.filter
def listed(rows: Iterable[object]) -> list[object]:
    """A generator read once, so that a template may ask whether it is empty."""
    return list(rows)


@register.filter
def rest(number: int, shown: list[object]) -> int:
    """How many are not shown."""
    return number - len(shown)
