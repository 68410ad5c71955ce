"""Verbs of messages: owe one, deliver those that are due."""

from backoffice.notifications.services.owing import owe, owe_together
from backoffice.notifications.services.rounds import deliver_due
from backoffice.notifications.services.taking_back import withdraw
from backoffice.notifications.services.texts import About

__all__ = ["About", "deliver_due", "owe", "owe_together", "withdraw"]
