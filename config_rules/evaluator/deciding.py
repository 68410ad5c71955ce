"""Runs the stages and combines their answers into a `Decision`.

Responsible for the one combination rule: refuse > ask > approval > waitlist > warn > accept, and for
the order of reasons.  Refuses to stop early when it traces: every rule is evaluated, all reasons kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from config_rules.compiler import CompiledPolicy
from config_rules.compiler.program import Judgement
from config_rules.compiler.rows import bit
from config_rules.compiler.seating import Seating
from config_rules.decisions import Decision, Mark, Outcome, Placement, Reason, Stage, TraceStep
from config_rules.errors import FactError
from config_rules.evaluator.placement import (
    SEAT_OUTCOMES,
    Seat,
    find_seat,
    join_waitlist,
    placement_of,
    placement_steps,
)
from config_rules.evaluator.reasons import RankedReason, asked_facts, ranked_reasons, row_records, sort_reasons
from config_rules.vocabulary import FactValue, Rigidity

BROKEN_FACT = "fact.broken"
SEAT_BITS = {seat: bit(outcome) for seat, outcome in SEAT_OUTCOMES.items()}
_OUTCOMES = tuple(Outcome)
_WAITLIST_BIT = bit(Outcome.WAITLIST)
_APPROVAL_BIT = bit(Outcome.APPROVAL)
_REFUSE_BIT = bit(Outcome.REFUSE)
_REFUSED = Outcome.REFUSE


def strongest(outcomes: int) -> Outcome:
    """The outcome that wins in a set of bits."""
    return _OUTCOMES[outcomes.bit_length()]


def decide(policy: CompiledPolicy, facts: Mapping[str, FactValue]) -> Outcome:
    """The outcome alone: same answer as `evaluate`, many times faster."""
    outcomes, _points, replaced = policy.answer(facts)
    if outcomes >= _REFUSE_BIT:
        return _REFUSED
    return strongest(outcomes | SEAT_BITS[seat_after_rules(outcomes, policy.settings(replaced)[1], facts)])


def settle(policy: CompiledPolicy, facts: Mapping[str, FactValue]) -> tuple[Outcome, int]:
    """The outcome and the priority points; points mean nothing to somebody who is refused."""
    outcomes, points, replaced = policy.answer(facts)
    if outcomes >= _REFUSE_BIT:
        return Outcome.REFUSE, points
    _parameters, seating = policy.settings(replaced)
    return strongest(outcomes | SEAT_BITS[seat_after_rules(outcomes, seating, facts)]), points


def judge(policy: CompiledPolicy, facts: Mapping[str, FactValue]) -> tuple[Outcome, Seat, Judgement]:
    """The outcome, the seat, and the mark of every condition: all that a decision says, before it is spelled out."""
    judgement = policy.judgement(facts)
    outcomes, replaced = judgement[0], judgement[2]
    seat = seat_after_rules(outcomes, policy.settings(replaced)[1], facts)
    return strongest(outcomes | SEAT_BITS[seat]), seat, judgement


def evaluate(policy: CompiledPolicy, facts: Mapping[str, FactValue]) -> Decision:
    """The decision with every reason and every condition.

    `facts` must hold every fact of `policy.needed_facts`; others are ignored.  Raises `FactError`.
    """
    outcome, seat, judgement = judge(policy, facts)
    outcomes, points, replaced, _truths, _marks = judgement
    parameters, seating = policy.settings(replaced)
    records = row_records(policy, judgement, facts)
    reasons = sort_reasons([*ranked_reasons(records), *_placement_reasons(seat, outcomes)])
    return Decision(
        outcome=outcome,
        placement=placement_of(seat),
        headline=reasons[0],
        reasons=reasons,
        points=points,
        asks=asked_facts(records, facts),
        parameters=parameters,
        trace=(*(record.step for record in records), *placement_steps(seat, seating, facts)),
        facts={code: facts[code] for code in policy.needed_facts},
        levels=policy.stamps,
        sensitive=policy.sensitive_facts,
    )


def headline(policy: CompiledPolicy, facts: Mapping[str, FactValue]) -> Reason:
    """The first reason of `evaluate`, without the rest of the decision."""
    _outcome, seat, judgement = judge(policy, facts)
    ranked = ranked_reasons(row_records(policy, judgement, facts))
    return sort_reasons([*ranked, *_placement_reasons(seat, judgement[0])])[0]


def seat_after_rules(outcomes: int, seating: Seating, facts: Mapping[str, FactValue]) -> Seat:
    """The seat found, unless a rule sends to the waiting list: then the list must take one more."""
    seat = find_seat(seating, facts)
    sent_to_list = _WAITLIST_BIT <= outcomes < _APPROVAL_BIT
    if sent_to_list and SEAT_OUTCOMES[seat] is Outcome.ACCEPT:
        return join_waitlist(seating, facts)
    return seat


def _placement_reasons(seat: Seat, outcomes: int) -> Iterator[RankedReason]:
    """Placement counts when it costs something, or when it is the good news."""
    outcome = SEAT_OUTCOMES[seat]
    if outcome is not Outcome.ACCEPT or outcomes < _WAITLIST_BIT:
        yield Rigidity.TIME, Reason(code=seat, outcome=outcome, stage=Stage.PLACEMENT)


def decision_for_broken_facts(policy: CompiledPolicy, facts: Mapping[str, FactValue], error: FactError) -> Decision:
    """What to store when `evaluate` raised `FactError`: « à valider » by an agent, seat not taken.

    Store it, raise an alert, tell the person that an agent will answer: nobody is enrolled by
    accident, nobody is refused by a bug.  Only the facts that are sound are kept.
    """
    reason = Reason(code=BROKEN_FACT, outcome=Outcome.APPROVAL, stage=Stage.INTEGRITY)
    step = TraceStep(
        stage=Stage.INTEGRITY,
        code=BROKEN_FACT,
        mark=Mark.UNKNOWN,
        outcome=Outcome.APPROVAL,
        figures={"fact": error.fact},
    )
    return Decision(
        outcome=Outcome.APPROVAL,
        placement=Placement.UNKNOWN,
        headline=reason,
        reasons=(reason,),
        points=0,
        asks=(),
        parameters=policy.parameters,
        trace=(step,),
        facts=_sound_facts(policy, facts),
        levels=policy.stamps,
        sensitive=policy.sensitive_facts,
    )


def _sound_facts(policy: CompiledPolicy, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    known = (code for code in policy.needed_facts if code in facts)
    return {code: facts[code] for code in known if not policy.vocabulary[code].fault(facts[code])}
