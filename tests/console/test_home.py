"""The first page: the agent's day, what holds the référente up, figures without names."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.booking.models import Participation
from backoffice.booking.services import book, mark_everyone_present
from backoffice.booking.values import Actor
from backoffice.catalogue.models import MotifCategory
from backoffice.console.base.history import record
from tests import world


def home(user):
    client = Client()
    client.force_login(user)
    return client.get(reverse("admin:index"))


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def workshop(crest):
    return world.action(crest, world.motif(crest, default_seats=2))


def fill(user, seance, crest, number, now=None):
    for index in range(number):
        person = world.usager(crest, f"Personne{index}", uuid.uuid4().hex[:6])
        book(
            occurrence_id=seance.pk,
            usager_id=person.pk,
            actor=Actor.agent(user),
            idempotency_key=uuid.uuid4().hex,
            now=now,
        )


def past(workshop, user, crest, number=2):
    """A séance of this quarter that took place, with people."""
    seance = world.occurrence(workshop, in_days=0.01)
    fill(user, seance, crest, number)
    length = seance.ends_at - seance.starts_at
    seance.starts_at = timezone.now() - length * 1.01
    seance.ends_at = seance.starts_at + length
    seance.save()
    return seance


def test_an_agent_sees_today_with_seats_and_two_buttons(nadia, workshop, crest):
    seance = past(workshop, nadia, crest, 1)
    shown = text(home(nadia))

    if seance.local_start.date() == timezone.now().astimezone(crest.territory.zone).date():
        assert "2 places − 1 inscrit = 1 libre" in shown
        assert reverse("admin:attendance", args=[seance.pk]) in shown
    assert "1 séance à compléter" in shown


def test_an_agent_sees_the_next_free_seat_of_each_motif(nadia, workshop, crest):
    full = world.occurrence(workshop, in_days=2)
    fill(nadia, full, crest, 3)
    free = world.occurrence(workshop, in_days=3)
    answer = home(nadia)

    assert [row["seance"] for row in answer.context["free"]] == [free]
    assert "Il reste 2 places" in text(answer)
    assert "1 liste d’attente" in text(answer)


def test_a_referente_sees_what_is_stuck_and_what_changes(claire, nadia, workshop, crest):
    fill(nadia, world.occurrence(workshop, in_days=2), crest, 4)
    world.occurrence(workshop, in_days=3)
    motif = workshop.motif
    motif.default_seats = 1
    record(motif, user=claire, reason="Salle plus petite")
    answer = home(claire)
    shown = text(answer)

    assert "Ce qui coince" in shown
    assert "2 en attente" in shown
    assert "0 sur 1" in shown
    assert "Modification : motif « Préparation à la naissance »" in shown
    assert "Salle plus petite" in shown


def test_the_changes_of_the_home_page_lead_to_histories_that_open(client, claire, drome, crest, workshop):
    boss = world.user("Odile", "Responsable d’organisation", drome, crest)
    shared = MotifCategory.objects.create(territory=drome, name="Santé")
    for row in (workshop.motif, shared):
        record(row, user=claire, reason="Relu")
    answer = home(boss)

    assert "motif « Préparation à la naissance »" in text(answer)
    assert "Santé" not in text(answer)
    client.force_login(boss)
    assert {client.get(change.link).status_code for change in answer.context["changes"]} == {200}


def test_a_charge_d_etudes_sees_four_figures_with_their_definition_and_no_name(yann, nadia, workshop, crest):
    seance = past(workshop, nadia, crest, 3)
    mark_everyone_present(occurrence_id=seance.pk, actor=Actor.agent(nadia))
    answer = home(yann)

    assert [(one.title, one.shown) for one in answer.context["figures"]] == [
        ("Inscriptions", "2"),
        ("Présences", "2"),
        ("Remplissage", "100 %"),
        ("Demandes sans place", "1"),
    ]
    assert "Comment ce chiffre est-il calculé ?" in text(answer)
    assert "PERSONNE" not in text(answer)
    assert "Ce qui coince" not in text(answer)


def test_a_figure_and_the_list_behind_it_agree(yann, nadia, workshop, crest):
    past(workshop, nadia, crest, 3)
    world.occurrence(workshop, in_days=4)
    client = Client()
    client.force_login(yann)
    for figure in client.get(reverse("admin:index")).context["figures"]:
        if "booking/participation" in figure.link:
            listed = client.get(figure.link)
            assert str(listed.context["cl"].result_count) == figure.shown, figure.title
            assert "PERSONNE" not in text(listed)


def test_the_file_of_the_charge_d_etudes_has_no_name(yann, nadia, workshop, crest):
    past(workshop, nadia, crest, 2)
    client = Client()
    client.force_login(yann)
    address = reverse("admin:booking_participation_export")

    answer = client.post(address, {"resource": "0", "format": "csv"})
    assert answer.status_code == 200
    assert b"Personne" not in answer.content
    assert Participation.objects.exists()


def test_somebody_without_a_role_is_told_whom_to_ask(django_user_model, db):
    stranger = django_user_model.objects.create_user("seule@example.org", "x", first_name="Seule", last_name="Test")

    assert "Demandez à la personne référente" in text(home(stranger))


@pytest.mark.parametrize("who", ["nadia", "claire", "yann"])
def test_the_first_page_asks_few_questions(request, who, nadia, workshop, crest, django_assert_max_num_queries):
    user = request.getfixturevalue(who)
    for day in range(6):
        fill(nadia, world.occurrence(workshop, in_days=1 + day), crest, 3)
    client = Client()
    client.force_login(user)
    with django_assert_max_num_queries(31):  # of which one for the bell
        client.get(reverse("admin:index"))


def test_messages_that_did_not_arrive_are_something_to_do(nadia, workshop, crest):
    seance = world.occurrence(workshop)
    fill(nadia, seance, crest, 1)
    seance.messages.update(state="parked")

    assert "1 message non remis" in text(home(nadia))
