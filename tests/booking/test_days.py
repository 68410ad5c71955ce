"""A day of bands and stations: one list, a person never at two stations at once, sheets and partners' pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.actions.models import StationPage
from backoffice.actions.services import Slot, add_group
from backoffice.booking.enums import ActorKind
from backoffice.booking.errors import AtAnotherStation
from backoffice.booking.models import Participation
from backoffice.booking.services import book, transfer
from backoffice.booking.services.stations import refuse_two_stations_at_once
from backoffice.booking.values import Actor
from tests import world

MINUTES = timedelta(minutes=20)


@pytest.fixture
def group(crest, claire):
    """Two partners, three bands of twenty minutes, one seat each."""
    nine = (timezone.now() + timedelta(days=30)).replace(hour=8, minute=0, second=0, microsecond=0)
    starts = [nine + number * MINUTES for number in range(3)]
    slots = [
        Slot(start, start + MINUTES, f"{start:%H:%M}", station, seats=1)
        for start in starts
        for station in ("Mission locale", "AFPA")
    ]
    return add_group(action=world.action(crest), name="Job dating", slots=slots, user=claire)


@pytest.fixture
def ines(crest):
    return world.usager(crest)


def cell(group, band, station):
    return group.occurrences.order_by("starts_at").filter(station=station)[band]


def enrol(occurrence, usager, agent, key):
    return book(occurrence_id=occurrence.pk, usager_id=usager.pk, actor=Actor.agent(agent), idempotency_key=key)


@pytest.fixture
def screen(claire):
    client = Client()
    client.force_login(claire)
    return client


class TestTwoStations:
    def test_several_cells_of_a_day_are_hers(self, group, ines, nadia):
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        assert enrol(cell(group, 1, "Mission locale"), ines, nadia, "2").participation is not None

    def test_never_two_at_the_same_hour(self, group, ines, nadia):
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        with pytest.raises(AtAnotherStation, match="« AFPA »"):
            enrol(cell(group, 0, "Mission locale"), ines, nadia, "2")
        assert Participation.objects.count() == 1

    def test_a_prescriber_is_not_told_where_she_is(self, group, ines, nadia):
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        with pytest.raises(AtAnotherStation) as refused:
            refuse_two_stations_at_once(cell(group, 0, "Mission locale"), ines.pk, Actor(ActorKind.PRESCRIBER, nadia))
        assert "AFPA" not in refused.value.message

    def test_the_time_to_walk_counts(self, group, ines, nadia):
        group.walking_minutes = 10
        group.save()
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        with pytest.raises(AtAnotherStation, match="10 minutes"):
            enrol(cell(group, 1, "Mission locale"), ines, nadia, "2")
        assert enrol(cell(group, 2, "Mission locale"), ines, nadia, "3").participation is not None

    def test_moving_to_another_station_of_the_same_hour_is_possible(self, group, ines, nadia):
        mine = enrol(cell(group, 0, "AFPA"), ines, nadia, "1").participation
        target = cell(group, 0, "Mission locale")
        moved = transfer(
            participation_id=mine.pk, occurrence_id=target.pk, actor=Actor.agent(nadia), idempotency_key="2"
        )
        assert moved.booking.participation.occurrence_id == target.pk


class TestScreens:
    def test_the_grid_says_who_is_where(self, group, ines, nadia, screen):
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        shown = screen.get(reverse("admin:day", args=[group.pk])).content.decode()
        assert "DUMAS" in shown.upper()
        assert shown.count(">libre<") == 5

    def test_the_list_is_filtered_by_band_or_station(self, group, ines, nadia, screen):
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        address = reverse("admin:day", args=[group.pk])
        assert len(screen.get(address, {"poste": "AFPA"}).context["people"]) == 1
        assert len(screen.get(address, {"poste": "Mission locale"}).context["people"]) == 0

    def test_a_sheet_per_partner_and_per_band(self, group, screen):
        address = reverse("admin:day_sheets", args=[group.pk])
        assert [name for name, _lines in screen.get(address, {"par": "poste"}).context["sheets"]] == [
            "Mission locale",
            "AFPA",
        ]
        assert len(screen.get(address).context["sheets"]) == 3

    def test_names_are_not_shown_to_a_role_without_files(self, group, ines, nadia, yann):
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        client = Client()
        client.force_login(yann)
        assert "DUMAS" not in client.get(reverse("admin:day", args=[group.pk])).content.decode().upper()


class TestPartnersPage:
    @pytest.fixture
    def address(self, group):
        return reverse("admin:station_page", args=[group.pk])

    def opened(self, screen, address):
        answer = screen.post(address, {"station": "AFPA", "act": "open"})
        return answer.context["address"]

    def test_a_partner_reads_her_own_column_and_nothing_else(self, group, crest, ines, nadia, screen, address):
        other = world.usager(crest, "Zola", "Émile", phone="06 39 98 00 02")
        enrol(cell(group, 0, "AFPA"), ines, nadia, "1")
        enrol(cell(group, 0, "Mission locale"), other, nadia, "2")
        answer = Client().get(self.opened(screen, address))
        shown = answer.content.decode().upper()
        assert "DUMAS" in shown
        assert "ZOLA" not in shown
        assert "39 98" not in shown
        assert (answer["X-Robots-Tag"], answer["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")

    def test_the_secret_is_not_kept(self, screen, address):
        secret = self.opened(screen, address).rstrip("/").rpartition("/")[2]
        assert secret not in str(StationPage.objects.values().get())

    def test_a_page_that_is_taken_back_or_replaced_no_longer_answers(self, screen, address):
        first = self.opened(screen, address)
        second = self.opened(screen, address)
        assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
        screen.post(address, {"station": "AFPA", "act": "close"})
        assert Client().get(second).status_code == 404

    def test_a_page_that_nobody_takes_back_ends_a_week_after_its_day(self, group, screen, address):
        secret = self.opened(screen, address)
        for days, status in ((3, 200), (8, 404)):
            ended = timezone.now() - timedelta(days=days)
            for row in group.occurrences.all():
                row.starts_at, row.ends_at, row.band = ended - MINUTES, ended, f"{row.pk}"
                row.save()
            assert Client().get(secret).status_code == status

    def test_an_unknown_station_has_no_page(self, screen, address):
        assert screen.get(address, {"poste": "Ailleurs"}).status_code == 404
        screen.post(address, {"station": "Ailleurs", "act": "open"})
        assert not StationPage.objects.exists()

    def test_an_agent_gives_no_address(self, group, nadia, address):
        client = Client()
        client.force_login(nadia)
        assert client.post(address, {"station": "AFPA", "act": "open"}).status_code == 403
