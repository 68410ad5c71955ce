"""The gabarits: filled, read back, and worth exactly the rows that they stand for."""

from __future__ import annotations

import dataclasses

import pytest

from config_rules import Card, Condition, Operator, Outcome, Prioritise, Replace
from config_rules.explain import rule_sentence
from config_rules.rules.templates import TEMPLATES, BlankKind, fill, is_available, read
from config_rules.vocabulary import FactType
from tests.config_rules.cases import decided, facts, policy
from tests.config_rules.test_rules import person
from tests.config_rules.twelve import VOCABULARY

FILLED = {
    "delai-minimum": {"hours": 48},
    "delai-maximum": {"days": 30},
    "repos": {"days": 90},
    "qui-peut-inscrire": {},
    "tranche-d-age": {"ages": (16, 25)},
    "communes": {"communes": frozenset({"26108"})},
    "organisations-qui-suivent": {"organisations": frozenset({"organisation-1"})},
    "organisations-qui-orientent": {"organisations": frozenset({"organisation-1"})},
    "participations": {"fact": "history.participations", "number": 3},
    "absences": {"fact": "history.participations", "number": 2},
    "action-deja-suivie": {"actions": frozenset({"action-3"})},
    "meme-jour": {},
    "reponse-attendue": {"fact": "answers.instructions_accepted"},
    "renseignement-requis": {"fact": "person.age"},
    "public-prioritaire": {"fact": "person.publics", "values": frozenset({"rsa"}), "points": 10},
    "surreservation": {"fact": "person.publics", "values": frozenset({"rsa"}), "seats": 2},
}


def test_each_gabarit_has_an_example_here():
    assert set(FILLED) == set(TEMPLATES)


@pytest.mark.parametrize("code", TEMPLATES)
def test_a_filled_gabarit_reads_back(code):
    rule = fill(TEMPLATES[code], "ma-regle", FILLED[code])

    assert rule.template == code
    assert {name: value for name, value in read(rule).items() if name in FILLED[code]} == FILLED[code]


@pytest.mark.parametrize("code", [code for code, template in TEMPLATES.items() if is_available(template, VOCABULARY)])
def test_a_filled_gabarit_is_valid(code):
    policy(fill(TEMPLATES[code], "ma-regle", FILLED[code]), vocabulary=VOCABULARY)


@pytest.mark.parametrize("code", TEMPLATES)
def test_every_blank_is_in_the_sentence_and_every_message_is_plain(code):
    template = TEMPLATES[code]

    shown = [
        blank
        for blank in template.blanks
        if blank.kind is not BlankKind.FACT and blank.name not in ("values", "number")
    ]
    assert all(f"{{{blank.name}}}" in template.sentence for blank in shown)
    assert "veuillez" not in template.public_message.lower()


@pytest.mark.parametrize(
    ("code", "values", "missing"),
    [
        ("delai-minimum", {}, "le délai"),
        ("delai-minimum", {"hours": 0}, "le délai"),
        ("delai-minimum", {"hours": "48"}, "le délai"),
        ("tranche-d-age", {"ages": (25, 16)}, "les âges"),
        ("communes", {"communes": frozenset()}, "les communes"),
        ("public-prioritaire", {"fact": "person.publics", "values": frozenset({"rsa"}), "points": 1001}, "les points"),
        ("renseignement-requis", {}, "le renseignement"),
    ],
)
def test_a_blank_left_empty_or_out_of_bounds_is_named(code, values, missing):
    with pytest.raises(ValueError, match=missing):
        fill(TEMPLATES[code], "ma-regle", values)


def test_a_gabarit_changed_by_hand_is_no_longer_one():
    rule = fill(TEMPLATES["tranche-d-age"], "age", {"ages": (16, 25)})
    other = Card((Condition("person.age", Operator.LESS_THAN, 3),))

    assert read(dataclasses.replace(rule, cards=(other,))) is None
    assert read(dataclasses.replace(rule, cards=(*rule.cards, other))) is None
    assert read(dataclasses.replace(rule, template="")) is None


def test_messages_may_be_changed_without_leaving_the_gabarit():
    rule = dataclasses.replace(fill(TEMPLATES["tranche-d-age"], "age", {"ages": (16, 25)}), public_message="Autre.")

    assert read(rule) == {"ages": (16, 25)}


@pytest.mark.parametrize(
    ("code", "changes", "outcome"),
    [
        ("delai-minimum", {"occurrence.minutes_before_start": 47 * 60 + 59}, "refuse"),
        ("delai-minimum", {"occurrence.minutes_before_start": 48 * 60}, "accept"),
        ("delai-maximum", {"occurrence.minutes_before_start": 30 * 1440}, "accept"),
        ("delai-maximum", {"occurrence.minutes_before_start": 30 * 1440 + 1}, "refuse"),
        ("qui-peut-inscrire", {}, "refuse"),
        ("qui-peut-inscrire", {"actor.kind": "agent"}, "accept"),
        ("tranche-d-age", {"person.age": 26}, "refuse"),
        ("tranche-d-age", {"person.age": 26, "actor.kind": "agent"}, "warn"),
        ("tranche-d-age", {"person.age": None}, "approval"),
        ("communes", {"person.commune": "26108"}, "accept"),
        ("communes", {"person.commune": "01004"}, "refuse"),
        ("communes", {"person.commune": None}, "ask"),
        ("participations", {"history.participations": 3}, "refuse"),
        ("participations", {"history.participations": 2}, "accept"),
        ("reponse-attendue", {"answers.instructions_accepted": False}, "ask"),
        ("renseignement-requis", {"person.age": None}, "ask"),
    ],
)
def test_a_gabarit_does_what_its_sentence_says(code, changes, outcome):
    compiled = policy(fill(TEMPLATES[code], "ma-regle", FILLED[code]), vocabulary=VOCABULARY)

    decision = decided(compiled, person() | changes)

    assert decision.outcome == outcome
    if outcome == "ask":
        assert decision.asks


def test_advantages_are_gabarits_too():
    priority = fill(TEMPLATES["public-prioritaire"], "rsa", FILLED["public-prioritaire"])
    seats = fill(TEMPLATES["surreservation"], "rsa", FILLED["surreservation"])

    assert (priority.effect, seats.effect) == (Prioritise(10), Replace("overbooking.max_seats", 2))
    assert rule_sentence(priority, VOCABULARY).startswith("Passer devant de 10 points si ")


def test_a_gabarit_needs_its_facts():
    available = {code for code, template in TEMPLATES.items() if is_available(template, VOCABULARY)}

    assert "tranche-d-age" in available
    assert "repos" not in available
    assert FactType.SET in TEMPLATES["surreservation"].blank("fact").types
    assert Outcome.REFUSE in TEMPLATES["communes"].effect.outcomes.values()
    assert facts()["actor.kind"] == "usager"
