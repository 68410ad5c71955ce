"""Past séances as the replay reads them: requests from stored decisions, cancellations from the history, in bounded memory.

A fact that a decision did not need was not stored. What the séance itself says (day, hour, place, action), the age, and what the history says
of the file as it was are read again; the rest is never guessed: such a request is counted apart."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Sum

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import CANCELLED, HOLDS_A_SEAT, STAFF, ActorKind, DecisionKind, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.backtesting.files import Files, is_in_file
from backoffice.booking.services.deciding import Request as Asked
from backoffice.booking.services.facts import WITHIN_PARAMETERS, Sources, gather
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.policies import applies
from backoffice.booking.services.quotas import scopes_of
from backoffice.booking.values import Actor
from backoffice.people.models import Usager
from config_rules import Outcome, Vocabulary
from config_rules.backtest import Cancellation, Request, Seance
from config_rules.codec import recorded_from_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from backoffice.actions.queries import OccurrenceQuerySet
    from backoffice.policies.models import Policy
    from config_rules import CompiledPolicy

ASKS = (DecisionKind.BOOK, DecisionKind.MOVE)
GIVEN_UP = CANCELLED | {State.DECLINED, State.EXPIRED, State.MOVED}
# What the séance and the birth date still say, whenever the request was made.
READ_AGAIN = frozenset(
    {
        "actor.kind",
        "person.age",
        "request.made_on",
        "occurrence.days_before_start",
        "occurrence.open_days_before_start",
        "occurrence.weekday",
        "occurrence.month",
        "occurrence.start_hour",
        "occurrence.duration_minutes",
        "occurrence.position_in_series",
        "occurrence.in_school_holidays",
        "occurrence.venue",
        "occurrence.station",
        "occurrence.band",
        "action.code",
        "action.motif",
        "action.category",
        "action.service",
        "action.type_label",
        "action.organisation",
        "action.is_recurring",
    }
)
# Nobody asked to pass over a rule when none could be passed over.
NEVER_ASKED = {"request.override": False, "actor.may_override": False}
# Within which a past is counted; a request counted within others cannot say what these would have found.
BOUNDS = ("limit.scope", "limit.period_days")


def seances_served(policy: Policy, since: datetime, until: datetime) -> OccurrenceQuerySet:
    """The séances to which the policy applies and that received a request in the period, with what the replay needs of them."""
    asked = Decision.objects.filter(
        occurrence=OuterRef("pk"), kind__in=ASKS, decided_at__gte=since, decided_at__lt=until
    )
    return Occurrence.objects.filter(applies(policy), Exists(asked.order_by())).select_related(*LOADED).order_by("pk")


@dataclass(frozen=True)
class Row:
    """One stored decision, as a tuple of the database."""

    usager: int
    at: datetime
    actor_kind: str
    outcome: str
    participation: int | None
    booked_for: int | None
    group: int | None
    born: date | None
    result: str

    @property
    def is_unanswered(self) -> bool:
        """A warning shown to an agent, who then went on with a reason, or not: only the next request counts."""
        return self.outcome == Outcome.WARN and self.participation is None and self.actor_kind in STAFF


COLUMNS = (
    "usager",
    "decided_at",
    "actor_kind",
    "outcome",
    "participation",
    "participation__booked_for",
    "participation__booked_for__group",
    "usager__birth_date",
    "result",
)


@dataclass
class Batch:
    """A few séances with their past, read in four statements."""

    seances: list[Occurrence]
    until: datetime
    read_again: int = 0
    requests: dict[int, list[Row]] = field(default_factory=dict)
    cancellations: dict[int, list[tuple[datetime, int]]] = field(default_factory=dict)
    held_apart: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, seances: Iterable[Occurrence], until: datetime) -> Batch:
        found = cls(list(seances), until)
        keys = [seance.pk for seance in found.seances]
        asked = Decision.objects.filter(occurrence__in=keys, kind__in=ASKS, decided_at__lt=until)
        for occurrence, *row in asked.order_by("decided_at", "pk").values_list("occurrence", *COLUMNS):
            found.requests.setdefault(occurrence, []).append(Row(*row))
        left = Participation.history.filter(occurrence_id__in=keys, state__in=GIVEN_UP, history_date__lt=until)
        for occurrence, person, at in left.order_by("history_date", "history_id").values_list(
            "occurrence_id", "usager_id", "history_date"
        ):
            found.cancellations.setdefault(occurrence, []).append((at, person))
        found.held_apart = seats_without_request(keys)
        return found

    @cached_property
    def files(self) -> Files:
        return Files(row.usager for rows in self.requests.values() for row in rows)

    def seance(self, occurrence: Occurrence, old: CompiledPolicy, new: CompiledPolicy) -> Seance:
        """One séance, its events in order of arrival."""
        memory = Memory(occurrence, old, new, self.files)
        events: list[tuple[datetime, Request | Cancellation]] = [
            (row.at, memory.request(row)) for row in answered(self.requests.get(occurrence.pk, []))
        ]
        events += [
            (at, Cancellation(person=str(person), at=minutes(at)))
            for at, person in self.cancellations.get(occurrence.pk, [])
        ]
        self.read_again += memory.read_again
        return Seance(
            key=str(occurrence.pk),
            seats=occurrence.seats_with_origin.number,
            events=tuple(event for _at, event in sorted(events, key=lambda pair: pair[0])),
            already_held=self.held_apart.get(occurrence.pk, 0),
        )


def seats_without_request(keys: list[int]) -> dict[int, int]:
    """Seats held in each séance by inscriptions that no stored request explains (an import)."""
    explained = Decision.objects.filter(participation=OuterRef("pk")).order_by()
    rows = Participation.objects.filter(~Exists(explained), occurrence__in=keys, state__in=HOLDS_A_SEAT)
    return dict(rows.order_by().values_list("occurrence").annotate(Sum("party_size")))


def answered(rows: list[Row]) -> list[Row]:
    """The requests, without the warnings that the same person's next request answers."""
    kept: list[Row] = []
    asked_later: set[int] = set()
    for row in reversed(rows):
        if not (row.is_unanswered and row.usager in asked_later):
            kept.append(row)
        asked_later.add(row.usager)
    return kept[::-1]


