"""Whom each message may concern: the people of the séances to come, by what their inscription is today. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import COMING, State
from backoffice.booking.models import Participation
from backoffice.notifications.enums import Event
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from backoffice.notifications.values.levels import Level

ASKED, QUEUED, COMES = {State.PENDING}, {State.WAITING, State.OFFERED}, {State.BOOKED}
# Whom each event speaks to, or may speak to tomorrow; the others speak to whoever is to come or waits.
CONCERNED: dict[str, set[State]] = {
    **dict.fromkeys((Event.PENDING, Event.APPROVED, Event.REJECTED), ASKED),
    **dict.fromkeys(
        (Event.WAITLISTED, Event.PROMOTED, Event.OFFERED, Event.OFFER_EXPIRING, Event.OFFER_EXPIRED), QUEUED
    ),
    **dict.fromkeys((Event.BOOKED, Event.MOVED, Event.REMINDER, Event.INSTRUCTIONS_CHANGED), COMES),
    **dict.fromkeys((Event.ATTENDED, Event.MISSED), COMES),
}


def people_concerned(level: Level, event: str) -> list[Usager]:
    """Each once, with whoever answers for her."""
    states = CONCERNED.get(event, COMING)
    scope = {
        "action": level.action,
        "action__motif": level.motif,
        "action__organisation__territory": level.territory,
    }
    where = {name: row for name, row in scope.items() if row is not None}
    seances = Occurrence.objects.upcoming(timezone.now()).filter(**where)
    rows = Participation.objects.filter(occurrence__in=seances.order_by().values("pk"), state__in=states)
    return list(
        Usager.objects.filter(pk__in=rows.order_by().values("usager")).select_related("responsible").order_by("pk")
    )
