"""Verbs of the demonstration: seed it, and say which accounts open it."""

from backoffice.demo.services.seeding import accounts, seed

__all__ = ["accounts", "seed"]
