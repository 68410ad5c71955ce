"""What facts are computed from: the locked occurrence, the person, and what her other rows say. Each source is one statement, made at most once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from backoffice.actions.models import Occurrence
from backoffice.actions.services.daysoff import school_holidays
from backoffice.booking.enums import CAME, CANCELLED, COMING, DecisionKind, State
from backoffice.booking.models import Participation
from backoffice.booking.services.quotas import (
    Shares,
    Supposed,
    has_quotas,
    quotas_in_force,
    scopes_of_actor,
    scopes_of_inscription,
)
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from backoffice.booking.services.deciding import Request

REMEMBERED_DAYS = 730


@dataclass(frozen=True)
class Past:
    """One participation of the person elsewhere: what history facts count."""

    state: str
    starts_at: datetime
    ends_at: datetime
    action_id: int
    motif_id: int
    category_id: int | None


@dataclass(frozen=True)
class Scope:
    """Which participations a fact counts: same action, motif or category as the occurrence asked for."""

    field: str
    key: int | None

    def keep(self, rows: Iterable[Past]) -> list[Past]:
        return [row for row in rows if self.key is not None and getattr(row, self.field) == self.key]


class Sources:
    """What facts are computed from. Each `cached_property` that reads the database is one statement, made at most once."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.occurrence = request.occurrence
        self.usager = request.usager
        self.action = request.occurrence.action
        self.now = request.now
        self.zone = request.occurrence.territory.zone
        self.start = timezone.localtime(request.occurrence.starts_at, self.zone)
        counters = request.occurrence.counters
        self.seats = request.occurrence.seats_with_origin.number
        self.seats_left = self.seats - counters.seats_held - counters.seats_offered
        self.ahead = 0 if request.kind == DecisionKind.PROMOTE or self.is_list_over else counters.waiting_count

    @property
    def is_list_over(self) -> bool:
        """Past the cut-off nobody is called any more: free seats are for whoever asks."""
        hours = cast("int", self.request.parameters["waitlist.cutoff_hours"].value)
        return self.now >= self.occurrence.starts_at - timedelta(hours=hours)

    @cached_property
    def shares(self) -> Shares:
        """Seats held and wanted, by quota. Only read where there are quotas."""
        quotas = quotas_in_force(self.occurrence, self.request.parameters, self.now)
        return Shares.of(self.occurrence, quotas, self.request.supposed)

    @cached_property
    def scopes(self) -> frozenset[str]:
        """In which quotas this request counts: at a promotion, those of the inscription that waits."""
        if self.request.kind == DecisionKind.PROMOTE:
            imagined = self.request.supposed
            return imagined.scopes if imagined else scopes_of_inscription(self.occurrence, self.usager)
        return scopes_of_actor(self.request.actor, self.occurrence)

    @property
    def quota_seats_left(self) -> int:
        return self.shares.seats_for(self.scopes) if has_quotas(self.request.parameters) else self.seats_left

    @property
    def seats_awaited(self) -> int:
        """Of the seats that she could take, those that go first to people who wait; nobody is before who is being promoted, nor after the cut-off."""
        if self.request.kind == DecisionKind.PROMOTE or self.is_list_over:
            return 0
        if has_quotas(self.request.parameters):
            return self.shares.awaited_before(self.scopes)
        return self.occurrence.counters.seats_awaited

    @cached_property
    def past(self) -> list[Past]:
        """The person's other participations, two years back and all those to come. Somebody whose file is yet to be created has none."""
        if self.usager.pk is None:
            return []
        rows = Participation.objects.filter(
            usager=self.usager.pk, occurrence__starts_at__gte=self.now - timedelta(days=REMEMBERED_DAYS)
        ).exclude(occurrence=self.occurrence.pk)
        if self.request.leaving is not None:
            rows = rows.exclude(pk=self.request.leaving.pk)
        values = rows.order_by("occurrence__starts_at", "pk").values_list(
            "state",
            "occurrence__starts_at",
            "occurrence__ends_at",
            "occurrence__action",
            "occurrence__action__motif",
            "occurrence__action__motif__category",
        )
        return [Past(*row) for row in values]

    @cached_property
    def answers(self) -> Mapping[str, Any]:
        """What was answered for this inscription: with the request, before a move, or when it was first made."""
        if self.request.answers:
            return self.request.answers
        if self.request.leaving is not None:
            moved: Mapping[str, Any] = self.request.leaving.answers
            return moved
        mine = Participation.objects.live().filter(occurrence=self.occurrence.pk, usager=self.usager.pk)
        stored: Mapping[str, Any] | None = mine.values_list("answers", flat=True).first()
        return stored or {}

    @cached_property
    def organisations(self) -> frozenset[int]:
        if self.usager.pk is None:
            return frozenset({self.action.organisation_id})
        return frozenset(self.usager.organisations.order_by().values_list("pk", flat=True))

    @cached_property
    def has_relative_enrolled(self) -> bool:
        """Somebody with the same responsible person, or that person herself, comes to this occurrence."""
        head = self.usager.responsible_id or self.usager.pk
        if head is None:
            return False
        family = Usager.objects.filter(responsible=head).order_by().values_list("pk", flat=True)
        people, imagined = {*family, head} - {self.usager.pk}, self.request.supposed or Supposed()
        if people & imagined.came:
            return True
        people -= imagined.left
        return Participation.objects.filter(occurrence=self.occurrence.pk, usager__in=people).live().exists()

    @cached_property
    def position_in_series(self) -> int:
        earlier = Occurrence.objects.filter(action=self.action.pk, starts_at__lt=self.occurrence.starts_at)
        return earlier.order_by().values("starts_at").distinct().count() + 1

    @cached_property
    def in_school_holidays(self) -> bool:
        day = self.start.date()
        return school_holidays(self.occurrence.territory).filter(first_day__lte=day, last_day__gte=day).exists()

    @property
    def same_action(self) -> Scope:
        return Scope("action_id", self.action.pk)

    @property
    def same_motif(self) -> Scope:
        return Scope("motif_id", self.action.motif_id)

    @property
    def same_category(self) -> Scope:
        return Scope("category_id", self.action.motif.category_id)

    def upcoming(self) -> list[Past]:
        return [row for row in self.past if row.state in COMING and row.ends_at > self.now]

    def attended(self, days: int) -> list[Past]:
        return self.since(days, CAME)

    def noshow(self, days: int) -> list[Past]:
        return self.since(days, {State.NOSHOW})

    def cancelled(self, days: int) -> list[Past]:
        return self.since(days, CANCELLED)

    def moved(self, days: int) -> list[Past]:
        return self.since(days, {State.MOVED})

    def since(self, days: int, states: Iterable[str]) -> list[Past]:
        first = self.now - timedelta(days=days)
        return [row for row in self.past if row.state in states and row.starts_at >= first]

    def local_day(self, instant: datetime) -> date:
        return timezone.localdate(instant, self.zone)
