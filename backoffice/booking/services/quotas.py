"""The quotas of one séance: whose numbers they are, until when they hold, and what each request may take. Read under the lock.

Reserved: kept for a scope until somebody of it takes them, or until they are released. Maximum: the most that a scope may take, for ever. A
participation counts in its channel, in the organisation that enrolled it, and in the group of that organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Sum
from django.utils import timezone

from backoffice.actions.values import MAXIMUM, RESERVED
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.models import Participation
from backoffice.booking.services.access import organisation_behind
from backoffice.directory.values import open_days_between
from config_rules import Delay, DelayUnit
from config_rules.evaluator.quotas import Party, Quotas, seats_awaited

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor
    from backoffice.people.models import Usager
    from config_rules import EffectiveParameter

SCOPED = ("channel", "booked_for", "booked_for__group")


def scopes_of(channel: str, organisation_id: int | None, group_id: int | None) -> frozenset[str]:
    """The scopes in which a participation counts, as quotas name them."""
    scopes = {f"channel:{channel}"}
    if organisation_id is not None:
        scopes.add(f"organisation-{organisation_id}")
    if group_id is not None:
        scopes.add(f"group-{group_id}")
    return frozenset(scopes)


def scopes_of_actor(actor: Actor, occurrence: Occurrence) -> frozenset[str]:
    """Where a new request counts."""
    organisation = organisation_behind(actor, occurrence)
    return scopes_of(actor.kind.value, organisation, group_of(organisation, actor, occurrence))


def group_of(organisation_id: int | None, actor: Actor, occurrence: Occurrence) -> int | None:
    host = occurrence.action.organisation
    if organisation_id == host.pk:
        return host.group_id
    grants = actor.user.perimeter.grants if actor.user else ()
    return next((grant.group_id for grant in grants if grant.organisation_id == organisation_id), None)


def scopes_of_row(participation: Participation) -> frozenset[str]:
    """The same, of an inscription that is loaded, or only imagined."""
    organisation = participation.booked_for
    return scopes_of(
        participation.channel, participation.booked_for_id, organisation.group_id if organisation else None
    )


def scopes_of_inscription(occurrence: Occurrence, usager: Usager) -> frozenset[str]:
    """Where the live inscription of this person here counts."""
    rows = Participation.objects.live().filter(occurrence=occurrence.pk, usager=usager.pk).order_by()
    return scopes_of(*rows.values_list(*SCOPED).get())


def has_quotas(parameters: Mapping[str, EffectiveParameter]) -> bool:
    return bool(parameters[RESERVED].value or parameters[MAXIMUM].value)


def release_of(occurrence: Occurrence, parameters: Mapping[str, EffectiveParameter]) -> datetime | None:
    """When reserved seats go back to everybody: the earlier of the fixed day and of the delay before the start; None when they never do."""
    instants = []
    delay, day = parameters["quota.release"].value, parameters["quota.release_on"].value
    if isinstance(delay, Delay):
        instants.append(before_start(occurrence, delay))
    if isinstance(day, date):
        instants.append(midnight(occurrence, day))
    return min(instants, default=None)


def before_start(occurrence: Occurrence, delay: Delay) -> datetime:
    """Hours are counted on the clock; days from the morning of the day, in the territory's calendar."""
    if delay.unit == DelayUnit.HOURS:
        return occurrence.starts_at - timedelta(hours=delay.amount)
    day = occurrence.local_start.date()
    if delay.unit == DelayUnit.DAYS:
        return midnight(occurrence, day - timedelta(days=delay.amount))
    earlier = day
    while open_days_between(earlier, day, occurrence.territory) < delay.amount:
        earlier -= timedelta(days=1)
    return midnight(occurrence, earlier)


def midnight(occurrence: Occurrence, day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), occurrence.territory.zone)


def quotas_in_force(occurrence: Occurrence, parameters: Mapping[str, EffectiveParameter], now: datetime) -> Quotas:
    """The numbers that hold at this instant: reserved ones until their release, maximums always."""
    release = release_of(occurrence, parameters)
    reserved = () if release is not None and release <= now else parameters[RESERVED].value
    return Quotas(cast("Any", reserved), cast("Any", parameters[MAXIMUM].value))


@dataclass(frozen=True)
class Supposed:
    """What is imagined beside the database: seats held (negative when they are freed) and awaited, which the counters of the imagined séance
    already count; the files of people who would come, or leave; the scopes of an inscription that would be promoted."""

    held: tuple[Party, ...] = ()
    waiting: tuple[Party, ...] = ()
    came: frozenset[int] = frozenset()
    left: frozenset[int] = frozenset()
    scopes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Shares:
    """Seats held and wanted in one séance, by the scopes of those who hold and wait. Two statements, only where there are quotas."""

    quotas: Quotas
    left: int
    held: tuple[Party, ...]
    waiting: tuple[Party, ...]

    @classmethod
    def of(cls, occurrence: Occurrence, quotas: Quotas, supposed: Supposed | None = None) -> Shares:
        rows = Participation.objects.filter(occurrence=occurrence.pk)
        held = rows.filter(state__in=[*HOLDS_A_SEAT, State.OFFERED]).order_by().values_list(*SCOPED)
        waiting = rows.waiting_in_order().values_list(*SCOPED, "party_size")
        counters, more = occurrence.counters, supposed or Supposed()
        return cls(
            quotas,
            occurrence.seats_with_origin.number - counters.seats_held - counters.seats_offered,
            (*(Party(scopes_of(*row[:3]), row[3]) for row in held.annotate(Sum("party_size"))), *more.held),
            (*(Party(scopes_of(*row[:3]), row[3]) for row in waiting), *more.waiting),
        )

    def seats_for(self, scopes: frozenset[str]) -> int:
        return self.quotas.seats_for(scopes, self.left, self.held)

    def awaited_before(self, scopes: frozenset[str]) -> int:
        return max(0, seats_awaited(self.quotas, scopes, self.left, self.held, self.waiting))

    def kept(self) -> list[tuple[str, int]]:
        """(scope, reserved seats that nobody took yet), for the screen's subtraction."""
        rows = [(scope, seats - self.used(scope)) for scope, seats in self.quotas.reserved]
        return [(scope, seats) for scope, seats in rows if seats > 0]

    def used(self, scope: str) -> int:
        return sum(party.seats for party in self.held if scope in party.scopes)
