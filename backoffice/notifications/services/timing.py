"""When a message may leave: after the time to withdraw it, after what was said before to the same person, and out of silence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from backoffice.console.base.acts import current_act
from backoffice.console.base.prepared import PreparedRows, Slot
from backoffice.notifications.enums import AFTERWARDS, Event, MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.quiet import earliest
from backoffice.notifications.services.withdrawing import delay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.people.models import Usager

# Nothing was said before these, or it left long ago.
FIRST = (Event.BOOKED, Event.WAITLISTED, Event.PENDING, Event.REMINDER, *AFTERWARDS)


def leaves_at(
    now: datetime,
    event: str,
    channel: str,
    occurrence: Occurrence,
    usager: Usager,
    expires_at: datetime,
    said: Mapping[int | None, datetime] | None = None,
) -> datetime:
    """Once the time to withdraw it has passed, when somebody is there to do so, unless that would be too late to be of use; then out of silence.

    What follows by itself never overtakes what an act said before: « une place s'est libérée » comes after « liste d'attente »."""
    after = now
    if current_act():
        after = now + delay() if now + 2 * delay() < expires_at else now
    else:
        said = said_before(event, occurrence, [("", usager)]) if said is None else said
        after = max(now, said.get(usager.pk, now))
    return earliest(after, event=event, channel=channel, occurrence=occurrence)


def said_before(
    event: str, occurrence: Occurrence, people: Sequence[tuple[str, Usager]]
) -> Mapping[int | None, datetime]:
    """Until when the messages that acts said before to these people wait, in one statement; none where it does not matter."""
    if event in FIRST or current_act():
        return {}
    keys = {f"usager_{number}": usager.pk for number, (_cause, usager) in enumerate(people)}
    return dict(still_waiting(len(keys)).rows(occurrence=occurrence.pk, **keys))


@lru_cache(maxsize=64)
def still_waiting(people: int) -> PreparedRows[Any]:
    """(person, until when what an act said to her waits), for so many people of one séance."""
    meta = OutboxMessage._meta
    key = meta.get_field("usager").target_field
    waits = OutboxMessage.objects.filter(
        usager__pk__in=[Slot(f"usager_{number}", key) for number in range(people)],
        occurrence=Slot("occurrence", key),
        state=MessageState.DUE,
        intention__isnull=False,
    )
    return PreparedRows(waits.order_by("usager").values_list("usager").annotate(Max("not_before")))
