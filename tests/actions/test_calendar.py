"""The calendar: whole weeks, one line per séance or per day in bands, a constant number of queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.models import Facilitator
from backoffice.actions.services.calendar import Span
from tests import world


@pytest.fixture
def screen(claire):
    client = Client()
    client.force_login(claire)
    return client


@pytest.fixture
def address():
    return reverse("admin:calendar")


def days_with_something(answer):
    return [cell.day for _name, cells in answer.context["table"].rows for cell in cells if cell.items]


def test_a_month_is_whole_weeks_and_its_neighbours_are_a_click_away():
    span = Span("mois", date(2027, 1, 15))
    assert (span.days[0], span.days[-1]) == (date(2026, 12, 28), date(2027, 1, 31))
    assert (span.before, span.after) == (date(2026, 12, 31), date(2027, 2, 1))


def test_a_seance_is_on_its_day_in_the_time_of_its_place(screen, address, crest):
    row = world.occurrence(world.action(crest))
    answer = screen.get(address, {"vue": "semaine", "jour": row.local_start.date().isoformat()})
    assert days_with_something(answer) == [row.local_start.date()]


def test_a_week_has_a_row_per_room_facilitator_or_partner(screen, address, crest):
    action = world.action(crest)
    action.facilitators.add(Facilitator.objects.create(territory=crest.territory, name="Sophie"))
    row = world.occurrence(action, venue=world.venue(crest.territory), station="AFPA")
    asked = {"vue": "semaine", "jour": row.local_start.date().isoformat()}
    names = {
        by: screen.get(address, {**asked, "par": by}).context["table"].rows[0][0]
        for by in ("salle", "animation", "poste")
    }
    assert names == {"salle": "CMS de Crest, salle 2", "animation": "Sophie", "poste": "AFPA"}


def test_filters_narrow_it(screen, address, crest):
    action = world.action(crest)
    sophie = Facilitator.objects.create(territory=crest.territory, name="Sophie")
    hers, other = world.occurrence(action), world.occurrence(action, in_days=8)
    hers.facilitators.add(sophie)
    asked = {"vue": "semaine", "jour": hers.local_start.date().isoformat(), "animation": sophie.pk}
    assert other.local_start.date() not in days_with_something(screen.get(address, asked))


@pytest.mark.parametrize(
    "asked", [{"jour": "hier"}, {"jour": "9999-12-31"}, {"vue": "an"}, {"lieu": "x' OR 1=1"}, {"par": "?"}]
)
def test_anything_else_is_the_present_month(screen, address, asked):
    assert screen.get(address, asked).status_code == 200


def test_the_number_of_queries_does_not_grow(screen, address, crest, django_assert_max_num_queries):
    action = world.action(crest)
    for hour in range(12):
        world.occurrence(action, in_days=1 + hour / 24)
    with django_assert_max_num_queries(20):
        screen.get(address)


def test_another_territory_is_not_shown(screen, address):
    there = world.organisation(world.territory("80", "Somme"), "MDS d’Amiens")
    row = world.occurrence(world.action(there))
    assert not days_with_something(screen.get(address, {"jour": row.local_start.date().isoformat()}))


def test_many_on_one_day_are_counted(screen, address, crest):
    action, start = world.action(crest), world.occurrence(world.action(crest, world.motif(crest, "Autre"))).starts_at
    for number in range(7):
        world.occurrence(action, in_days=7 + number / 10_000)
    cells = [
        cell
        for _n, row in screen.get(address, {"jour": start.date().isoformat()}).context["table"].rows
        for cell in row
    ]
    assert max(cell.more for cell in cells) >= 1
