"""Runs the suite on SQLite, and on PostgreSQL the tests that use a database. Usage: suite.py [--slow] [what pytest is given]…

The two databases run side by side, one process each (docs/decisions/ says why not pytest-xdist); the terminal shows SQLite
first, then PostgreSQL. The tests that drive a browser come after, alone: a page that two suites slow down is not a slow page.
One of these that fails is tried once more, and is named either way (docs/decisions/0053). A failure anywhere fails the command.
It decides nothing about the tests themselves: pytest's settings are in pyproject.toml. What crawls every page (marker `pages`)
is seen by SQLite each time, by PostgreSQL with the slow tests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import database

NOTHING_TO_RUN = 5  # of pytest; on PostgreSQL it only means that SQLite has run everything already
TWICE = ["-q", "--reruns=1", "-rR"]  # says which tests were tried again
VERDICTS = {0: "all tests pass", NOTHING_TO_RUN: "none of these tests uses a database"}


@dataclass(frozen=True)
class Pass:
    """The suite on one database: its name, its URL (SQLite has none), and what pytest is given."""

    name: str
    url: str | None
    options: list[str]

    def environment(self) -> dict[str, str]:
        others = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return others | ({"DATABASE_URL": self.url} if self.url else {})


class Running:
    """A pass that started; its output is kept until it is shown."""

    def __init__(self, asked: Pass, output: Path) -> None:
        self.asked = asked
        self.output = output
        command = [sys.executable, "-m", "pytest", *asked.options]
        self.started = time.monotonic()
        with output.open("wb") as writer:
            self.process = subprocess.Popen(command, env=asked.environment(), stdout=writer, stderr=writer)

    def show(self) -> bool:
        """Prints what the suite says until it ends; whether everything passed."""
        print(f"\n=== {self.asked.name}", flush=True)
        with self.output.open("rb") as reader:
            while self.process.poll() is None:
                self.print_from(reader)
                time.sleep(0.1)
            self.print_from(reader)
        verdict = VERDICTS.get(self.process.returncode, f"FAILED (exit code of pytest: {self.process.returncode})")
        if self.process.returncode == NOTHING_TO_RUN and not self.asked.url:
            verdict = "FAILED: no such test"
        print(f"=== {self.asked.name}: {verdict}, {time.monotonic() - self.started:.0f} s", flush=True)
        return "FAILED" not in verdict

    def stop(self) -> None:
        """Interrupts what still runs, as Ctrl-C would, so that it closes its browser and its connections."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    @staticmethod
    def print_from(reader: BinaryIO) -> None:
        sys.stdout.buffer.write(reader.read())
        sys.stdout.buffer.flush()


def run(*passes: Pass) -> bool:
    """Every pass at once, shown in their order; whether all succeeded."""
    with tempfile.TemporaryDirectory(prefix="tests-") as folder:
        running = [Running(asked, Path(folder) / str(number)) for number, asked in enumerate(passes)]
        try:
            results = [each.show() for each in running]
        finally:
            for each in running:
                each.stop()
    return all(results)


def selection(mark: str, slow: bool, apart: list[str]) -> list[str]:
    """The `-m` of a pass: tests that have `mark`, without the slow ones unless asked, without those run apart."""
    words = [mark, *([] if slow else ["not slow"]), *(f"not {name}" for name in apart)]
    wanted = " and ".join(filter(None, words))
    return ["-m", wanted] if wanted else []


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    slow = "--slow" in arguments
    chosen = [word for word in arguments if word != "--slow"]
    apart = [] if chosen else ["browser"]
    crawls = [] if slow or chosen else ["pages"]
    everything = Pass("SQLite", None, ["-q", *selection("", slow, apart), *chosen])
    try:
        with database.postgres() as (url, sentence):
            again = Pass(
                sentence.partition(",")[0], url, ["-q", *selection("database", slow, [*apart, *crawls]), *chosen]
            )
            print(f"SQLite and {sentence}, side by side.", flush=True)
            passed = run(everything, again)
        if not chosen:
            passed = run(Pass("SQLite, in Chromium", None, [*TWICE, *selection("browser", slow, [])])) and passed
        return 0 if passed else 1
    except database.NoPostgres as missing:
        print(missing, file=sys.stderr)
        run(everything)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
