"""One act is one message per person on each channel: moving is not cancelling then enrolling, and a series is told once."""

from __future__ import annotations

from django.db.models import Count

from backoffice.booking.services.auditing.faults import Fault
from backoffice.notifications.models import OutboxMessage


def told_twice_by_one_act() -> list[Fault]:
    """People to whom one act wrote more than once on the same channel."""
    rows = OutboxMessage.objects.filter(intention__isnull=False, usager__isnull=False).order_by()
    twice = rows.values("intention", "usager", "channel").annotate(number=Count("pk")).filter(number__gt=1)
    return [
        Fault(
            "intention",
            f"acte {each['intention']}, personne {each['usager']}",
            f"il lui a écrit {each['number']} fois sur le même canal.",
            "Regardez ces messages dans « Messages » et prévenez qui tient le logiciel.",
        )
        for each in twice.order_by("intention", "usager", "channel")
    ]
