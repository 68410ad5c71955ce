"""« Messages » and the texts that they are made of."""

from backoffice.notifications.admin.outbox import OutboxMessageAdmin
from backoffice.notifications.admin.wording import ChangeNoticeAdmin, MessageTemplateAdmin

__all__ = ["ChangeNoticeAdmin", "MessageTemplateAdmin", "OutboxMessageAdmin"]
