"""« Il faudrait … »: what would change the answer, read off the trace.

Responsible for four kinds of advice: wait, another séance, a missing piece of information, somebody who
may override.  Refuses to advise anybody to be someone else: a rule that holds because of who the person
is gives no advice to her.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from config_rules.compiler import CompiledPolicy
from config_rules.decisions import Decision, Mark, Outcome, Stage
from config_rules.explain.built_in import reasons_to_tell
from config_rules.explain.numbers import count, day, duration
from config_rules.explain.tree import MarkedCondition, MarkedRow, marked_rows
from config_rules.explain.wording import value_words
from config_rules.rules import Condition, Decide, Operator
from config_rules.vocabulary import Fact, FactValue, Remedy, Vocabulary, Voice

OTHER_SEANCE = "Il faudrait choisir une autre séance."
_PLACEMENT_NEEDS = {
    "placement.waitlisted": "Il faudrait qu’une place se libère.",
    "placement.still_waiting": "Il faudrait qu’une place se libère.",
    "placement.no_waitlist": "Il faudrait qu’une place se libère, ou choisir une autre séance.",
    "placement.waitlist_full": "Il faudrait qu’une place se libère, ou choisir une autre séance.",
    "placement.waitlist_over": OTHER_SEANCE,
    "placement.overbooking_without_reason": "Il faudrait écrire pourquoi une place est ajoutée.",
    "placement.overbooking_not_allowed": "Il faudrait qu’une personne qui a le droit d’inscrire en surnombre s’en charge.",
    "placement.overbooking_exceeded": "Il faudrait qu’une place se libère.",
    "placement.overbooking_off": "Il faudrait qu’une place se libère.",
}
_TIMES = ("heure", "jour", "jour ouvré", "semaine", "mois", "an")
_OVERRIDE = "Il faudrait qu’une personne qui a le droit de déroger le décide, avec un motif écrit."


def needs(decision: Decision, voice: Voice, policy: CompiledPolicy | None) -> tuple[str, ...]:
    """What would be enough, each sentence once; nothing when no advice would be enough."""
    if decision.outcome.strength <= Outcome.WARN.strength:
        return ()
    found = [*_rule_needs(decision, voice, policy), *_placement_needs(decision, voice)]
    if not all(found):
        return ()
    return tuple(dict.fromkeys(advice for several in found for advice in several))


def _placement_needs(decision: Decision, voice: Voice) -> Iterator[tuple[str, ...]]:
    for reason in reasons_to_tell(decision):
        if reason.stage is Stage.PLACEMENT and reason.outcome is not Outcome.ACCEPT:
            advice = _PLACEMENT_NEEDS[reason.code]
            yield () if voice is Voice.USAGER and "overbooking" in reason.code else (advice,)


def _rule_needs(decision: Decision, voice: Voice, policy: CompiledPolicy | None) -> Iterator[tuple[str, ...]]:
    """The advice for each rule that stands in the way; an empty one when there is none."""
    if policy is None:
        return
    for marked in marked_rows(decision, policy):
        if marked.step.outcome is None or marked.step.outcome is Outcome.WARN:
            continue
        advice = _row_needs(marked, decision, voice, policy.vocabulary)
        may_override = marked.row.rule.overridable and voice is not Voice.USAGER
        yield (*advice, _OVERRIDE) if may_override else advice


def _row_needs(marked: MarkedRow, decision: Decision, voice: Voice, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the rule asks; otherwise one advice per card that holds, and none at all when a card offers none."""
    effect = marked.row.rule.effect
    if (
        isinstance(effect, Decide)
        and effect.asks
        and (marked.step.mark, marked.step.outcome) == (Mark.TRUE, Outcome.ASK)
    ):
        asked = (vocabulary[code] for code in effect.asks)
        return tuple(_ask(fact) for fact in asked if fact.may_be_quoted_to(voice))
    cards: dict[int, list[MarkedCondition]] = {}
    for condition in marked.decisive:
        cards.setdefault(condition.card, []).append(condition)
    advice = tuple(_card_need(conditions, decision, voice, vocabulary) for conditions in cards.values())
    return advice if all(advice) else ()


