"""School calendars: shipped for the zones and years that are known, imported afterwards, and a warning six months before they end."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.services.daysoff import calendar_warnings
from backoffice.console.home.blocks import short_calendars
from backoffice.directory.models import SchoolHoliday
from tests import world

OFFICIAL = """Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire
Vacances de la Toussaint;-;2028-10-20T22:00:00+00:00;2028-11-05T23:00:00+00:00;Lyon;Zone A;2028-2029
Vacances de la Toussaint;-;2028-10-20T22:00:00+00:00;2028-11-05T23:00:00+00:00;Grenoble;Zone A;2028-2029
Vacances de la Toussaint;Élèves;2028-10-20T22:00:00+00:00;2028-11-05T23:00:00+00:00;Amiens;Zone B;2028-2029
Rentrée des enseignants;Enseignants;2028-08-31T22:00:00+00:00;2028-09-01T22:00:00+00:00;Lyon;Zone A;2028-2029
Vacances d'hiver;-;13/02/2027;01/03/2027;Lyon;Zone A;2026-2027
"""
UNLABELLED = """description;population;start_date;end_date;location;zones;annee_scolaire
Pont de l'Ascension;-;2029-05-10T22:00:00+00:00;2029-05-10T22:00:00+00:00;Lyon;Zone A;2028-2029
Début des Vacances d'Été;-;2029-07-06T22:00:00+00:00;2029-07-06T22:00:00+00:00;Lyon;Zone A;2028-2029
Grandes Vacances;Enseignants du premier degré;2029-07-04T22:00:00+00:00;2029-08-19T22:00:00+00:00;Polynésie;Polynésie;2028-2029
Grandes Vacances;Élèves du premier degré;2029-07-04T22:00:00+00:00;2029-08-20T22:00:00+00:00;Polynésie;Polynésie;2028-2029
Vacances de Noël;-;2029-12-14T23:00:00+00:00;2030-01-13T23:00:00+00:00;Mayotte;Mayotte;2029-2030
Vacances 1ère période;-;2030-04-05T22:00:00+00:00;2030-04-20T22:00:00+00:00;Wallis et Futuna;Wallis et Futuna;2030
Vacances de Noël;-;2030-12-20T23:00:00+00:00;2031-01-05T23:00:00+00:00;Saint Pierre et Miquelon;Saint Pierre et Miquelon;2030-2031
"""


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def imported(user, content=OFFICIAL):
    client, name = browser(user), "admin:directory_schoolholiday"
    file = io.BytesIO(content.encode())
    file.name = "calendrier.csv"
    trial = client.post(reverse(f"{name}_import"), {"file": file})
    if "carried" not in trial.context:
        return trial
    return client.post(reverse(f"{name}_process_import"), {"carried": trial.context["carried"]}, follow=True)


def test_zones_a_b_and_c_are_shipped(db):
    winter = SchoolHoliday.objects.filter(territory=None, first_day__year=2027, name="Vacances d’hiver")
    rows = winter.filter(zone__in="ABC").order_by("zone")

    assert [(row.zone, row.first_day, row.last_day) for row in rows] == [
        ("A", date(2027, 2, 13), date(2027, 2, 28)),
        ("B", date(2027, 2, 20), date(2027, 3, 7)),
        ("C", date(2027, 2, 6), date(2027, 2, 21)),
    ]


@pytest.mark.parametrize(
    ("zone", "name", "first", "last"),
    [
        ("corse", "Vacances d’hiver", date(2027, 2, 13), date(2027, 2, 28)),
        ("reunion", "Vacances d’été austral", date(2026, 12, 19), date(2027, 1, 31)),
        ("reunion", "Vacances après 3ème période", date(2027, 3, 17), date(2027, 3, 29)),
        ("polynesie", "Grandes vacances", date(2028, 7, 8), date(2028, 8, 21)),
    ],
)
def test_islands_whose_calendar_is_known_are_shipped_too(db, zone, name, first, last):
    row = SchoolHoliday.objects.get(territory=None, zone=zone, name=name, first_day=first)

    assert row.last_day == last
    assert row.history.get().history_change_reason == "Calendrier officiel livré avec le logiciel."


def test_the_file_of_the_ministry_without_labels_is_read_as_it_means(admin_user):
    """A bridge of one day, a summer that only starts, teachers « du premier degré », a departure after a day of class."""
    known = list(SchoolHoliday.objects.values_list("pk", flat=True))
    imported(admin_user, UNLABELLED)
    days = SchoolHoliday.objects.exclude(pk__in=known).order_by("first_day")

    assert [(row.zone, row.name, row.first_day, row.last_day) for row in days] == [
        ("A", "Pont de l’Ascension", date(2029, 5, 11), date(2029, 5, 11)),
        ("polynesie", "Grandes Vacances", date(2029, 7, 6), date(2029, 8, 20)),
        ("mayotte", "Vacances de Noël", date(2029, 12, 15), date(2030, 1, 13)),
        ("wallis", "Vacances 1ère période", date(2030, 4, 6), date(2030, 4, 20)),
        ("saint-pierre", "Vacances de Noël", date(2030, 12, 21), date(2031, 1, 5)),
    ]


def test_a_referente_imports_her_zone_for_her_territory(claire):
    """The ministry's own file: instants of midnight in Paris, one line per académie, the day of the first class as the end."""
    before = SchoolHoliday.objects.count()
    imported(claire)
    added = SchoolHoliday.objects.exclude(territory=None).get()

    assert SchoolHoliday.objects.count() == before + 1
    assert (added.zone, added.first_day, added.last_day) == ("A", date(2028, 10, 21), date(2028, 11, 5))
    assert added.territory == claire.memberships.get().territory
    assert added.history.get().history_user == claire


