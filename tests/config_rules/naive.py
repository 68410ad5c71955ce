"""The language read literally, slowly: what the compiled programs must agree with."""

from __future__ import annotations

from config_rules import ActorKind, Decide, Operator, Outcome, UnknownMeans


def condition_truth(condition, facts):
    """True, False or None (unknown)."""
    value, constant, operator = facts[condition.fact], condition.value, condition.operator
    if operator in (Operator.IS_KNOWN, Operator.IS_UNKNOWN):
        return (value is not None) == (operator is Operator.IS_KNOWN)
    if value is None:
        return None
    return {
        Operator.IS: lambda: value == constant,
        Operator.IS_NOT: lambda: value != constant,
        Operator.ONE_OF: lambda: value in constant,
        Operator.NONE_OF: lambda: value not in constant,
        Operator.LESS_THAN: lambda: value < constant,
        Operator.AT_MOST: lambda: value <= constant,
        Operator.AT_LEAST: lambda: value >= constant,
        Operator.MORE_THAN: lambda: value > constant,
        Operator.BETWEEN: lambda: constant[0] <= value <= constant[1],
        Operator.NOT_BETWEEN: lambda: not constant[0] <= value <= constant[1],
        Operator.CONTAINS_ANY: lambda: bool(value & constant),
        Operator.CONTAINS_ALL: lambda: constant <= value,
        Operator.CONTAINS_NONE: lambda: not value & constant,
    }[operator]()


def card_truth(card, facts):
    """Three-valued AND."""
    truths = [condition_truth(condition, facts) for condition in card.conditions]
    if False in truths:
        return False
    return None if None in truths else True


def rule_truth(rule, facts):
    """Three-valued OR; a rule without card always applies."""
    truths = [card_truth(card, facts) for card in rule.cards]
    if not truths or True in truths:
        return True
    return None if None in truths else False


def rule_outcome(rule, facts):
    """What a rule answers to this request."""
    truth = rule_truth(rule, facts)
    if truth is False or (facts["request.kind"] == "promote" and not rule.recheck):
        return Outcome.ACCEPT
    outcome = _answer(rule, truth, ActorKind(facts["actor.kind"]))
    overridden = facts["request.override"] and facts["actor.may_override"] and facts["request.has_reason"]
    return weakest(outcome, Outcome.WARN) if rule.overridable and overridden else outcome


def _answer(rule, truth, kind):
    if not isinstance(rule.effect, Decide):
        return Outcome.ASK if truth is None and rule.unknown is UnknownMeans.ASK else Outcome.ACCEPT
    answer = rule.effect.outcomes.get(kind, Outcome.ACCEPT)
    if truth is True or answer is Outcome.ACCEPT:
        return answer
    return {
        UnknownMeans.LET_PASS: Outcome.ACCEPT,
        UnknownMeans.ASK: Outcome.ASK,
        UnknownMeans.REFUSE: answer,
        UnknownMeans.VERIFY: weakest(answer, Outcome.WARN if kind is ActorKind.AGENT else Outcome.APPROVAL),
    }[rule.unknown]


def weakest(*outcomes):
    """The weakest of these outcomes."""
    return min(outcomes, key=lambda outcome: outcome.strength)


def strongest(*outcomes):
    """The strongest of these outcomes."""
    return max(outcomes, key=lambda outcome: outcome.strength)
