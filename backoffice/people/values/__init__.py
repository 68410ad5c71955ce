"""Values of people: names and phone numbers as typed, and answers to custom fields. Stores nothing."""

from backoffice.people.values.answers import stored_answer, typed_answer
from backoffice.people.values.names import (
    OLDEST_BIRTH,
    clean_text,
    folded,
    is_mobile,
    normalised_phone,
    readable_phone,
    search_words,
)

__all__ = [
    "OLDEST_BIRTH",
    "clean_text",
    "folded",
    "is_mobile",
    "normalised_phone",
    "readable_phone",
    "search_words",
    "stored_answer",
    "typed_answer",
]
