"""Verbs of people's files."""

from backoffice.people.services.creating import create_usager
from backoffice.people.services.following import follow_with_relatives

__all__ = ["create_usager", "follow_with_relatives"]
