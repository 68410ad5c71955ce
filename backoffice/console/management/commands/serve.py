"""`manage.py serve`: the web server and the task worker, side by side in the terminal's process group, until one ends or
somebody stops them. It leaves no process behind. It refuses a port that is taken, and prepares nothing: migrations and
data come before (`make run`). Several machines run gunicorn and qcluster under their own supervisor instead.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

GRACE_SECONDS = 5
TICK_SECONDS = 0.2
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # prctl(2)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Command(BaseCommand):
    help = "Runs the web server and the task worker together, until one ends or Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        add_address(parser)
        parser.add_argument("--processes", type=int, default=2, help="of the web server, four threads each")

    def handle(self, *, host: str, port: int, processes: int, **_: Any) -> None:
        refuse_a_busy_port(host, port)
        group = Group({"serveur web": web(host, port, processes), "serveur de tâches": worker()})
        address = f"http://{'localhost' if host in {'127.0.0.1', '0.0.0.0'} else host}:{port}/"  # noqa: S104
        group.start()
        try:
            ended = group.wait(lambda: answers(host, port), lambda: self.announce(address))
        finally:
            group.stop()
        if ended:
            raise CommandError(
                f"Le {ended} s’est arrêté seul, tout a donc été arrêté. Ses dernières lignes disent pourquoi."
            )
        self.stdout.write("Arrêté.")

    def announce(self, address: str) -> None:
        self.stdout.write(self.style.SUCCESS(f"Prêt : {address} (Ctrl-C arrête tout)"))
        self.stdout.flush()


def add_address(parser: CommandParser) -> None:
    """--host and --port, by default the variables HOST and PORT, else this machine only, port 8000."""
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))


def web(host: str, port: int, processes: int) -> list[str]:
    """gunicorn; threads let a browser keep idle connections open without holding a whole process."""
    bind = f"{host}:{port}"
    options = ["--worker-class=gthread", "--threads=4", "--preload", "--log-level=warning", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "settings.wsgi", f"--bind={bind}", f"--workers={processes}"]
    return [*command, *options, f"--graceful-timeout={GRACE_SECONDS - 1}"]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "qcluster"]


def refuse_a_busy_port(host: str, port: int) -> None:
    """CommandError when somebody already listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refusal:
            if refusal.errno != errno.EADDRINUSE:
                raise CommandError(f"Impossible d’écouter sur {host}:{port} : {refusal.strerror}.") from refusal
            raise CommandError(
                f"Le port {port} est déjà pris. Choisissez-en un autre : make run PORT={port + 1}"
            ) from refusal


def answers(host: str, port: int) -> bool:
    """Whether the web server answers anything at all."""
    connection = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, port, timeout=1)  # noqa: S104
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/vie", headers={"Host": "localhost"})
        return connection.getresponse().status > 0
    return False


class Group:
    """Named programs that live and die together."""

    def __init__(self, programs: dict[str, list[str]], *, grace_seconds: float = GRACE_SECONDS) -> None:
        self.programs = programs
        self.grace_seconds = grace_seconds
        self.children: dict[str, subprocess.Popen] = {}
        self.asked_to_stop = Event()

    def start(self) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, lambda *_: self.asked_to_stop.set())
        ask_the_kernel(PR_SET_CHILD_SUBREAPER, 1)
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
        for name, command in self.programs.items():
            self.children[name] = subprocess.Popen(  # noqa: S603
                command, cwd=settings.BASE_DIR, env=environment, preexec_fn=end_with_parent
            )

    def wait(self, is_ready: Any, announce: Any) -> str | None:
        """The name of the program that ended by itself, or None when somebody asked to stop."""
        ready = False
        while not self.asked_to_stop.wait(TICK_SECONDS):
            ended = [name for name, child in self.children.items() if child.poll() is not None]
            if ended:
                return None if self.asked_to_stop.is_set() else ended[0]
            if not ready and is_ready():
                ready = True
                announce()
        return None

    def stop(self) -> None:
        """Asks politely, then kills whoever is left: the children, and what they started."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + self.grace_seconds
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0, deadline - time.monotonic()))
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()


def ask_the_kernel(option: int, value: int) -> None:
    """prctl(2), where there is one."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value)


def end_with_parent() -> None:
    """In the child: be asked to stop if this command is killed outright."""
    ask_the_kernel(PR_SET_PDEATHSIG, signal.SIGTERM)


def descendants(ancestor: int) -> list[int]:
    """The processes started by `ancestor`, by these, and so on, as /proc lists them; none where there is no /proc.

    A grandchild whose parent died is among them: PR_SET_CHILD_SUBREAPER made it ours.
    """
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(status.parent.name))
    found = list(parents.get(ancestor, []))
    for pid in found:
        found += parents.get(pid, [])
    return found
