"""Stage 0: is an enrolment possible at all?  Rows that nobody can configure away.

Responsible for the séance being open, not started, and the person not already in it.
Refuses to be overridden.  Sources: R21 (a séance that is revoked or past), R28 (never twice in one
séance) and, for the tolerance given to agents, R23: « 48 h documented tolerance in the FAQ », so that
a person who turned up without being enrolled can be added afterwards.

`invited` is not an enrolment: answering an invitation is a new booking.
"""

from __future__ import annotations

from config_rules.decisions import Outcome
from config_rules.rules.rule import Card, Condition, Decide, Operator, Rule
from config_rules.vocabulary import ActorKind, RequestKind

AGENT_TOLERANCE_AFTER_START_MINUTES = 48 * 60
ENROLLED_STATES = frozenset({"unknown", "seen", "late", "noshow"})
ON_THE_WAY_STATES = frozenset({"waiting", "offered", "pending"})
OUTSIDERS = (ActorKind.USAGER, ActorKind.PRESCRIBER, ActorKind.IMPORT)


def _integrity_rule(code: str, *cards: Card, actors: tuple[ActorKind, ...] = tuple(ActorKind)) -> Rule:
    effect = Decide(dict.fromkeys(actors, Outcome.REFUSE))
    return Rule(code=f"integrity.{code}", effect=effect, cards=cards, recheck=True)


def _card(*conditions: Condition) -> Card:
    return Card(conditions)


def _is(fact: str, value: str) -> Condition:
    return Condition(fact, Operator.IS, value)


_STATE = "person.participation_state"
_MINUTES = "occurrence.minutes_before_start"

INTEGRITY_RULES = (
    _integrity_rule("cancelled", _card(_is("occurrence.state", "cancelled"))),
    _integrity_rule("closed", _card(_is("occurrence.state", "closed"))),
    _integrity_rule("started", _card(Condition(_MINUTES, Operator.LESS_THAN, 0)), actors=OUTSIDERS),
    _integrity_rule(
        "long_started",
        _card(Condition(_MINUTES, Operator.LESS_THAN, -AGENT_TOLERANCE_AFTER_START_MINUTES)),
        actors=(ActorKind.AGENT,),
    ),
    _integrity_rule("enrolled", _card(Condition(_STATE, Operator.ONE_OF, ENROLLED_STATES))),
    _integrity_rule(
        "on_the_way",
        _card(
            _is("request.kind", RequestKind.BOOK),
            Condition(_STATE, Operator.ONE_OF, ON_THE_WAY_STATES),
        ),
    ),
    _integrity_rule(
        "not_waiting",
        _card(
            _is("request.kind", RequestKind.PROMOTE),
            Condition(_STATE, Operator.ONE_OF, frozenset({"none", "invited"})),
        ),
    ),
)