def minutes(at: datetime) -> int:
    return int(at.timestamp() // 60)


class Memory:
    """What is known of the requests of one séance, for the facts that these two policies need."""

    def __init__(self, occurrence: Occurrence, old: CompiledPolicy, new: CompiledPolicy, files: Files) -> None:
        self.occurrence, self.files = occurrence, files
        self.host = occurrence.action.organisation
        self.needed = {*old.needed_facts, *new.needed_facts}
        known = ((new.vocabulary.get(code), old.vocabulary.get(code)) for code in self.needed)
        self.words = Vocabulary(fact for one, other in known if (fact := one or other) is not None)
        self.bounds = [{code: policy.parameters[code].value for code in BOUNDS} for policy in (old, new)]
        self.parameters = dict(old.parameters)
        self.person = Usager()
        self.read_again = 0
        self.series: dict[str, Any] = {}

    def request(self, row: Row) -> Request:
        return Request(
            person=str(row.usager),
            at=minutes(row.at),
            facts=self.facts(row),
            recorded=Outcome(row.outcome),
            organisation=str(self.host.pk),
            scopes=self.scopes(row),
        )

    def scopes(self, row: Row) -> frozenset[str]:
        """In which quotas the request counts. That of an agent who obtained no inscription counts for the host."""
        if row.booked_for is None and row.actor_kind == ActorKind.AGENT:
            return scopes_of(row.actor_kind, self.host.pk, self.host.group_id)
        return scopes_of(row.actor_kind, row.booked_for, row.group)

    def facts(self, row: Row) -> dict[str, Any]:
        """Those that were stored, and those that the séance still says."""
        recorded = recorded_from_json(row.result)
        facts: dict[str, Any] = recorded.facts
        if WITHIN_PARAMETERS & facts.keys() and any(
            recorded.parameter(code) != wanted[code] for wanted in self.bounds for code in BOUNDS
        ):
            facts = {code: value for code, value in facts.items() if code not in WITHIN_PARAMETERS}
        missing = self.needed - facts.keys()
        again = missing & READ_AGAIN
        file = self.files.at(row.usager, row.at) if any(map(is_in_file, missing)) else None
        if file:
            again |= {code for code in missing if file.says(code)}
        if again:
            self.read_again += 1
            sources = self.sources(row)
            if file:
                file.lend(sources)
            facts = facts | gather(sources, again, self.words)
        return facts | {code: value for code, value in NEVER_ASKED.items() if code in missing}

    def sources(self, row: Row) -> Sources:
        """The séance, the age and the instant: what is asked of it never reads the rest of the person's file."""
        self.person.pk, self.person.birth_date = row.usager, row.born
        actor = Actor(ActorKind(row.actor_kind))
        asked = Asked(DecisionKind.BOOK, self.occurrence, self.person, actor, row.at, parameters=self.parameters)
        sources = Sources(asked)
        for name in ("position_in_series", "in_school_holidays"):  # asked of the database once for the séance
            if name not in self.series and f"occurrence.{name}" in self.needed:
                self.series[name] = getattr(sources, name)
        vars(sources).update(self.series)
        return sources
