"""« Réglages » of a séance: for those who plan, without moving people behind their back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import world


def browser(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def seance(crest):
    return world.occurrence(world.action(crest))


@pytest.fixture
def address(seance):
    return reverse("admin:actions_occurrence_change", args=[seance.pk])


def fields(seance, **changed):
    start, end = seance.local_start, seance.local_end
    shown = {
        "starts_at_0": f"{start:%d/%m/%Y}",
        "starts_at_1": f"{start:%H:%M:%S}",
        "ends_at_0": f"{end:%d/%m/%Y}",
        "ends_at_1": f"{end:%H:%M:%S}",
        "state": seance.state,
        "venue": "",
        "band": "",
        "station": "",
    }
    return {**shown, **changed}


def test_the_band_changes_and_the_history_says_why(claire, seance, address):
    answer = browser(claire).post(address, fields(seance, band="9 h – 9 h 20", change_reason="Forum"))
    seance.refresh_from_db()

    assert answer.url == reverse("admin:seance", args=[seance.pk])
    assert seance.band == "9 h – 9 h 20"
    assert (seance.history.latest().history_user, seance.history.latest().history_change_reason) == (claire, "Forum")


def test_the_seats_are_not_a_field_here(claire, seance, address):
    browser(claire).post(address, fields(seance, seats_override="99"))
    seance.refresh_from_db()

    assert seance.seats_override is None


@pytest.mark.parametrize("changed", [{"starts_at_1": "00:01:00"}, {"state": "cancelled"}])
def test_date_place_and_state_are_dialogs_of_the_seance(claire, crest, seance, address, changed):
    """They concern people: nothing changes them without saying what follows."""
    before = seance.starts_at
    room = world.venue(crest.territory)
    answer = browser(claire).post(address, fields(seance, venue=room.pk, **changed), follow=True)
    seance.refresh_from_db()

    assert (seance.starts_at, seance.state, seance.venue) == (before, "open", None)
    for dialog in ("edit_series", "cancel_seance", "close_seance"):
        assert reverse(f"admin:{dialog}", args=[seance.pk]) in answer.content.decode()


def test_dates_are_shown_in_the_territory_s_own_time(db):
    island = world.territory("974", "La Réunion", time_zone="Indian/Reunion")
    planner = world.user("Marie", "Référente", island)
    seance = world.occurrence(world.action(world.organisation(island, "MDS de Saint-Denis")))
    shown = browser(planner).get(reverse("admin:actions_occurrence_change", args=[seance.pk])).content.decode()

    assert f"{seance.local_start:%H:%M}" in shown


def test_an_agent_does_not_change_them(nadia, seance, address):
    browser(nadia).post(address, fields(seance, state="closed"))
    seance.refresh_from_db()

    assert seance.state == "open"


def test_a_group_of_another_action_is_refused(claire, crest, seance, address):
    other = world.action(crest, world.motif(crest, "Forum"))
    group = other.groups.create(name="Matin")
    answer = browser(claire).post(address, fields(seance, group=group.pk))

    assert "Ce groupe appartient à une autre action." in answer.content.decode()
