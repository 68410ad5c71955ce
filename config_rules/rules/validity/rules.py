"""Faults of rules: codes, sizes, effects, messages, and the choice that an unknown fact demands.

Responsible for RG-E020 to RG-E049.  Refuses to look inside conditions: see `conditions`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from config_rules.decisions import Outcome
from config_rules.rules.document import Level
from config_rules.rules.finding import Finding
from config_rules.rules.limits import (
    MAXIMUM_CARDS,
    MAXIMUM_CODE,
    MAXIMUM_MESSAGE,
    MAXIMUM_POINTS,
    MAXIMUM_RULES,
    MAXIMUM_SOURCE,
    MAXIMUM_TITLE,
    MAXIMUM_TOTAL_CONDITIONS,
    MAXIMUM_TOTAL_VALUES,
)
from config_rules.rules.operators import may_be_unknown
from config_rules.rules.rule import Decide, Prioritise, Replace, Rule, UnknownMeans
from config_rules.rules.validity.conditions import card_faults
from config_rules.rules.validity.faults import fault
from config_rules.vocabulary import BUILT_IN_PARAMETERS, Fact, Strictness, Vocabulary

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNREADABLE = ("Cc", "Cs")
_LENGTHS = {
    "title": MAXIMUM_TITLE,
    "public_message": MAXIMUM_MESSAGE,
    "agent_message": MAXIMUM_MESSAGE,
    "source": MAXIMUM_SOURCE,
}


def rules_faults(level: Level, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Faults of the whole list, then of each rule."""
    rules = level.document.rules
    yield from _size_faults(level)
    for code, times in Counter(rule.code for rule in rules).items():
        if times > 1:
            yield fault(
                "RG-E021", f"{times} règles portent le code « {code} ».", "En changer un.", level.name, rule=code
            )
    for rule in rules[:MAXIMUM_RULES]:
        yield from _rule_faults(rule, level.name, vocabulary)


def _size_faults(level: Level) -> Iterator[Finding]:
    conditions = [condition for rule in level.document.rules for card in rule.cards for condition in card.conditions]
    values = sum(len(condition.value) for condition in conditions if isinstance(condition.value, frozenset))
    for code, size, maximum, what in (
        ("RG-E022", len(level.document.rules), MAXIMUM_RULES, "règles"),
        ("RG-E023", len(conditions), MAXIMUM_TOTAL_CONDITIONS, "conditions en tout"),
        ("RG-E024", values, MAXIMUM_TOTAL_VALUES, "valeurs de listes en tout"),
    ):
        if size > maximum:
            sentence = f"La politique a {size} {what} ; le maximum est {maximum}."
            yield fault(code, sentence, "Répartir ou simplifier.", level.name)


