"""A recipe is adopted with the territory's own data, then its dates are chosen: what is written is ordinary data."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.models import CollectiveAction
from backoffice.actions.services.recipes import RECIPES
from backoffice.catalogue.models import Motif, TypeLabel
from tests import world


@pytest.fixture
def screen(claire):
    client = Client()
    client.force_login(claire)
    return client


@pytest.fixture
def service(crest):
    return world.motif(crest).service


@pytest.fixture
def asked(crest, service):
    return {"organisation": crest.pk, "service": service.pk, "name": "Mon atelier", "seats": "8"}


def adopt(screen, code, asked):
    return screen.post(reverse("admin:recipe", args=[code]), asked, follow=True)


@pytest.mark.parametrize("code", RECIPES)
def test_each_recipe_is_shown_filled_and_leads_to_its_dates(screen, code, asked):
    form = screen.get(reverse("admin:recipe", args=[code])).context["form"]
    assert form["name"].value() == RECIPES[code].motif["name"]
    assert form["organisation"].value() == asked["organisation"]
    following = adopt(screen, code, asked).context["form"]
    assert str(following["start_time"].value()) == RECIPES[code].dates["start_time"]
    motif = Motif.objects.get(name="Mon atelier")
    assert motif.default_seats == 8
    assert {line.history_change_reason for line in motif.history.all()} == {f"Recette « {RECIPES[code].title} »."}


def test_a_series_comes_back_with_the_new_motif_chosen(screen, asked):
    form = adopt(screen, "atelier", asked).context["form"]
    assert str(form["motif"].value()) == str(Motif.objects.get(name="Mon atelier").pk)


def test_a_day_has_its_action_ready(screen, asked):
    answer = adopt(screen, "forum", asked)
    assert answer.context["action"] == CollectiveAction.objects.get(title="Mon atelier")


def test_the_label_of_the_territory_is_used_again(screen, asked, crest):
    before = TypeLabel.objects.count()
    adopt(screen, "atelier", asked)
    adopt(screen, "atelier", {**asked, "name": "Un autre"})
    assert TypeLabel.objects.count() == before


def test_a_name_that_exists_is_refused_and_nothing_is_written(screen, asked):
    answer = adopt(screen, "forum", {**asked, "name": "Préparation à la naissance"})
    assert "Un motif porte déjà ce nom" in answer.content.decode()
    assert not CollectiveAction.objects.exists()
    assert not TypeLabel.objects.filter(internal_name="Forum").exists()


def test_an_agent_configures_nothing(nadia):
    client = Client()
    client.force_login(nadia)
    assert client.get(reverse("admin:recipes")).status_code == 403
    assert client.get(reverse("admin:recipe", args=["forum"])).status_code == 403
