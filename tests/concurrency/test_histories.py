"""A history checker in the manner of Jepsen: eight clients act at random for twenty seconds while processes are killed, and PostgreSQL once.

What was answered is stored, nothing is oversold, no offer is lost, a key that comes back gets the same answer (reliability R1–R9). The seeds and the
figures are printed. The judge is judged too: an answer invented in the ledger is found, and so is what clients without the lock break."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from settings.env import ROOT
from tests.concurrency.client import GO, Ledger
from tests.house.scripts import module

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS, SECONDS, KILLS = 8, 20, (4, 8, 13)
database = module("database")


class Fleet:
    """The processes of one run, on one database."""

    def __init__(self, folder: Path, url: str, seed: int, role: str = "act") -> None:
        self.folder, self.seed, self.role = folder, seed, role
        settings = {"DJANGO_SETTINGS_MODULE": "settings.test", "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        self.environment = {**os.environ, **settings}
        self.random, self.started, self.running = random.Random(seed), time.monotonic(), {}

    def run(self, *command: str) -> str:
        options = {"env": self.environment, "cwd": ROOT, "capture_output": True, "text": True, "timeout": 120}
        done = subprocess.run([sys.executable, *command], check=False, **options)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def start(self, name: str) -> None:
        """A client, or the worker « sweep »; one that was killed begins again with another seed and the same ledger."""
        role = "sweep" if name == "worker" else self.role
        acted = time.monotonic() - self.started if (self.folder / GO).exists() else 0.0
        seconds = max(1.0, SECONDS - acted)
        arguments = [role, str(self.random.getrandbits(30)), str(self.folder / f"{name}.jsonl"), str(seconds)]
        command = [sys.executable, "-m", "tests.concurrency.client", *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.running[name] = subprocess.Popen(command, env=self.environment, cwd=ROOT, **quiet)

    def kill(self, name: str) -> None:
        self.running[name].send_signal(signal.SIGKILL)
        self.running[name].wait()
        self.start(name)

    def act(self, at: dict[float, object]) -> None:
        """Everybody acts once everybody is ready; at given seconds from there, something dies."""
        for name in [*(f"client-{number}" for number in range(CLIENTS)), "worker"]:
            self.start(name)
        self.wait_until_ready()
        self.started = time.monotonic()
        (self.folder / GO).touch()
        for second, accident in sorted(at.items()):
            time.sleep(max(0.0, self.started + second - time.monotonic()))
            accident()
        for process in list(self.running.values()):
            process.wait(timeout=SECONDS + 60)

    def wait_until_ready(self) -> None:
        until = time.monotonic() + 120
        while not all(Ledger(str(self.folder / f"{name}.jsonl")).lines() for name in self.running):
            assert time.monotonic() < until, "a client does not start"
            time.sleep(0.05)

    def judged(self) -> dict:
        return json.loads(self.run("-m", "tests.concurrency.client", "judge", "0", str(self.folder), "0"))

    def invent(self) -> None:
        """Answers that nobody gave, of each kind."""
        lies = [
            {"act": "book", "key": "never-asked", "decision": 1},
            {"act": "cancel", "participation": 0},
            {"act": "move", "participation": 0, "to": 1},
            {"act": "accept", "participation": 0},
            {"act": "seats", "occurrence": 1, "seats": 99},
        ]
        lines = [{"phase": "answer", **lie} for lie in lies] + [{"phase": "again", "act": "again", "same": False}]
        (self.folder / "lies.jsonl").write_text("\n".join(map(json.dumps, lines)))


class Server:
    """A PostgreSQL of our own, that may be killed and starts again on the same files."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.programs, self.owner = database.programs(folder), database.account()
        self.home = folder / "cluster"
        self.home.mkdir(mode=0o700)
        self.url = f"postgres://postgres@/postgres?host={quote(str(self.home), safe='')}"
        self.process = database.start(self.programs, self.home, self.owner)
        database.wait_until_ready(self.process, self.home, self.url)

    def crash(self) -> None:
        """As a power cut does; its children leave by themselves, a moment later."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        for _attempt in range(40):
            time.sleep(0.25)
            self.process = database.serve(self.programs, self.home, self.owner)
            with suppress(database.NoPostgres):
                database.wait_until_ready(self.process, self.home, self.url)
                return
        raise AssertionError("PostgreSQL does not start again")


@contextmanager
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    made = Server(folder)
    try:
        yield made
    finally:
        database.stop(made.process)
        shutil.rmtree(folder)


def prepared(folder: Path, url: str, **options: str) -> Fleet:
    fleet = Fleet(folder, url, random.SystemRandom().getrandbits(30), **options)
    fleet.run("manage.py", "migrate", "-v0")
    fleet.run("-m", "tests.concurrency.client", "settle", "0", str(folder), "0")
    return fleet


def accidents(fleet: Fleet, crash: object = None) -> dict[float, object]:
    """Two clients and the worker are killed, the server once."""
    names = [*fleet.random.sample([f"client-{number}" for number in range(CLIENTS)], 2), "worker"]
    found = {float(second): (lambda name=name: fleet.kill(name)) for second, name in zip(KILLS, names, strict=True)}
    return found | ({10.0: crash} if crash else {})


def told(fleet: Fleet, verdict: dict) -> str:
    acts = ", ".join(f"{number} {name}" for name, number in sorted(verdict["acts"].items()))
    found = f"{len(verdict['faults'])} faults; {verdict['started']} processes, {verdict['lost']} connections lost"
    return f"seed {fleet.seed}: {sum(verdict['acts'].values())} answers ({acts}), {found}"


def judge(fleet: Fleet, capsys: pytest.CaptureFixture[str], *, server_died: bool) -> None:
    """What everybody was answered, against what is stored; then the same with six lies among the answers. Each death was felt."""
    verdict = fleet.judged()
    with capsys.disabled():
        sys.stdout.write(f"\n{told(fleet, verdict)}\n")
    assert (verdict["faults"], verdict["errors"]) == ([], []), f"seed {fleet.seed}"
    assert verdict["acts"]["book"] > CLIENTS
    assert verdict["started"] == CLIENTS + 1 + len(KILLS)
    assert not server_died or verdict["lost"] >= CLIENTS, "the server died while nobody was connected"
    fleet.invent()
    assert len(fleet.judged()["faults"]) == 6, "the judge believes what nobody answered"


@pytest.mark.slow
def test_on_sqlite_every_answer_is_kept_whoever_dies(tmp_path, capsys):
    fleet = prepared(tmp_path, f"sqlite:///{tmp_path}/histories.sqlite3?synchronous=off")
    fleet.act(accidents(fleet))
    judge(fleet, capsys, server_died=False)


@pytest.mark.slow
def test_on_postgresql_every_answer_is_kept_even_when_the_server_dies(tmp_path, capsys):
    with server() as postgresql:
        fleet = prepared(tmp_path, postgresql.url)
        fleet.act(accidents(fleet, postgresql.crash))
        judge(fleet, capsys, server_died=True)


@pytest.mark.slow
def test_negative_control_without_the_lock_the_judge_finds_what_is_broken(tmp_path, capsys):
    """If this test fails, those above prove nothing: the clients do not meet, or the judge does not see."""
    with server() as postgresql:
        fleet = prepared(tmp_path, postgresql.url, role="act_unlocked")
        fleet.act({})
        verdict = fleet.judged()
    with capsys.disabled():
        sys.stdout.write(f"\nwithout the lock, {told(fleet, verdict)}\n")
    assert verdict["faults"]
