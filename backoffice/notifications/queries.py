"""Reading the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from backoffice.directory.queries import OwnedQuerySet
from backoffice.notifications.enums import MessageState

if TYPE_CHECKING:
    from datetime import datetime


class OutboxQuerySet(OwnedQuerySet):
    territory_path = "occurrence__action__organisation__territory"
    organisation_path = "occurrence__action__organisation"

    def deliverable(self, now: datetime) -> Self:
        """Due, or claimed by a worker that died before its lease ended."""
        return self.filter(state__in=[MessageState.DUE, MessageState.CLAIMED], not_before__lte=now)
