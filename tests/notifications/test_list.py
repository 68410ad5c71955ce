"""« Messages »: each organisation reads what was owed to the people of its séances, and nobody changes it there."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from backoffice.notifications.enums import MessageState, Trouble
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import deliver_due
from tests import world
from tests.notifications.letters import message_to

LIST = "admin:notifications_outboxmessage_changelist"


@pytest.fixture
def message(crest):
    return message_to(world.usager(crest), body="Vous êtes inscrit(e) : Atelier, lundi 14 décembre.")


@pytest.fixture
def as_nadia(client, nadia):
    client.force_login(nadia)
    return client


def page_of(message):
    return reverse("admin:notifications_outboxmessage_change", args=[message.pk])


def test_a_simulated_sms_is_read_word_for_word(as_nadia, message):
    deliver_due(now=timezone.now())
    page = as_nadia.get(page_of(message)).content.decode()

    for shown in ("Vous êtes inscrit(e) : Atelier, lundi 14 décembre.", "06 39 98 00 01", "Envoyé", "simulation-"):
        assert shown in page
    assert "(&#x27;sent&#x27;" not in page


def test_the_list_says_what_became_of_each_and_filters_what_to_look_at(as_nadia, crest, message):
    doubtful = message_to(world.usager(crest, "Petit", "Léa"), state=MessageState.UNKNOWN, trouble=Trouble.LOST)
    page = as_nadia.get(reverse(LIST)).content.decode()
    filtered = as_nadia.get(reverse(LIST), {"state__exact": MessageState.UNKNOWN}).content.decode()

    assert "DUMAS Inès" in page
    assert "On ne sait pas si le message est parti" in page
    assert str(doubtful.usager) in filtered
    assert "DUMAS Inès" not in filtered


@pytest.mark.parametrize(("typed", "found"), [("dum", True), ("Inès", True), ("Motif", True), ("Zoé", False)])
def test_a_message_is_found_by_the_person_or_the_action(as_nadia, message, typed, found):
    page = as_nadia.get(reverse(LIST), {"q": typed}).content.decode()

    assert (page_of(message) in page) == found


def test_another_organisation_sees_nothing(client, drome, message):
    client.force_login(world.user("Samia", "Agent", drome, world.organisation(drome, "PMI de Die")))

    assert "DUMAS" not in client.get(reverse(LIST)).content.decode()
    assert client.get(page_of(message)).status_code == 404


def test_somebody_without_names_has_no_list(client, yann, message):
    client.force_login(yann)

    assert client.get(reverse(LIST)).status_code == 403


def test_nobody_changes_or_removes_a_message(client, claire, message):
    client.force_login(claire)
    client.post(page_of(message), {"body": "Autre chose", "state": "sent"})
    deletion = client.post(reverse("admin:notifications_outboxmessage_delete", args=[message.pk]), {"post": "yes"})

    assert deletion.status_code == 403
    assert list(OutboxMessage.objects.values_list("state", "body")) == [("due", message.body)]
    assert client.get(reverse("admin:notifications_outboxmessage_add")).status_code == 403


def test_the_cost_of_the_list_does_not_depend_on_its_length(as_nadia, crest, django_assert_max_num_queries):
    for number in range(25):
        message_to(world.usager(crest, f"Nom{number}"))

    with django_assert_max_num_queries(15):
        as_nadia.get(reverse(LIST))
