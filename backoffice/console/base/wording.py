"""How numbers, ranks, dates and durations are said in French. Pure text; knows no room."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.formats import date_format

if TYPE_CHECKING:
    from datetime import date, datetime

LINK = re.compile(r"https?://\S+|\bwww\.\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:[a-z]{2,})/\S+", re.IGNORECASE)
DAYS = ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim.")
MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
MONTH_NAMES = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
WORDS = ("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")


def count(number: int, singular: str, plural: str = "") -> str:
    """« 1 place », « 3 places », « 1 200 places »; zero is singular, as in French."""
    return f"{grouped(number)} {(plural or singular + 's') if abs(number) >= 2 else singular}"


def grouped(number: int) -> str:
    """« 1 200 »: thousands apart, on one line."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def rank(number: int) -> str:
    """« 1ʳᵉ », « 3ᵉ » (a person, a position: feminine)."""
    return "1ʳᵉ" if number == 1 else f"{grouped(number)}ᵉ"


def day_number(moment: date) -> str:
    """« 14 », « 1er »: the first of a month is said so."""
    return "1er" if moment.day == 1 else str(moment.day)


def short_date(moment: date) -> str:
    """« 14 janv. 2027 », « 1er mars 2027 »: `moment` is already in the territory's zone."""
    return f"{day_number(moment)} {MONTHS[moment.month - 1]} {moment.year}"


def day_and_month(moment: date) -> str:
    """« 14 janvier », « 1er mars »."""
    return f"{day_number(moment)} {MONTH_NAMES[moment.month - 1]}"


def long_date(moment: date) -> str:
    """« 14 janvier 2027 »."""
    return f"{day_and_month(moment)} {moment.year}"


def short_day(day: date) -> str:
    """« jeu. 14 janv. 2027 »."""
    return f"{DAYS[day.weekday()]} {short_date(day)}"


def short_moment(moment: datetime) -> str:
    """« 14 janv. 2027, 10:42 »."""
    return f"{short_date(moment)}, {moment:%H:%M}"


def short_span(start: datetime, end: datetime) -> str:
    """« jeu. 14 janv. 2027, 14:00–16:00 »."""
    return f"{DAYS[start.weekday()]} {short_moment(start)}–{end:%H:%M}"


def spoken_day(moment: datetime) -> str:
    """« jeudi 14 janvier », « jeudi 1er janvier »: `moment` is already in the territory's zone."""
    return f"{date_format(moment, 'l')} {day_and_month(moment)}"


def spoken_time(moment: datetime) -> str:
    """« 14 heures », « 9 heures 30 »."""
    hours = count(moment.hour, "heure")
    return f"{hours} {moment.minute:02}" if moment.minute else hours


def spoken_duration(minutes: int) -> str:
    """« deux heures », « une heure et demie », « 45 minutes », « trois heures 20 »."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return count(rest, "minute")
    number = WORDS[hours] if hours < len(WORDS) else str(hours)
    spoken = f"{number} heure{'s' if hours >= 2 else ''}"
    if rest == 30:
        return f"{spoken} et demie"
    return f"{spoken} {rest:02}" if rest else spoken


def links_elsewhere(text: str) -> list[str]:
    """The addresses of other sites that a text names: « bit.ly/x », « https://exemple.fr »."""
    own = urlsplit(settings.SITE_URL).hostname or ""
    found = [match[0] for match in LINK.finditer(text)]
    return [link for link in found if urlsplit(link if "//" in link else f"//{link}").hostname != own]
