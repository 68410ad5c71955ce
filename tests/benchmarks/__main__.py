"""The benchmarks of this folder, one process each: all of them on SQLite, then on the server of DATABASE_URL those that concern a database.

Usage: python -m tests.benchmarks [NAME…] [--only sqlite|postgresql]. The last lines say how long each took, and which failed: every one is run
whatever happens to those before it."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

SUPPORT = {"__init__", "__main__", "territory", "floor", "clients"}
NAMES = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SUPPORT)
ON_BOTH_DATABASES = ("booking", "last_seats", "reminders", "replay", "seats", "waitlist")
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True)
class Run:
    """One benchmark on one database."""

    name: str
    database: str
    seconds: float
    code: int

    def line(self) -> str:
        return f"  {self.name:<12}{self.database:<12}{shown(self.seconds):>12}   {'FAILED' if self.code else 'done'}"


def run(name: str, database: str) -> Run:
    environment = {"DATABASE_URL": ""} if database == SQLITE else {}
    begun = time.monotonic()
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    code = subprocess.run(command, env={**os.environ, **environment}, check=False).returncode
    return Run(name, database, time.monotonic() - begun, code)


def wanted(names: list[str], only: str | None) -> list[tuple[str, str]]:
    """(benchmark, database), in order."""
    on_sqlite = [(name, SQLITE) for name in names]
    on_postgresql = [(name, POSTGRESQL) for name in names if name in ON_BOTH_DATABASES]
    if not os.environ.get("DATABASE_URL"):
        on_postgresql = []
    return (on_sqlite if only != POSTGRESQL else []) + (on_postgresql if only != SQLITE else [])


def shown(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s"


def tell(runs: list[Run]) -> None:
    print(f"\n{len(runs)} benchmarks in {shown(sum(each.seconds for each in runs))}:")
    print("\n".join(each.line() for each in runs))


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--only", choices=(SQLITE, POSTGRESQL), help="one database only")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(NAMES):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}: {', '.join(NAMES)}")
    runs = [run(*each) for each in wanted(asked.names or NAMES, asked.only)]
    tell(runs)
    return max((each.code for each in runs), default=0)


if __name__ == "__main__":
    sys.exit(main())
