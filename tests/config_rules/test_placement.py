"""Stage 3: is there a seat?  One row per case, boundaries explicit."""

from __future__ import annotations

import pytest

from config_rules import Mark, Outcome, Placement, decide, explain
from tests.config_rules.cases import AGENT, decided, facts, policy


@pytest.mark.parametrize(
    ("words", "seats_left", "waiting", "party", "reason"),
    [
        ("one seat, nobody waits", 1, 0, 1, "placement.seat"),
        ("one seat, which somebody waits for", 1, 1, 1, "placement.waitlisted"),
        ("two seats, one waits", 2, 1, 1, "placement.seat"),
        ("two seats for two", 2, 0, 2, "placement.seat"),
        ("two seats for three", 2, 0, 3, "placement.waitlisted"),
        ("no seat", 0, 0, 1, "placement.waitlisted"),
        ("more people than seats already", -2, 0, 1, "placement.waitlisted"),
    ],
)
def test_a_seat_is_free_only_beyond_those_who_wait(words, seats_left, waiting, party, reason):
    given = facts(occurrence__seats_left=seats_left, occurrence__waiting_count=waiting, request__party_size=party)

    assert decided(policy(), given).headline.code == reason, words


@pytest.mark.parametrize(
    ("seats_left", "waiting", "reason", "outcome"),
    [
        (1, 5, "placement.seat", "accept"),
        (0, 5, "placement.still_waiting", "waitlist"),
        (0, 0, "placement.still_waiting", "waitlist"),
    ],
)
def test_somebody_promoted_only_needs_the_seat_itself(seats_left, waiting, reason, outcome):
    given = facts(
        request__kind="promote",
        person__participation_state="waiting",
        occurrence__seats_left=seats_left,
        occurrence__waiting_count=waiting,
    )

    decision = decided(policy(waitlist__mode="none"), given)

    assert (decision.headline.code, decision.outcome) == (reason, outcome)


@pytest.mark.parametrize(
    ("words", "parameters", "waiting", "reason"),
    [
        ("the list is automatic by default", {}, 0, "placement.waitlisted"),
        ("a list kept by hand is a list", {"waitlist__mode": "manual"}, 0, "placement.waitlisted"),
        ("no list", {"waitlist__mode": "none"}, 0, "placement.no_waitlist"),
        ("a list of no one", {"waitlist__max_length": 0}, 0, "placement.waitlist_full"),
        ("the last place on the list", {"waitlist__max_length": 4}, 3, "placement.waitlisted"),
        ("the list is full", {"waitlist__max_length": 4}, 4, "placement.waitlist_full"),
        ("no bound", {"waitlist__max_length": None}, 5000, "placement.waitlisted"),
    ],
)
def test_a_full_seance_puts_the_next_person_on_the_waiting_list(words, parameters, waiting, reason):
    given = facts(occurrence__seats_left=0, occurrence__waiting_count=waiting)

    assert decided(policy(**parameters), given).headline.code == reason, words


@pytest.mark.parametrize(
    ("cutoff_hours", "minutes_before_start", "actor", "reason"),
    [
        (0, 0, "usager", "placement.waitlisted"),
        (0, -1, "agent", "placement.waitlist_over"),
        (24, 24 * 60, "usager", "placement.waitlisted"),
        (24, 24 * 60 - 1, "usager", "placement.waitlist_over"),
    ],
)
def test_the_waiting_list_closes_at_its_cut_off(cutoff_hours, minutes_before_start, actor, reason):
    given = facts(occurrence__seats_left=0, occurrence__minutes_before_start=minutes_before_start, actor__kind=actor)

    assert decided(policy(waitlist__cutoff_hours=cutoff_hours), given).headline.code == reason


@pytest.mark.parametrize(
    ("words", "changes", "maximum", "reason"),
    [
        ("allowed, with a reason", {}, 2, "placement.overbooked"),
        ("up to the maximum", {"occurrence.overbooked": 1, "occurrence.seats_left": -1}, 2, "placement.overbooked"),
        (
            "beyond the maximum",
            {"occurrence.overbooked": 2, "occurrence.seats_left": -2},
            2,
            "placement.overbooking_exceeded",
        ),
        (
            "an offer made to another counts as taken",
            {"occurrence.seats_left": -2},
            2,
            "placement.overbooking_exceeded",
        ),
        ("a party of three on two extra seats", {"request.party_size": 3}, 2, "placement.overbooking_exceeded"),
        (
            "a party of three, one seat being free",
            {"request.party_size": 3, "occurrence.seats_left": 1},
            2,
            "placement.overbooked",
        ),
        ("without the right", {"actor.may_overbook": False}, 2, "placement.overbooking_not_allowed"),
        ("a prescriber", {"actor.kind": "prescriber"}, 2, "placement.overbooking_not_allowed"),
        ("without a reason", {"request.has_reason": False}, 2, "placement.overbooking_without_reason"),
        ("the action never overbooks", {}, 0, "placement.overbooking_off"),
        ("a seat was free after all", {"occurrence.seats_left": 1}, 0, "placement.seat"),
    ],
)
def test_an_extra_seat_needs_the_right_a_reason_and_room(words, changes, maximum, reason):
    asked = facts(occurrence__seats_left=0, request__overbook=True) | AGENT | changes

    decision = decided(policy(overbooking__max_seats=maximum), asked)

    assert decision.headline.code == reason, words
    expected = Outcome.ACCEPT if reason in ("placement.overbooked", "placement.seat") else Outcome.REFUSE
    assert decision.outcome is expected


def test_an_extra_seat_is_never_given_without_being_asked():
    decision = decided(policy(overbooking__max_seats=2), facts(occurrence__seats_left=0) | AGENT)

    assert decision.placement is Placement.WAITLIST
    assert decision.step("placement.overbooking").mark is Mark.SKIPPED


def test_a_quota_leaves_the_seats_of_others_alone():
    reserved = policy(quota__seats=(("channel:usager", 2),))

    few = decided(reserved, facts(occurrence__quota_seats_left=0))
    some = decided(reserved, facts(occurrence__quota_seats_left=1))

    assert (few.outcome, some.outcome) == (Outcome.WAITLIST, Outcome.ACCEPT)


@pytest.mark.parametrize("seats_left", [-1, 0, 1, 2])
@pytest.mark.parametrize("waiting", [0, 1, 4])
def test_the_fast_path_answers_the_same(seats_left, waiting):
    compiled = policy(waitlist__max_length=4)
    given = facts(occurrence__seats_left=seats_left, occurrence__waiting_count=waiting)

    assert decide(compiled, given) is decided(compiled, given).outcome


def test_the_trace_tells_the_figures():
    given = facts(occurrence__seats_left=0, occurrence__waiting_count=2)

    sentences = [
        sentence.text for sentence in explain(decided(policy(waitlist__max_length=4), given), "agent").sentences
    ]

    assert "Place : 0 place libre sur 12 ; 2 personnes attendent ; 1 demandée." in sentences
    assert "Liste d’attente : 2 personnes attendent, maximum 4." in sentences
