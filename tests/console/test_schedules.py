"""Periodic tasks are data of the release: the table follows the list, strangers are removed, what was missed runs once."""

from __future__ import annotations

from datetime import timedelta
from pydoc import locate

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule, Task

from backoffice.console.base.tasks import TaskFailed, background
from backoffice.console.services.scheduling import PERIODIC, sync_schedules
from backoffice.console.tasks import housekeeping

pytestmark = pytest.mark.django_db


def table() -> list[tuple]:
    return list(Schedule.objects.order_by("pk").values_list("name", "func", "minutes", "repeats", "args", "kwargs"))


def test_the_table_is_the_list():
    sync_schedules(now=timezone.now())

    assert table() == [(row.name, row.function, row.minutes, -1, None, None) for row in PERIODIC]


@pytest.mark.parametrize("periodic", PERIODIC, ids=lambda row: row.name)
def test_what_is_listed_exists(periodic):
    assert callable(locate(periodic.function))


def test_twice_is_once():
    now = timezone.now()
    sync_schedules(now=now)
    before = list(Schedule.objects.order_by("pk").values())
    sync_schedules(now=now + timedelta(seconds=0))

    assert list(Schedule.objects.order_by("pk").values()) == before


def test_a_task_that_somebody_slipped_in_is_removed_and_named(capsys):
    Schedule.objects.create(name="sauvegarde", func="os.system", args="'id'", schedule_type=Schedule.MINUTES, minutes=1)
    call_command("sync_schedules")

    assert "sauvegarde (os.system)" in capsys.readouterr().err
    assert not Schedule.objects.filter(func="os.system").exists()


def test_arguments_slipped_into_a_known_task_are_removed():
    Schedule.objects.create(name=PERIODIC[0].name, func="os.system", args="'id'", hook="os.abort", repeats=3)
    Schedule.objects.create(name=PERIODIC[0].name, func="os.system")
    sync_schedules(now=timezone.now())

    assert table() == [(row.name, row.function, row.minutes, -1, None, None) for row in PERIODIC]
    assert not Schedule.objects.exclude(hook=None).exists()


def test_what_was_missed_while_the_service_slept_runs_once_now():
    now = timezone.now()
    sync_schedules(now=now - timedelta(days=200))
    sync_schedules(now=now)

    assert set(Schedule.objects.values_list("next_run", flat=True)) == {now}


def test_housekeeping_removes_ended_sessions_and_old_results():
    ended, current = SessionStore(), SessionStore()
    ended.set_expiry(-1)
    ended.save()
    current.save()
    now = timezone.now()
    for name, age in (("old", 8), ("recent", 6)):
        at = now - timedelta(days=age)
        Task.objects.create(id=name, name=name, func="f", started=at, stopped=at, success=False)
    housekeeping()

    assert list(Session.objects.values_list("pk", flat=True)) == [current.session_key]
    assert list(Task.objects.values_list("name", flat=True)) == ["recent"]


def test_a_task_that_fails_repeats_the_type_only():
    @background
    def fails() -> None:
        raise ValueError("06 39 98 00 01")

    with pytest.raises(TaskFailed) as failure:
        fails()

    assert str(failure.value) == "ValueError"
    assert failure.value.__suppress_context__
