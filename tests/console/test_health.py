"""/vie and /pret: what each looks at, what turns each red, and what neither says."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from backoffice.console.services import readiness
from backoffice.console.services.durability import settings_off
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import Heartbeat
from backoffice.notifications.services.waking import beat
from tests import world
from tests.notifications.letters import message_to

ELSEWHERE = {"HTTP_HOST": "10.0.0.7:8000"}  # how a load balancer calls a machine


def controls(client) -> tuple[int, dict]:
    response = client.get("/pret")
    return response.status_code, response.json()["controles"]


def beaten(ago: timedelta) -> None:
    Heartbeat.objects.update_or_create(name=Beat.TICK, defaults={"beaten_at": timezone.now() - ago})


def test_life_touches_neither_database_nor_session(client, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        response = client.get("/vie")

    assert (response.status_code, response.json()) == (200, {"etat": "vivant"})
    assert not response.cookies


@pytest.mark.parametrize("page", ["/vie", "/pret"])
def test_a_probe_calls_over_http_by_any_name_without_account(client, settings, page, db):
    settings.SECURE_SSL_REDIRECT = True
    beat()

    assert client.get(page, **ELSEWHERE).status_code == 200
    assert client.get("/", **ELSEWHERE).status_code == 400
    assert client.get("/").status_code == 301


@pytest.mark.parametrize("page", ["/vie", "/pret"])
def test_a_health_page_is_only_read_and_never_kept(client, page, db):
    assert client.post(page).status_code == 405
    assert "no-store" in client.get(page)["Cache-Control"]


def test_a_working_service_is_ready(client, db):
    beat()

    assert controls(client) == (200, {"migrations": "ok", "base": "ok", "travailleur": "ok", "messages": "ok"})


def test_a_worker_that_never_lived_is_seen(client, db):
    status, found = controls(client)

    assert (status, found["travailleur"]) == (503, "aucun signe de vie")


@pytest.mark.parametrize(("seconds", "status"), [(118, 200), (122, 503)])
def test_a_worker_silent_for_two_minutes_is_seen(client, db, seconds, status):
    beaten(timedelta(seconds=seconds))

    assert controls(client)[0] == status


@pytest.mark.parametrize(("minutes", "status"), [(9, 200), (11, 503)])
def test_a_message_that_waits_too_long_is_seen(client, crest, minutes, status):
    beat()
    message_to(world.usager(crest), not_before=timezone.now() - timedelta(minutes=minutes))

    found = controls(client)
    assert found[0] == status
    assert (found[1]["messages"] == "le plus ancien attend depuis 11 minutes") == (status == 503)


def test_a_missing_migration_is_seen_and_the_rest_not_asked(client, db):
    beat()
    MigrationRecorder(connection).migration_qs.filter(app="notifications").delete()

    status, found = controls(client)
    assert status == 503
    assert list(found) == ["migrations"]
    assert found["migrations"].endswith("à appliquer")


def test_a_database_ahead_of_this_process_is_normal_during_an_upgrade(client, db):
    beat()
    MigrationRecorder(connection).record_applied("notifications", "0999_next_release")

    assert controls(client)[0] == 200


def test_a_database_that_reads_but_does_not_write_is_seen(client, db, monkeypatch):
    beat()

    def full(*_parts, **_defaults):
        raise OperationalError("disk full on /srv/base")

    monkeypatch.setattr(type(Heartbeat.objects), "update_or_create", full)

    assert controls(client) == (503, {"migrations": "ok", "base": "ne répond pas, ou refuse d’écrire"})
    assert client.get("/vie").status_code == 200


@pytest.mark.parametrize("page", ["/vie", "/pret"])
def test_no_version_host_or_name_is_told(client, page, db):
    text = json.dumps(client.get(page).json()) + str(client.get(page).headers)

    for word in ("django", "python", "gunicorn", "postgres", "sqlite", "5.2"):
        assert word not in text.lower()


def turn_durability_off() -> None:
    statement = "PRAGMA synchronous=OFF" if connection.vendor == "sqlite" else "SET synchronous_commit = off"
    with connection.cursor() as cursor:
        cursor.execute(statement)


def turn_durability_on() -> None:
    statement = "PRAGMA synchronous=FULL" if connection.vendor == "sqlite" else "SET synchronous_commit = on"
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def durable_server(transactional_db, django_db_serialized_rollback, settings):
    """A connection whose durability a test may turn off: SQLite refuses to change it inside a transaction."""
    settings.DURABILITY_REQUIRED = True
    turn_durability_on()
    yield
    connection.close()


def test_the_server_itself_is_asked_whether_it_waits_for_the_disk(client, durable_server):
    beat()
    before = controls(client)
    turn_durability_off()
    after = controls(client)

    assert before[0] == 200
    assert after[0] == 503
    assert "n’attend pas le disque" in after[1]["base"]


def test_migrate_refuses_a_server_that_does_not_wait_for_the_disk(durable_server):
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    turn_durability_off()

    (error,) = run_checks(tags=[Tags.database], databases=["default"])
    assert error.id == "console.E001"
    with pytest.raises(SystemCheckError):
        call_command("migrate", verbosity=0, skip_checks=False)


def test_a_demonstration_may_prefer_speed(durable_server, settings):
    settings.DURABILITY_REQUIRED = False
    turn_durability_off()

    assert settings_off(connection)
    assert run_checks(tags=[Tags.database], databases=["default"]) == []


def test_known_migrations_are_those_of_this_release(db):
    assert "notifications" in {room for room, _name in readiness.known_migrations()}
    assert not readiness.migrations_problem()
