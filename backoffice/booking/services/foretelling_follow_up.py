"""Says on the sheet of a séance what its people will read the next morning, because they came or because they did not. Writes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from backoffice.booking.enums import CAME, State
from backoffice.booking.models import Participation
from backoffice.booking.services.reminding import FOLLOW_UP_DAYS, morning_of
from backoffice.notifications.enums import Channel, Event
from backoffice.notifications.services.follow_up import follow_up_is_wanted
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence

EVENTS = {State.NOSHOW: Event.MISSED, **dict.fromkeys(CAME, Event.ATTENDED)}


def next_follow_up(occurrence: Occurrence, now: datetime) -> datetime | None:
    """The morning when those who were noted are told; None when it has passed."""
    day = occurrence.local_start.date()
    mornings = (morning_of(occurrence.territory, day + timedelta(days=each)) for each in range(1, FOLLOW_UP_DAYS + 1))
    return next((each for each in mornings if each > now and each >= occurrence.ends_at), None)


def told_next_morning(occurrence: Occurrence, now: datetime) -> list[Telling]:
    """One for each person noted present or absent who was not told yet; nothing where the territory says nothing after its séances."""
    if next_follow_up(occurrence, now) is None or not follow_up_is_wanted(occurrence.territory):
        return []
    rows = Participation.objects.filter(occurrence=occurrence.pk, state__in=list(EVENTS))
    told = set(occurrence.messages.filter(event__in=EVENTS.values()).values_list("key", flat=True))
    return [
        Telling(EVENTS[State(row.state)], occurrence, row.usager)
        for row in rows.select_related("usager__responsible").order_by("pk")
        if told.isdisjoint(f"participation-{row.pk}-suite-{channel}" for channel in Channel)
    ]
