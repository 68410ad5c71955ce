"""Stage 0: is an enrolment possible at all?"""

from __future__ import annotations

import pytest

from config_rules import Outcome
from tests.config_rules.cases import decided, facts, policy

TWO_DAYS = 48 * 60
LIVE_STATES = ("waiting", "unknown", "offered", "pending", "invited", "seen", "late", "noshow")


@pytest.mark.parametrize(
    ("state", "actor", "reason"),
    [
        ("open", "usager", "placement.seat"),
        ("open", "agent", "placement.seat"),
        ("closed", "usager", "integrity.closed"),
        ("closed", "agent", "integrity.closed"),
        ("closed", "prescriber", "integrity.closed"),
        ("closed", "import", "integrity.closed"),
        ("cancelled", "usager", "integrity.cancelled"),
        ("cancelled", "agent", "integrity.cancelled"),
    ],
)
def test_only_an_open_seance_takes_people(state, actor, reason):
    decision = decided(policy(), facts(occurrence__state=state, actor__kind=actor))

    assert decision.headline.code == reason
    assert decision.outcome is (Outcome.ACCEPT if state == "open" else Outcome.REFUSE)


@pytest.mark.parametrize(
    ("actor", "minutes_before_start", "outcome", "reason"),
    [
        ("usager", 0, "accept", "placement.seat"),
        ("usager", -1, "refuse", "integrity.started"),
        ("prescriber", -1, "refuse", "integrity.started"),
        ("import", -1, "refuse", "integrity.started"),
        ("agent", -1, "accept", "placement.seat"),
        ("agent", -TWO_DAYS, "accept", "placement.seat"),
        ("agent", -TWO_DAYS - 1, "refuse", "integrity.long_started"),
    ],
)
def test_once_started_only_an_agent_adds_somebody_who_turned_up(actor, minutes_before_start, outcome, reason):
    given = facts(actor__kind=actor, occurrence__minutes_before_start=minutes_before_start)

    decision = decided(policy(), given)

    assert (decision.outcome, decision.headline.code) == (outcome, reason)


@pytest.mark.parametrize(
    ("state", "booking", "promotion"),
    [
        ("none", "placement.seat", "integrity.not_waiting"),
        ("invited", "placement.seat", "integrity.not_waiting"),
        ("waiting", "integrity.on_the_way", "placement.seat"),
        ("offered", "integrity.on_the_way", "placement.seat"),
        ("pending", "integrity.on_the_way", "placement.seat"),
        ("unknown", "integrity.enrolled", "integrity.enrolled"),
        ("seen", "integrity.enrolled", "integrity.enrolled"),
        ("late", "integrity.enrolled", "integrity.enrolled"),
        ("noshow", "integrity.enrolled", "integrity.enrolled"),
    ],
)
def test_nobody_is_twice_in_one_seance(state, booking, promotion):
    found = [
        decided(policy(), facts(person__participation_state=state, request__kind=kind)).headline.code
        for kind in ("book", "promote")
    ]

    assert found == [booking, promotion]


def test_an_impossible_enrolment_keeps_every_reason():
    given = facts(occurrence__state="cancelled", occurrence__minutes_before_start=-1, occurrence__seats_left=0)

    decision = decided(policy(waitlist__mode="none"), given)

    assert [reason.code for reason in decision.reasons] == [
        "integrity.cancelled",
        "integrity.started",
        "placement.no_waitlist",
    ]
