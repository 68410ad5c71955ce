"""The worker of production ends when it gives no sign of life, and only then."""

from __future__ import annotations

from datetime import timedelta
from threading import Event, Timer
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from backoffice.console.management.commands import worker
from backoffice.notifications.enums import Beat
from backoffice.notifications.models import Heartbeat
from backoffice.notifications.services.waking import beat

SHORT = timedelta(seconds=1)


class Cluster:
    """A cluster that lives until it is said dead."""

    def __init__(self, *, lives: bool = True) -> None:
        self.asked_to_stop, self.stopped = Event(), False
        self.children = {worker.CLUSTER: SimpleNamespace(poll=lambda: None if lives else 1)}

    def start(self) -> None:
        pass

    def stop(self) -> None:
        self.stopped = True


def watched(cluster: Cluster, *, for_seconds: float = 30) -> str | None:
    """What the watch says; somebody asks it to stop after a while."""
    timer = Timer(for_seconds, cluster.asked_to_stop.set)
    timer.daemon = True
    timer.start()
    return worker.watch(cluster, allowed=SHORT, look_seconds=0.05)


@pytest.fixture
def beaten(monkeypatch):
    """The last beat that the database would give."""

    def beat_at(sign):
        monkeypatch.setattr(worker, "last_sign", sign)

    return beat_at


def test_a_silent_worker_is_ended(beaten):
    old = timezone.now() - timedelta(days=1)
    beaten(lambda: old)

    assert watched(Cluster(), for_seconds=5) == "gave no sign of life for 1 seconds"


def test_a_worker_that_never_beat_has_the_time_to_start(beaten):
    beaten(lambda: None)

    assert watched(Cluster(), for_seconds=0.5) is None


def test_a_worker_that_beats_is_left_alone(beaten):
    beaten(timezone.now)

    assert watched(Cluster(), for_seconds=1.5) is None


def test_a_cluster_that_ended_is_noticed(beaten):
    beaten(timezone.now)

    assert watched(Cluster(lives=False), for_seconds=5) == "ended by itself"


def test_the_sign_of_life_is_the_beat_of_the_round(db, monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    assert worker.last_sign() is None
    beat()

    assert worker.last_sign() == Heartbeat.objects.get(name=Beat.TICK).beaten_at


def test_a_database_that_does_not_answer_is_not_silence(db, monkeypatch):
    def down(*_parts):
        raise OperationalError

    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(type(Heartbeat.objects), "last_of", down)

    assert timezone.now() - worker.last_sign() < timedelta(seconds=5)


def test_the_command_leaves_nobody_behind_and_says_why_it_ends(monkeypatch):
    cluster = Cluster()
    monkeypatch.setattr(worker, "Group", lambda *_parts, **_options: cluster)
    monkeypatch.setattr(worker, "watch", lambda _group: "gave no sign of life for 120 seconds")

    with pytest.raises(CommandError, match="to be started again"):
        call_command("worker")
    assert cluster.stopped
