"""One act is one message per person on each channel: moving is not cancelling then enrolling, and a series is told once."""

from __future__ import annotations

from django.db.models import Count

from backoffice.booking.services.auditing.faults import Fault
from backoffice.notifications.enums import Event
from backoffice.notifications.models import OutboxMessage

SEATS = (Event.PROMOTED, Event.OFFERED)


def told_twice_by_one_act() -> list[Fault]:
    """People to whom one act wrote more than once on the same channel. A seat given or offered is told for itself: it has its own answer, and
    its own delay."""
    rows = OutboxMessage.objects.filter(intention__isnull=False, usager__isnull=False).exclude(event__in=SEATS)
    twice = rows.order_by().values("intention", "usager", "channel").annotate(number=Count("pk"))
    return [
        Fault(
            "intention",
            f"acte {each['intention']}, personne {each['usager']}",
            f"il lui a écrit {each['number']} fois sur le même canal.",
            "Regardez ces messages dans « Messages » et prévenez qui tient le logiciel.",
        )
        for each in twice.filter(number__gt=1).order_by("intention", "usager", "channel")
    ]