def test_twice_is_once(claire):
    imported(claire)
    before = SchoolHoliday.objects.count()
    imported(claire)

    assert SchoolHoliday.objects.count() == before


def test_the_super_administrator_imports_for_everybody(admin_user):
    imported(admin_user)

    assert set(SchoolHoliday.objects.filter(first_day="2028-10-21").values_list("zone", "territory")) == {
        ("A", None),
        ("B", None),
    }


def test_an_agent_does_not_import(nadia):
    assert browser(nadia).get(reverse("admin:directory_schoolholiday_import")).status_code == 403


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Vacances;-;demain;01/03/2029;Lyon;Zone A;", "n’est pas une date"),
        ("Vacances;-;01/03/2029;01/03/2020;Lyon;Zone A;", "Le dernier jour vient avant le premier."),
        ("Vacances;-;01/03/2029;10/03/2029;Lyon;Zone Z;", "n’est pas une zone scolaire"),
    ],
)
def test_a_wrong_line_is_said_and_nothing_is_written(claire, line, said):
    before = SchoolHoliday.objects.count()
    answer = imported(claire, OFFICIAL.splitlines()[0] + "\n" + line)

    assert said in " ".join(answer.content.decode().split())
    assert SchoolHoliday.objects.count() == before


def test_a_warning_comes_six_months_before_the_end(claire, drome):
    assert not short_calendars(claire, datetime(2028, 3, 3, tzinfo=UTC))
    assert short_calendars(claire, datetime(2028, 3, 5, tzinfo=UTC)) == [
        "Drôme : le calendrier scolaire (zone A) s’arrête le 3 sept. 2028. Après, les séances ne sautent plus les vacances."
    ]
    SchoolHoliday.objects.create(
        territory=drome, zone="A", name="Toussaint", first_day="2028-10-21", last_day="2028-11-05"
    )
    assert not short_calendars(claire, datetime(2028, 3, 5, tzinfo=UTC))


def test_a_zone_without_calendar_is_said_at_once(db):
    mayotte = world.territory("976", "Mayotte", school_zone="mayotte")
    reunion = world.territory("974", "La Réunion", school_zone="reunion")

    assert calendar_warnings([mayotte, reunion], date(2026, 11, 23)) == [
        "Mayotte : aucun calendrier scolaire connu (Mayotte). Les séances ne sautent aucune période de vacances.",
        "La Réunion : le calendrier scolaire (La Réunion) s’arrête le 18 mai 2027. Après, les séances ne sautent plus les vacances.",
    ]
