"""The same decision in three voices, and what would be needed."""

from __future__ import annotations

import dataclasses

import pytest

from config_rules import ActorKind, Card, Condition, Decide, Operator, Outcome, Rule, UnknownMeans, explain
from config_rules.explain import SentenceKind
from config_rules.explain.wording import condition_clause, rule_sentence
from tests.config_rules.cases import AGENT, decided, facts, policy
from tests.config_rules.test_rules import person
from tests.config_rules.twelve import RULES, VOCABULARY, refuse_public

TWELVE = policy(*RULES, vocabulary=VOCABULARY, waitlist__max_length=4)
IN_SECTOR = {"person.commune": "26001"}
NOTICE = "Réponse calculée automatiquement"


def told(voice, changes, compiled=TWELVE, **options):
    return explain(decided(compiled, person() | IN_SECTOR | changes), voice, compiled, **options)


def needs(voice, changes, compiled=TWELVE, **options):
    return [sentence.text for sentence in told(voice, changes, compiled, **options).of_kind(SentenceKind.NEED)]


def test_a_usager_reads_her_place_on_the_list_and_what_happens_next():
    text = told("usager", {"occurrence.seats_left": 0, "occurrence.waiting_count": 2}).text

    assert text.startswith("Vous êtes sur la liste d’attente, en 3ᵉ position. ")
    assert "vous aurez 24 heures pour répondre" in text
    assert NOTICE in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Votre inscription est enregistrée."),
        ({"occurrence.state": "cancelled"}, "Cette séance est annulée."),
        ({"person.age": 10}, "Cette action s’adresse aux personnes de 16 à 25 ans."),
        ({"person.age": None}, "Votre demande est transmise à un agent, qui vous répondra."),
        ({"person.participation_state": "unknown"}, "Vous êtes déjà inscrite ou inscrit à cette séance."),
        ({"occurrence.seats_left": 0, "occurrence.waiting_count": 4}, "la liste d’attente est complète."),
    ],
)
def test_a_usager_reads_one_reason(changes, sentence):
    assert sentence in told("usager", changes).text


def test_a_rule_without_public_message_says_nothing_of_itself_to_the_usager():
    quiet = policy(
        Rule(code="secret", title="Secret", effect=Decide.for_everyone(Outcome.REFUSE), agent_message="Voir Claire.")
    )
    decision = decided(quiet, facts())

    usager, agent = explain(decision, "usager", quiet), explain(decision, "agent", quiet)

    assert "Les conditions d’inscription ne sont pas remplies." in usager.text
    assert "Secret" not in usager.text
    assert "Voir Claire." in agent.text


@pytest.mark.parametrize(
    ("words", "changes", "usager", "agent"),
    [
        ("who one is gives no advice, except that another may override", {"person.age": 10}, [], ["déroger"]),
        (
            "time passes",
            {"occurrence.minutes_before_start": 33 * 1440},
            ["Il faudrait attendre 3 jours."],
            ["attendre 3 jours", "déroger"],
        ),
        (
            "too near",
            {"occurrence.minutes_before_start": 60},
            ["Il faudrait choisir une autre séance."],
            ["autre", "déroger"],
        ),
        (
            "a missing piece of information",
            {"person.commune": None},
            ["Il faudrait répondre à cette question : Dans quelle commune habitez-vous ?"],
            ["Dans quelle commune", "déroger"],
        ),
        (
            "something to accept",
            {"answers.instructions_accepted": False},
            ["Il faudrait répondre à cette question : Acceptez-vous les consignes ?"],
            ["Acceptez-vous"],
        ),
        (
            "waiting is not enough for somebody too old",
            {"person.age": 40, "occurrence.minutes_before_start": 33 * 1440},
            [],
            ["attendre 3 jours", "déroger"],
        ),
        (
            "fewer people",
            {"request.party_size": 11, "occurrence.seats_left": 12},
            ["Il faudrait 10 au plus : le nombre de personnes de la demande."],
            ["10 au plus"],
        ),
        ("a seat", {"occurrence.seats_left": 0}, ["Il faudrait qu’une place se libère."], ["place se libère"]),
        ("nothing is needed", {}, [], []),
    ],
)
def test_what_would_be_needed(words, changes, usager, agent):
    assert needs("usager", changes) == usager, words
    for_agent = needs("agent", changes)
    assert len(for_agent) == len(agent), words
    assert all(part in sentence for part, sentence in zip(agent, for_agent, strict=True))


@pytest.mark.parametrize(
    ("words", "changes", "seances", "actions"),
    [
        ("another séance would refuse her too", {"person.age": 10}, 0, 1),
        ("another séance is advised once", {"occurrence.minutes_before_start": 60}, 1, 0),
        ("she is there already: nothing to do", {"person.participation_state": "unknown"}, 0, 0),
    ],
)
def test_a_refusal_never_advises_what_would_be_refused_again(words, changes, seances, actions):
    said = told("usager", changes).text

    assert (said.count("autre séance"), said.count("autre action")) == (seances, actions), words


def test_the_next_seance_that_would_accept_is_advised():
    good, full = (
        decided(TWELVE, person() | IN_SECTOR),
        decided(TWELVE, person() | IN_SECTOR | {"occurrence.seats_left": 0}),
    )

    advice = needs("usager", {"occurrence.seats_left": 0}, other_seances=[("le 3 mars", full), ("le 10 mars", good)])

    assert advice[-1] == "Une place est possible dans une autre séance : le 10 mars."