def _rule_faults(rule: Rule, level: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    if len(rule.code) > MAXIMUM_CODE or not _CODE.fullmatch(rule.code):
        sentence = f"Le code « {rule.code[:MAXIMUM_CODE]} » n’est pas admis."
        yield fault("RG-E020", sentence, "Minuscules, chiffres et tirets, 60 au plus.", level, rule=rule.code)
    for text, maximum in _texts(rule):
        if len(text) > maximum:
            yield fault("RG-E025", f"Un texte dépasse {maximum} caractères.", "Le raccourcir.", level, rule=rule.code)
        if any(unicodedata.category(letter) in _UNREADABLE and letter != "\n" for letter in text):
            yield fault("RG-E027", "Un texte contient un caractère illisible.", "Le retaper.", level, rule=rule.code)
    if len(rule.cards) > MAXIMUM_CARDS:
        sentence = f"La règle a {len(rule.cards)} cas ; le maximum est {MAXIMUM_CARDS}."
        yield fault("RG-E026", sentence, "Écrire deux règles.", level, rule=rule.code)
    yield from _effect_faults(rule, level, vocabulary)
    for number, card in enumerate(rule.cards[:MAXIMUM_CARDS], 1):
        yield from card_faults(card, number, rule, level, vocabulary)
    yield from _unknown_faults(rule, level, vocabulary)


def _texts(rule: Rule) -> Iterator[tuple[str, int]]:
    """Every text that somebody may read, with its longest length."""
    yield from ((getattr(rule, name), maximum) for name, maximum in _LENGTHS.items())
    for card in rule.cards:
        for condition in card.conditions:
            yield from ((text, MAXIMUM_MESSAGE) for text in (condition.public_message, condition.agent_message) if text)


def _effect_faults(rule: Rule, level: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    effect = rule.effect
    if isinstance(effect, Decide):
        yield from _decide_faults(effect, rule, level, vocabulary)
    elif isinstance(effect, Prioritise):
        if type(effect.points) is not int or not 0 < abs(effect.points) <= MAXIMUM_POINTS:
            sentence = f"Le nombre de points va de 1 à {MAXIMUM_POINTS}, en plus ou en moins."
            yield fault("RG-E033", sentence, "Corriger les points.", level, rule=rule.code)
    else:
        yield from _replace_faults(effect, rule, level)


def _decide_faults(effect: Decide, rule: Rule, level: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    if not effect.outcomes:
        yield fault("RG-E030", "La règle ne concerne aucun demandeur.", "En choisir un.", level, rule=rule.code)
    if Outcome.ACCEPT in effect.outcomes.values():
        sentence = "Une règle ne peut pas « accepter » : sans règle contraire, la demande est acceptée."
        yield fault("RG-E031", sentence, "Retirer ce demandeur de la règle.", level, rule=rule.code)
    for code in effect.asks:
        yield from _question_faults(code, rule, level, vocabulary)


def _question_faults(code: str, rule: Rule, level: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    fact = vocabulary.get(code)
    if fact is None or not fact.question:
        sentence = f"Aucune question n’existe pour demander « {fact.label if fact else code} »."
        remedy = "Choisir un renseignement que l’on sait demander, ou une autre conséquence."
        yield fault("RG-E032", sentence, remedy, level, rule=rule.code)


def _replace_faults(effect: Replace, rule: Rule, level: str) -> Iterator[Finding]:
    parameter = BUILT_IN_PARAMETERS.get(effect.parameter)
    if parameter is None or parameter.strictness is Strictness.NOT_REPLACEABLE:
        sentence = (
            f"Une règle ne peut pas remplacer le réglage « {parameter.label if parameter else effect.parameter} »."
        )
        yield fault("RG-E034", sentence, "Choisir un autre réglage.", level, rule=rule.code, parameter=effect.parameter)
    elif found := parameter.fault(effect.value):
        sentence = f"Réglage « {parameter.label} » : {found}."
        yield fault("RG-E035", sentence, "Corriger la valeur.", level, rule=rule.code, parameter=effect.parameter)


def _unknown_faults(rule: Rule, level: str, vocabulary: Vocabulary) -> Iterator[Finding]:
    missing = list(_facts_that_may_miss(rule, vocabulary))
    if missing and rule.unknown is None:
        labels = ", ".join(fact.label for fact in missing)
        sentence = f"La règle ne dit pas quoi faire quand on ne connaît pas : {labels}."
        remedy = "Choisir : refuser, laisser passer, demander, ou faire vérifier par un agent."
        yield fault("RG-E040", sentence, remedy, level, rule=rule.code)
    if not isinstance(rule.effect, Decide) and rule.unknown in (UnknownMeans.REFUSE, UnknownMeans.VERIFY):
        sentence = (
            "Cette règle n’accorde qu’un avantage : un renseignement inconnu ne peut ni refuser ni faire vérifier."
        )
        yield fault("RG-E041", sentence, "Choisir : laisser passer, ou demander.", level, rule=rule.code)
    if rule.unknown is UnknownMeans.ASK:
        for fact in missing:
            yield from _question_faults(fact.code, rule, level, vocabulary)


def _facts_that_may_miss(rule: Rule, vocabulary: Vocabulary) -> Iterator[Fact]:
    seen: set[str] = set()
    for card in rule.cards:
        for condition in card.conditions:
            fact = vocabulary.get(condition.fact)
            if fact and may_be_unknown(condition, fact) and fact.code not in seen:
                seen.add(fact.code)
                yield fact
