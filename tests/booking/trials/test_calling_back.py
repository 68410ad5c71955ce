"""After a return: those whom the mistake refused or delayed, and nobody else, with what can be done for each."""

from __future__ import annotations

from datetime import date

import pytest

from backoffice.policies.services import publish_return
from tests import world
from tests.booking.dialogs.screens import browser, text, url

BORN = date(1980, 1, 1)


@pytest.fixture
def mistake(from_26, rule, in_force):
    """Version 1 refuses those who missed twice; version 2, by mistake, everybody of 26 or more. Returned by version 3."""
    from_26.is_active = False
    from_26.save()
    rule("absences", ("history.noshow_90_days", "at_least", 2))
    first = in_force()
    from_26.is_active = True
    from_26.save()
    in_force()
    return first


def page_since(claire, policy, number):
    return text(browser(claire).get(url("revision_affected", policy.pk, number)))


def test_whom_the_mistake_refused_is_called_back_and_enrolled(mistake, policy, ask, claire, crest, seance):
    refused = world.usager(crest, "Durand", "Paul", birth_date=BORN)
    ask(refused)
    publish_return(revision_id=mistake.pk, user=claire, reason="Erreur")

    page = page_since(claire, policy, 1)
    assert "1 personne aurait eu une meilleure réponse avec la version 1" in page
    assert f"{url('enrol', seance.pk)}?usager={refused.pk}" in page

    ask(refused)
    assert "Personne n’aurait eu une meilleure réponse" in page_since(claire, policy, 1)


def test_who_would_have_been_refused_anyway_is_counted_not_called(mistake, policy, ask, claire, crest):
    young = date(2010, 1, 1)
    for _ in range(3):
        ask(world.usager(crest, birth_date=young))
    ask(world.usager(crest, "Tardive", "Ana", birth_date=young))

    page = page_since(claire, policy, 1)
    assert "Ana" not in page
    assert "1 autre demande a reçu un refus ou une attente qui ne vient pas de ce changement" in page


def test_what_was_not_noted_is_not_guessed(from_26, rule, in_force, policy, ask, claire, crest):
    rule("absences", ("history.noshow_90_days", "at_least", 2))
    in_force()
    policy.rules.get(code="absences").delete()
    in_force()
    ask(world.usager(crest, "Durand", "Paul", birth_date=BORN))

    page = page_since(claire, policy, 1)
    assert "On ne sait pas" in page
    assert "DURAND Paul" in page


def test_the_number_of_statements_does_not_grow_with_the_people(
    mistake, policy, ask, claire, crest, django_assert_max_num_queries
):
    for number in range(6):
        ask(world.usager(crest, f"Durand {number}", "Paul", birth_date=BORN))
    page = browser(claire)
    page.get(url("revision_affected", policy.pk, 1))

    with django_assert_max_num_queries(30):
        assert "6 personnes auraient" in text(page.get(url("revision_affected", policy.pk, 1)))
