"""« Journée en tranches ou en postes »: the sum first, what is created is what was shown."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import Facilitator, Occurrence, OccurrenceGroup
from backoffice.directory.enums import ConflictRule
from tests import world


@pytest.fixture
def screen(claire):
    client = Client()
    client.force_login(claire)
    return client


@pytest.fixture
def action(crest):
    return world.action(crest)


@pytest.fixture
def address(action):
    return reverse("admin:add_day", args=[action.pk])


@pytest.fixture
def fields():
    day = timezone.localdate() + timedelta(days=30)
    asked = {"first_day": day.isoformat(), "start_time": "09:00", "end_time": "12:30", "every_minutes": "20"}
    return {**asked, "seats_per_band": "6"}


def seen_then_sent(screen, address, fields):
    shown = screen.post(address, fields)
    return screen.post(address, {**fields, "seen": shown.context["form"]["seen"].value()}, follow=True)


def test_the_sum_is_shown_before_anything_is_created(screen, address, fields):
    shown = screen.post(address, fields)
    assert shown.context["sum"] == "60 places = 10 tranches × 6 (il reste 10 min à 12:20)"
    assert not Occurrence.objects.exists()


def test_what_was_shown_is_created_in_local_time(screen, address, fields, action):
    answer = seen_then_sent(screen, address, fields)
    rows = list(action.occurrences.order_by("starts_at"))
    assert (len(rows), rows[0].local_start.hour, rows[0].band) == (10, 9, "09:00–09:20")
    assert sum(row.counters.seats for row in rows) == 60
    assert answer.redirect_chain[-1][0] == reverse("admin:day", args=[OccurrenceGroup.objects.get().pk])


def test_something_else_than_what_was_shown_is_shown_again(screen, address, fields, action):
    shown = screen.post(address, fields)
    seen = shown.context["form"]["seen"].value()
    screen.post(address, {**fields, "seats_per_band": "8", "seen": seen})
    assert not action.occurrences.exists()


def test_six_partners_are_pasted_one_per_line(screen, address, fields, action):
    names = ["Mission locale", "France Travail", "AFPA", "CAP emploi", "GRETA", "E2C"]
    seen_then_sent(screen, address, {**fields, "seats_per_band": "1", "stations": "\n".join(names)})
    assert action.occurrences.count() == 60
    assert set(action.occurrences.values_list("station", flat=True)) == set(names)


def test_a_room_that_is_taken_prevents_when_the_territory_says_so(screen, address, fields, action):
    room = world.venue(action.organisation.territory)
    elsewhere = world.action(action.organisation, world.motif(action.organisation, "Lecture"))
    taken = world.occurrence(elsewhere, venue=room)
    day = timezone.localdate() + timedelta(days=30)
    taken.starts_at = datetime.combine(day, time(10), taken.territory.zone)
    taken.ends_at = taken.starts_at + timedelta(hours=1)
    taken.save()
    asked = {**fields, "venue": room.pk}
    forbid(action.organisation.territory)

    assert "CMS de Crest, salle 2 : déjà pris de 10:00 à 11:00." in screen.post(address, asked).content.decode()
    answer = seen_then_sent(screen, address, asked).content.decode()
    assert "CMS de Crest, salle 2 : déjà pris de 10:00 à 11:00. Rien n’a été créé." in answer
    assert "60 places = 10 tranches" in answer
    assert not action.occurrences.exists()

    seen_then_sent(screen, address, {**asked, "pause_start": "09:40", "pause_end": "11:00"})
    assert action.occurrences.exists()


def test_a_person_away_is_only_noted_where_the_territory_warns(screen, address, fields, action):
    sophie = Facilitator.objects.create(territory=action.organisation.territory, name="Sophie")
    action.facilitators.add(sophie)
    day = timezone.localdate() + timedelta(days=30)
    sophie.absences.create(first_day=day, last_day=day)

    assert "Absence de Sophie." in screen.post(address, fields).content.decode()
    seen_then_sent(screen, address, fields)
    assert action.occurrences.count() == 10


def forbid(territory):
    territory.room_conflicts = ConflictRule.BLOCK
    territory.save()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"seats_per_band": ""}, "Écrivez le nombre de personnes par tranche"),
        ({"end_time": "08:00"}, "La fin vient avant le début."),
        ({"pause_start": "10:00"}, "Une pause a un début et une fin."),
        ({"stations": "AFPA\nAFPA"}, "deux fois"),
        (
            {"seats_per_band": "", "seats_in_all": "7", "stations": "A\nB"},
            "7 places ne se partagent pas entre 2 postes.",
        ),
        (
            {"every_minutes": "5", "seats_per_band": "1", "stations": "\n".join(f"P{n}" for n in range(12))},
            "c’est trop",
        ),
    ],
)
def test_what_is_impossible_is_said_and_nothing_is_written(screen, address, fields, changed, said):
    answer = screen.post(address, {**fields, **changed})
    assert said in answer.content.decode()
    assert not Occurrence.objects.exists()


def test_an_agent_does_not_plan_and_a_stranger_finds_nothing(crest, nadia, address):
    for user, status in ((nadia, 403), (world.user("Ailleurs", "Référente", world.territory("80", "Somme")), 404)):
        client = Client()
        client.force_login(user)
        assert client.get(address).status_code == status
