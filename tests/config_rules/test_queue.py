"""Who is called first."""

from __future__ import annotations

import pytest

from config_rules.backtest import QueueEntry, order_queue
from tests.config_rules.cases import policy

DAY = 1440


@pytest.mark.parametrize(
    ("order", "expected"),
    [("arrival", ["old", "low", "high"]), ("priority", ["old", "high", "low"])],
)
def test_a_queue_is_ordered_as_the_policy_says(order, expected):
    entries = [QueueEntry("low", 40 * DAY, 1), QueueEntry("high", 41 * DAY, 9), QueueEntry("old", 0, 0)]

    ordered = order_queue(entries, policy(waitlist__order=order).parameters, now=45 * DAY, seed="s1")

    assert [entry.person for entry in ordered] == expected


def test_a_lottery_can_be_drawn_again():
    entries = [QueueEntry(f"p{number}", number) for number in range(20)]
    parameters = policy(waitlist__order="lottery").parameters

    first = order_queue(entries, parameters, now=0, seed="s1")

    assert first == order_queue(reversed(entries), parameters, now=0, seed="s1")
    assert first != order_queue(entries, parameters, now=0, seed="s2")
    assert sorted(first, key=lambda entry: entry.at) == entries
