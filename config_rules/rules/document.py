"""A policy: parameters and rules, and the level that carries it.

Responsible for the document that is frozen at publication.  Refuses two documents for one level.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from config_rules.rules.rule import Rule
from config_rules.vocabulary import ParameterValue

DOCUMENT_FORMAT = 1


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
    format: int = DOCUMENT_FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A document at its level; `reference` is the caller's own name for the revision."""

    name: str
    document: PolicyDocument
    reference: str = ""
