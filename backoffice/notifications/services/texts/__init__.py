"""The words of a message: which text applies, what fills its holes, and what it weighs."""

from backoffice.notifications.services.texts.filling import About, Addressee, Text, is_neutral, is_sensitive, text_of
from backoffice.notifications.services.texts.keeping import kept, restored
from backoffice.notifications.services.texts.resolving import Found, Wordings, wordings_for

__all__ = [
    "About",
    "Addressee",
    "Found",
    "Text",
    "Wordings",
    "is_neutral",
    "is_sensitive",
    "kept",
    "restored",
    "text_of",
    "wordings_for",
]
