"""A decision told in French, in three voices; rules as sentences and as a table.

Responsible for wording.  Refuses to tell the usager anything about others, a sensitive fact or an
internal label.
"""

from config_rules.explain.grid import Grid, GridRow, grid
from config_rules.explain.sentences import Explanation, Sentence, SentenceKind
from config_rules.explain.statement import Statement, statement
from config_rules.explain.telling import explain
from config_rules.explain.wording import condition_clause, parameter_clause, rule_sentence, rule_words

__all__ = [
    "Explanation",
    "Grid",
    "GridRow",
    "Sentence",
    "SentenceKind",
    "Statement",
    "condition_clause",
    "explain",
    "grid",
    "parameter_clause",
    "rule_sentence",
    "rule_words",
    "statement",
]
