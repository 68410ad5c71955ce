"""A rule as a sentence: « Refuser (usager) si l’âge n’est pas entre 16 et 25 ans inclus. »

Responsible for the order of words.  Refuses to hide what an unknown fact does.
"""

from __future__ import annotations

from dataclasses import dataclass

from config_rules.decisions import Outcome
from config_rules.explain.numbers import count, listing, sentence
from config_rules.explain.wording.conditions import condition_clause
from config_rules.explain.wording.parameters import parameter_words
from config_rules.rules import Decide, Effect, Prioritise, Rule, UnknownMeans
from config_rules.rules.operators import may_be_unknown
from config_rules.vocabulary import BUILT_IN_PARAMETERS, ActorKind, Vocabulary

OUTCOME_WORDS = {
    Outcome.ACCEPT: "accepter",
    Outcome.WARN: "avertir",
    Outcome.WAITLIST: "mettre en liste d’attente",
    Outcome.APPROVAL: "soumettre à accord",
    Outcome.ASK: "demander un renseignement",
    Outcome.REFUSE: "refuser",
}
ACTOR_WORDS = {
    ActorKind.USAGER: "usager",
    ActorKind.AGENT: "agent",
    ActorKind.PRESCRIBER: "prescripteur",
    ActorKind.IMPORT: "import",
}
UNKNOWN_WORDS = {
    UnknownMeans.REFUSE: "refuser",
    UnknownMeans.LET_PASS: "laisser passer",
    UnknownMeans.ASK: "le demander",
    UnknownMeans.VERIFY: "faire vérifier par un agent",
}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The parts of the sentence, for an editor: effect, cards of clauses, remarks."""

    effect: str
    cards: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...]


def rule_sentence(rule: Rule, vocabulary: Vocabulary) -> str:
    """The whole rule on one line."""
    words = rule_words(rule, vocabulary)
    cards = ", ou bien si ".join(" et ".join(card) for card in words.cards)
    start = f"{words.effect} si {cards}" if cards else f"{words.effect} dans tous les cas"
    return " ".join(sentence(part) for part in (start, *words.remarks))


def rule_words(rule: Rule, vocabulary: Vocabulary) -> RuleWords:
    """The parts of the rule in words."""
    cards = tuple(
        tuple(condition_clause(condition, vocabulary) for condition in card.conditions) for card in rule.cards
    )
    return RuleWords(effect_clause(rule.effect, vocabulary), cards, tuple(_remarks(rule, vocabulary)))


def effect_clause(effect: Effect, vocabulary: Vocabulary) -> str:
    """What the rule does, without capital nor full stop."""
    if isinstance(effect, Decide):
        return _decide_clause(effect, vocabulary)
    if isinstance(effect, Prioritise):
        points = count(abs(effect.points), "point", "points")
        return f"passer {'devant' if effect.points > 0 else 'derrière'} de {points}"
    parameter = BUILT_IN_PARAMETERS.get(effect.parameter)
    if parameter is None:
        return f"remplacer un réglage qui n’existe pas (« {effect.parameter} »)"
    return f"remplacer {parameter.label} par « {parameter_words(parameter, effect.value)} »"


def _decide_clause(effect: Decide, vocabulary: Vocabulary) -> str:
    clauses = []
    for outcome in sorted(set(effect.outcomes.values()), key=lambda found: -found.strength):
        actors = [ACTOR_WORDS[kind] for kind in ActorKind if effect.outcomes.get(kind) is outcome]
        whom = "" if len(actors) == len(ActorKind) else f" ({', '.join(actors)})"
        clauses.append(f"{OUTCOME_WORDS[outcome]}{_asked(effect, outcome, vocabulary)}{whom}")
    return ", ".join(clauses)


def _asked(effect: Decide, outcome: Outcome, vocabulary: Vocabulary) -> str:
    if outcome is not Outcome.ASK or not effect.asks:
        return ""
    facts = ((code, vocabulary.get(code)) for code in effect.asks)
    return f" ({listing([fact.label if fact else code for code, fact in facts], 'et')})"


def _may_miss_something(rule: Rule, vocabulary: Vocabulary) -> bool:
    conditions = (condition for card in rule.cards for condition in card.conditions)
    known = ((condition, vocabulary.get(condition.fact)) for condition in conditions)
    return any(fact is None or may_be_unknown(condition, fact) for condition, fact in known)


def _remarks(rule: Rule, vocabulary: Vocabulary) -> list[str]:
    remarks = []
    if rule.unknown is not None and _may_miss_something(rule, vocabulary):
        remarks.append(f"Si un renseignement manque : {UNKNOWN_WORDS[rule.unknown]}")
    if rule.overridable:
        remarks.append("Dérogation possible")
    if rule.recheck:
        remarks.append("À revérifier quand une place se libère")
    return remarks
