"""Numbers, dates and lists as French writes them.

Responsible for agreement in number, durations, dates and « a, b ou c ».  Refuses to round: a figure is
told as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
LONGEST_LIST = 6


def count(number: int, singular: str, plural: str) -> str:
    """« 0 place », « 1 place », « 2 places »; without a unit, the number alone."""
    return f"{number} {plural if abs(number) >= 2 else singular}".strip()


def ordinal(number: int) -> str:
    """« 1ʳᵉ », « 2ᵉ » (feminine, as « position »)."""
    return "1ʳᵉ" if number == 1 else f"{number}ᵉ"


def duration(minutes: int) -> str:
    """« 2 jours », « 3 heures », « 1 jour et 2 heures », « 45 minutes »."""
    days, rest = divmod(abs(minutes), 1_440)
    hours, left = divmod(rest, 60)
    parts = [
        count(amount, singular, f"{singular}s")
        for amount, singular in ((days, "jour"), (hours, "heure"), (left, "minute"))
        if amount
    ]
    if not parts:
        return "0 minute"
    return " et ".join(parts) if len(parts) < 3 else f"{parts[0]}, {parts[1]} et {parts[2]}"


def day(value: date) -> str:
    """« 2 mars 2026 », « 1ᵉʳ mars 2026 »."""
    number = "1ᵉʳ" if value.day == 1 else str(value.day)
    return f"{number} {MONTHS[value.month - 1]} {value.year}"


def listing(items: Sequence[str], word: str) -> str:
    """« a, b ou c »; a long list is cut, with its length."""
    if len(items) > LONGEST_LIST:
        return f"{', '.join(items[: LONGEST_LIST - 1])}… ({len(items)} valeurs)"
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def sentence(text: str) -> str:
    """A capital at the start, one full stop at the end."""
    stripped = text.strip()
    ending = "" if stripped.endswith((".", "!", "?", "…", "»")) else "."
    return f"{stripped[:1].upper()}{stripped[1:]}{ending}"
