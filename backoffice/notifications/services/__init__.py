"""Verbs of messages: owe one, deliver those that are due."""

from backoffice.notifications.services.delivery import deliver_due
from backoffice.notifications.services.owing import owe
from backoffice.notifications.services.taking_back import withdraw
from backoffice.notifications.services.texts import About

__all__ = ["About", "deliver_due", "owe", "withdraw"]
