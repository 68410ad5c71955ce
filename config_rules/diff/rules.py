"""The difference between two states of one rule.

Responsible for naming the attribute and both values.  Refuses to pair conditions that speak of different
facts: then one is removed and the other added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from config_rules.explain.numbers import LONGEST_LIST
from config_rules.explain.wording import condition_clause, effect_clause
from config_rules.explain.wording.rules import UNKNOWN_WORDS
from config_rules.rules import Card, Condition, Rule
from config_rules.vocabulary import Vocabulary

_TEXTS: tuple[tuple[str, Callable[[Rule], str]], ...] = (
    ("le titre", lambda rule: rule.title),
    ("le message pour la personne", lambda rule: rule.public_message),
    ("le message pour les agents", lambda rule: rule.agent_message),
    ("la source", lambda rule: rule.source),
)
_SWITCHES: tuple[tuple[Callable[[Rule], bool], str, str], ...] = (
    (lambda rule: rule.overridable, "une dérogation devient possible", "aucune dérogation n’est plus possible"),
    (
        lambda rule: rule.recheck,
        "elle est désormais revérifiée quand une place se libère",
        "elle n’est plus revérifiée quand une place se libère",
    ),
)


def rule_changes(old: Rule, new: Rule, vocabulary: Vocabulary) -> tuple[str, ...]:
    """One sentence per attribute that changed."""
    name = f"Règle « {new.title or new.code} »"
    found = [f"{name} : {text}" for text in _changes(old, new, vocabulary)]
    return tuple(text if text.endswith("»") else f"{text}." for text in found)


def _changes(old: Rule, new: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    yield from _became("l’effet", effect_clause(old.effect, vocabulary), effect_clause(new.effect, vocabulary))
    yield from _condition_changes(old, new, vocabulary)
    yield from _became("si un renseignement manque", _unknown(old), _unknown(new))
    for label, read in _TEXTS:
        yield from _became(label, read(old), read(new))
    yield from _condition_messages(old, new, vocabulary)
    for read_switch, on, off in _SWITCHES:
        if read_switch(old) != read_switch(new):
            yield on if read_switch(new) else off


def _unknown(rule: Rule) -> str:
    return UNKNOWN_WORDS[rule.unknown] if rule.unknown else "sans objet"


def _became(label: str, before: str, after: str) -> Iterator[str]:
    if before != after:
        yield f"{label} : « {before or 'rien'} » devient « {after or 'rien'} »"


def _condition_changes(old: Rule, new: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    old_cards, new_cards = _bare_cards(old), _bare_cards(new)
    if len(old_cards) == len(new_cards):
        for before, after in zip(old_cards, new_cards, strict=True):
            yield from _card_changes(before, after, vocabulary)
        return
    kept = set(old_cards) & set(new_cards)
    yield from (f"cas retiré : « {_card(card, vocabulary)} »" for card in old_cards if card not in kept)
    yield from (f"cas ajouté : « {_card(card, vocabulary)} »" for card in new_cards if card not in kept)


def _bare_cards(rule: Rule) -> list[Card]:
    return [card.bare for card in rule.cards]


def _condition_messages(old: Rule, new: Rule, vocabulary: Vocabulary) -> Iterator[str]:
    """Messages of conditions, each told with its condition; one that came or went says so with the rule's own change."""
    before, after = _told_by_condition(old), _told_by_condition(new)
    for condition in dict.fromkeys((*before, *after)):
        clause = condition_clause(condition, vocabulary)
        for number, whom in enumerate(("la personne", "les agents")):
            label = f"le message pour {whom}, quand {clause}"
            yield from _became(label, before.get(condition, ("", ""))[number], after.get(condition, ("", ""))[number])


def _told_by_condition(rule: Rule) -> dict[Condition, tuple[str, str]]:
    conditions = (condition for card in rule.cards for condition in card.conditions)
    return {one.bare: (one.public_message, one.agent_message) for one in conditions if one.has_messages}


def _card(card: Card, vocabulary: Vocabulary) -> str:
    return " et ".join(condition_clause(condition, vocabulary) for condition in card.conditions)


def _card_changes(old: Card, new: Card, vocabulary: Vocabulary) -> Iterator[str]:
    removed = [condition for condition in old.conditions if condition not in new.conditions]
    added = [condition for condition in new.conditions if condition not in old.conditions]
    for condition in removed:
        successor = next((other for other in added if other.fact == condition.fact), None)
        if successor is None:
            yield f"condition retirée : « {condition_clause(condition, vocabulary)} »"
        else:
            added.remove(successor)
            yield _modified(condition, successor, vocabulary)
    for condition in added:
        yield f"condition ajoutée : « {condition_clause(condition, vocabulary)} »"


def _modified(old: Condition, new: Condition, vocabulary: Vocabulary) -> str:
    lists = isinstance(old.value, frozenset) and isinstance(new.value, frozenset)
    if lists and old.operator is new.operator and len(old.value) > LONGEST_LIST:  # type: ignore[arg-type]
        return _list_changes(old, new, vocabulary)
    return f"« {condition_clause(old, vocabulary)} » devient « {condition_clause(new, vocabulary)} »"


def _list_changes(old: Condition, new: Condition, vocabulary: Vocabulary) -> str:
    """Two long lists that read alike: what came in, what went out."""
    fact = vocabulary[old.fact]
    before, after = frozenset(map(str, old.value)), frozenset(map(str, new.value))  # type: ignore[arg-type]
    parts = [
        f"{word} {', '.join(sorted(map(fact.choice_label, codes)))}"
        for word, codes in (("avec", after - before), ("sans", before - after))
        if codes
    ]
    return f"la liste pour {fact.label} change : désormais {', '.join(parts)}"
