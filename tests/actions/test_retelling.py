"""The history of an action reads as sentences: no rule of recurrence, no code."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.urls import reverse

from backoffice.actions.enums import Frequency, OnSkip, Skip
from backoffice.actions.services.repeating import Repetition
from backoffice.actions.services.retelling import quotas_words, repetition_words, rhythm_words
from backoffice.console.base.history import record
from tests import world

THURSDAY = date(2027, 1, 7)


def asked(**fields):
    return Repetition(first_day=THURSDAY, start_time=time(14), minutes=90, **fields)


@pytest.mark.parametrize(
    ("repetition", "words"),
    [
        (asked(count=10), "Chaque semaine, le jeudi, 10 séances"),
        (asked(count=3, every=2, weekdays=(0, 3)), "Toutes les 2 semaines, le lundi, jeudi, 3 séances"),
        (asked(count=2, frequency=Frequency.MONTHLY), "Chaque mois, le 1er jeudi, 2 séances"),
        (asked(count=2, every=2, frequency=Frequency.MONTHLY_LAST), "Tous les 2 mois, le dernier jeudi, 2 séances"),
        (asked(count=None, until=date(2027, 3, 4)), "Chaque semaine, le jeudi, jusqu’au 04/03/2027"),
        (asked(frequency=Frequency.DATES, days=(date(2027, 2, 1),)), "À des dates choisies, 2 séances"),
    ],
)
def test_a_rhythm_is_said_as_people_say_it(repetition, words):
    assert rhythm_words(repetition.text) == words


def test_what_was_asked_of_a_series_names_the_days_it_skips():
    repetition = asked(count=2, skips=frozenset({Skip.BANK}), on_skip=OnSkip.DROP)

    assert repetition_words(repetition.stored()) == (
        "Par semaine, à 14:00, une heure et demie. Dates sautées : jours fériés (ne pas la remplacer)."
    )


def test_the_history_of_an_action_shows_no_code(client, claire, crest):
    action = world.action(crest, recurrence="FREQ=WEEKLY;COUNT=10;BYDAY=TH", repetition=asked(count=10).stored())
    action.quotas = {"quota.seats": {f"organisation-{crest.pk}": 2}, "quota.maximum": {"channel:prescriber": 3}}
    record(action, user=claire)
    client.force_login(claire)
    version = action.history.first()

    history = client.get(reverse("admin:actions_collectiveaction_history", args=[action.pk])).content.decode()
    page = client.get(reverse("admin:actions_collectiveaction_simple_history", args=[action.pk, version.pk]))

    assert "CMS de Crest : 2 à garder ; les prescripteurs : 3 au plus" in history
    assert "Chaque semaine, le jeudi, 10 séances" in page.content.decode()
    assert "FREQ=" not in page.content.decode()
    assert "frequency" not in page.content.decode()
    assert quotas_words({"quota.seats": {}}, crest.territory) == "aucune"


def test_who_reads_an_action_without_planning_has_no_button_that_would_refuse_her(client, nadia, crest):
    action = world.action(crest)
    client.force_login(nadia)
    page = client.get(reverse("admin:actions_collectiveaction_change", args=[action.pk])).content.decode()

    assert "Voir les séances" in page
    for dead in ("Ajouter des séances", "Dupliquer", "Places réservées", "Prévenir les inscrits", "Journée en"):
        assert dead not in page
