"""Parameters that decide who may enrol and when, and rules of several levels."""

from __future__ import annotations

import pytest

from config_rules import Decide, Delay, DelayUnit, Level, Outcome, PolicyDocument, Rule, compile_policy
from tests.config_rules.cases import decided, facts, policy


@pytest.mark.parametrize(
    ("words", "parameters", "changes", "outcome"),
    [
        ("everyone by default", {}, {}, "accept"),
        ("agents only", {"access__who": "agents"}, {}, "refuse"),
        ("agents only, and it is one", {"access__who": "agents"}, {"actor.kind": "agent"}, "accept"),
        ("agents only: not prescribers", {"access__who": "agents"}, {"actor.kind": "prescriber"}, "refuse"),
        ("prescribers too", {"access__who": "prescribers"}, {"actor.kind": "prescriber"}, "accept"),
        ("prescribers too: not usagers", {"access__who": "prescribers"}, {}, "refuse"),
        ("invited usagers, not invited", {"access__who": "invited"}, {}, "refuse"),
        ("invited usagers, invited", {"access__who": "invited"}, {"actor.is_invited": True}, "accept"),
        ("opens 2 days before, 3 days before", {"window__opens": Delay(2, DelayUnit.DAYS)}, {}, "refuse"),
        ("opens 3 days before, 3 days before", {"window__opens": Delay(3, DelayUnit.DAYS)}, {}, "accept"),
        ("an agent does not wait", {"window__opens": Delay(2, DelayUnit.DAYS)}, {"actor.kind": "agent"}, "accept"),
        ("closes 4 open days before", {"window__closes": Delay(4, DelayUnit.OPEN_DAYS)}, {}, "refuse"),
        ("closes 3 open days before", {"window__closes": Delay(3, DelayUnit.OPEN_DAYS)}, {}, "accept"),
        ("a party of ten", {}, {"request.party_size": 10, "occurrence.seats_left": 12}, "accept"),
        ("a party of eleven", {}, {"request.party_size": 11, "occurrence.seats_left": 12}, "refuse"),
        ("the limit is not reached", {"limit__participations": 2}, {"history.counted_participations": 1}, "accept"),
        ("the limit is reached", {"limit__participations": 2}, {"history.counted_participations": 2}, "refuse"),
        (
            "an agent is only warned",
            {"limit__participations": 2},
            {"history.counted_participations": 2, "actor.kind": "agent"},
            "warn",
        ),
    ],
)
def test_parameters_decide_who_and_when(words, parameters, changes, outcome):
    assert decided(policy(**parameters), facts() | changes).outcome == outcome, words


def test_rules_of_every_level_apply():
    levels = [
        Level(name=name, document=PolicyDocument(rules=(Rule(code="regle", effect=Decide.for_everyone(outcome)),)))
        for name, outcome in (("territory", Outcome.WARN), ("motif", Outcome.APPROVAL), ("action", Outcome.WARN))
    ]

    decision = decided(compile_policy(levels), facts())

    assert decision.outcome is Outcome.APPROVAL
    assert [reason.level for reason in decision.reasons] == ["motif", "action", "territory"]
