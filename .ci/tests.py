"""Runs the suite on SQLite, then on PostgreSQL. Usage: tests.py [--slow] [--workers N] [what pytest is given]…

Both databases are always tried; a failure on either fails the command. It decides nothing about the tests themselves:
pytest's settings are in pyproject.toml.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time

import database


def arguments() -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--slow", action="store_true", help="also the tests marked slow")
    parser.add_argument("--workers", default="2", help="processes that share the suite (1: none but pytest itself)")
    return parser.parse_known_args()


def pytest(options: argparse.Namespace, rest: list[str], url: str | None) -> int:
    """The suite on one database: SQLite unless `url` names another."""
    command = [sys.executable, "-m", "pytest", "-q"]
    if not options.slow:
        command += ["-m", "not slow"]
    if options.workers != "1":
        command += ["-n", options.workers]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if url:
        environment["DATABASE_URL"] = url
    return subprocess.run([*command, *rest], env=environment, check=False).returncode


def passes(name: str, options: argparse.Namespace, rest: list[str], url: str | None) -> bool:
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    code = pytest(options, rest, url)
    verdict = "all tests pass" if code == 0 else f"FAILED (pytest's exit code: {code})"
    print(f"=== {name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
    return code == 0


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    options, rest = arguments()
    results = [passes("SQLite", options, rest, None)]
    try:
        with database.postgres() as (url, sentence):
            results.append(passes(sentence, options, rest, url))
    except database.NoPostgres as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
