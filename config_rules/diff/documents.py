"""The difference between two documents, attribute by attribute, old and new value in words.

Responsible for sentences such as « la règle « Âge » : « … 25 ans inclus » devient « … 29 ans inclus » ».
Refuses to say « modifié » without saying how.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from config_rules.diff.rules import rule_changes
from config_rules.explain.numbers import sentence
from config_rules.explain.wording import parameter_words, rule_sentence
from config_rules.rules import Level, LevelName, PolicyDocument, declared
from config_rules.vocabulary import BUILT_IN_PARAMETERS, ParameterValue, Vocabulary


class ChangeKind(StrEnum):
    """What sort of thing changed."""

    PARAMETER = "parameter"
    IMPOSED = "imposed"
    RULE_ADDED = "rule_added"
    RULE_REMOVED = "rule_removed"
    RULE_CHANGED = "rule_changed"
    FACT_CHANGED = "fact_changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change.  `code` is the parameter's or the rule's."""

    kind: ChangeKind
    code: str
    sentence: str
    level: str = ""


def compare_levels(old: Sequence[Level], new: Sequence[Level], vocabulary: Vocabulary) -> tuple[Change, ...]:
    """Changes level by level; a level that one side lacks is an empty document."""
    before = {level.name: level.document for level in old}
    after = {level.name: level.document for level in new}
    nothing = PolicyDocument()
    return tuple(
        change
        for name in LevelName
        for change in compare_documents(before.get(name, nothing), after.get(name, nothing), vocabulary, level=name)
    )


def compare_documents(
    old: PolicyDocument, new: PolicyDocument, vocabulary: Vocabulary, *, level: str = ""
) -> tuple[Change, ...]:
    """Parameters in the order of the catalogue, then rules in the order of the new document."""
    words = declared(vocabulary, old, new)
    changes = (*_parameter_changes(old, new, level), *_rule_changes(old, new, words, level), *_fact_changes(old, new))
    return tuple(changes)


def _parameter_changes(old: PolicyDocument, new: PolicyDocument, level: str) -> Iterator[Change]:
    for code, parameter in BUILT_IN_PARAMETERS.items():
        before, after = _told(code, old.parameters), _told(code, new.parameters)
        if before != after:
            text = sentence(f"{parameter.label} : « {before} » devient « {after} »")
            yield Change(ChangeKind.PARAMETER, code, text.rstrip("."), level)
        if (code in old.imposed) != (code in new.imposed):
            verb = "devient imposé" if code in new.imposed else "n’est plus imposé"
            yield Change(ChangeKind.IMPOSED, code, f"Le réglage « {parameter.label} » {verb}.", level)


def _told(code: str, parameters: Mapping[str, ParameterValue]) -> str:
    parameter = BUILT_IN_PARAMETERS[code]
    if code in parameters:
        return parameter_words(parameter, parameters[code])
    return f"{parameter_words(parameter, parameter.default)} (par défaut)"


def _rule_changes(old: PolicyDocument, new: PolicyDocument, vocabulary: Vocabulary, level: str) -> Iterator[Change]:
    before = {rule.code: rule for rule in old.rules}
    after = {rule.code: rule for rule in new.rules}
    for code, rule in after.items():
        if code not in before:
            yield Change(ChangeKind.RULE_ADDED, code, f"Nouvelle règle : {rule_sentence(rule, vocabulary)}", level)
        elif before[code] != rule:
            for text in rule_changes(before[code], rule, vocabulary):
                yield Change(ChangeKind.RULE_CHANGED, code, text, level)
    for code, rule in before.items():
        if code not in after:
            yield Change(ChangeKind.RULE_REMOVED, code, f"Règle retirée : {rule_sentence(rule, vocabulary)}", level)


def _fact_changes(old: PolicyDocument, new: PolicyDocument) -> Iterator[Change]:
    """A word that both documents use and that now reads differently: its label, its question, its choices."""
    before = {fact.code: fact for fact in old.facts}
    for fact in new.facts:
        if fact.code in before and before[fact.code] != fact:
            text = f"L’information « {fact.label} » est décrite autrement (libellé, question ou réponses possibles)."
            yield Change(ChangeKind.FACT_CHANGED, fact.code, text)
