"""A condition as a clause: « l’âge n’est pas entre 16 et 25 ans inclus ».

Responsible for one phrase per type and operator that agrees with any label (no gendered adjective).
Refuses to show a code where a label exists.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from config_rules.explain.numbers import count, day, duration, listing
from config_rules.rules import Condition, Operator
from config_rules.rules.operators import constant_fault, operators_of
from config_rules.vocabulary import Fact, FactType, FactValue, Vocabulary

MINUTE = "minute"
PLURAL = "les "


def condition_clause(condition: Condition, vocabulary: Vocabulary) -> str:
    """The condition in words, without capital nor full stop; a draft may be incomplete, and is said to be."""
    fact = vocabulary.get(condition.fact)
    if fact is None:
        return f"un renseignement qui n’existe pas (« {condition.fact} »)"
    if condition.operator not in operators_of(fact) or constant_fault(condition, fact):
        return f"{fact.label} … (à compléter)"
    if condition.operator in _KNOWLEDGE:
        return _KNOWLEDGE[condition.operator](fact)
    return _WRITERS[fact.type](fact, condition.operator, condition.value)


def value_words(fact: Fact, value: FactValue) -> str:
    """A value of this fact in words (« 26 ans », « 2 jours », « oui », « RSA et jeune »)."""
    if value is None:
        return "inconnu"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return f"le {day(value)}"
    if isinstance(value, frozenset):
        return listing(_labels(fact, value), "et") or "liste vide"
    if isinstance(value, str):
        return fact.choice_label(value)
    return _amount(fact, value)


def _amount(fact: Fact, value: int) -> str:
    if fact.unit == MINUTE:
        return f"moins {duration(value)}" if value < 0 else duration(value)
    return count(value, fact.unit, fact.unit_plural)


def _labels(fact: Fact, codes: frozenset[str]) -> list[str]:
    return sorted(fact.choice_label(code) for code in codes)


def _known(fact: Fact) -> str:
    return f"on sait si {fact.label}" if fact.type is FactType.BOOLEAN else f"on connaît {fact.label}"


def _unknown(fact: Fact) -> str:
    return f"on ne sait pas si {fact.label}" if fact.type is FactType.BOOLEAN else f"on ne connaît pas {fact.label}"


_KNOWLEDGE: dict[Operator, Callable[[Fact], str]] = {Operator.IS_KNOWN: _known, Operator.IS_UNKNOWN: _unknown}

_INTEGER_PHRASES = {
    Operator.IS: "est de {}",
    Operator.IS_NOT: "n’est pas de {}",
    Operator.LESS_THAN: "est de moins de {}",
    Operator.AT_MOST: "est d’au plus {}",
    Operator.AT_LEAST: "est d’au moins {}",
    Operator.MORE_THAN: "est de plus de {}",
}
_PLURAL_PHRASES = {
    Operator.IS: "sont {}",
    Operator.IS_NOT: "ne sont pas {}",
    Operator.LESS_THAN: "sont moins de {}",
    Operator.AT_MOST: "sont {} au plus",
    Operator.AT_LEAST: "sont au moins {}",
    Operator.MORE_THAN: "sont plus de {}",
}
_DATE_PHRASES = {
    Operator.IS: "est le {}",
    Operator.IS_NOT: "n’est pas le {}",
    Operator.LESS_THAN: "est avant le {}",
    Operator.AT_MOST: "est le {} ou avant",
    Operator.AT_LEAST: "est le {} ou après",
    Operator.MORE_THAN: "est après le {}",
}
_INTERVAL_PHRASES = {Operator.BETWEEN: "est", Operator.NOT_BETWEEN: "n’est pas"}
_SET_PHRASES = {
    Operator.CONTAINS_ANY: ("comprennent {}", "ou"),
    Operator.CONTAINS_ALL: ("comprennent {}", "et"),
    Operator.CONTAINS_NONE: ("ne comprennent pas {}", "ni"),
}
_LIST_PHRASES = {Operator.ONE_OF: ("est {}", "ou"), Operator.NONE_OF: ("n’est pas {}", "ni")}


def _integer(fact: Fact, operator: Operator, value: Any) -> str:
    """« l’âge est d’au moins 16 ans »; a plural label counts: « les absences sont au moins 3 »."""
    if fact.label.startswith(PLURAL):
        return _plural_integer(fact, operator, value)
    if operator in _INTERVAL_PHRASES:
        low, high = value
        if high == fact.high and low != fact.low:  # « à partir de 16 ans » has no other bound to tell
            single = Operator.AT_LEAST if operator is Operator.BETWEEN else Operator.LESS_THAN
            return _integer(fact, single, low)
        start = _amount(fact, low) if fact.unit == MINUTE else str(low)
        return f"{fact.label} {_INTERVAL_PHRASES[operator]} entre {start} et {_amount(fact, high)} inclus"
    return f"{fact.label} {_INTEGER_PHRASES[operator].format(_amount(fact, value))}"


def _plural_integer(fact: Fact, operator: Operator, value: Any) -> str:
    if operator in _INTERVAL_PHRASES:
        verb = "sont" if operator is Operator.BETWEEN else "ne sont pas"
        return f"{fact.label} {verb} entre {value[0]} et {value[1]} inclus"
    return f"{fact.label} {_PLURAL_PHRASES[operator].format(value)}"


def _date(fact: Fact, operator: Operator, value: Any) -> str:
    if operator in _INTERVAL_PHRASES:
        low, high = value
        return f"{fact.label} {_INTERVAL_PHRASES[operator]} entre le {day(low)} et le {day(high)} inclus"
    return f"{fact.label} {_DATE_PHRASES[operator].format(day(value))}"


def _boolean(fact: Fact, _operator: Operator, value: Any) -> str:
    return fact.label if value else fact.denial


def _listed(fact: Fact, operator: Operator, value: Any) -> str:
    if operator in (Operator.IS, Operator.IS_NOT):
        verb = "est" if operator is Operator.IS else "n’est pas"
        return f"{fact.label} {verb} {fact.choice_label(value)}"
    phrase, word = _LIST_PHRASES[operator]
    return f"{fact.label} {phrase.format(listing(_labels(fact, value), word))}"


def _set(fact: Fact, operator: Operator, value: Any) -> str:
    phrase, word = _SET_PHRASES[operator]
    if not fact.label.startswith(PLURAL):
        phrase = phrase.replace("comprennent", "comprend")
    return f"{fact.label} {phrase.format(listing(_labels(fact, value), word))}"


_WRITERS: dict[FactType, Callable[[Fact, Operator, Any], str]] = {
    FactType.INTEGER: _integer,
    FactType.DATE: _date,
    FactType.BOOLEAN: _boolean,
    FactType.CHOICE: _listed,
    FactType.CODE: _listed,
    FactType.SET: _set,
}
