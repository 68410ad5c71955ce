"""`(compiled policy, facts) → decision`: pure, deterministic, total on every document that compiles.

Responsible for running the stages and for combining their answers.  Refuses to guess: a broken fact
raises `FactError`, and `decision_for_broken_facts` gives what to store then (« à valider »).
"""

from config_rules.evaluator.deciding import decide, decision_for_broken_facts, evaluate, headline, judge, settle
from config_rules.evaluator.follow_ups import FollowUps, follow_ups
from config_rules.evaluator.placement import Seat

__all__ = [
    "FollowUps",
    "Seat",
    "decide",
    "decision_for_broken_facts",
    "evaluate",
    "follow_ups",
    "headline",
    "judge",
    "settle",
]
