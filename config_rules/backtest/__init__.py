"""What would have happened: past requests replayed under two policies.

Responsible for two replays.  `replay_seances` goes through whole séances in order of arrival, seats and
queue included: one more person accepted is one seat fewer for the next.  `compare_fact_sets` judges each
set of facts alone, fast, for rules that have nothing to do with seats.  Refuses to guess what was not
stored: such requests are counted apart.  People deterred in the past are invisible to both.
"""

from config_rules.backtest.fact_sets import Comparison, compare_fact_sets
from config_rules.backtest.queue import QueueEntry, order_queue
from config_rules.backtest.replay import replay_seances
from config_rules.backtest.report import Example, Replay
from config_rules.backtest.seances import Cancellation, Event, Fate, Request, Seance

__all__ = [
    "Cancellation",
    "Comparison",
    "Event",
    "Example",
    "Fate",
    "QueueEntry",
    "Replay",
    "Request",
    "Seance",
    "compare_fact_sets",
    "order_queue",
    "replay_seances",
]
