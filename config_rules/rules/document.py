"""A policy: parameters and rules, and the level that carries it.

Responsible for the document that is frozen at publication.  Refuses two documents for one level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from config_rules.rules.rule import Rule
from config_rules.vocabulary import ParameterValue

FIRST_FORMAT = 1
CONDITION_MESSAGES_FORMAT = 2
DOCUMENT_FORMATS = (FIRST_FORMAT, CONDITION_MESSAGES_FORMAT)
CURRENT_FORMAT = DOCUMENT_FORMATS[-1]


class LevelName(StrEnum):
    """Who carries a policy, the most general first."""

    TERRITORY = "territory"
    MOTIF = "motif"
    ACTION = "action"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDocument:
    """What a référente configured; `imposed` names the parameters that lower levels may not change."""

    parameters: Mapping[str, ParameterValue] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    imposed: frozenset[str] = frozenset()

    @property
    def format(self) -> int:
        """The oldest format that says it all: what was published before a format existed keeps its text and its hash."""
        conditions = (condition for rule in self.rules for card in rule.cards for condition in card.conditions)
        told = any(condition.has_messages for condition in conditions)
        return CONDITION_MESSAGES_FORMAT if told else FIRST_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A document at its level; `reference` is the caller's own name for the revision."""

    name: str
    document: PolicyDocument
    reference: str = ""
