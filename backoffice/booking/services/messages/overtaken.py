"""What messages say of an inscription, and what became of it meanwhile: the judge that delivery asks before it hands one over. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.models import Participation
from backoffice.booking.services.messages.resending import TRUE_FOR
from backoffice.notifications.enums import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backoffice.notifications.models import OutboxMessage


def no_longer_true(messages: Sequence[OutboxMessage]) -> set[int]:
    """The keys of those whose person is not there any more as they say, by her latest inscription. One statement."""
    rows = Participation.objects.filter(
        usager__in={one.usager_id for one in messages}, occurrence__in={one.occurrence_id for one in messages}
    ).order_by("booked_at", "pk")
    found = rows.values_list("usager", "occurrence", "state", "occurrence__state")
    latest = {(usager, occurrence): (state, seance) for usager, occurrence, state, seance in found}
    return {one.pk for one in messages if is_past(one, *latest.get((one.usager_id, one.occurrence_id), ("", "")))}


def is_past(message: OutboxMessage, state: str, seance: str) -> bool:
    """`state`: of her inscription; "" when there is none, which says nothing."""
    if not state:
        return False
    if message.event == Event.SEANCE_CANCELLED:
        return seance != OccurrenceState.CANCELLED
    return message.event in TRUE_FOR and state not in TRUE_FOR[message.event]
