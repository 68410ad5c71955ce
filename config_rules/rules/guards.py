"""Parameters that decide who may enrol, told as rows.

Responsible for turning « les inscriptions ferment 48 heures avant » into the same rows as a rule, so
that trace, explanation and analysis need no second mechanism.  Refuses the parameters of placement,
which compare figures (see `evaluator.placement`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from config_rules.decisions import Outcome
from config_rules.rules.rule import Card, Condition, Decide, Operator, Rule
from config_rules.vocabulary import ActorKind, Delay, DelayUnit, ParameterValue

PUBLIC = (ActorKind.USAGER, ActorKind.PRESCRIBER)
_DELAY_FACTS = {
    DelayUnit.HOURS: ("occurrence.minutes_before_start", 60),
    DelayUnit.DAYS: ("occurrence.days_before_start", 1),
    DelayUnit.OPEN_DAYS: ("occurrence.open_days_before_start", 1),
}


def _refuse(actors: tuple[ActorKind, ...]) -> Decide:
    return Decide(dict.fromkeys(actors, Outcome.REFUSE))


def _row(code: str, effect: Decide, *conditions: Condition) -> Rule:
    cards = (Card(conditions),) if conditions else ()
    return Rule(code=code, effect=effect, cards=cards)


def _access(code: str, value: ParameterValue) -> Rule | None:
    if value == "everyone":
        return None
    if value == "invited":
        uninvited = Condition("actor.is_invited", Operator.IS, False)
        return _row(code, _refuse((ActorKind.USAGER,)), uninvited)
    return _row(code, _refuse((ActorKind.USAGER,) if value == "prescribers" else PUBLIC))


def _delay_row(code: str, operator: Operator, value: ParameterValue) -> Rule | None:
    if not isinstance(value, Delay):
        return None
    fact, factor = _DELAY_FACTS[value.unit]
    return _row(code, _refuse(PUBLIC), Condition(fact, operator, value.amount * factor))


def _opens(code: str, value: ParameterValue) -> Rule | None:
    return _delay_row(code, Operator.MORE_THAN, value)


def _closes(code: str, value: ParameterValue) -> Rule | None:
    return _delay_row(code, Operator.LESS_THAN, value)


def _date_row(code: str, operator: Operator, value: ParameterValue) -> Rule | None:
    if not isinstance(value, date):
        return None
    return _row(code, _refuse(PUBLIC), Condition("request.made_on", operator, value))


def _opens_on(code: str, value: ParameterValue) -> Rule | None:
    return _date_row(code, Operator.LESS_THAN, value)


def _closes_on(code: str, value: ParameterValue) -> Rule | None:
    return _date_row(code, Operator.MORE_THAN, value)


def _party(code: str, value: ParameterValue) -> Rule | None:
    too_many = Condition("request.party_size", Operator.MORE_THAN, _whole(value))
    return _row(code, _refuse(tuple(ActorKind)), too_many)


def _limit(code: str, value: ParameterValue) -> Rule | None:
    if value is None:
        return None
    outcomes = dict.fromkeys(ActorKind, Outcome.REFUSE) | {ActorKind.AGENT: Outcome.WARN}
    reached = Condition("history.counted_participations", Operator.AT_LEAST, _whole(value))
    return _row(code, Decide(outcomes), reached)


def _whole(value: ParameterValue) -> int:
    if not isinstance(value, int):
        raise TypeError("a whole number was validated before")
    return value


GUARDS: dict[str, Callable[[str, ParameterValue], Rule | None]] = {
    "access.who": _access,
    "window.opens": _opens,
    "window.closes": _closes,
    "window.opens_on": _opens_on,
    "window.closes_on": _closes_on,
    "party.max_size": _party,
    "limit.participations": _limit,
}


def guard_rule(parameter: str, value: ParameterValue) -> Rule | None:
    """The row that stands for this value of this parameter; None when it forbids nothing."""
    return GUARDS[parameter](parameter, value)
