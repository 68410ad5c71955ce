"""School calendars: shipped for zones A, B and C, imported afterwards, and a warning six months before they end."""

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
    rows = SchoolHoliday.objects.filter(territory=None, first_day__year=2027, name="Vacances d’hiver").order_by("zone")

    assert [(row.zone, row.first_day, row.last_day) for row in rows] == [
        ("A", date(2027, 2, 13), date(2027, 2, 28)),
        ("B", date(2027, 2, 20), date(2027, 3, 7)),
        ("C", date(2027, 2, 6), date(2027, 2, 21)),
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
        "Drôme : le calendrier scolaire de la zone « Zone A » s’arrête le 3 sept. 2028."
    ]
    SchoolHoliday.objects.create(
        territory=drome, zone="A", name="Toussaint", first_day="2028-10-21", last_day="2028-11-05"
    )
    assert not short_calendars(claire, datetime(2028, 3, 5, tzinfo=UTC))


def test_a_zone_without_calendar_is_said_at_once(db):
    island = world.territory("974", "La Réunion", school_zone="reunion")

    assert calendar_warnings([island], date(2026, 11, 23)) == [
        "La Réunion : aucun calendrier scolaire pour la zone « La Réunion »."
    ]