def test_a_sensitive_value_is_never_quoted_to_the_usager():
    rule = Rule(
        code="publics",
        effect=Decide.for_everyone(Outcome.REFUSE),
        cards=(Card((Condition("person.publics", Operator.CONTAINS_ANY, frozenset({"ase"})),)),),
    )
    compiled = policy(rule, vocabulary=VOCABULARY)
    given = {"person.publics": frozenset({"ase"})}

    assert "enfance" not in told("usager", given, compiled).text
    assert "protection de l’enfance" in told("agent", given, compiled).text


def test_the_referente_sees_every_rule_and_where_each_setting_comes_from():
    sentences = told("referente", {"person.age": 10}).sentences
    steps = {sentence.code for sentence in sentences if sentence.kind is SentenceKind.STEP}

    assert {rule.code for rule in RULES} <= steps
    assert "La longueur maximale de la liste d’attente : 4 personnes (motif)." in [
        sentence.text for sentence in sentences
    ]


def test_an_override_and_a_missing_fact_are_said_to_the_agent():
    override = {"request.override": True, "actor.may_override": True, "person.age": 10} | AGENT

    assert "(levée par dérogation)" in told("agent", override).text
    assert "(un renseignement manque)" in told("agent", {"person.age": None}).text


def test_a_decision_is_not_told_with_the_policy_of_another():
    decision = decided(TWELVE, person() | IN_SECTOR)

    with pytest.raises(ValueError, match="another policy"):
        explain(decision, "agent", policy(waitlist__mode="none"))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (RULES[0], "Refuser (usager, prescripteur) si la séance est réservée aux agents."),
        (
            RULES[3],
            "Refuser (usager, agent, prescripteur) si l’âge n’est pas entre 16 et 25 ans inclus. "
            "Si un renseignement manque : faire vérifier par un agent. Dérogation possible.",
        ),
        (
            RULES[7],
            "Remplacer le nombre maximal de places en plus par « 2 places » "
            "si les publics de la personne comprennent RSA ou protection de l’enfance.",
        ),
        (
            Rule(code="r", effect=Decide({ActorKind.USAGER: Outcome.REFUSE, ActorKind.AGENT: Outcome.WARN})),
            "Refuser (usager), avertir (agent) dans tous les cas.",
        ),
        (
            Rule(
                code="r",
                effect=Decide.for_everyone(Outcome.APPROVAL),
                cards=(
                    Card(
                        (
                            Condition("person.age", Operator.LESS_THAN, 18),
                            Condition("person.commune", Operator.IS_UNKNOWN),
                        )
                    ),
                    Card((Condition("person.age", Operator.AT_LEAST, 60),)),
                ),
                unknown=UnknownMeans.LET_PASS,
            ),
            "Soumettre à accord si l’âge est de moins de 18 ans et on ne connaît pas la commune de résidence, "
            "ou bien si l’âge est d’au moins 60 ans. Si un renseignement manque : laisser passer.",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(rule, sentence):
    assert rule_sentence(rule, VOCABULARY) == sentence


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        (Condition("person.gone", Operator.IS, 1), "un renseignement qui n’existe pas (« person.gone »)"),
        (Condition("person.age", Operator.IS), "l’âge … (à compléter)"),
        (Condition("person.age", Operator.CONTAINS_ANY, frozenset({"a"})), "l’âge … (à compléter)"),
        (Condition("person.age", Operator.BETWEEN, (16, 25)), "l’âge est entre 16 et 25 ans inclus"),
        (Condition("person.commune", Operator.IS_KNOWN), "on connaît la commune de résidence"),
        (
            Condition("person.publics", Operator.CONTAINS_NONE, frozenset({"rsa", "ase"})),
            "les publics de la personne ne comprennent pas RSA ni protection de l’enfance",
        ),
        (
            Condition("occurrence.minutes_before_start", Operator.AT_LEAST, 2940),
            "le temps qui reste avant le début est d’au moins 2 jours et 1 heure",
        ),
        (Condition("actor.kind", Operator.NONE_OF, frozenset({"agent"})), "le demandeur n’est pas un agent"),
    ],
)
def test_a_condition_reads_as_a_clause_even_in_a_draft(condition, clause):
    assert condition_clause(condition, VOCABULARY) == clause


def test_reasons_are_plain_values():
    reason = decided(TWELVE, person() | IN_SECTOR).headline

    with pytest.raises(dataclasses.FrozenInstanceError):
        reason.code = "other"


@pytest.mark.parametrize(
    ("operator", "value", "clause"),
    [
        (Operator.BETWEEN, (16, 130), "l’âge est d’au moins 16 ans"),
        (Operator.NOT_BETWEEN, (16, 130), "l’âge est de moins de 16 ans"),
        (Operator.NOT_BETWEEN, (16, 25), "l’âge n’est pas entre 16 et 25 ans inclus"),
    ],
)
def test_an_interval_without_end_tells_one_bound(operator, value, clause):
    assert condition_clause(Condition("person.age", operator, value), VOCABULARY) == clause


def test_what_cannot_be_missing_is_not_said_to_be():
    known = refuse_public(
        "fois", Condition("history.participations", Operator.AT_LEAST, 3), unknown=UnknownMeans.VERIFY
    )
    missing = refuse_public("age", Condition("person.age", Operator.AT_LEAST, 3), unknown=UnknownMeans.VERIFY)

    assert "manque" not in rule_sentence(known, VOCABULARY)
    assert "Si un renseignement manque : faire vérifier par un agent." in rule_sentence(missing, VOCABULARY)
