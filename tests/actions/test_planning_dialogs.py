"""« Nouvelle action collective » and « Ajouter des séances »: every date is seen before it is created."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.models import CollectiveAction, Facilitator, Occurrence
from backoffice.directory.models import Closure
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
        "every": "1",
    }


def seen_then_sent(planner, address, fields):
    shown = planner.post(address, fields)
    return planner.post(address, {**fields, "seen": shown.context["form"]["seen"].value()}, follow=True)


def test_every_date_is_shown_before_anything_is_created(planner, address, fields):
    shown = planner.post(address, fields)

    assert [item.text for item in shown.context["shown"].lines] == [
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

    assert len(answer.context["shown"].lines) == 4
    assert "Nouvelle date : jeu. 28 janv. 2027, 14:00–16:00 · prévue." in text(answer)
    assert not CollectiveAction.objects.exists()


def test_what_changed_since_the_preview_is_shown_before_creating(planner, address, fields, crest):
    fields = {**fields, "skips": ["closure"]}
    seen = planner.post(address, fields).context["form"]["seen"].value()
    Closure.objects.create(territory=crest.territory, name="Inventaire", first_day="2027-01-14", last_day="2027-01-14")
    answer = planner.post(address, {**fields, "seen": seen})
    said = text(answer)

    assert not CollectiveAction.objects.exists()
    assert "Ces dates ne sont plus celles que vous avez vues. Rien n’a été créé." in said
    assert (
        "Était : jeu. 14 janv. 2027, 14:00–16:00 · prévue. Maintenant : jeu. 14 janv. 2027, 14:00 · sautée · fermé : Inventaire."
        in said
    )
    assert "Nouvelle date : jeu. 28 janv. 2027, 14:00–16:00 · prévue." in said

    planner.post(address, {**fields, "seen": answer.context["form"]["seen"].value()})
    assert [f"{each.local_start:%d/%m}" for each in Occurrence.objects.all()] == ["07/01", "21/01", "28/01"]


def test_dates_are_removed_and_moved_with_buttons(planner, address, fields):
    """Without a script: each button shows the preview again, and keeps what the others asked."""
    shown = planner.post(address, {**fields, "remove": "2027-01-14"})
    kept = {name: shown.context["form"][name].value() for name in ("changes", "seen")}
    moved = {"move": "2027-01-21", "day-2027-01-21": "2027-01-22", "time-2027-01-21": "09:30"}
    shown = planner.post(address, {**fields, **kept, **moved})
    kept = {name: shown.context["form"][name].value() for name in ("changes", "seen")}
    planner.post(address, {**fields, **kept})

    rows = [(f"{each.local_start:%d/%m %H:%M}", each.is_apart) for each in Occurrence.objects.all()]
    assert rows == [("07/01 14:00", False), ("22/01 09:30", True)]


def test_a_seal_that_somebody_wrote_is_nothing(planner, address, fields):
    planner.post(address, {**fields, "seen": "faux"})

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
        ({"count": "201"}, "200"),
        ({"first_day": ""}, "Ce champ est obligatoire."),
        ({"start_time": "25:00"}, "heure"),
        ({"start_time": "23:00"}, "La séance finirait après minuit."),
        ({"first_day": "9999-01-01"}, "Choisissez un jour entre le"),
        ({"first_day": "0026-01-01"}, "Choisissez un jour entre le"),
        ({"until": "2027-02-01"}, "Dites un nombre de séances ou une date de fin, pas les deux."),
        (
            {"count": "1", "until": "2020-01-01"},
            "La date de fin doit venir après la première séance, dans les deux ans.",
        ),
        (
            {"count": "", "until": "9999-01-01"},
            "La date de fin doit venir après la première séance, dans les deux ans.",
        ),
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

    assert [[each.text for each in item.line.conflicts] for item in shown.context["shown"].lines] == [
        ["CMS de Crest, salle 2 : déjà pris de 14:00 à 16:00"]
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
        return {"first_day": "2027-01-07", "start_time": "14:00", "count": "2", "every": "2"}

    def test_dates_are_added(self, planner, action, more, dates):
        answer = seen_then_sent(planner, more, dates)

        assert [f"{each.local_start:%d/%m %H:%M}" for each in action.occurrences.all()] == [
            "07/01 14:00",
            "21/01 14:00",
        ]
        assert "2 séances, du 7 janvier 2027 au 21 janvier 2027" in text(answer)

    @pytest.mark.parametrize(
        ("rhythm", "next_day"),
        [
            ({"frequency": "weekly", "every": "2"}, date(2027, 5, 6)),
            ({"frequency": "weekly", "weekdays": ["1", "3"]}, date(2027, 4, 15)),
            ({"frequency": "monthly"}, date(2027, 6, 10)),
            ({"frequency": "monthly_last", "first_day": "2027-03-25"}, date(2027, 5, 27)),
        ],
    )
    def test_a_series_is_extended_as_it_was_made(self, planner, more, dates, rhythm, next_day):
        """From Thursday 8 April 2027, the second of its month."""
        seen_then_sent(planner, more, {**dates, "first_day": "2027-04-08", "every": "1", **rhythm})
        form = planner.get(more).context["form"]

        assert form["first_day"].value() == next_day
        assert form["frequency"].value() == rhythm["frequency"]

    def test_a_date_that_the_action_has_is_refused_in_place(self, planner, action, more, dates):
        seen_then_sent(planner, more, dates)
        answer = seen_then_sent(planner, more, dates)

        assert "Cette action a déjà une séance à cette heure" in text(answer)
        assert "Une date ne convient pas : déplacez-la ou retirez-la. Rien n’a été créé." in text(answer)
        assert action.occurrences.count() == 2

    def test_roles_and_perimeters(self, nadia, more, dates, drome):
        elsewhere = world.organisation(drome, "CMS de Die")
        other = world.action(elsewhere, world.motif(elsewhere, "Atelier lecture"))

        assert browser(nadia).get(more).status_code == 403
        assert browser(nadia).post(more, dates).status_code == 403
        assert browser(nadia).get(reverse("admin:add_occurrences", args=[other.pk])).status_code == 404
