"""Says before seats, quotas or rules change who would be served at once, and which reminders would leave or no longer leave. Writes nothing."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services.foretelling import told_of
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.policies import READ, applies, parameters_in_force, suppose, suppose_uses
from backoffice.booking.services.rehearsing import Rehearsal
from backoffice.booking.services.reminding import FARTHEST, morning_of
from backoffice.console.base.wording import count
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About
from backoffice.notifications.services.foretelling import Telling
from backoffice.policies.models import Policy

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from backoffice.actions.models import CollectiveAction
    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.catalogue.models import Motif
    from backoffice.directory.models import Venue
    from backoffice.policies.services.in_force import Uses
    from config_rules import PolicyDocument

MOST_QUEUES, MOST_REMINDERS = 200, 1000


@dataclass(frozen=True)
class Wish:
    """A change that is not written yet: the séances that it concerns, and what it puts on each, once loaded."""

    rows: OccurrenceQuerySet
    put: Callable[[Occurrence], None]


@dataclass(frozen=True)
class Served:
    """What the people who would be served read; `left_out`: the queues that come later, which are not counted."""

    tellings: tuple[Telling, ...] = ()
    left_out: int = 0

    @property
    def limit(self) -> str:
        """« Comptées : les 200 premières séances où des personnes attendent. 12 autres viennent ensuite. »"""
        if not self.left_out:
            return ""
        later = count(self.left_out, "autre vient", "autres viennent")
        return f"Comptées : les {MOST_QUEUES} premières séances où des personnes attendent. {later} ensuite."


def told_with_quotas(occurrence: Occurrence, quotas: dict[str, Any] | None, now: datetime) -> list[Telling]:
    """Who waits and would have a seat of this séance with these quotas."""
    wished = copy(occurrence)
    wished.quotas = quotas
    return told_of(Rehearsal(wished, now).allocate())


def with_action_quotas(action: CollectiveAction, quotas: dict[str, Any] | None) -> Wish:
    """The séances of the action that say nothing by themselves."""

    def put(row: Occurrence) -> None:
        row.action = copy(row.action)
        row.action.quotas = quotas

    return Wish(Occurrence.objects.filter(action=action, quotas__isnull=True), put)


def with_document(policy: Policy, document: PolicyDocument) -> Wish:
    """The policy, as this document would make it as soon as it is in force."""
    return Wish(Occurrence.objects.filter(applies(policy)), lambda row: suppose(row, policy, document))


def with_uses(policy: Policy, uses: Uses) -> Wish:
    """The policy, applied where it is typed: the séances that it serves today, and those that it would serve."""
    rows = applies(Policy.objects.get(pk=policy.pk)) | Q(action__motif__in=uses.motifs)
    if uses.is_for_territory:
        rows |= Q(action__organisation__territory=policy.territory_id)
    return Wish(Occurrence.objects.filter(rows), lambda row: suppose_uses(row, uses))


def with_motif(motif: Motif) -> Wish:
    """The motif as it is typed: its seats, its list."""

    def put(row: Occurrence) -> None:
        row.action = copy(row.action)
        row.action.motif = motif

    return Wish(Occurrence.objects.filter(action__motif=motif.pk), put)


def with_action(action: CollectiveAction) -> Wish:
    """The action as it is typed: the rules that it adds."""
    return Wish(Occurrence.objects.filter(action=action.pk), lambda row: setattr(row, "action", action))


def with_venue(venue: Venue) -> Wish:
    """The room as it is typed: its seats."""
    return Wish(Occurrence.objects.filter(venue=venue.pk), lambda row: setattr(row, "venue", venue))


def served_by(wish: Wish, now: datetime) -> Served:
    """Who waits and would be served at once, in open séances to come, the soonest first."""
    found = wish.rows.filter(state=OccurrenceState.OPEN, starts_at__gt=now, counters__waiting_count__gt=0)
    told: list[Telling] = []
    for row in found.select_related(*LOADED).order_by("starts_at", "pk")[:MOST_QUEUES]:
        wish.put(row)
        told += told_of(Rehearsal(row, now).allocate())
    return Served(tuple(told), max(0, found.count() - MOST_QUEUES))


@dataclass(frozen=True)
class Reminders:
    """The reminders of the next month that a document adds, and how many it takes away; `is_cut`: there are more."""

    added: tuple[Telling, ...] = ()
    removed: int = 0
    is_cut: bool = False


def reminders_with(wish: Wish, now: datetime) -> Reminders:
    """What changes for the people who have a seat in a séance of the next month."""
    until = now + timedelta(days=FARTHEST + 1)
    read: dict[Any, Any] = {}
    rows = wish.rows.upcoming(now).filter(starts_at__lt=until).select_related(*LOADED)
    changes = []
    for row in rows.order_by("starts_at", "pk"):
        row.__dict__[READ] = read
        before, wished = days_of_reminders(row, now), copy(row)
        wish.put(wished)
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
