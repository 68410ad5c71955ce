"""Says before quotas or rules change who would be served at once, and which reminders would leave or no longer leave. Writes nothing."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services.foretelling import told_of
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.policies import READ, applies, parameters_in_force, suppose
from backoffice.booking.services.rehearsing import Rehearsal
from backoffice.booking.services.reminding import FARTHEST, morning_of
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import CollectiveAction
    from backoffice.policies.models import Policy
    from config_rules import PolicyDocument

MOST_QUEUES, MOST_REMINDERS = 200, 1000


def told_with_quotas(occurrence: Occurrence, quotas: dict[str, Any] | None, now: datetime) -> list[Telling]:
    """Who waits and would have a seat of this séance with these quotas."""
    wished = copy(occurrence)
    wished.quotas = quotas
    return told_of(Rehearsal(wished, now).allocate())


def told_with_action_quotas(action: CollectiveAction, quotas: dict[str, Any] | None, now: datetime) -> list[Telling]:
    """The same for each séance of the action that says nothing by itself."""
    told = []
    for row in queues(Occurrence.objects.filter(action=action, quotas__isnull=True), now):
        row.action.quotas = quotas
        told += told_of(Rehearsal(row, now).allocate())
    return told


def told_by_publication(policy: Policy, document: PolicyDocument, now: datetime) -> list[Telling]:
    """Who waits and would be served as soon as this document is in force."""
    told = []
    for row in queues(Occurrence.objects.filter(applies(policy)), now):
        suppose(row, policy, document)
        told += told_of(Rehearsal(row, now).allocate())
    return told


def queues(rows: Any, now: datetime) -> list[Occurrence]:
    """Open séances to come where people wait, the soonest first."""
    found = rows.filter(state=OccurrenceState.OPEN, starts_at__gt=now, counters__waiting_count__gt=0)
    return list(found.select_related(*LOADED).order_by("starts_at", "pk")[:MOST_QUEUES])


@dataclass(frozen=True)
class Reminders:
    """The reminders of the next month that a document adds, and how many it takes away; `is_cut`: there are more."""

    added: tuple[Telling, ...] = ()
    removed: int = 0
    is_cut: bool = False


def reminders_with(policy: Policy, document: PolicyDocument, now: datetime) -> Reminders:
    """What changes for the people who have a seat in a séance of the next month."""
    until = now + timedelta(days=FARTHEST + 1)
    read: dict[Any, Any] = {}
    rows = Occurrence.objects.filter(applies(policy)).upcoming(now).filter(starts_at__lt=until).select_related(*LOADED)
    changes = []
    for row in rows.order_by("starts_at", "pk"):
        row.__dict__[READ] = read
        before, wished = days_of_reminders(row, now), copy(row)
        suppose(wished, policy, document)
        after = days_of_reminders(wished, now)
        if after != before:
            changes.append((row, after - before, before - after))
    return counted(changes, now)


def days_of_reminders(row: Occurrence, now: datetime) -> set[int]:
    """Those whose morning is still to come."""
    wanted = parameters_in_force(row, now)["reminder.days"].value
    days = {int(day) for day in wanted} if isinstance(wanted, frozenset) else set()
    day = row.local_start.date()
    return {each for each in days if now < morning_of(row.territory, day - timedelta(days=each)) < row.starts_at}


def counted(changes: list[tuple[Occurrence, set[int], set[int]]], now: datetime) -> Reminders:
    keys = {row.pk: (row, more, less) for row, more, less in changes}
    people = Participation.objects.filter(occurrence__in=list(keys), state=State.BOOKED)
    added: list[Telling] = []
    removed = 0
    for one in people.select_related("usager__responsible").order_by("occurrence__starts_at", "pk"):
        row, more, less = keys[one.occurrence_id]
        removed += len(less)
        added += [Telling(Event.REMINDER, row, one.usager, About(days_left=days)) for days in sorted(more)]
    return Reminders(tuple(added[:MOST_REMINDERS]), removed, len(added) > MOST_REMINDERS)
