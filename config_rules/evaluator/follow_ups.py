"""Stage 4: what to tell, ask and remind, collected from a decision.

Responsible for gathering.  Refuses to send anything, and to invent a text that nobody wrote.
"""

from __future__ import annotations

from dataclasses import dataclass

from config_rules.decisions import Decision, Outcome, Placement


@dataclass(frozen=True, slots=True)
class FollowUps:
    """Messages of the rules that counted, facts to ask, reminders in days before the séance."""

    public_messages: tuple[str, ...]
    agent_messages: tuple[str, ...]
    asks: tuple[str, ...]
    reminder_days: tuple[int, ...]


def follow_ups(decision: Decision) -> FollowUps:
    """Each message once, the most important first; reminders only for somebody who has a seat."""
    public = (reason.public_message for reason in decision.reasons)
    agent = (reason.agent_message for reason in decision.reasons)
    return FollowUps(
        public_messages=tuple(dict.fromkeys(filter(None, public))),
        agent_messages=tuple(dict.fromkeys(filter(None, agent))),
        asks=decision.asks,
        reminder_days=_reminders(decision) if _has_seat(decision) else (),
    )


def _has_seat(decision: Decision) -> bool:
    seated = decision.placement in (Placement.SEAT, Placement.OVERBOOKED)
    return seated and decision.outcome in (Outcome.ACCEPT, Outcome.WARN)


def _reminders(decision: Decision) -> tuple[int, ...]:
    value = decision.parameter("reminder.days")
    days = value if isinstance(value, frozenset) else frozenset()
    return tuple(sorted((int(code) for code in days), reverse=True))
