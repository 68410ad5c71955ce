"""« Nouvelle action collective » and « Ajouter des séances »: every date is seen before it is created."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.models import CollectiveAction, Facilitator, Occurrence
from tests import world


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def motif(crest):
    return world.motif(crest, default_seats=12, default_duration_minutes=120)


@pytest.fixture
def address():
    return reverse("admin:actions_collectiveaction_add")


@pytest.fixture
def planner(claire):
    return browser(claire)


@pytest.fixture
def fields(motif, crest):
    return {
        "motif": motif.pk,
        "organisation": crest.pk,
        "first_day": "2027-01-07",
        "start_time": "14:00",
        "count": "3",
        "every_weeks": "1",
    }


def seen_then_sent(planner, address, fields):
    shown = planner.post(address, fields)
    return planner.post(address, {**fields, "seen": shown.context["form"]["seen"].value()}, follow=True)


def test_every_date_is_shown_before_anything_is_created(planner, address, fields):
    shown = planner.post(address, fields)

    assert [date.text for date in shown.context["dates"]] == [
        "jeu. 7 janv. 2027, 14:00–16:00",
        "jeu. 14 janv. 2027, 14:00–16:00",
        "jeu. 21 janv. 2027, 14:00–16:00",
    ]
    assert "Créer 3 séances" in text(shown)
    assert not CollectiveAction.objects.exists()


def test_the_dates_that_were_shown_are_created(planner, claire, address, fields, crest):
    sophie = Facilitator.objects.create(territory=crest.territory, organisation=crest, name="Sophie")
    room = world.venue(crest.territory)
    answer = seen_then_sent(planner, address, {**fields, "facilitators": [sophie.pk], "default_venue": room.pk})
    action = CollectiveAction.objects.get()

    assert (action.title, list(action.facilitators.all()), action.default_venue) == (
        "Préparation à la naissance",
        [sophie],
        room,
    )
    assert action.occurrences.count() == 3
    assert action.history.latest().history_user == claire
    assert "C’est noté : Préparation à la naissance, 3 séances, du 7 janvier 2027 au 21 janvier 2027." in text(answer)


def test_other_dates_are_shown_again(planner, address, fields):
    seen = planner.post(address, fields).context["form"]["seen"].value()
    answer = planner.post(address, {**fields, "count": "4", "seen": seen})

    assert len(answer.context["dates"]) == 4
    assert not CollectiveAction.objects.exists()


def test_a_one_off_is_a_series_of_one(planner, address, fields):
    answer = seen_then_sent(planner, address, {**fields, "count": "1"})
    seance = Occurrence.objects.get()

    assert answer.redirect_chain[-1][0] == reverse("admin:seance", args=[seance.pk])
    assert not seance.action.is_recurring


def test_sent_twice_it_creates_once(planner, address, fields):
    seen_then_sent(planner, address, fields)
    seen_then_sent(planner, address, fields)

    assert CollectiveAction.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"count": "200"}, "104"),
        ({"first_day": ""}, "Ce champ est obligatoire."),
        ({"start_time": "25:00"}, "heure"),
        ({"first_day": "2027-03-28", "start_time": "02:30", "count": "1"}, "n’existe pas"),
    ],
)
def test_what_is_impossible_is_said_in_place(planner, address, fields, wrong, said):
    answer = planner.post(address, {**fields, **wrong})

    assert said in text(answer)
    assert answer.context["form"]["motif"].value() == str(fields["motif"])
    assert not CollectiveAction.objects.exists()


def test_a_room_already_taken_is_said(planner, address, fields, crest):
    room = world.venue(crest.territory)
    seen_then_sent(planner, address, {**fields, "default_venue": room.pk})
    other = world.motif(crest, "Atelier lecture")
    shown = planner.post(address, {**fields, "motif": other.pk, "default_venue": room.pk, "start_time": "15:00"})

    assert [date.warning for date in shown.context["dates"]] == [
        "CMS de Crest, salle 2 est déjà pris à cette heure."
    ] * 3


def test_only_what_is_mine_can_be_chosen(crest, fields, address, db):
    elsewhere = world.territory("80", "Somme")
    place = world.organisation(elsewhere, "MDS d’Amiens")
    stranger = world.user("Paul", "Référente", elsewhere)
    world.motif(place, "Forum")
    answer = browser(stranger).post(address, fields)

    assert set(answer.context["form"].errors) >= {"motif", "organisation"}
    assert "CMS de Crest" not in text(answer)


def test_an_agent_who_does_not_plan_is_refused(nadia, address, fields):
    assert browser(nadia).get(address).status_code == 403
    assert browser(nadia).post(address, fields).status_code == 403


class TestMoreDates:
    @pytest.fixture
    def action(self, crest, motif):
        return world.action(crest, motif)

    @pytest.fixture
    def more(self, action):
        return reverse("admin:add_occurrences", args=[action.pk])

    @pytest.fixture
    def dates(self):
        return {"first_day": "2027-01-07", "start_time": "14:00", "count": "2", "every_weeks": "2"}

    def test_dates_are_added(self, planner, action, more, dates):
        answer = seen_then_sent(planner, more, dates)

        assert [f"{each.local_start:%d/%m %H:%M}" for each in action.occurrences.all()] == [
            "07/01 14:00",
            "21/01 14:00",
        ]
        assert "2 séances, du 7 janvier 2027 au 21 janvier 2027" in text(answer)

    def test_a_date_that_the_action_has_is_refused_in_place(self, planner, action, more, dates):
        seen_then_sent(planner, more, dates)
        answer = seen_then_sent(planner, more, dates)

        assert "Cette action a déjà une séance le jeu. 7 janv. 2027, 14:00–16:00. Rien n’a été créé." in text(answer)
        assert action.occurrences.count() == 2

    def test_roles_and_perimeters(self, nadia, more, dates, drome):
        elsewhere = world.organisation(drome, "CMS de Die")
        other = world.action(elsewhere, world.motif(elsewhere, "Atelier lecture"))

        assert browser(nadia).get(more).status_code == 403
        assert browser(nadia).post(more, dates).status_code == 403
        assert browser(nadia).get(reverse("admin:add_occurrences", args=[other.pk])).status_code == 404
