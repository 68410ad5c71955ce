"""Every benchmark of this folder, one process each; bookings on SQLite first, then on the server of DATABASE_URL when there is one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ON_BOTH_DATABASES = ("booking", "last_seats", "reminders", "replay", "seats", "waitlist")
SUPPORT = {"__init__", "__main__", "territory", "floor", "clients"}


def run(name: str, **environment: str) -> int:
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def main() -> int:
    names = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in SUPPORT)
    codes = [run(name, DATABASE_URL="") for name in names]
    if os.environ.get("DATABASE_URL"):
        codes += [run(name) for name in ON_BOTH_DATABASES]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
