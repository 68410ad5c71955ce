"""Checks what must be true of the database: seats, states, histories, decisions, messages (reliability R1, R5, R8, R9, R11, R21).

Reads only; repairs nothing: each fault says what to do. Few statements per check, whatever the number of rows."""

from __future__ import annotations

from backoffice.booking.services.auditing.decisions import decisions_of_somebody_else, decisions_without_revision
from backoffice.booking.services.auditing.edits import edits_without_entries
from backoffice.booking.services.auditing.faults import Fault
from backoffice.booking.services.auditing.intentions import told_twice_by_one_act
from backoffice.booking.services.auditing.messages import messages_without_cause
from backoffice.booking.services.auditing.quotas import quotas_of_nobody
from backoffice.booking.services.auditing.records import histories_behind
from backoffice.booking.services.auditing.seats import people_enrolled_twice, wrong_counters
from backoffice.booking.services.auditing.states import impossible_states
from backoffice.booking.services.auditing.waiting import kept_without_waiting, unfaithful_draws

__all__ = ["CHECKS", "Fault", "audit"]

CHECKS = (
    wrong_counters,
    people_enrolled_twice,
    impossible_states,
    unfaithful_draws,
    kept_without_waiting,
    quotas_of_nobody,
    histories_behind,
    decisions_without_revision,
    decisions_of_somebody_else,
    messages_without_cause,
    edits_without_entries,
    told_twice_by_one_act,
)


def audit() -> list[Fault]:
    """Every fault of the database; none when all is right."""
    return [fault for check in CHECKS for fault in check()]
