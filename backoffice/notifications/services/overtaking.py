"""What became untrue before it left: the person left, has her seat, or was told of another hour meanwhile. It is not handed over any more.

Asked in the transaction of the claim: an act that commits before it decides, one that commits after finds the message gone (decision 0057)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.notifications.enums import TAKEN, Event, MessageState, Trouble
from backoffice.notifications.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Judge = Callable[[Sequence[OutboxMessage]], set[int]]

OVERTAKEN = {"state": MessageState.EXPIRED, "trouble": Trouble.OVERTAKEN}
# What says the same thing anew → what it makes useless, if it has not left; what was withdrawn makes nothing useless.
REPLACES = {
    (Event.SEANCE_CHANGED, Event.REMINDER),
    (Event.INSTRUCTIONS_CHANGED, Event.INSTRUCTIONS_CHANGED),
}
# Two changes are read in their order, or the latest alone: never the older after the newer.
REPLACES_ONCE_TAKEN = {(Event.SEANCE_CHANGED, Event.SEANCE_CHANGED)}
NEVER_READ = (MessageState.CANCELLED, MessageState.EXPIRED)
_judges: list[Judge] = []


def register_judge(judge: Judge) -> None:
    """`judge` answers the keys of those of these messages that are not true any more: a room above knows what they speak of."""
    if judge not in _judges:
        _judges.append(judge)


def overtaken(messages: Sequence[OutboxMessage]) -> set[int]:
    """The keys of those that must not leave. Messages of our own teams, and what an agent wrote, stay as they are; so does what speaks of several
    séances of a person: it is true of the others."""
    hers = [one for one in messages if one.usager_id is not None and one.event != Event.WRITTEN]
    judged = [one for one in hers if not one.about.get("others")]
    if not judged:
        return set()
    return replaced(judged).union(*(judge(judged) for judge in _judges))


def replaced(messages: Sequence[OutboxMessage]) -> set[int]:
    """Those that a later message to the same person, about the same séance, makes useless."""
    older = {event for _newer, event in REPLACES | REPLACES_ONCE_TAKEN}
    judged = [one for one in messages if one.event in older]
    if not judged:
        return set()
    rows = OutboxMessage.objects.filter(
        usager__in={one.usager_id for one in judged},
        occurrence__in={one.occurrence_id for one in judged},
        event__in={event for event, _older in REPLACES | REPLACES_ONCE_TAKEN},
    ).exclude(state__in=NEVER_READ)
    later = list(rows.order_by("pk").values_list("usager", "occurrence", "event", "state", "pk"))
    return {one.pk for one in judged if any(replaces(row, one) for row in later)}


def replaces(row: tuple[int, int, str, str, int], older: OutboxMessage) -> bool:
    usager, occurrence, event, state, key = row
    if (usager, occurrence) != (older.usager_id, older.occurrence_id) or key <= older.pk:
        return False
    pair = (event, older.event)
    return pair in REPLACES or (pair in REPLACES_ONCE_TAKEN and state in TAKEN)
