"""Who was refused or delayed since a revision and would not have been with it: the people to call back after a return (threat T17).

Reads only. Each request is answered again with the older revision in the place of the later one, from the facts and the seats that were noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Min

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import LIVE, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.backtesting.files import Files
from backoffice.booking.services.backtesting.past import ASKS, COLUMNS, Memory, Row
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.questioning import seats_as_noted
from backoffice.directory.enums import Activity
from backoffice.policies.services.in_force import LevelInForce, RevisionKey, compiled_levels
from config_rules import FactError, Outcome, decide

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User
    from backoffice.policies.models import PolicyRevision

READ, SHOWN = 2000, 200
DELAYED = frozenset({Outcome.REFUSE, Outcome.ASK, Outcome.APPROVAL, Outcome.WAITLIST, Outcome.WARN})
RELATED = ("usager__responsible", "occurrence__action__organisation__territory")


@dataclass(frozen=True)
class CallBack:
    """A request that the older revision would have met better, and what can be done now. `state`: her inscription there, if any."""

    decision: Decision
    state: str
    may_enrol: bool


@dataclass(frozen=True)
class CallBacks:
    """The people to call back, and the requests that are none: delayed anyway (places, another rule), or by what was not noted."""

    people: tuple[CallBack, ...]
    anyway: int
    unknown: tuple[Decision, ...]
    is_cut: bool


def call_backs(revision: PolicyRevision, user: User, now: datetime) -> CallBacks:
    """The newest first, each person once for a séance; a bounded number of statements."""
    later = set(revision.policy.revisions.filter(number__gt=revision.number).values_list("pk", flat=True))
    rows = delayed_by(later, revision, user)
    answers = Older(revision, later, rows[:READ]).answers()
    better = [row for row, answer in answers if answer is not None and answer.strength < Outcome(row.outcome).strength]
    unknown = [row for row, answer in answers if answer is None]
    return CallBacks(
        people=with_what_can_be_done(better[:SHOWN], user, now),
        anyway=len(answers) - len(better) - len(unknown),
        unknown=tuple(unknown[:SHOWN]),
        is_cut=len(rows) > READ or len(better) > SHOWN or len(unknown) > SHOWN,
    )


def delayed_by(later: set[int], revision: PolicyRevision, user: User) -> list[Decision]:
    """The last request of each person for each séance, when one of these revisions answered it by less than an inscription."""
    since = revision.policy.revisions.filter(pk__in=later).aggregate(Min("effective_at"))["effective_at__min"]
    if since is None:
        return []
    rows = Decision.objects.visible_to(user, Activity.VIEW_PEOPLE).filter(decided_at__gte=since, kind__in=ASKS)
    last: dict[tuple[int, int], Decision] = {}
    for row in rows.select_related(*RELATED).order_by("-decided_at", "-pk").iterator():
        if not later.isdisjoint(level.get("revision") for level in row.policy):
            last.setdefault((row.usager_id, row.occurrence_id), row)
        if len(last) > READ:
            break
    return [row for row in last.values() if row.outcome in DELAYED and not is_met(row)]


def is_met(decision: Decision) -> bool:
    """A warning that did not stop the agent."""
    return decision.outcome == Outcome.WARN and decision.participation_id is not None


class Older:
    """What an older revision answers to requests that later ones answered, from what was noted of them."""

    def __init__(self, revision: PolicyRevision, later: set[int], rows: list[Decision]) -> None:
        self.key, self.later, self.rows = RevisionKey(revision.pk, revision.document_hash), later, rows
        self.seances = Occurrence.objects.select_related(*LOADED).in_bulk({row.occurrence_id for row in rows})
        noted = Decision.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", *COLUMNS)
        self.files = Files(row.usager_id for row in rows)
        self.noted = {key: Row(*columns) for key, *columns in noted}

    def answers(self) -> list[tuple[Decision, Outcome | None]]:
        """Each request with the older answer; None when it looks at something that was not noted."""
        return [(row, self.answer(row)) for row in self.rows]

    def answer(self, decision: Decision) -> Outcome | None:
        policy = compiled_levels(tuple(map(self.older, map(LevelInForce.from_json, decision.policy))))
        memory = Memory(self.seances[decision.occurrence_id], policy, policy, self.files)
        try:
            return decide(policy, seats_as_noted(decision) | memory.facts(self.noted[decision.pk]))
        except FactError:
            return None

    def older(self, level: LevelInForce) -> LevelInForce:
        is_later = isinstance(level.revision, RevisionKey) and level.revision.pk in self.later
        return replace(level, revision=self.key) if is_later else level


def with_what_can_be_done(rows: list[Decision], user: User, now: datetime) -> tuple[CallBack, ...]:
    """Whether she has a place there since, and whether the reader may enrol her there now."""
    seances = {row.occurrence_id for row in rows}
    live = Participation.objects.filter(
        occurrence__in=seances, usager__in={row.usager_id for row in rows}, state__in=LIVE
    )
    states = {(one.usager_id, one.occurrence_id): State(one.state).label for one in live.order_by()}
    open_now = Occurrence.objects.visible_to(user, Activity.ENROL).filter(pk__in=seances).bookable(now)
    may_enrol = set(open_now.order_by().values_list("pk", flat=True))
    return tuple(
        CallBack(row, states.get((row.usager_id, row.occurrence_id), ""), row.occurrence_id in may_enrol)
        for row in rows
    )
