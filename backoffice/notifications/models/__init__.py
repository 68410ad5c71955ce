"""Import the models of messages from here."""

from backoffice.notifications.models.links import PersonalLink
from backoffice.notifications.models.outbox import Heartbeat, OutboxMessage
from backoffice.notifications.models.wording import ChangeNotice, MessageTemplate

__all__ = ["ChangeNotice", "Heartbeat", "MessageTemplate", "OutboxMessage", "PersonalLink"]
