"""What django-q2 calls. Without argument, harmless when lost, doubled or run by three machines at once."""

from __future__ import annotations

from django.conf import settings

from backoffice.console.base.tasks import background
from backoffice.notifications.services import deliver_due
from backoffice.notifications.services.waking import round_starts, wake


@background
def tick() -> None:
    """One round of delivery; asks for another when time ran out before the messages did."""
    round_starts()
    if not deliver_due(hands=settings.DELIVERY_HANDS):
        wake()
