"""The sidebar: each role sees what it can use, and every entry leads somewhere."""

from __future__ import annotations

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from backoffice.console.navigation import sidebar


def entries(user):
    request = RequestFactory().get("/")
    request.user = user
    return {entry["title"]: entry["link"] for group in sidebar(request) for entry in group["items"]}


def test_an_agent_sees_the_day_the_seances_and_the_people(nadia):
    assert {"Accueil", "À compléter", "Séances", "Listes d’attente", "Inscriptions"} <= set(entries(nadia))
    assert not {"Motifs", "Agents", "Décisions", "Rôles"} & set(entries(nadia))


def test_a_referente_sees_the_configuration_and_the_territory(claire):
    assert {"Motifs", "Libellés", "Lieux", "Agents", "Droits", "Décisions"} <= set(entries(claire))


def test_a_charge_d_etudes_sees_no_name(yann):
    assert "Séances" in entries(yann)
    assert not {"Personnes", "Listes d’attente", "À compléter", "Motifs", "Agents"} & set(entries(yann))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["nadia", "claire", "yann"])
def test_no_entry_is_dead(request, who):
    user = request.getfixturevalue(who)
    client = Client()
    client.force_login(user)
    for title, link in entries(user).items():
        assert client.get(link).status_code == 200, title


def test_somebody_without_membership_is_shown_nothing_to_click(django_user_model, db):
    stranger = django_user_model.objects.create_user("seule@example.org", "x", first_name="Seule", last_name="Test")

    assert list(entries(stranger)) == ["Accueil"]
    assert reverse("admin:index") in entries(stranger).values()


def test_every_list_of_the_console_can_be_reached(claire):
    """A page that no entry leads to is a page that nobody opens. Groups of séances are reached from a séance's settings, the rows of
    texts and of announced changes from « Textes des messages »."""
    from django.contrib import admin

    from backoffice.console.navigation import GROUPS

    named = {entry.url_name for _title, entries in GROUPS for entry in entries}
    lists = {f"{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry}
    behind_texts = {"notifications_messagetemplate_changelist", "notifications_changenotice_changelist"}
    assert lists - named == {"actions_occurrencegroup_changelist", *behind_texts}
    assert [entry.title for _title, entries in GROUPS for entry in entries if not entry.link] == []


@pytest.mark.parametrize(
    ("list_of", "way"),
    [
        ("notifications_outboxmessage", ["Personnes", "Messages"]),
        ("directory_venue", ["Configuration", "Lieux"]),
        ("actions_collectiveaction", ["Actions collectives"]),
    ],
)
def test_the_way_to_a_list_is_that_of_the_menu_and_says_no_word_twice(client, claire, list_of, way):
    client.force_login(claire)
    heading = (
        client.get(reverse(f"admin:{list_of}_changelist")).content.decode().partition("<h1")[2].partition("</h1>")[0]
    )

    steps = re.sub(r"<[^>]+>", "\n", heading.partition(">")[2].replace("chevron_right", "")).split("\n")
    assert [step.strip() for step in steps if step.strip()] == way
