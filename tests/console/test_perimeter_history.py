"""The history in words: what changed, who, why; an empty value is said; names out of sight are not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from backoffice.actions.models import Facilitator
from backoffice.console.base.history import record, record_links
from backoffice.directory.models import Role
from tests import world


@pytest.fixture
def story(client):
    """The text of the history page of a row."""

    def read(who, row):
        client.force_login(who)
        name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
        answer = client.get(reverse(name, args=[row.pk]))
        return (
            [str(change) for version in answer.context["versions"] for change in version.changes]
            if answer.context
            else answer
        )

    return read


def changed(row, by, **values):
    for name, value in values.items():
        setattr(row, name, value)
    record(row, user=by, reason="essai")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"default_seats": 10}, "Places : 12 → 10"),
        ({"is_archived": True}, "Archivé : Non → Oui"),
        (
            {"waitlist_mode": "none"},
            "Liste d’attente : La place libérée va à la première personne → Pas de liste d’attente",
        ),
        ({"public_name": "Atelier"}, "Nom public : (vide) → Atelier"),
        ({"waitlist_max": 4}, "Longueur maximale de la liste d’attente : (vide) → 4"),
    ],
)
def test_a_change_reads_as_a_sentence(story, claire, crest, values, sentence):
    motif = world.motif(crest)
    changed(motif, claire, **values)

    assert sentence in story(claire, motif)


def test_an_emptied_value_and_the_word_vide_are_not_confused(client, story, claire, crest):
    motif = world.motif(crest, public_name="vide")
    changed(motif, claire, public_name="")

    assert story(claire, motif)[0] == "Nom public : vide → (vide)"
    assert "<em" in client.get(reverse("admin:catalogue_motif_history", args=[motif.pk])).text


def test_links_are_told_by_name(story, claire, drome, crest):
    motif = world.motif(crest)
    record_links(motif, "organisations", [crest, world.organisation(drome, "CMS de Die")], user=claire)

    assert "Organisations : CMS de Crest → CMS de Crest, CMS de Die" in story(claire, motif)


def test_a_name_out_of_sight_is_not_told(story, claire, drome, crest):
    somme = world.territory("80", "Somme")
    hidden = world.user("CANARI", "Agent", somme, world.organisation(somme, "CMS d’Albert"))
    runner = Facilitator.objects.create(territory=drome, organisation=crest, name="Mission locale")
    changed(runner, hidden, user=hidden)

    assert story(claire, runner) == ["Compte : (vide) → élément hors de votre périmètre"]


def test_who_acted_is_named_to_colleagues_only(client, claire, crest):
    motif, support = world.motif(crest), world.user("CANARI", "Référente", world.territory("80", "Somme"))
    changed(motif, support)
    changed(motif, None, default_seats=9)
    client.force_login(claire)

    page = client.get(reverse("admin:catalogue_motif_history", args=[motif.pk])).text

    assert "CANARI" not in page
    assert "Une personne hors de votre périmètre" in page
    assert "Le logiciel" in page


def test_instants_are_told_in_the_time_of_the_territory(client, db):
    reunion = world.territory("974", "La Réunion", time_zone="Indian/Reunion")
    person = world.user("Claire", "Référente", reunion)
    motif = world.motif(world.organisation(reunion, "Saint-Denis"))
    motif.history.update(history_date=datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    client.force_login(person)

    assert "2 juin 2026 à 02:30" in client.get(reverse("admin:catalogue_motif_history", args=[motif.pk])).text


def test_an_older_version_is_read_whole(client, claire, crest):
    motif = world.motif(crest, "Ancien nom")
    first = motif.history.latest().history_id
    changed(motif, claire, name="Nouveau nom")
    client.force_login(claire)

    page = client.get(reverse("admin:catalogue_motif_simple_history", args=[motif.pk, first])).text

    assert "Ancien nom" in page
    assert "CMS de Crest" in page


def test_a_person_who_moved_is_read_where_she_is_now(client, nadia, crest, drome):
    person = world.usager(crest)
    die = world.organisation(drome, "CMS de Die")
    Role.objects.filter(name="Agent").update(activities=["view", "view_people", "read_journal"])
    client.force_login(nadia)
    url = reverse("admin:people_usager_history", args=[person.pk])
    assert client.get(url).status_code == 200

    person.organisations.set([die])

    assert client.get(url).status_code == 404


def test_history_asks_for_its_own_activity(client, nadia, crest):
    motif = world.motif(crest)
    client.force_login(nadia)

    assert client.get(reverse("admin:catalogue_motif_history", args=[motif.pk])).status_code == 403
    assert "Historique" not in client.get(reverse("admin:catalogue_motif_change", args=[motif.pk])).text


def test_long_histories_have_pages(client, claire, crest):
    motif = world.motif(crest)
    for seats in range(20, 50):
        changed(motif, claire, default_seats=seats)
    client.force_login(claire)
    url = reverse("admin:catalogue_motif_history", args=[motif.pk])

    first, second = client.get(url), client.get(url, {"p": 2})

    assert len(first.context["versions"]) == 25
    assert len(second.context["versions"]) == motif.history.count() - 25
    assert str(first.context["versions"][-1].changes[0]) == "Places : 24 → 25"
    assert client.get(url, {"p": "abc"}).status_code == 200
