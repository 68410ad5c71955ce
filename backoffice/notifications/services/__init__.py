"""Verbs of messages: owe one, deliver those that are due."""

from backoffice.notifications.services.delivery import deliver_due
from backoffice.notifications.services.owing import owe

__all__ = ["deliver_due", "owe"]
