"""Keys written in an address or posted by a form. What cannot be a key is the key of no row; a database is never asked to compare it."""

from __future__ import annotations

NO_ROW = 0
# Every database can compare a number of so many digits.
MOST_DIGITS = 18


def key_of(text: str) -> int:
    """The key, or `NO_ROW`."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else NO_ROW
