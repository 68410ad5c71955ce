"""Reserved seats as settings of a policy: typed line by line, read as a sentence with names, carried by names to another environment."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.policies.models import Policy
from backoffice.policies.services.references import made_local, made_portable
from tests import world


@pytest.fixture
def policy(drome):
    return Policy.objects.create(territory=drome, code="atelier", name="Atelier")


@pytest.fixture
def set_quotas(claire, policy):
    client = Client()
    client.force_login(claire)

    def set_quotas(**typed):
        address = reverse("admin:parameter", args=[policy.pk, "quota.seats"])
        return client.post(address, {"version": policy.draft_version, "choice": "own", **typed}, follow=True)

    return set_quotas


def test_a_line_per_organisation_group_or_channel_reads_as_a_sentence(set_quotas, policy, crest, drome):
    group = world.group(drome, "Vallée")
    answer = set_quotas(
        value_scope1=f"organisation-{crest.pk}", value_seats1="2", value_scope3=f"group-{group.pk}", value_seats3="1"
    )

    assert policy.parameters.get().value == {"quotas": {f"organisation-{crest.pk}": 2, f"group-{group.pk}": 1}}
    assert "1 place pour Vallée et 2 places pour CMS de Crest" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value_seats1": "2"}, "Chaque ligne dit pour qui"),
        ({"value_scope1": "channel:usager"}, "Chaque ligne dit pour qui"),
        (
            {"value_scope1": "channel:usager", "value_seats1": 1, "value_scope2": "channel:usager", "value_seats2": 2},
            "ont deux lignes",
        ),
        ({}, "Écrivez une valeur."),
    ],
)
def test_a_line_that_makes_no_sense_is_told_in_place(set_quotas, policy, typed, said):
    assert said in set_quotas(**typed).content.decode()
    assert not policy.parameters.exists()


def test_they_travel_by_names(drome, crest):
    stored = {"quota.seats": {"quotas": {f"organisation-{crest.pk}": 2, "channel:usager": 1}}}

    portable = made_portable(stored, drome)

    assert portable == {"quota.seats": {"quotas": {"organisation:CMS de Crest": 2, "channel:usager": 1}}}
    assert made_local(portable, drome) == stored
