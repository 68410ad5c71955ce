"""« Lien de la personne »: an agent takes it back or replaces it, with her reason; she never reads the address."""

from __future__ import annotations

import pytest
from django.test import Client

from backoffice.notifications.services.links import secret_for
from tests.booking.dialogs.screens import browser, enrolled, text, url


@pytest.fixture
def agent(nadia):
    return browser(nadia)


@pytest.fixture
def place(nadia, seance, people):
    return enrolled(nadia, seance, people[0])


@pytest.fixture
def secret(place):
    return secret_for(place.usager, place.occurrence)


def opens(secret):
    return Client().get(f"/r/{secret}").status_code == 200


def test_taking_it_back_needs_a_reason_and_works_at_once(agent, place, secret):
    assert "Ses messages donnent un lien vers sa place depuis" in text(agent.get(url("participation", place.pk)))
    answer = agent.post(url("link", place.pk), {"act": "take_back"})
    assert "Écrivez pourquoi le lien est retiré" in text(answer)
    assert opens(secret)

    answer = agent.post(url("link", place.pk), {"act": "take_back", "reason": "Téléphone perdu"}, follow=True)
    assert not opens(secret)
    page = text(answer)
    for words in (
        "son adresse ne répond plus",
        "Le lien est retiré depuis le",
        "Lien de la personne retiré",
        "Téléphone perdu",
    ):
        assert words in page
    assert secret not in page
    assert "Démonstration" not in page


def test_replacing_it_ends_the_former_one_and_is_told(agent, place, secret):
    answer = agent.post(url("link", place.pk), {"act": "replace", "reason": "Vu par un proche"}, follow=True)

    assert not opens(secret)
    assert opens(secret_for(place.usager, place.occurrence))
    assert "Renvoyez un message pour donner le nouveau" in text(answer)
    assert "Lien de la personne donné" in text(answer)


def test_who_only_reads_does_not_touch_it(yann, claire, place, secret, foreign):
    assert browser(yann).post(url("link", place.pk), {"act": "replace"}).status_code in {403, 404}
    assert opens(secret)


def test_before_any_message_the_page_says_what_will_come(agent, place):
    assert "Son prochain message lui donnera un lien" in text(agent.get(url("participation", place.pk)))
    assert "Retirer le lien" in text(agent.get(url("link", place.pk)))


def test_only_a_demonstration_opens_the_page_of_the_person(settings, agent, place, secret):
    settings.IS_DEMO = True

    assert f"/r/{secret}" in text(agent.get(url("participation", place.pk)))
