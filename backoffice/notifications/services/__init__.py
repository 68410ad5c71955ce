"""Verbs of messages: owe one, deliver those that are due."""

from backoffice.notifications.services.owing import owe

__all__ = ["owe"]
