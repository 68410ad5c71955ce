"""Rules, conditions and parameters as French sentences.

Responsible for the one wording that editor, explanation, findings and differences share.  Refuses
brackets: a rule reads as « effet si a et b, ou bien si c ».
"""

from config_rules.explain.wording.conditions import condition_clause, value_words
from config_rules.explain.wording.parameters import parameter_clause, parameter_words
from config_rules.explain.wording.rules import (
    ACTOR_WORDS,
    OUTCOME_WORDS,
    RuleWords,
    effect_clause,
    rule_sentence,
    rule_words,
)

__all__ = [
    "ACTOR_WORDS",
    "OUTCOME_WORDS",
    "RuleWords",
    "condition_clause",
    "effect_clause",
    "parameter_clause",
    "parameter_words",
    "rule_sentence",
    "rule_words",
    "value_words",
]
