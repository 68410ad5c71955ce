"""« Pourquoi ? »: from an inscription, a refusal, a séance or a person, the stored decision in sentences, and what could be otherwise."""

from __future__ import annotations

import re
from datetime import date

import pytest

from backoffice.booking.models import Decision
from tests import world
from tests.booking.dialogs.screens import browser, text, url

OLD = date(1980, 1, 1)


@pytest.fixture
def refused(from_26, in_force, ask, crest):
    """Paul, 46 years, refused by the rule « moins de 26 »."""
    in_force()
    return ask(world.usager(crest, "Durand", "Paul", birth_date=OLD)).decision


@pytest.fixture
def at_nadias(nadia):
    return browser(nadia)


@pytest.fixture
def at_claires(claire):
    return browser(claire)


def test_the_reference_reads_every_rule_with_its_mark_its_version_and_its_author(at_claires, refused, policy):
    page = text(at_claires.get(url("decision", refused.pk)))

    assert "Refus." in page
    assert "Règle « moins-de-26 » s’applique : refus" in page
    assert "✔" in page
    assert "✗" in page
    assert "l’âge le jour de la séance est d’au moins 26 ans (ici : 46 ans)" in page
    assert "Atelier, version 1</a>, publiée par Claire Test" in page
    assert "Avec les règles d’aujourd’hui : la même réponse" in page


def test_what_may_be_told_to_the_person_has_no_internal_word(at_nadias, refused):
    page = text(at_nadias.get(url("decision", refused.pk)))
    said = page.partition("Ce que vous pouvez dire à la personne")[2].partition("</details>")[0]

    assert "Ce n’est pas possible." in said
    assert "Réponse calculée automatiquement" in said
    assert "moins-de-26" not in said


def test_other_rules_today_answer_side_by_side(at_nadias, refused, from_26, in_force):
    from_26.conditions.update(value=60)
    in_force()

    page = text(at_nadias.get(url("decision", refused.pk)))

    assert "Avec les règles d’aujourd’hui : une autre réponse" in page
    assert "Inscription possible." in page


def test_a_past_that_was_not_noted_is_not_guessed(at_nadias, refused, rule, in_force):
    rule("absences", ("history.noshow_90_days", "at_least", 2))
    in_force()

    page = text(at_nadias.get(url("decision", refused.pk)))

    assert "on ne sait pas" in page
    assert "les absences non excusées depuis 90 jours" in page


def test_the_next_seances_are_asked_for_this_person(at_nadias, ask, crest, motif, seance):
    people = [world.usager(crest, name) for name in ("Alix", "Bintou", "Chloé", "Dora")]
    waiting = [ask(person) for person in people][-1].decision
    later = world.occurrence(seance.action, in_days=20)

    page = text(at_nadias.get(url("decision", waiting.pk)))

    assert f"{later.date_sentence} : une place est possible" in page
    assert url("enrol", later.pk) in page
    assert Decision.objects.count() == 4


def test_a_refusal_leads_to_its_reasons(at_nadias, refused, seance):
    fields = {"usager": refused.usager_id, "wish": "seat", "key": "another"}
    shown = text(at_nadias.post(url("enrol", seance.pk), fields))

    last = Decision.objects.latest("pk")
    assert url("decision", last.pk) in shown


def test_a_seance_says_why_nobody_enters(at_nadias, refused, ask, crest, seance, yann):
    ask(world.usager(crest, "Fabre", "Jean", birth_date=OLD))

    page = text(at_nadias.get(url("seance_why", seance.pk)))
    assert "Règle « moins-de-26 »" in page
    assert re.search(r"<td[^>]*>2</td>", page)
    assert "DURAND Paul" in page
    counted = text(browser(yann).get(url("seance_why", seance.pk)))
    assert "Règle « moins-de-26 »" in counted
    assert "DURAND" not in counted


def test_a_person_s_requests_lead_to_their_reasons(at_nadias, refused):
    page = text(at_nadias.get(url("people_usager_change", refused.usager_id)))

    assert "Ses demandes, et pourquoi chaque réponse (1)" in page
    assert url("decision", refused.pk) in page


def test_the_sheet_gives_the_four_items_to_print(at_nadias, refused, crest, drome):
    page = text(at_nadias.get(url("decision_sheet", refused.pk)))

    for number in (1, 2, 3, 4):
        assert f">{number}. Le" in page
    assert "46 ans (source : fiche de la personne)" in page
    assert "Règle « moins-de-26 » s’applique" in page
    die = world.organisation(drome, "CMS de Die")
    assert browser(world.user("Zoé", "Agent", drome, die)).get(url("decision_sheet", refused.pk)).status_code == 404
