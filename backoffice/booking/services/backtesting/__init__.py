"""A draft replayed over the requests of the last months, whole séances in order of arrival, beside what is in force.

`past` reads the séances, `reports` adds figures up, `running` is what the worker does, `asking` is what screens do."""

from backoffice.booking.services.backtesting.asking import ask_replay, stop_replay
from backoffice.booking.services.backtesting.running import advance_replays

__all__ = ["advance_replays", "ask_replay", "stop_replay"]
