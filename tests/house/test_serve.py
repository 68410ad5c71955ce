"""The web server and the worker live and die together, and leave nobody behind."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backoffice.console.management.commands.serve import refuse_a_busy_port

ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 30
# A program that starts another one, writes both numbers down, and sleeps.
PROGRAM = """
import os, pathlib, signal, subprocess, sys, time
name, manners = sys.argv[1:]
if manners == "deaf":
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
other = subprocess.Popen(["sleep", "60"], process_group=0)
pathlib.Path(name + ".tmp").write_text(f"{os.getpid()} {other.pid}")
os.rename(name + ".tmp", name)
time.sleep(60)
"""
SUPERVISOR = """
import sys
import django
django.setup()
from backoffice.console.management.commands.serve import Group
folder, manners = sys.argv[1:]
program = folder + "/program.py"
group = Group({
    "web": [sys.executable, program, folder + "/web", manners],
    "worker": [sys.executable, program, folder + "/worker", manners],
}, grace_seconds=1)
group.start()
ended = group.wait(lambda: True, lambda: print("ready", flush=True))
group.stop()
print("ended:", ended)
"""


class Supervised:
    """A supervisor of two programs, in a process group of its own."""

    def __init__(self, folder: Path, *, deaf: bool) -> None:
        (folder / "program.py").write_text(PROGRAM)
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(folder), "deaf" if deaf else "polite"],
            cwd=ROOT,
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "settings.test"},
            stdout=subprocess.PIPE,
            text=True,
            process_group=0,
        )
        self.pids = {name: self.numbers_of(name) for name in ("web", "worker")}

    def numbers_of(self, name: str) -> list[int]:
        deadline = time.monotonic() + WAIT_SECONDS
        while not (self.folder / name).exists():
            assert time.monotonic() < deadline, f"{name} did not start"
            time.sleep(0.05)
        return [int(number) for number in (self.folder / name).read_text().split()]

    def ending(self) -> str:
        return self.process.communicate(timeout=WAIT_SECONDS)[0].splitlines()[-1]

    def survivors(self) -> list[int]:
        return [pid for pids in self.pids.values() for pid in pids if Path(f"/proc/{pid}").exists()]


@pytest.fixture
def supervised(tmp_path):
    started = []

    def start(*, deaf: bool = False) -> Supervised:
        started.append(Supervised(tmp_path, deaf=deaf))
        return started[-1]

    yield start
    for each in started:
        for pid in [*each.survivors(), each.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        each.process.wait()
        each.process.stdout.close()


linux = pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells who is left on Linux only")


@linux
def test_ctrl_c_stops_both_and_what_they_started(supervised):
    group = supervised()
    os.killpg(group.process.pid, signal.SIGINT)

    assert group.ending() == "ended: None"
    assert group.survivors() == []


@linux
def test_a_request_to_terminate_that_reaches_the_supervisor_alone_stops_both(supervised):
    group = supervised()
    group.process.terminate()

    assert group.ending() == "ended: None"
    assert group.survivors() == []


@linux
def test_whoever_does_not_listen_is_killed_after_the_grace(supervised):
    group = supervised(deaf=True)
    group.process.terminate()

    assert group.ending() == "ended: None"
    assert group.survivors() == []


@linux
@pytest.mark.parametrize("name", ["web", "worker"])
def test_when_one_dies_the_other_is_stopped_and_the_dead_one_is_named(supervised, name):
    group = supervised()
    os.kill(group.pids[name][0], signal.SIGKILL)

    assert group.ending() == f"ended: {name}"
    assert group.survivors() == []


def test_a_busy_port_is_refused_before_anything_is_prepared():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris.*make run PORT={port + 1}"):
            call_command("run_demo", host="127.0.0.1", port=port)


def test_a_free_port_is_accepted():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    refuse_a_busy_port("127.0.0.1", port)
