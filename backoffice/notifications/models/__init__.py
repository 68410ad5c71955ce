"""Import the models of messages from here."""

from backoffice.notifications.models.bell import BellNote
from backoffice.notifications.models.handling import Handling
from backoffice.notifications.models.letters import Letter
from backoffice.notifications.models.links import PersonalLink
from backoffice.notifications.models.outbox import Heartbeat, OutboxMessage
from backoffice.notifications.models.steps import MessageStep, SmsDay
from backoffice.notifications.models.wording import ChangeNotice, MessageTemplate

__all__ = [
    "BellNote",
    "ChangeNotice",
    "Handling",
    "Heartbeat",
    "Letter",
    "MessageStep",
    "MessageTemplate",
    "OutboxMessage",
    "PersonalLink",
    "SmsDay",
]
