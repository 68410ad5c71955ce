"""The service as it is deployed, on one database: web machines, the worker, the mail server that people read. Every part may be killed and starts
again, as systemd would do."""

from __future__ import annotations

import email
import json
import os
import re
import secrets
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

import urllib3

from backoffice.console.management.commands.serve import descendants, end_with_parent
from settings.env import ROOT
from tests.concurrency.browsing import HOST
from tests.concurrency.fleet import CLIENTS, SECONDS, Fleet
from tests.concurrency.visitors import Agent, Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PERSONS = 2
WAIT_SECONDS, REST_SECONDS = 120, 30
LINK = re.compile(rf"https://{re.escape(HOST)}(/r/\w{{22}})")
WEB = f"{sys.executable} -m gunicorn settings.wsgi --config python:settings.gunicorn"
WORKER = f"{sys.executable} manage.py sync_schedules -v0 && {sys.executable} manage.py worker"


class Machine:
    """One program and whatever it starts, in a process group of their own; it starts again when it ends
    (`Restart=always`), and does not outlive the tests, however these end."""

    def __init__(self, program: str, environment: dict[str, str]) -> None:
        self.command = [
            "sh",
            "-c",
            f"trap 'trap - TERM; kill 0' TERM; while :; do {program} & wait $!; sleep 0.5; done",
        ]
        self.environment, self.deaths = environment, 0
        self.start()

    def start(self) -> None:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(
            self.command, env=self.environment, cwd=ROOT, process_group=0, preexec_fn=end_with_parent, **quiet
        )

    def die(self) -> None:
        """Everything at once, as when a machine loses its current."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def crash(self) -> None:
        self.die()
        self.deaths += 1
        self.start()

    def lose_a_child(self) -> None:
        """One process of the web server; gunicorn replaces it."""
        [_master, *children] = descendants(self.process.pid)
        os.kill(children[0], signal.SIGKILL)
        self.deaths += 1


class Letter(socketserver.StreamRequestHandler):
    """As much SMTP as a client needs; the link of each letter is kept for who reads it."""

    def handle(self) -> None:
        self.say(220)
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.say(354)
                self.server.letters += links_in(self.content())
            self.say(221 if word == b"QUIT" else 250)

    def content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)

    def say(self, code: int) -> None:
        with suppress(OSError):  # whoever was writing has died
            self.wfile.write(f"{code} ok\r\n".encode())


def links_in(letter: bytes) -> list[str]:
    parts = [part for part in email.message_from_bytes(letter).walk() if part.get_content_type() == "text/plain"]
    return [found for part in parts for found in LINK.findall(part.get_payload(decode=True).decode())]


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Letter)
        self.letters: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Site(Fleet):
    """A fleet whose clients come by HTTP; production settings."""

    settings: ClassVar[dict[str, str]] = {
        "DJANGO_SETTINGS_MODULE": "tests.concurrency.deployed",
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "PROXY_SSL_HEADER": "X-Forwarded-Proto",
        "DEFAULT_FROM_EMAIL": f"ne-pas-repondre@{HOST}",
        "MESSAGES_WAIT_SECONDS": "0",
    }

    def __init__(self, folder: Path, url: str, *, machines: int) -> None:
        super().__init__(folder, url)
        self.mail = MailServer()
        self.environment |= {
            "SECRET_KEY": secrets.token_urlsafe(60),
            "EMAIL_URL": f"smtp://127.0.0.1:{self.mail.server_address[1]}",
        }
        self.ports = [free_port() for _machine in range(machines)]
        self.begins, self.is_over = threading.Event(), False
        self.down_until, self.heard = 0.0, Counter()

    @property
    def letters(self) -> list[str]:
        return self.mail.letters

    @contextmanager
    def open(self) -> Iterator[None]:
        """Everything starts, and answers; at the end everything dies."""
        self.agent = self.settle()
        self.worker = Machine(WORKER, self.environment)
        self.web = [Machine(WEB, self.environment | {"BIND": f"127.0.0.1:{port}"}) for port in self.ports]
        try:
            wait_for(lambda: all(map(is_ready, self.ports)))
            yield
        finally:
            for machine in (*self.web, self.worker):
                machine.die()
            self.mail.shutdown()
            self.mail.server_close()

    @contextmanager
    def database_down(self) -> Iterator[None]:
        self.down_until = float("inf")
        yield
        self.down_until = time.monotonic()

    def database_was_down_since(self, began: float) -> bool:
        return self.down_until >= began

    def live(self, at: dict[float, Any]) -> None:
        """Everybody acts once everybody is signed in; at given seconds from there, something dies."""
        kinds = [Person] * PERSONS + [Agent] * (CLIENTS - PERSONS)
        visitors = [kind(self, f"client-{rank}", self.random.getrandbits(30)) for rank, kind in enumerate(kinds)]
        threads = [threading.Thread(target=visitor.live, daemon=True) for visitor in visitors]
        for thread in threads:
            thread.start()
        wait_for(lambda: all(visitor.ledger.lines() for visitor in visitors))
        started = time.monotonic()
        self.begins.set()
        for second, accident in [*sorted(at.items()), (SECONDS, self.wait_for_enough)]:
            time.sleep(max(0.0, started + second - time.monotonic()))
            accident()
        self.is_over = True
        for thread in threads:
            thread.join(WAIT_SECONDS)
            assert not thread.is_alive(), "a client is still waiting"

    def wait_for_enough(self) -> None:
        """A slow machine is given the time to answer something of each kind."""
        wait_for(lambda: self.heard["book"] > CLIENTS and self.heard["again"] and self.heard["mine"])

    def come_to_rest(self) -> None:
        """What the worker alone leaves undone once nobody acts any more."""
        command = ("-m", "tests.concurrency.client", "rest", "0", str(self.folder), str(REST_SECONDS))
        self.rested = json.loads(self.run(*command))


def wait_for(is_so: Any) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while not is_so():
        assert time.monotonic() < until, "the service does not answer"
        time.sleep(0.1)


def is_ready(port: int) -> bool:
    """Migrations, a committed write, a database that waits for its disk, a worker that lives."""
    with suppress(urllib3.exceptions.HTTPError):
        return urllib3.request("GET", f"http://127.0.0.1:{port}/pret", retries=False, timeout=5).status == 200
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
