"""Reserved seats, maximums, people who come together: what a seat is for whom."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config_rules import Level, PolicyDocument, compile_policy, evaluate
from config_rules.evaluator.quotas import Party, Quotas, seats_awaited
from tests.config_rules.cases import facts

US, THEM = frozenset({"organisation-1"}), frozenset({"organisation-2"})
NOBODY: frozenset[str] = frozenset()


@pytest.mark.parametrize(
    ("held", "us", "them"),
    [
        ((), 10, 8),
        ((Party(US, 1),), 9, 8),
        ((Party(US, 2),), 8, 8),
        ((Party(US, 5),), 5, 5),
        ((Party(THEM, 8),), 2, 0),
    ],
    ids=["empty", "one of two taken", "both taken", "beyond the reserved", "the others took theirs"],
)
def test_reserved_seats_are_kept_until_taken_and_their_people_may_have_the_others(held, us, them):
    quotas, left = Quotas(reserved=(("organisation-1", 2),)), 10 - sum(party.seats for party in held)

    assert quotas.seats_for(US, left, held) == us
    assert quotas.seats_for(THEM, left, held) == them


def test_a_maximum_bounds_a_scope_and_nobody_else():
    quotas = Quotas(maximum=(("organisation-1", 3),))
    held = (Party(US, 2),)

    assert (quotas.seats_for(US, 8, held), quotas.seats_for(THEM, 8, held)) == (1, 8)


def test_who_waits_without_right_to_the_reserved_seats_does_not_hold_up_those_who_have_it():
    quotas = Quotas(reserved=(("organisation-1", 2),))
    three_others = [Party(THEM, 1)] * 3

    assert seats_awaited(quotas, US, 2, [], three_others) == 0
    assert seats_awaited(quotas, THEM, 2, [], three_others) == 0
    assert seats_awaited(quotas, US, 4, [], three_others) == 2


@given(
    reserved=st.integers(0, 6),
    left=st.integers(0, 12),
    held=st.lists(st.tuples(st.sampled_from([US, THEM, NOBODY]), st.integers(1, 3)), max_size=6),
    waiting=st.lists(st.tuples(st.sampled_from([US, THEM, NOBODY]), st.integers(1, 3)), max_size=6),
)
@settings(max_examples=200, deadline=None)
def test_a_newcomer_never_takes_a_seat_kept_for_others_nor_one_awaited(reserved, left, held, waiting):
    quotas = Quotas(reserved=(("organisation-1", reserved),))
    rows, queue = [Party(*row) for row in held], [Party(*row) for row in waiting]

    free = quotas.seats_for(THEM, left, rows) - seats_awaited(quotas, THEM, left, rows, queue)
    missing = max(0, reserved - sum(party.seats for party in rows if party.scopes == US))

    assert free <= max(0, left - missing)
    assert seats_awaited(quotas, THEM, left, rows, queue) >= 0 or left < missing


def answer(parameters, **changes):
    policy = compile_policy([Level(name="motif", document=PolicyDocument(parameters=parameters), reference="m")])
    return evaluate(policy, facts(**changes))


@pytest.mark.parametrize(
    ("partial", "left", "awaited", "headline"),
    [
        (False, 3, 0, "placement.seat"),
        (False, 2, 0, "placement.waitlisted"),
        (False, 4, 2, "placement.waitlisted"),
        (True, 2, 0, "placement.partial"),
        (True, 2, 2, "placement.waitlisted"),
        (True, 3, 0, "placement.seat"),
    ],
)
def test_a_party_has_all_its_seats_or_waits_unless_the_policy_gives_those_that_remain(partial, left, awaited, headline):
    decision = answer(
        {"party.max_size": 4, "party.partial": partial},
        occurrence__seats_left=left,
        occurrence__seats_awaited=awaited,
        request__party_size=3,
    )

    assert decision.headline.code == headline


def test_a_quota_without_seats_left_sends_to_the_list():
    decision = answer(
        {"quota.maximum": (("channel:usager", 2),)},
        occurrence__seats_left=5,
        occurrence__quota_seats_left=0,
        occurrence__seats_awaited=0,
    )

    assert decision.headline.code == "placement.waitlisted"