def _card_need(conditions: Iterable[MarkedCondition], decision: Decision, voice: Voice, vocabulary: Vocabulary) -> str:
    """The first condition that can be made false, the easiest first."""
    ordered = sorted(conditions, key=lambda marked: -vocabulary[marked.condition.fact].rigidity)
    advice = (_condition_need(marked, decision, voice, vocabulary) for marked in ordered)
    return next(filter(None, advice), "")


def _condition_need(marked: MarkedCondition, decision: Decision, voice: Voice, vocabulary: Vocabulary) -> str:
    fact = vocabulary[marked.condition.fact]
    if not fact.may_be_quoted_to(voice):
        return ""
    if marked.mark is Mark.UNKNOWN:
        return _ask(fact)
    if fact.remedy is Remedy.ANSWER:
        return _answer_otherwise(marked.condition, fact)
    return _wait_or_move(marked.condition, fact, decision.facts[fact.code])


def _ask(fact: Fact) -> str:
    if fact.question:
        return f"Il faudrait répondre à cette question : {fact.question}"
    return f"Il faudrait connaître {fact.label}."


def _answer_otherwise(condition: Condition, fact: Fact) -> str:
    """Something that she chooses: a question to answer again, or a number to lower."""
    if fact.question:
        return _ask(fact)
    threshold = highest_allowed(condition)
    return "" if threshold is None else f"Il faudrait {value_words(fact, threshold)} au plus : {fact.label}."


def _wait_or_move(condition: Condition, fact: Fact, value: FactValue) -> str:
    if fact.remedy is Remedy.WAIT_UNTIL_LOWER:
        return _wait_until_lower(condition, fact, value)
    if fact.remedy is Remedy.WAIT_UNTIL_HIGHER:
        return _wait_until_higher(condition, fact, value)
    return OTHER_SEANCE if fact.remedy is Remedy.OTHER_SEANCE else ""


def _wait_until_lower(condition: Condition, fact: Fact, value: FactValue) -> str:
    """Time passes and the séance comes nearer; a séance that is too near needs another one."""
    threshold = highest_allowed(condition)
    if threshold is None or not isinstance(value, int) or value <= threshold:
        return OTHER_SEANCE
    missing = value - threshold
    if fact.unit == "minute":
        return f"Il faudrait attendre {duration(missing)}."
    if fact.unit in _TIMES:
        return f"Il faudrait attendre {count(missing, fact.unit, fact.unit_plural)}."
    return f"Il faudrait attendre que ce nombre baisse à {threshold} : {fact.label}."


def highest_allowed(condition: Condition) -> int | None:
    """The largest value that makes a condition false by lowering the fact, if there is one."""
    value = condition.value
    if condition.operator is Operator.NOT_BETWEEN and isinstance(value, tuple):
        return value[1] if isinstance(value[1], int) else None
    if condition.operator is Operator.BETWEEN and isinstance(value, tuple):
        return value[0] - 1 if isinstance(value[0], int) else None
    if not isinstance(value, int):
        return None
    return {Operator.MORE_THAN: value, Operator.AT_LEAST: value - 1}.get(condition.operator)


def _wait_until_higher(condition: Condition, fact: Fact, value: FactValue) -> str:
    threshold = condition.value
    before = condition.operator in (Operator.LESS_THAN, Operator.AT_MOST)
    if before and isinstance(threshold, date):
        return f"Il faudrait attendre le {day(threshold)}."
    if before and isinstance(threshold, int) and isinstance(value, int):
        missing = threshold - value + int(condition.operator is Operator.AT_MOST)
        return f"Il faudrait attendre {count(missing, fact.unit, fact.unit_plural)}."
    return ""
