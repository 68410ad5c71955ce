"""What changes between two policies, and exactly for whom."""

from __future__ import annotations

import dataclasses
import os

import pytest
from hypothesis import HealthCheck, given, settings

from config_rules import (
    Condition,
    Delay,
    DelayUnit,
    Level,
    Operator,
    Outcome,
    PolicyDocument,
    Stage,
    UnknownMeans,
    compile_policy,
    evaluate,
)
from config_rules.diff import compare_documents, difference
from tests.config_rules.cases import policy
from tests.config_rules.rule_samples import age, contains, is_on, piece_of, rule
from tests.config_rules.strategies import VOCABULARY as RANDOM_VOCABULARY
from tests.config_rules.strategies import level_lists, people
from tests.config_rules.twelve import DOCUMENT, VOCABULARY

EXAMPLES = int(os.environ.get("RULES_EXAMPLES", "25"))
often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
REFUSED_YOUNG = rule("age", "refuse", age("not_between", (16, 25)), title="Âge")
REFUSED_OLDER = dataclasses.replace(REFUSED_YOUNG, cards=rule("age", "refuse", age("not_between", (16, 29))).cards)


def sentences(old, new):
    return [change.sentence for change in compare_documents(old, new, VOCABULARY)]


def document(*rules, imposed=(), **parameters):
    named = {code.replace("__", "."): value for code, value in parameters.items()}
    return PolicyDocument(parameters=named, rules=rules, imposed=frozenset(imposed))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (document(), document(), []),
        (
            document(waitlist__max_length=4),
            document(waitlist__max_length=6),
            ["La longueur maximale de la liste d’attente : « 4 personnes » devient « 6 personnes »"],
        ),
        (
            document(),
            document(window__closes=Delay(2, DelayUnit.OPEN_DAYS)),
            [
                "La fermeture des inscriptions avant la séance : "
                "« au début de la séance (par défaut) » devient « 2 jours ouvrés avant »"
            ],
        ),
        (
            document(),
            document(imposed=["waitlist.mode"]),
            ["Le réglage « la liste d’attente » devient imposé."],
        ),
        (
            document(REFUSED_YOUNG),
            document(REFUSED_OLDER),
            [
                "Règle « Âge » : « l’âge n’est pas entre 16 et 25 ans inclus » devient "
                "« l’âge n’est pas entre 16 et 29 ans inclus »"
            ],
        ),
        (
            document(REFUSED_YOUNG),
            document(dataclasses.replace(REFUSED_YOUNG, public_message="Autre message.", overridable=True)),
            [
                "Règle « Âge » : le message pour la personne : « Un message. » devient « Autre message. »",
                "Règle « Âge » : une dérogation devient possible.",
            ],
        ),
        (
            document(REFUSED_YOUNG),
            document(dataclasses.replace(REFUSED_YOUNG, unknown=UnknownMeans.ASK)),
            ["Règle « Âge » : si un renseignement manque : « laisser passer » devient « le demander »"],
        ),
        (
            document(),
            document(rule("rsa", "warn", is_on("rsa"))),
            ["Nouvelle règle : Avertir si les publics de la personne comprennent RSA."],
        ),
        (
            document(rule("rsa", "warn", is_on("rsa"))),
            document(),
            ["Règle retirée : Avertir si les publics de la personne comprennent RSA."],
        ),
        (
            document(rule("a", "warn", is_on("rsa"), age("is", 3))),
            document(rule("a", "refuse", is_on("rsa"))),
            [
                "Règle « a » : l’effet : « avertir » devient « refuser »",
                "Règle « a » : condition retirée : « l’âge est de 3 ans »",
            ],
        ),
    ],
)
def test_each_change_is_a_sentence_with_both_values(old, new, expected):
    assert sentences(old, new) == expected


def test_a_long_list_says_what_came_in_and_what_went_out():
    long = frozenset(f"26{number:03d}" for number in range(10))
    old, new = (
        document(rule("secteur", "refuse", Condition("person.commune", Operator.NONE_OF, communes)))
        for communes in (long, long - {"26000"} | {"26108"})
    )

    assert sentences(old, new) == [
        "Règle « secteur » : la liste pour la commune de résidence change : désormais avec 26108, sans 26000."
    ]


def test_a_document_does_not_differ_from_itself():
    assert sentences(DOCUMENT, DOCUMENT) == []


def test_the_people_concerned_are_told_exactly():
    old, new = (policy(found, vocabulary=VOCABULARY) for found in (REFUSED_YOUNG, REFUSED_OLDER))

    (group,) = difference(old, new).groups

    assert (group.before, group.after) == (Outcome.REFUSE, Outcome.ACCEPT)
    assert group.sentence == "De « refus » à « inscription possible » : l’âge : de 26 à 29 ans."
    assert 26 <= group.example["person.age"] <= 29


def test_nobody_is_concerned_when_another_rule_already_decides():
    always = rule("jamais", "refuse")
    old, new = (policy(always, found, vocabulary=VOCABULARY) for found in (REFUSED_YOUNG, REFUSED_OLDER))

    found = difference(old, new)

    assert found.changes
    assert found.groups == ()


def test_a_difference_that_is_cut_short_says_so():
    old, new = (policy(found, vocabulary=VOCABULARY) for found in (REFUSED_YOUNG, REFUSED_OLDER))

    assert not difference(old, new, steps=1).is_complete


@often
@given(old=level_lists(), new=level_lists(), facts=people)
def test_groups_say_exactly_what_the_evaluator_says(old, new, facts):
    facts = facts | {"request.kind": "book", "request.override": False}
    before, after = (compile_policy(levels, RANDOM_VOCABULARY) for levels in (old, new))
    found = difference(before, after)
    expected = tuple(strongest_rule(compiled, facts) for compiled in (before, after))

    told = [
        (group.before, group.after)
        for group in found.groups
        if any(has(box, before, after, facts) for box in group.boxes)
    ]

    assert found.is_complete
    assert told == ([expected] if expected[0] is not expected[1] else [])


def has(box, before, after, facts):
    space = SpaceOf(before, after)
    return contains(
        box, [piece_of(domain, space, facts[code]) for code, domain in zip(space.codes, space.domains, strict=True)]
    )


class SpaceOf:
    """The common space of two policies, with the conditions of both."""

    def __init__(self, before, after):
        from config_rules.findings.landscape import Space

        space = Space([before, after])
        self.codes, self.domains, self.conditions = space.codes, space.domains, space.conditions


def strongest_rule(compiled, facts):
    steps = [step for step in evaluate(compiled, facts).trace if step.stage < Stage.PLACEMENT and step.outcome]
    return max((step.outcome for step in steps), key=lambda outcome: outcome.strength, default=Outcome.ACCEPT)


@often
@given(levels=level_lists())
def test_a_policy_does_not_differ_from_itself(levels):
    compiled = compile_policy(levels, RANDOM_VOCABULARY)

    found = difference(
        compiled,
        compile_policy([Level(name=level.name, document=level.document) for level in levels], RANDOM_VOCABULARY),
    )

    assert (found.changes, found.groups) == ((), ())
