"""The processes of one run of the history checker, on one database, and a PostgreSQL of its own that may be killed."""

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
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from settings.env import ROOT
from tests.concurrency.client import GO, Ledger
from tests.house.scripts import module

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS, SECONDS, KILLS, LIES = 8, 20, (4, 8, 13), 9
database = module("database")


class Fleet:
    """The processes of one run, on one database."""

    settings: ClassVar[dict[str, str]] = {"DJANGO_SETTINGS_MODULE": "settings.test"}

    def __init__(self, folder: Path, url: str, role: str = "act") -> None:
        self.folder, self.seed, self.role = folder, random.SystemRandom().getrandbits(30), role
        self.environment = {**os.environ, **self.settings, "DATABASE_URL": url, "LOG_LEVEL": "ERROR"}
        self.random, self.started, self.running = random.Random(self.seed), time.monotonic(), {}

    def run(self, *command: str) -> str:
        options = {"env": self.environment, "cwd": ROOT, "capture_output": True, "text": True, "timeout": 120}
        done = subprocess.run([sys.executable, *command], check=False, **options)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout

    def settle(self) -> str:
        """The tables and the world; the address of its agent."""
        self.run("manage.py", "migrate", "-v0")
        return self.run("-m", "tests.concurrency.client", "settle", "0", str(self.folder), "0")

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
            {"act": "book", "key": "never-asked", "told": "unknown"},
            {"act": "decline", "participation": 0},
            {"act": "mine", "secret": "never-sent", "told": "unknown"},
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


def told(fleet: Fleet, verdict: dict) -> str:
    acts = ", ".join(f"{number} {name}" for name, number in sorted(verdict["acts"].items()))
    found = f"{len(verdict['faults'])} faults; {verdict['started']} processes, {verdict['lost']} connections lost"
    return (
        f"seed {fleet.seed}: {sum(verdict['acts'].values())} answers ({acts}), {verdict['refused']} refusals, {found}"
    )
