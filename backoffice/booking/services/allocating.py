"""Who may take which seat: the one service that gives free seats to the people who wait. Every cause calls it under the lock of the occurrence.

In order, each by a stored decision of the evaluator: stage 0 and the rules « à revérifier » run again, for the channel by which she asked. Who
cannot take the seat is passed over: the reason is written on her inscription and told in its history, once, and she keeps her rank. Twice is
once: nothing moves and nothing is written when nothing changed.

Bounded: under one lock at most `AT_ONCE` people are considered. When seats and people are left, the worker goes on at once (`sweeping`), one
short transaction after another; meanwhile these seats are not public, since newcomers come behind everybody who waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.enums import ActorKind, DecisionKind, State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.deciding import Answer, Request, decide, granted, keep, live_state_of
from backoffice.booking.services.explaining import told
from backoffice.booking.services.keeping import Keeper
from backoffice.booking.services.moving import shrink
from backoffice.booking.services.offering import end_of_offer, give, offer
from backoffice.booking.services.queueing import awaits_a_draw, terms_of
from backoffice.booking.services.waking import ring_after_commit
from backoffice.booking.values import Actor
from backoffice.catalogue.enums import WaitlistMode
from backoffice.console.base.history import record
from config_rules import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import QueueTerms
    from backoffice.directory.models import User

GIVES_A_SEAT = (Outcome.ACCEPT, Outcome.WARN)
AT_ONCE = 5
# In the history, read by roles without files: the reason itself quotes the person, it is in the decision.
PASSED_OVER = "Examinée : elle ne peut pas prendre la place."
SKIP_WRITTEN = ["skip_reason", "skipped_at"]
NOBODY: Mapping[int, bool] = {}


@dataclass
class Step:
    """What one bounded step did: the decisions kept, how many people it considered, and those of them who still wait, with whether they
    lack only seats. Somebody for whom seats are kept is in neither: the next step finds her first again."""

    decisions: list[Decision] = field(default_factory=list)
    considered: int = 0
    passed: dict[int, bool] = field(default_factory=dict)


def allocate(occurrence: Occurrence, actor: Actor, *, now: datetime) -> list[Decision]:
    """Give or offer the free seats to the next people. To be called by whatever frees a seat, lets somebody in, or changes what is allowed."""
    step = allocate_some(occurrence, actor.user, now=now)
    if step.considered == AT_ONCE and seats_free(occurrence) > 0 and occurrence.counters.waiting_count:
        ring_after_commit()
    return step.decisions


def allocate_some(
    occurrence: Occurrence, user: User | None, *, now: datetime, passed: Mapping[int, bool] = NOBODY
) -> Step:
    """One step. `passed` were passed over by earlier steps of the same sweep; those marked lacked only seats."""
    step = Step()
    if seats_free(occurrence) <= 0 or occurrence.counters.waiting_count <= len(passed):
        return step
    terms = terms_of(occurrence, now)
    if why_nobody_is_called(occurrence, terms):
        return step
    end = end_of_offer(occurrence, terms) if terms.offer else None
    keeper = Keeper([key for key, is_short in passed.items() if is_short], seats_free(occurrence))
    for participation in next_people(occurrence, terms, passed):
        if seats_free(occurrence) <= keeper.kept:
            break
        decision = serve(participation, end, keeper, user=user, now=now)
        step.decisions += [decision] if decision else []
        if participation.pk not in keeper.holding:
            step.considered += 1
            step.passed |= (
                {participation.pk: participation.pk in keeper.short} if participation.state == State.WAITING else {}
            )
    keeper.write(user, now)
    return step


def served_by(decisions: Iterable[Decision]) -> set[int]:
    """The inscriptions that were given or offered a seat, and told so; whoever was passed over was told nothing."""
    return {one.participation_id for one in decisions if one.participation_id and one.outcome in GIVES_A_SEAT}


def seats_free(occurrence: Occurrence) -> int:
    """Seats that nobody holds and that are promised to nobody; negative when people are above the number."""
    counters = occurrence.counters
    return occurrence.seats_with_origin.number - counters.seats_held - counters.seats_offered


def why_nobody_is_called(occurrence: Occurrence, terms: QueueTerms) -> str:
    """The sentence that stops the whole queue, whoever waits in it; nothing when people are called by themselves."""
    if occurrence.state != OccurrenceState.OPEN:
        return f"La séance est {occurrence.get_state_display().lower()} : personne n’est appelé."
    if occurrence.starts_at <= terms.now:
        return "La séance a commencé : personne n’est plus appelé."
    if terms.is_over:
        return "La liste d’attente est close avant la séance : personne n’est plus appelé."
    if terms.mode != WaitlistMode.AUTOMATIC:
        return "La liste d’attente est gérée à la main : un agent donne les places."
    if awaits_a_draw(occurrence, terms):
        return "Le tirage au sort n’a pas eu lieu : personne n’a encore de rang."
    return ""


def next_people(occurrence: Occurrence, terms: QueueTerms, passed: Mapping[int, bool]) -> list[Participation]:
    """The next `AT_ONCE` people in order. Agents are shared between rows: what one may do is read once."""
    queue = Participation.objects.filter(occurrence=occurrence.pk).waiting_in_turn(terms)
    rows = list(queue.exclude(pk__in=list(passed)).select_related("usager__responsible", "booked_by")[:AT_ONCE])
    agents: dict[int | None, User | None] = {}
    for row in rows:
        row.occurrence = occurrence
        row.booked_by = agents.setdefault(row.booked_by_id, row.booked_by)
    return rows


def serve(
    participation: Participation, end: datetime | None, keeper: Keeper, *, user: User | None, now: datetime
) -> Decision | None:
    """Ask the evaluator for her, then give the seat, offer it until `end`, or pass over. None: passed over for the reason already written, or
    because the seats are kept for somebody before her."""
    asked_by = Actor(ActorKind(participation.channel), participation.booked_by)
    answer = ask(participation, asked_by, author=user, now=now)
    if answer.verdict.outcome not in GIVES_A_SEAT:
        keeper.passes(participation, answer)
        return pass_over(participation, answer, user=user, now=now)
    if keeper.keeps_from(answer):
        return None
    fit(participation, answer)
    if end is not None:
        offer(participation, end, user=user, reason="", now=now)
    else:
        give(participation, user=user, reason="", now=now)
    keeper.serves(seats_free(participation.occurrence))
    return keep(answer, participation)


def fit(participation: Participation, answer: Answer) -> None:
    """A party takes the seats that remain where the policy gives it part of what it asked for."""
    party = granted(answer)
    if party < participation.party_size:
        shrink(participation, party)


def ask(participation: Participation, actor: Actor, *, author: User | None, now: datetime, reason: str = "") -> Answer:
    """May she take a seat now? Seats of her whole party, quotas and rules « à revérifier » included."""
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
    )
    return decide(request)


def pass_over(participation: Participation, answer: Answer, *, user: User | None, now: datetime) -> Decision | None:
    """Write why she is passed over, unless it is written already."""
    why = why_not(answer)
    if participation.skip_reason == why:
        return None
    participation.skip_reason, participation.skipped_at = why, now
    record(participation, user=user, reason=PASSED_OVER, update_fields=SKIP_WRITTEN, at=now)
    return keep(answer, participation)


def why_not(answer: Answer) -> str:
    """The reasons of the evaluator, for an agent."""
    return " ".join(told(answer.verdict, answer.policy).reasons)[:300]
