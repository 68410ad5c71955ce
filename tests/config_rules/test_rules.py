"""Stages 1 and 2: effects per actor, unknown facts, overrides, promotions, replacements.  One row per case."""

from __future__ import annotations

import pytest

from config_rules import (
    ActorKind,
    Card,
    Condition,
    Decide,
    Delay,
    DelayUnit,
    Level,
    Operator,
    Outcome,
    PolicyDocument,
    Prioritise,
    Replace,
    Rule,
    UnknownMeans,
    compile_policy,
)
from tests.config_rules.cases import AGENT, decided, facts, policy
from tests.config_rules.twelve import VOCABULARY

PERSON = {
    "person.age": 20,
    "person.commune": "26108",
    "person.publics": frozenset(),
    "history.participations": 0,
    "answers.instructions_accepted": True,
    "occurrence.is_reserved": False,
}
YOUNG = Card((Condition("person.age", Operator.LESS_THAN, 16),))
ON_RSA = Card((Condition("person.publics", Operator.CONTAINS_ANY, frozenset({"rsa"})),))
FIRST_DAY_PASSED = {"occurrence.days_before_start": 2, "occurrence.open_days_before_start": 1}


def person(**changes):
    return facts(**changes) | {code: value for code, value in PERSON.items() if code not in facts(**changes)}


def young_rule(effect, unknown=UnknownMeans.VERIFY, **options):
    return Rule(code="jeunes", effect=effect, cards=(YOUNG,), unknown=unknown, **options)


def answer(rule, changes):
    return decided(policy(rule, vocabulary=VOCABULARY), person() | changes)


@pytest.mark.parametrize(
    ("age", "outcome"), [(15, "refuse"), (16, "accept"), (0, "refuse"), (130, "accept"), (None, "approval")]
)
def test_a_bound_is_where_the_rule_says(age, outcome):
    assert answer(young_rule(Decide.for_everyone(Outcome.REFUSE)), {"person.age": age}).outcome == outcome


@pytest.mark.parametrize(
    ("actor", "outcome"), [("usager", "refuse"), ("prescriber", "approval"), ("agent", "warn"), ("import", "accept")]
)
def test_one_rule_answers_each_actor_in_her_own_way(actor, outcome):
    effect = Decide(
        {ActorKind.USAGER: Outcome.REFUSE, ActorKind.PRESCRIBER: Outcome.APPROVAL, ActorKind.AGENT: Outcome.WARN}
    )

    assert answer(young_rule(effect), {"person.age": 10, "actor.kind": actor}).outcome == outcome


@pytest.mark.parametrize(
    ("words", "effect", "unknown", "actor", "outcome"),
    [
        ("an agent is asked to verify", "refuse", "verify", "usager", "approval"),
        ("the agent who is there verifies at once", "refuse", "verify", "agent", "warn"),
        ("refused when that was chosen", "refuse", "refuse", "usager", "refuse"),
        ("let pass when that was chosen", "refuse", "let_pass", "usager", "accept"),
        ("asked when that was chosen", "refuse", "ask", "usager", "ask"),
        ("a warning is never made worse by a missing fact", "warn", "verify", "usager", "warn"),
        ("even when refusing was chosen", "warn", "refuse", "usager", "warn"),
        ("but asking is always allowed", "warn", "ask", "usager", "ask"),
    ],
)
def test_an_unknown_fact_does_what_the_rule_says(words, effect, unknown, actor, outcome):
    rule = young_rule(Decide.for_everyone(Outcome(effect)), UnknownMeans(unknown))

    decision = answer(rule, {"person.age": None, "actor.kind": actor})

    assert decision.outcome == outcome, words
    assert decision.asks == (("person.age",) if outcome == "ask" else ())


def test_an_actor_whom_the_rule_does_not_name_is_not_concerned_by_what_is_unknown():
    rule = young_rule(Decide({ActorKind.USAGER: Outcome.REFUSE}), UnknownMeans.REFUSE)

    assert answer(rule, {"person.age": None, "actor.kind": "agent"}).outcome is Outcome.ACCEPT


@pytest.mark.parametrize(
    ("words", "changes", "outcome", "lifted"),
    [
        ("asked, with the right and a reason", {}, "warn", True),
        ("without the right", {"actor.may_override": False}, "refuse", False),
        ("without a reason", {"request.has_reason": False}, "refuse", False),
        ("without asking", {"request.override": False}, "refuse", False),
    ],
)
def test_an_override_softens_a_rule_that_allows_it(words, changes, outcome, lifted):
    rule = young_rule(Decide.for_everyone(Outcome.REFUSE), overridable=True)
    override = {"request.override": True, "actor.may_override": True, "person.age": 10} | AGENT

    decision = answer(rule, override | changes)

    assert (decision.outcome, decision.headline.lifted) == (outcome, lifted), words


def test_an_override_does_nothing_to_a_rule_that_does_not_allow_it():
    rule = young_rule(Decide.for_everyone(Outcome.REFUSE))
    override = {"request.override": True, "actor.may_override": True, "person.age": 10} | AGENT

    assert answer(rule, override).outcome is Outcome.REFUSE


@pytest.mark.parametrize(("recheck", "outcome"), [(True, "refuse"), (False, "accept")])
def test_at_promotion_only_the_rules_to_recheck_run_again(recheck, outcome):
    rule = young_rule(Decide.for_everyone(Outcome.REFUSE), recheck=recheck)
    promotion = {"request.kind": "promote", "person.participation_state": "waiting", "person.age": 10}

    assert answer(rule, promotion).outcome == outcome


