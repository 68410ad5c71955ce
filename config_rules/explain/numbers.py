"""Numbers as French writes them.

Responsible for agreement in number and for durations.  Refuses to round: a figure is told as it is.
"""

from __future__ import annotations


def count(number: int, singular: str, plural: str) -> str:
    """« 0 place », « 1 place », « 2 places »."""
    return f"{number} {plural if abs(number) >= 2 else singular}"


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
    return " et ".join(parts[:2]) or "0 minute"
