"""« Demander une information », written at the screens of the editor."""

from __future__ import annotations

import pytest

from backoffice.policies.models import Policy, Rule
from tests import world
from tests.booking.dialogs.screens import browser, text, url


@pytest.fixture
def policy(drome, crest):
    world.field(drome, question="Quel est le niveau de français ?")
    row = Policy.objects.create(territory=drome, code="niveau", name="Atelier de conversation")
    row.motifs.add(world.motif(crest))
    return row


@pytest.fixture
def send(policy, claire):
    """A rule « demander si on ne connaît pas le niveau », as the form sends it."""
    client = browser(claire)

    def send(**changes):
        fields = {
            "version": policy.draft_version,
            "title": "Niveau à demander",
            "effect": "decide",
            "agent": "ask",
            "rows": 1,
            "c0-card": 1,
            "c0-fact": "person.field.niveau",
            "c0-operator": "is_unknown",
            **changes,
        }
        return text(client.post(url("new_rule", policy.pk), fields, follow=True))

    return send


def test_choosing_to_ask_shows_what_may_be_asked_and_saves_nothing(send):
    shown = send(refresh="same")

    assert "Informations demandées" in shown
    assert "Quel est le niveau de français ?" in shown
    assert "Quelle est la date de naissance ?" in shown
    assert "Informations demandées" not in send(refresh="same", agent="warn")
    assert not Rule.objects.exists()


def test_a_rule_that_asks_nothing_is_refused(send):
    assert "Choisissez ce que la règle demande." in send()
    assert not Rule.objects.exists()


def test_what_is_asked_is_kept_and_read_in_the_sentence(send):
    shown = send(asks=["person.field.niveau"])

    assert Rule.objects.get().asks == ["person.field.niveau"]
    assert "emander un renseignement (la réponse à « Niveau de français ») (agent)" in shown


def test_a_rule_that_stops_asking_forgets_what_it_asked(send):
    send(asks=["person.field.niveau"])
    rule = Rule.objects.get()
    assert rule.answers == {"agent": "ask"}

    assert "Niveau à demander" in send(title="Autre", agent="warn", version=2)
    assert list(Rule.objects.order_by("pk").values_list("asks", flat=True)) == [["person.field.niveau"], []]