@pytest.mark.parametrize(
    ("mode", "waiting", "outcome", "reason"),
    [
        ("automatic", 0, "waitlist", "jeunes"),
        ("none", 0, "refuse", "placement.no_waitlist"),
        ("automatic", 4, "refuse", "placement.waitlist_full"),
    ],
)
def test_a_rule_that_sends_to_the_list_needs_a_list_that_takes_one_more(mode, waiting, outcome, reason):
    rule = young_rule(Decide.for_everyone(Outcome.WAITLIST))
    listed = policy(rule, vocabulary=VOCABULARY, waitlist__mode=mode, waitlist__max_length=4)
    given = person(occurrence__waiting_count=waiting, occurrence__seats_left=12) | {"person.age": 10}

    decision = decided(listed, given)

    assert (decision.outcome, decision.headline.code) == (outcome, reason)


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("refuse", "ask", "refuse"),
        ("ask", "approval", "ask"),
        ("approval", "waitlist", "approval"),
        ("waitlist", "warn", "waitlist"),
        ("warn", "warn", "warn"),
    ],
)
def test_the_strongest_effect_wins_and_every_reason_is_kept(first, second, outcome):
    rules = [
        Rule(code=f"r-{place}", effect=Decide.for_everyone(Outcome(effect)))
        for place, effect in ((1, second), (2, first))
    ]

    decision = decided(policy(*rules), facts())

    assert decision.outcome == outcome
    assert {"r-1", "r-2"} <= {reason.code for reason in decision.reasons}


def test_what_the_person_cannot_change_is_told_first():
    refused = Decide.for_everyone(Outcome.REFUSE)
    late = Card((Condition("occurrence.minutes_before_start", Operator.LESS_THAN, 9999),))
    not_accepted = Card((Condition("answers.instructions_accepted", Operator.IS, False),))
    rules = [
        Rule(code="a-consignes", effect=refused, cards=(not_accepted,)),
        Rule(code="b-delai", effect=refused, cards=(late,)),
        young_rule(Decide.for_everyone(Outcome.REFUSE)),
    ]
    given = person() | {"person.age": 10, "answers.instructions_accepted": False}

    codes = [reason.code for reason in decided(policy(*rules, vocabulary=VOCABULARY), given).reasons]

    assert codes == ["jeunes", "b-delai", "a-consignes"]


@pytest.mark.parametrize(("publics", "points"), [({"rsa"}, 10), ({"jeune"}, 0), ({"rsa", "jeune"}, 10), (set(), 0)])
def test_a_priority_adds_its_points(publics, points):
    rule = Rule(code="rsa", effect=Prioritise(10), cards=(ON_RSA,))

    assert answer(rule, {"person.publics": frozenset(publics)}).points == points


@pytest.mark.parametrize(
    ("publics", "outcome", "origin"), [({"rsa"}, "accept", "rule:rsa"), ({"jeune"}, "refuse", "default")]
)
def test_a_rule_replaces_a_parameter_for_the_people_it_describes(publics, outcome, origin):
    rule = Rule(code="rsa", effect=Replace("overbooking.max_seats", 2), cards=(ON_RSA,))
    asked = {"request.overbook": True, "occurrence.seats_left": 0, "person.publics": frozenset(publics)} | AGENT

    decision = answer(rule, asked)

    assert (decision.outcome, decision.parameters["overbooking.max_seats"].origin) == (outcome, origin)


@pytest.mark.parametrize(
    ("publics", "minutes", "outcome"),
    [
        (set(), 47 * 60, "refuse"),
        (set(), 48 * 60, "accept"),
        ({"rsa"}, 10, "accept"),
        ({"jeune"}, 23 * 60, "refuse"),
        ({"jeune"}, 24 * 60, "accept"),
        ({"rsa", "jeune"}, 23 * 60, "refuse"),
    ],
)
def test_a_deadline_may_be_lifted_or_shortened_for_some_and_the_strictest_replacement_wins(publics, minutes, outcome):
    young = Card((Condition("person.publics", Operator.CONTAINS_ANY, frozenset({"jeune"})),))
    rules = [
        Rule(code="rsa", effect=Replace("window.closes", None), cards=(ON_RSA,)),
        Rule(code="jeune", effect=Replace("window.closes", Delay(24, DelayUnit.HOURS)), cards=(young,)),
    ]
    compiled = policy(*rules, vocabulary=VOCABULARY, window__closes=Delay(48, DelayUnit.HOURS))
    given = person(occurrence__minutes_before_start=minutes) | {"person.publics": frozenset(publics)}

    decision = decided(compiled, given)

    assert decision.outcome == outcome
    assert decision.headline.code == ("placement.seat" if outcome == "accept" else "window.closes")


def test_an_imposed_parameter_is_not_replaced_from_below():
    rule = Rule(code="rsa", effect=Replace("overbooking.max_seats", 2), cards=(ON_RSA,))
    imposing = Level(
        name="territory",
        document=PolicyDocument(parameters={"overbooking.max_seats": 0}, imposed=frozenset({"overbooking.max_seats"})),
    )
    compiled = compile_policy([imposing, Level(name="motif", document=PolicyDocument(rules=(rule,)))], VOCABULARY)
    given = person() | {"person.publics": frozenset({"rsa"})}

    assert decided(compiled, given).parameter("overbooking.max_seats") == 0
