"""Past requests replayed: whole séances in order of arrival, and sets of facts alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config_rules import Condition, FactError, Operator, Outcome, Replace, decide, evaluate
from config_rules.backtest import (
    Cancellation,
    Fate,
    Request,
    Seance,
    compare_fact_sets,
    replay_seances,
)
from config_rules.evaluator import settle
from tests.config_rules.cases import policy
from tests.config_rules.rule_samples import age, is_on, rule
from tests.config_rules.test_rules import person
from tests.config_rules.twelve import VOCABULARY
from tests.config_rules.twelve import people as invented_people

OPEN = policy(vocabulary=VOCABULARY)
ADULTS_ONLY = policy(rule("age", "refuse", age("less_than", 18)), vocabulary=VOCABULARY)
DAY = 1440


def request(name, at=0, years=30, **changes):
    facts = person() | {"person.age": years, "occurrence.minutes_before_start": 30 * DAY - at} | changes
    return Request(person=name, at=at, facts=facts, organisation="crest")


def seance(*events, seats=2, **options):
    return Seance(key="s1", seats=seats, events=events, **options)


def fates(compiled, *events, **options):
    """Who ends where, under one policy."""
    replayed = replay_seances(compiled, ADULTS_ONLY if compiled is OPEN else OPEN, [seance(*events, **options)])
    counted = Counter()
    for (before, _after), number in replayed.fates.items():
        counted[before] += number
    return counted


def test_one_more_person_accepted_is_one_seat_fewer_for_the_next():
    events = [request("child", years=10), request("anna", at=1), request("bea", at=2), request("carl", at=3)]

    replayed = replay_seances(ADULTS_ONLY, OPEN, [seance(*events)])

    assert replayed.fates == {
        (Fate.REFUSED, Fate.SEAT): 1,
        (Fate.SEAT, Fate.SEAT): 1,
        (Fate.SEAT, Fate.WAITLIST): 1,
        (Fate.WAITLIST, Fate.WAITLIST): 1,
    }
    assert (replayed.balance(Fate.SEAT), replayed.balance(Fate.WAITLIST), replayed.balance(Fate.REFUSED)) == (0, 1, -1)


def test_request_by_request_the_same_change_would_announce_one_more_seat():
    sets = [request(name, years=years).facts for name, years in (("child", 10), ("anna", 30), ("bea", 30))]

    compared = compare_fact_sets(ADULTS_ONLY, OPEN, sets)

    assert compared.answers == {(Outcome.REFUSE, Outcome.ACCEPT): 1, (Outcome.ACCEPT, Outcome.ACCEPT): 2}
    assert compared.examples == {(Outcome.REFUSE, Outcome.ACCEPT): [0]}
    assert compared.changed == 1


def test_a_cancellation_calls_the_next_person():
    events = [request("anna"), request("bea"), request("carl", at=5), Cancellation(person="anna", at=9)]

    assert fates(OPEN, *events) == {Fate.SEAT: 3}


@pytest.mark.parametrize(
    ("words", "parameters", "expected"),
    [
        ("a list kept by hand waits for an agent", {"waitlist__mode": "manual"}, {Fate.SEAT: 2, Fate.WAITLIST: 1}),
        ("no list, nobody to call", {"waitlist__mode": "none"}, {Fate.SEAT: 2, Fate.REFUSED: 1}),
        ("the list is over", {"waitlist__cutoff_hours": 720}, {Fate.SEAT: 2, Fate.WAITLIST: 1}),
    ],
)
def test_a_freed_seat_is_only_given_by_an_automatic_list_in_time(words, parameters, expected):
    compiled = policy(vocabulary=VOCABULARY, **parameters)
    events = [request("anna"), request("bea"), request("carl"), Cancellation(person="anna", at=9)]

    replayed = replay_seances(compiled, compiled, [seance(*events)])

    counted = Counter({before: number for (before, _after), number in replayed.fates.items()})
    assert counted == expected, words


def test_a_promotion_asks_the_rules_to_recheck_again():
    late = Condition("occurrence.minutes_before_start", Operator.LESS_THAN, 29 * DAY)
    checked_again, checked_once = (
        policy(rule("tard", "refuse", late, recheck=recheck), vocabulary=VOCABULARY) for recheck in (True, False)
    )
    events = [request("anna"), request("bea"), Cancellation(person="anna", at=2 * DAY)]

    replayed = replay_seances(checked_again, checked_once, [seance(*events, seats=1)])

    assert replayed.fates == {(Fate.SEAT, Fate.SEAT): 1, (Fate.WAITLIST, Fate.SEAT): 1}


def test_a_cancellation_of_a_place_that_this_side_never_gave_does_nothing():
    events = [request("child", years=10), Cancellation(person="child", at=1), request("anna", at=2)]

    replayed = replay_seances(ADULTS_ONLY, OPEN, [seance(*events, seats=1)])

    assert replayed.fates == {(Fate.REFUSED, Fate.SEAT): 1, (Fate.SEAT, Fate.SEAT): 1}


def test_somebody_who_asks_twice_keeps_her_seat():
    replayed = replay_seances(OPEN, OPEN, [seance(request("anna"), request("anna", at=1))])

    assert replayed.fates == {(Fate.SEAT, Fate.SEAT): 1}
    assert replayed.answers == {(Outcome.ACCEPT, Outcome.ACCEPT): 1, (Outcome.REFUSE, Outcome.REFUSE): 1}


def test_seats_taken_before_count():
    assert fates(OPEN, request("anna"), seats=2, already_held=2) == {Fate.WAITLIST: 1}


def test_quotas_keep_seats_for_those_they_name():
    kept = policy(vocabulary=VOCABULARY, quota__seats=(("organisation:pmi", 1),))
    of_pmi = Request(person="pia", at=1, facts=request("pia").facts, scopes=frozenset({"organisation:pmi"}))

    replayed = replay_seances(kept, OPEN, [seance(request("anna"), request("bea"), of_pmi)])

    assert replayed.fates == {
        (Fate.SEAT, Fate.SEAT): 1,
        (Fate.WAITLIST, Fate.SEAT): 1,
        (Fate.SEAT, Fate.WAITLIST): 1,
    }


def test_an_extra_seat_granted_to_a_public_is_replayed():
    more = policy(rule("rsa", Replace("overbooking.max_seats", 1), is_on("rsa")), vocabulary=VOCABULARY)
    asked = {
        "person.publics": frozenset({"rsa"}),
        "request.overbook": True,
        "actor.kind": "agent",
        "actor.may_overbook": True,
        "request.has_reason": True,
    }

    replayed = replay_seances(OPEN, more, [seance(request("anna"), request("bea", **asked), seats=1)])

    assert replayed.fates == {(Fate.SEAT, Fate.SEAT): 1, (Fate.REFUSED, Fate.SEAT): 1}


def test_what_cannot_be_replayed_is_counted_apart_and_keeps_its_real_seat():
    facts = {code: value for code, value in request("dora").facts.items() if code != "person.age"}
    dora = Request(person="dora", at=0, facts=facts, recorded=Outcome.ACCEPT)

    replayed = replay_seances(OPEN, ADULTS_ONLY, [seance(dora, request("anna", at=1), seats=1)])

    assert replayed.missing == {"person.age": 1}
    assert (replayed.requests, replayed.unreplayable) == (2, 1)
    assert replayed.fates == {(Fate.WAITLIST, Fate.WAITLIST): 1}


def test_reasons_organisations_and_examples_are_kept():
    events = [request("child", years=10), request("anna", at=1)]

    replayed = replay_seances(ADULTS_ONLY, OPEN, [seance(*events)])

    assert replayed.reasons_before == {"age": 1, "placement.seat": 1}
    assert replayed.reasons_after == {"placement.seat": 2}
    assert replayed.organisations["crest"].total() == 2
    (example,) = replayed.examples[Fate.REFUSED, Fate.SEAT]
    assert (example.person, example.reason_before, example.reason_after) == ("child", "age", "placement.seat")


def test_the_replay_says_how_faithful_it_is():
    first, second = request("anna"), request("bea", at=1)
    recorded = [
        Request(person=found.person, at=found.at, facts=found.facts, recorded=Outcome.ACCEPT)
        for found in (first, second)
    ]

    replayed = replay_seances(OPEN, OPEN, [seance(*recorded, seats=1)])

    assert (replayed.recorded, replayed.faithful) == (2, 1)


def test_progress_is_told_after_each_seance():
    told = []

    replay_seances(OPEN, OPEN, [seance(), seance(), seance()], on_progress=told.append)

    assert told == [1, 2, 3]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), seats=st.integers(0, 5))
def test_nobody_is_seated_beyond_the_seats_and_equal_policies_change_nothing(seed, seats):
    asked = [
        Request(person=str(number), at=number, facts=facts | {"request.overbook": False, "request.party_size": 1})
        for number, facts in enumerate(invented_people(12, seed))
    ]

    replayed = replay_seances(ADULTS_ONLY, ADULTS_ONLY, [Seance(key="s", seats=seats, events=tuple(asked))])

    assert replayed.changed == 0
    assert replayed.fates[Fate.SEAT, Fate.SEAT] <= seats
    assert replayed.fates.total() == len(asked)


def test_the_fast_answers_are_those_of_the_evaluator():
    for facts in invented_people(500):
        decision = evaluate(ADULTS_ONLY, facts)
        assert settle(ADULTS_ONLY, facts) == (decision.outcome, decision.points)


def test_a_set_that_lacks_a_fact_is_counted_apart():
    facts = request("anna").facts
    broken = {code: value for code, value in facts.items() if code != "person.age"}

    compared = compare_fact_sets(OPEN, ADULTS_ONLY, [facts, broken])

    assert (compared.missing, compared.answers.total()) == ({"person.age": 1}, 1)
    with pytest.raises(FactError):
        decide(ADULTS_ONLY, broken)
