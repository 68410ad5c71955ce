"""What a process loads when it starts is never read again by the garbage collector (decision 0056)."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.apps import apps

LOADED = "import django, gc; django.setup(); frozen = gc.get_freeze_count(); print(frozen, len(gc.get_objects()))"


def test_what_was_loaded_is_put_out_of_reach_of_the_collector(monkeypatch):
    calls = []
    monkeypatch.setattr("gc.freeze", lambda: calls.append("freeze"))

    apps.get_app_config("console").ready()

    assert calls == ["freeze"]


@pytest.mark.slow
def test_nearly_everything_that_a_process_loads_is_loaded_by_then():
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "settings.test"}
    command = [sys.executable, "-c", LOADED]

    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    frozen, left = map(int, told.split())
    assert frozen > 20 * left
