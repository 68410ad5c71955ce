"""After a restore, nothing leaves by itself: what the backup says is due may have left since (reliability R19)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from backoffice.notifications.enums import WAITING, MessageState, StepSource, Trouble
from backoffice.notifications.models import MessageStep, OutboxMessage


def hold_waiting() -> int:
    """Put every message that waits under « À vérifier », and answer how many. To be called before the worker starts on a restored database."""
    now, doubt = timezone.now(), {"state": MessageState.UNKNOWN, "trouble": Trouble.LOST}
    with transaction.atomic():
        rows = OutboxMessage.objects.select_for_update(of=("self",)).filter(state__in=WAITING)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        OutboxMessage.objects.filter(pk__in=keys).update(**doubt)
        said = {**doubt, "source": StepSource.WORKER, "reason": "Base restaurée", "happened_at": now}
        MessageStep.objects.bulk_create([MessageStep(message_id=key, **said) for key in keys])
    return len(keys)
