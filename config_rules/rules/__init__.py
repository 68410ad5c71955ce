"""Rules and policies as typed rows: « [effet] si [conditions] ».

Responsible for the shape of a document and for the rows that we write ourselves (integrity, and the
guards that parameters stand for).  Refuses nesting beyond cards, and any value that is not a constant.
"""

from config_rules.rules.document import Level, LevelName, PolicyDocument, declared
from config_rules.rules.finding import Finding, Severity
from config_rules.rules.rule import (
    Card,
    Condition,
    ConditionValue,
    Decide,
    Effect,
    Operator,
    Prioritise,
    Replace,
    Rule,
    UnknownMeans,
)

__all__ = [
    "Card",
    "Condition",
    "ConditionValue",
    "Decide",
    "Effect",
    "Finding",
    "Level",
    "LevelName",
    "Operator",
    "PolicyDocument",
    "Prioritise",
    "Replace",
    "Rule",
    "Severity",
    "UnknownMeans",
    "declared",
]
