"""When the rules of a time zone change, or a territory changes zone, the hour on the wall stays and the instant moves (reliability R34, B34)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.actions.services import create_action, plan_dates, settle_instants
from backoffice.directory.models import Territory
from tests import world

NOW = datetime(2027, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def seances(crest, claire):
    motif = world.motif(crest)
    action = CollectiveAction(motif=motif, organisation=crest, title=motif.name)
    zone = crest.territory.zone
    plan = plan_dates(first_day=date(2027, 3, 25), start_time=time(9), duration_minutes=120, count=2, zone=zone)
    create_action(action=action, plan=plan, user=claire)
    return Occurrence.objects.order_by("starts_at")


def test_the_wall_time_is_written_with_the_instant_whoever_writes_it(seances):
    first = seances[0]
    assert (first.wall_day, first.wall_time) == (date(2027, 3, 25), time(9))

    first.starts_at += timedelta(hours=2)
    first.ends_at += timedelta(hours=2)
    first.save(update_fields=["starts_at", "ends_at"])
    first.refresh_from_db()
    assert first.wall_time == time(11)


def test_other_rules_of_the_zone_move_instants_and_never_wall_times(seances, claire):
    """As if the séances had been planned under rules without summer time: the second one would be read at 10:00."""
    assert settle_instants(user=None, now=NOW) == 0
    second = seances[1]
    Occurrence.objects.filter(pk=second.pk).update(
        starts_at=second.starts_at + timedelta(hours=1), ends_at=second.ends_at + timedelta(hours=1)
    )

    assert settle_instants(user=None, now=NOW) == 1
    assert [f"{each.local_start:%d/%m %H:%M}–{each.local_end:%H:%M}" for each in seances.all()] == [
        "25/03 09:00–11:00",
        "01/04 09:00–11:00",
    ]
    assert seances[1].history.latest().history_change_reason.startswith("Les règles du fuseau horaire ont changé")


def test_a_territory_changes_zone_after_a_second_confirmation(seances, claire, drome):
    client = Client()
    client.force_login(claire)
    address = reverse("admin:change_zone", args=[drome.pk])
    asked = {"time_zone": "Indian/Reunion", "reason": "Erreur à la création"}

    assert "2 séances à venir gardent leur jour et leur heure sur place" in client.get(address).content.decode()
    assert "Cochez la case" in client.post(address, asked).content.decode()
    assert Territory.objects.get().time_zone == "Europe/Paris"

    client.post(address, {**asked, "is_sure": "on"})
    assert Territory.objects.get().time_zone == "Indian/Reunion"
    assert [f"{each.local_start:%d/%m %H:%M}" for each in seances.all()] == ["25/03 09:00", "01/04 09:00"]
    assert seances[0].starts_at == datetime(2027, 3, 25, 5, tzinfo=UTC)


def test_an_agent_does_not_change_the_zone(nadia, drome):
    client = Client()
    client.force_login(nadia)

    assert client.get(reverse("admin:change_zone", args=[drome.pk])).status_code == 403
