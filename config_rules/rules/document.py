"""A policy: parameters and rules, and the level that carries it.

Responsible for the document that is frozen at publication, with the definitions of the caller's own words
that its rules use.  Refuses two documents for one level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from config_rules.rules.rule import Rule
from config_rules.vocabulary import Fact, ParameterValue, Vocabulary

FIRST_FORMAT = 1
CONDITION_MESSAGES_FORMAT = 2
DECLARED_FACTS_FORMAT = 3
DOCUMENT_FORMATS = (FIRST_FORMAT, CONDITION_MESSAGES_FORMAT, DECLARED_FACTS_FORMAT)
CURRENT_FORMAT = DOCUMENT_FORMATS[-1]


class LevelName(StrEnum):
    """Who carries a policy, the most general first."""

    TERRITORY = "territory"
    MOTIF = "motif"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """What a référente configured; `imposed` names the parameters that lower levels may not change.

    `facts` are the definitions of the words that the rules use and that no vocabulary of the software holds:
    frozen with the rules, they mean the same for ever.
    """

    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    imposed: frozenset[str] = frozenset()
    facts: tuple[Fact, ...] = ()

    @property
    def format(self) -> int:
        """The oldest format that says it all: what was published before a format existed keeps its text and its hash."""
        if self.facts:
            return DECLARED_FACTS_FORMAT
        conditions = (condition for rule in self.rules for card in rule.cards for condition in card.conditions)
        told = any(condition.has_messages for condition in conditions)
        return CONDITION_MESSAGES_FORMAT if told else FIRST_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A document at its level; `reference` is the caller's own name for the revision."""

    name: str
    document: PolicyDocument
    reference: str = ""


def declared(vocabulary: Vocabulary, *documents: PolicyDocument) -> Vocabulary:
    """The vocabulary with the words of these documents, the most specific last; its own words are never redefined."""
    found = {fact.code: fact for document in documents for fact in document.facts if fact.code not in vocabulary}
    return vocabulary.extended(found.values()) if found else vocabulary
