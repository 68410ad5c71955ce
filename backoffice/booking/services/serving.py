"""Give, offer or pass over: what one step decides for some people in order, counted in memory and written together in few statements.

Each person has her own decision, history entry and message, as if she were alone. Where an answer depends on the rows of the séance (quotas),
what was decided is written before the next person is considered. Call with the occurrence locked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.booking.enums import ActorKind, DecisionKind, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.counting import Tally, seats_free
from backoffice.booking.services.deciding import Answer, Request, decide, granted, keep_together, live_state_of
from backoffice.booking.services.explaining import told
from backoffice.booking.services.moving import WRITTEN, cause_of, shrink, turn
from backoffice.booking.services.offering import FREED, set_end
from backoffice.booking.services.quotas import has_quotas
from backoffice.booking.values import Actor
from backoffice.console.base.history import record_many
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe_together
from config_rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.keeping import Keeper
    from backoffice.booking.services.quotas import Supposed
    from backoffice.directory.models import User

GIVES_A_SEAT = (Outcome.ACCEPT, Outcome.WARN)
# In the history, read by roles without files: the reason itself quotes the person, it is in the decision.
PASSED_OVER = "Examinée : elle ne peut pas prendre la place."
SKIP_WRITTEN = ["skip_reason", "skipped_at"]
# Her arrival is her own, and does not change: what is written is the same for everybody.
TURN_WRITTEN = [name for name in WRITTEN if name != "queued_at"]


@dataclass
class Step:
    """What one bounded step did: the decisions kept, how many people it considered, and those of them who still wait, with whether they
    lack only seats. Somebody for whom seats are kept is in neither: the next step finds her first again."""

    decisions: list[Decision] = field(default_factory=list)
    considered: int = 0
    passed: dict[int, bool] = field(default_factory=dict)


class Serving:
    """One step on one séance. `end` is until when seats are offered; None: they are given."""

    def __init__(
        self, occurrence: Occurrence, end: datetime | None, keeper: Keeper, *, user: User | None, now: datetime
    ) -> None:
        self.occurrence, self.end, self.keeper, self.user, self.now = occurrence, end, keeper, user, now
        self.step, self.tally = Step(), Tally(occurrence)
        self.given: list[tuple[Answer, Participation]] = []
        self.passed: list[tuple[Answer, Participation]] = []

    def consider(self, participation: Participation) -> bool:
        """Ask the evaluator for her, by the channel by which she asked: the seat is hers or offered to her, or she is passed over, or the seats
        are kept for somebody before her. Whether she has one."""
        answer = self.ask(participation)
        is_allowed = answer.verdict.outcome in GIVES_A_SEAT
        is_served = is_allowed and not self.keeper.keeps_from(answer)
        if is_served:
            self.take(participation, answer)
        elif not is_allowed:
            self.keeper.passes(participation, answer)
            self.pass_over(participation, answer)
        self.count(participation)
        if has_quotas(answer.request.parameters) or answer.tried:
            self.write()
        return is_served

    def ask(self, participation: Participation) -> Answer:
        asked_by = Actor(ActorKind(participation.channel), participation.booked_by)
        return ask(participation, asked_by, author=self.user, now=self.now)

    def count(self, participation: Participation) -> None:
        """What the next step of the same sweep must know."""
        if participation.pk in self.keeper.holding:
            return
        self.step.considered += 1
        if participation.state == State.WAITING:
            self.step.passed[participation.pk] = participation.pk in self.keeper.short

    def take(self, participation: Participation, answer: Answer) -> None:
        """A party takes the seats that remain where the policy gives it part of what it asked for."""
        before, after, party = participation.state, State.OFFERED if self.end else State.BOOKED, granted(answer)
        self.tally.add(awaited=party - participation.party_size)
        participation.party_size = party
        if self.end is not None:
            set_end(participation, self.end, self.now)
        turn(participation, after, reason=FREED)
        self.tally.change(before, after, party=party)
        self.given.append((answer, participation))

    def pass_over(self, participation: Participation, answer: Answer) -> None:
        """Why she is passed over is written, unless it is already."""
        why = why_not(answer)
        if participation.skip_reason != why:
            participation.skip_reason, participation.skipped_at = why, self.now
            self.passed.append((answer, participation))

    def write(self) -> None:
        """Rows with their history, counters, messages, decisions: each in one statement, or two."""
        served, kept_waiting = ([row for _answer, row in rows] for rows in (self.given, self.passed))
        record_many(served, user=self.user, reason=FREED, fields=TURN_WRITTEN, at=self.now)
        record_many(kept_waiting, user=self.user, reason=PASSED_OVER, fields=SKIP_WRITTEN, at=self.now)
        if self.given:
            self.tally.write()
            self.tell()
        self.step.decisions += keep_together([*self.given, *self.passed])
        self.given, self.passed, self.tally = [], [], Tally(self.occurrence)

    def tell(self) -> None:
        owe_together(
            event=Event.OFFERED if self.end else Event.PROMOTED,
            told=[(cause_of(row), row.usager) for _answer, row in self.given],
            occurrence=self.occurrence,
            now=self.now,
            until=self.end,
        )


def fit(participation: Participation, answer: Answer) -> None:
    """A party that an agent serves takes the seats that remain where the policy gives it part of what it asked for."""
    party = granted(answer)
    if party < participation.party_size:
        shrink(participation, party)


def go_through(serving: Serving, people: Iterable[Participation]) -> None:
    """Consider these people in order, while seats are free that are not kept for somebody before them."""
    for participation in people:
        if seats_free(serving.occurrence) <= serving.keeper.kept:
            break
        if serving.consider(participation):
            serving.keeper.serves(seats_free(serving.occurrence))


def ask(
    participation: Participation,
    actor: Actor,
    *,
    author: User | None,
    now: datetime,
    reason: str = "",
    supposed: Supposed | None = None,
) -> Answer:
    """May she take a seat now? Seats of her whole party, quotas and rules « à revérifier » included. `supposed`: as if others had done so."""
    request = Request(
        kind=DecisionKind.PROMOTE,
        occurrence=participation.occurrence,
        usager=participation.usager,
        actor=actor,
        author=author,
        now=now,
        live_state=live_state_of(participation),
        override=bool(reason),
        party_size=participation.party_size,
        answers=participation.answers,
        reason=reason,
        supposed=supposed,
        is_preview=supposed is not None,
    )
    return decide(request)


def why_not(answer: Answer) -> str:
    """The reasons of the evaluator, for an agent."""
    return " ".join(told(answer.verdict, answer.policy).reasons)[:300]
