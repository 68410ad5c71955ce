"""What changes between two policies: in sentences, and exactly for whom.

Responsible for two of the three readings of a difference; the third (on real requests) is `backtest`.
Refuses approximations: a group is exact, or the difference says that the list is not complete.
"""

from config_rules.diff.documents import Change, ChangeKind, compare_documents, compare_levels
from config_rules.diff.groups import Difference, Group, difference

__all__ = [
    "Change",
    "ChangeKind",
    "Difference",
    "Group",
    "compare_documents",
    "compare_levels",
    "difference",
]
