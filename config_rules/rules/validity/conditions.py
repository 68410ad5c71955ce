"""Faults of conditions: references, operators, constants.

Responsible for RG-E050 to RG-E059 and for saying where.  Refuses nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator

from config_rules.rules.finding import Finding
from config_rules.rules.limits import MAXIMUM_CONDITIONS
from config_rules.rules.operators import constant_fault, operators_of
from config_rules.rules.rule import Card, Condition, Rule
from config_rules.rules.validity.faults import fault
from config_rules.vocabulary import Vocabulary


def place(card: int, condition: int) -> str:
    """« cas 2, condition 1 »."""
    return f"cas {card}, condition {condition}"


def card_faults(card: Card, number: int, rule: Rule, level: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Faults of a card, then of each of its conditions."""
    size = len(card.conditions)
    if not 0 < size <= MAXIMUM_CONDITIONS:
        sentence = f"Le cas {number} a {size} conditions ; il en faut de 1 à {MAXIMUM_CONDITIONS}."
        remedy = "Ajouter une condition, retirer le cas, ou écrire deux règles."
        yield fault("RG-E050", sentence, remedy, level, rule=rule.code, place=f"cas {number}")
    for index, condition in enumerate(card.conditions[:MAXIMUM_CONDITIONS], 1):
        where = place(number, index)
        for code, sentence, remedy in _condition_faults(condition, vocabulary):
            yield fault(code, sentence, remedy, level, rule=rule.code, place=where)


def _condition_faults(condition: Condition, vocabulary: Vocabulary) -> Iterator[tuple[str, str, str]]:
    fact = vocabulary.get(condition.fact)
    if fact is None:
        yield "RG-E051", f"Le renseignement « {condition.fact[:80]} » n’existe pas.", "En choisir un dans la liste."
    elif condition.operator not in operators_of(fact):
        yield "RG-E052", f"Cette comparaison ne s’applique pas à « {fact.label} ».", "Choisir une autre comparaison."
    elif found := constant_fault(condition, fact):
        yield "RG-E053", f"« {fact.label} » : {found}.", "Corriger la valeur."
