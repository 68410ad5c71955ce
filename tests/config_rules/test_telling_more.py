"""The table of rules, the four items that the law asks, and what follows a decision."""

from __future__ import annotations

from config_rules import Outcome, explain
from config_rules.evaluator import follow_ups
from config_rules.explain import grid, statement
from tests.config_rules.cases import decided, policy
from tests.config_rules.rule_samples import age, is_on, rule
from tests.config_rules.test_explain import IN_SECTOR, TWELVE
from tests.config_rules.test_rules import person
from tests.config_rules.twelve import DOCUMENT, VOCABULARY


def test_the_table_has_a_line_per_card_and_a_column_per_fact():
    document = DOCUMENT.__class__(
        rules=(rule("a", "refuse", cards=[(age("less_than", 16), is_on("rsa")), (age("is", 40),)]),)
    )

    table = grid(document, VOCABULARY)

    assert table.columns == ("L’âge", "Les publics de la personne")
    assert [row.cells for row in table.rows] == [("est de moins de 16 ans", "comprennent RSA"), ("est de 40 ans", "")]
    assert table.rows[0].effect == "refuser"


def test_a_rule_without_condition_says_always():
    table = grid(DOCUMENT.__class__(rules=(rule("a", "warn"), rule("b", "warn", age("is", 3)))), VOCABULARY)

    assert [row.cells for row in table.rows] == [("toujours",), ("est de 3 ans",)]


def test_the_four_items_of_the_law_are_given():
    decision = decided(TWELVE, person() | IN_SECTOR | {"person.age": 10})

    items = statement(decision, TWELVE, {"person.age": "dossier de la personne"})

    assert items.degree[0] == "La réponse a été calculée automatiquement, sans intervention d’un agent."
    assert "L’âge : 10 ans (source : dossier de la personne)." in items.data
    assert "La longueur maximale de la liste d’attente : 4 personnes (motif)." in items.parameters
    assert "L’âge n’est pas entre 16 et 25 ans inclus (ici : 10 ans) : vrai." in items.operations
    assert len(items.data) == len(decision.facts)


def test_an_agent_and_an_override_are_named_in_the_degree():
    override = {"request.override": True, "actor.may_override": True, "request.has_reason": True, "actor.kind": "agent"}

    items = statement(decided(TWELVE, person() | IN_SECTOR | override | {"person.age": 10}), TWELVE)

    assert "confirmée par la personne" in items.degree[0]
    assert "dérogation" in items.degree[1]


def test_what_follows_is_collected():
    warned = policy(
        rule("avis", "warn", public_message="Apportez un carnet.", agent_message="Appeler."),
        reminder__days=frozenset({"0", "7"}),
    )

    after = follow_ups(decided(warned, person()))

    assert (after.public_messages, after.agent_messages) == (("Apportez un carnet.",), ("Appeler.",))
    assert after.reminder_days == (7, 0)


def test_nobody_is_reminded_of_a_seat_that_she_has_not():
    waiting = decided(policy(), person(occurrence__seats_left=0))

    assert waiting.outcome is Outcome.WAITLIST
    assert follow_ups(waiting).reminder_days == ()
    assert explain(waiting, "usager").outcome is Outcome.WAITLIST
