"""A decision told in French, in three voices.

Responsible for wording.  Refuses to tell the usager anything about others, a sensitive fact or an
internal label.
"""

from config_rules.explain.sentences import Explanation, Sentence, SentenceKind
from config_rules.explain.telling import explain

__all__ = ["Explanation", "Sentence", "SentenceKind", "explain"]
