"""Sentences with blanks: filling one writes the same rows as a hand-made rule, and it is edited as that sentence until it says something else."""

from __future__ import annotations

import pytest

from backoffice.policies.models import Policy, Rule
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import card_contents, draft_document
from backoffice.policies.services.gabarits import blanks_of, offered_gabarits
from tests import world
from tests.booking.dialogs.screens import browser, text, url

PUBLIC = {"usager": "refuse", "prescriber": "refuse"}
# Gabarit → its blanks as the form sends them, and the sentence that is read back.
FILLED = {
    "delai-minimum": ({"blank_hours": 48}, "si le temps qui reste avant le début est de moins de 2 jours"),
    "delai-maximum": ({"blank_days": 30}, "si le temps qui reste avant le début est de plus de 30 jours"),
    "repos": (
        {"blank_days": 90, "unknown": "let_pass"},
        "si le temps depuis la dernière venue pour ce motif est de moins de 90 jours",
    ),
    "qui-peut-inscrire": ({}, "dans tous les cas"),
    "tranche-d-age": (
        {"blank_ages_from": 16, "blank_ages_to": 25, "unknown": "verify"},
        "si l’âge le jour de la séance n’est pas entre 16 et 25 ans inclus",
    ),
    "participations": (
        {"blank_fact": "history.attended_same_motif_365_days", "blank_number": 2},
        "si les venues pour ce motif depuis un an sont au moins 2",
    ),
    "meme-jour": ({}, "si la personne a déjà une inscription pour ce motif ce jour-là"),
    "renseignement-requis": (
        {"blank_fact": "person.commune", "usager": "ask"},
        "si on ne connaît pas la commune de résidence",
    ),
}


@pytest.fixture
def policy(drome):
    return Policy.objects.create(territory=drome, code="lecture", name="Lecture")


@pytest.fixture
def at_claires(claire):
    return browser(claire)


def sent(policy, blanks):
    policy.refresh_from_db()
    return {"version": policy.draft_version, "title": "Ma règle", **PUBLIC, **blanks}


def stored_blanks(rule):
    return blanks_of(rule, card_contents(rule.conditions.all()), vocabulary_of(rule.policy.territory))


@pytest.mark.parametrize("code", FILLED)
def test_a_filled_sentence_is_a_rule_that_reads_back(at_claires, policy, code):
    blanks, sentence = FILLED[code]
    shown = text(at_claires.post(url("new_filled_rule", policy.pk, code), sent(policy, blanks), follow=True))

    rule = Rule.objects.get()
    assert sentence in shown
    assert rule.template == code
    assert stored_blanks(rule) is not None
    assert at_claires.get(url("filled_rule", policy.pk, rule.pk)).status_code == 200


def test_communes_and_organisations_come_from_the_territory(at_claires, policy, crest):
    world.usager(crest, "Durand", "Paul", commune="Crest", commune_code="26108")
    communes = text(at_claires.get(url("new_filled_rule", policy.pk, "communes")))
    organisations = text(at_claires.get(url("new_filled_rule", policy.pk, "organisations-qui-suivent")))

    assert "Crest (26108)" in communes
    assert crest.name in organisations


def test_the_public_chosen_gives_its_values_before_anything_is_saved(at_claires, policy, crest):
    fields = sent(policy, {"refresh": "same", "blank_fact": "person.organisations"})
    shown = text(at_claires.post(url("new_filled_rule", policy.pk, "public-prioritaire"), fields))

    assert crest.name in shown
    assert not Rule.objects.exists()


def test_priority_and_extra_seats_are_effects_of_a_filled_sentence(at_claires, policy, crest):
    public = {"blank_fact": "person.organisations", "blank_values": [f"organisation-{crest.pk}"]}
    at_claires.post(
        url("new_filled_rule", policy.pk, "public-prioritaire"), sent(policy, {**public, "blank_points": 5})
    )
    at_claires.post(url("new_filled_rule", policy.pk, "surreservation"), sent(policy, {**public, "blank_seats": 2}))

    first, second = draft_document(policy).rules
    assert first.effect.points == 5
    assert (second.effect.parameter, second.effect.value) == ("overbooking.max_seats", 2)


@pytest.mark.parametrize("code", ["renseignement-requis", "reponse-attendue"])
def test_a_gabarit_that_asks_asks_unless_told_otherwise(at_claires, policy, drome, code):
    world.field(drome, "garde", "Garde d’enfants", kind="boolean")
    page = at_claires.get(url("new_filled_rule", policy.pk, code))
    form = page.context["form"]

    assert form["usager"].value() == "ask"
    assert "Demander une information" in text(page)
    assert ("Si une information manque" in text(page)) == (code == "reponse-attendue")
    assert [text for text, _controls in form.sentence][-1] == "."


@pytest.mark.parametrize(
    "blanks", [{}, {"blank_ages_from": 30, "blank_ages_to": 16}, {"blank_ages_from": -1, "blank_ages_to": 999}]
)
def test_a_blank_not_filled_or_out_of_bounds_is_told_and_nothing_is_written(at_claires, policy, blanks):
    answer = at_claires.post(
        url("new_filled_rule", policy.pk, "tranche-d-age"), sent(policy, {**blanks, "unknown": "verify"})
    )

    assert "obligatoire" in text(answer) or "à remplir" in text(answer) or "supérieure" in text(answer)
    assert not Rule.objects.exists()


def test_what_a_missing_information_does_is_an_obligatory_choice(at_claires, policy):
    blanks = {"blank_ages_from": 16, "blank_ages_to": 25}
    shown = text(at_claires.post(url("new_filled_rule", policy.pk, "tranche-d-age"), sent(policy, blanks)))

    assert "ne dit pas quoi faire quand on ne connaît pas" in shown
    assert not Rule.objects.exists()


def test_a_rule_changed_freely_is_no_longer_edited_as_the_sentence(at_claires, policy):
    blanks, _sentence = FILLED["tranche-d-age"]
    at_claires.post(url("new_filled_rule", policy.pk, "tranche-d-age"), sent(policy, blanks))
    rule = Rule.objects.get()
    assert url("filled_rule", policy.pk, rule.pk) in at_claires.get(url("policy", policy.pk)).content.decode()

    rule.conditions.update(operator="between")

    assert stored_blanks(rule) is None
    assert at_claires.get(url("filled_rule", policy.pk, rule.pk)).status_code == 404
    assert at_claires.get(url("rule", policy.pk, rule.pk)).status_code == 200


def test_at_least_twelve_sentences_are_offered_each_opens_and_none_shows_a_code(at_claires, policy):
    offered = offered_gabarits(vocabulary_of(policy.territory))
    page = text(at_claires.get(url("gabarits", policy.pk)))

    assert len(offered) >= 12
    for code, template in offered.items():
        assert template.title in page
        shown = at_claires.get(url("new_filled_rule", policy.pk, code))
        assert shown.status_code == 200, code
        assert "{" not in shown.context["form"].sentence[0][0], code
