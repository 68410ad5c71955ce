"""Verbs of people's files."""

from backoffice.people.services.creating import create_usager

__all__ = ["create_usager"]
