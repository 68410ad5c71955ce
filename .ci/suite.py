"""Runs the suite on SQLite and on PostgreSQL. Usage: suite.py [--slow] [what pytest is given]…

The two databases run side by side, one process each (docs/decisions/ says why not pytest-xdist); the terminal shows SQLite
first, then PostgreSQL. A failure on either fails the command. It decides nothing about the tests themselves: pytest's
settings are in pyproject.toml.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import BinaryIO

import database


class Suite:
    """The suite on one database, running since it was made; its output is kept until it is shown."""

    def __init__(self, name: str, options: list[str], url: str | None, output: Path) -> None:
        self.name = name
        self.output = output
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        if url:
            environment["DATABASE_URL"] = url
        command = [sys.executable, "-m", "pytest", *options]
        self.started = time.monotonic()
        with output.open("wb") as writer:
            self.process = subprocess.Popen(command, env=environment, stdout=writer, stderr=writer)

    def show(self) -> bool:
        """Prints what the suite says until it ends; whether everything passed."""
        print(f"\n=== {self.name}", flush=True)
        with self.output.open("rb") as reader:
            while self.process.poll() is None:
                self.print_from(reader)
                time.sleep(0.1)
            self.print_from(reader)
        code = self.process.returncode
        verdict = "all tests pass" if code == 0 else f"FAILED (exit code of pytest: {code})"
        print(f"=== {self.name}: {verdict}, {time.monotonic() - self.started:.0f} s", flush=True)
        return code == 0

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


def run(names: dict[str, str | None], options: list[str]) -> bool:
    """Every named database at once; shown in their order."""
    with tempfile.TemporaryDirectory(prefix="tests-") as folder:
        suites = [
            Suite(name, options, url, Path(folder) / str(number)) for number, (name, url) in enumerate(names.items())
        ]
        try:
            results = [suite.show() for suite in suites]
        finally:
            for suite in suites:
                suite.stop()
    return all(results)


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    slow = "--slow" in arguments
    options = ["-q", *([] if slow else ["-m", "not slow"]), *(word for word in arguments if word != "--slow")]
    try:
        with database.postgres() as (url, sentence):
            print(f"SQLite and {sentence}, side by side.", flush=True)
            return 0 if run({"SQLite": None, sentence.partition(",")[0]: url}, options) else 1
    except database.NoPostgres as missing:
        print(missing, file=sys.stderr)
        run({"SQLite": None}, options)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
