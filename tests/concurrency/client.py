"""One client in a process of its own, that may be killed at any instant: `python -m tests.concurrency.client ROLE SEED LEDGER SECONDS`.

Roles: « settle » makes the world, « act » books, cancels, moves and changes seats at random, « act_unlocked » does so without the lock, « sweep »
does what time does, « judge » reads back what was written. A ledger line is written before each request and after its answer: what was answered
is known even when the client dies."""

from __future__ import annotations

import json
import random
import sys
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable

SEANCES, PEOPLE, SEATS = 6, 40, 4
GO = "go"


class Ledger:
    """Lines that survive the process: each is one write to the system."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)

    def write(self, **line: Any) -> None:
        with self.path.open("a") as file:
            file.write(json.dumps(line) + "\n")

    def lines(self) -> list[dict[str, Any]]:
        """A last line that a kill cut short was never an answer."""
        found = []
        for text in self.path.read_text().splitlines() if self.path.exists() else []:
            try:
                found.append(json.loads(text))
            except ValueError:
                continue
        return found


def settle(_seed: int, _ledger: Ledger, _seconds: float) -> None:
    from tests import world

    crest = world.organisation(world.territory())
    claire = world.user("Claire", "Référente", crest.territory)
    motifs = [world.motif(crest, name, waitlist_offer_hours=hours) for name, hours in (("Donnée", 0), ("Proposée", 24))]
    for number in range(SEANCES):
        world.occurrence(world.action(crest, motifs[number % 2]), in_days=20 + number, seats_override=SEATS)
    for number in range(PEOPLE):
        reached = (
            {"phone": f"06 39 98 00 {number:02}"} if number % 2 else {"phone": "", "email": f"p{number}@example.org"}
        )
        world.usager(crest, f"Personne {number:02}", **reached)
    sys.stdout.write(claire.email)


class Client:
    """Random requests of one agent, each with a key of its own."""

    def __init__(self, seed: int, ledger: Ledger) -> None:
        from backoffice.actions.models import Occurrence
        from backoffice.booking.values import Actor
        from backoffice.directory.models import User
        from backoffice.people.models import Usager

        self.random, self.ledger = random.Random(seed), ledger
        self.actor = Actor.agent(User.objects.get())
        self.seances = list(Occurrence.objects.order_by("pk").values_list("pk", flat=True))
        self.people = list(Usager.objects.order_by("pk").values_list("pk", flat=True))
        self.asked = [line for line in ledger.lines() if line["phase"] == "answer" and line["act"] == "book"]

    def act(self) -> None:
        name = self.random.choices(["book", "cancel", "move", "seats", "again", "accept"], [45, 20, 12, 6, 10, 7])[0]
        getattr(self, name)()

    def one(self, *states: str) -> int | None:
        from backoffice.booking.models import Participation

        keys = list(Participation.objects.filter(state__in=states).order_by("pk").values_list("pk", flat=True))
        return self.random.choice(keys) if keys else None

    def book(self) -> None:
        from backoffice.booking.services import book

        wanted = {"occurrence_id": self.random.choice(self.seances), "usager_id": self.random.choice(self.people)}
        key = uuid.UUID(int=self.random.getrandbits(128)).hex
        self.ledger.write(phase="ask", act="book", key=key, **wanted)
        done = book(**wanted, actor=self.actor, idempotency_key=key)
        line = {"phase": "answer", "act": "book", "key": key, **wanted, "outcome": done.decision.outcome}
        line |= {"decision": done.decision.pk, "participation": done.participation.pk if done.participation else None}
        self.ledger.write(**line)
        self.asked.append(line)

    def again(self) -> None:
        """A key that was answered is sent again: the same decision, or the replay is a fault."""
        from backoffice.booking.services import book

        if not self.asked:
            return
        line = self.random.choice(self.asked)
        wanted = {name: line[name] for name in ("occurrence_id", "usager_id")}
        done = book(**wanted, actor=self.actor, idempotency_key=line["key"])
        same = done.decision.pk == line["decision"] and done.is_replay
        self.ledger.write(phase="again", act="again", key=line["key"], same=same)

    def cancel(self) -> None:
        from backoffice.booking.services import cancel

        key = self.one("unknown", "waiting", "offered")
        if key is not None:
            self.ledger.write(phase="ask", act="cancel", participation=key)
            cancel(participation_id=key, actor=self.actor, by_service=False)
            self.ledger.write(phase="answer", act="cancel", participation=key)

    def move(self) -> None:
        from backoffice.booking.services import transfer

        key, target = self.one("unknown", "waiting"), self.random.choice(self.seances)
        if key is not None:
            done = transfer(
                participation_id=key, occurrence_id=target, actor=self.actor, idempotency_key=uuid.uuid4().hex
            )
            moved = done.booking.participation
            self.ledger.write(phase="answer", act="move", participation=key, to=moved.pk if moved else None)

    def accept(self) -> None:
        from backoffice.booking.services import accept

        key = self.one("offered")
        if key is not None:
            accept(participation_id=key, actor=self.actor)
            self.ledger.write(phase="answer", act="accept", participation=key)

    def seats(self) -> None:
        from backoffice.booking.services import change_seats

        seance, seats = self.random.choice(self.seances), self.random.randint(2, 6)
        change_seats(occurrence_id=seance, seats=seats, actor=self.actor)
        self.ledger.write(phase="answer", act="seats", occurrence=seance, seats=seats)


def act(seed: int, ledger: Ledger, seconds: float) -> None:
    clients: list[Client] = []

    def turn() -> None:
        if not clients:
            clients.append(Client(seed, ledger))
        clients[0].act()

    repeat(turn, ledger, seconds)


def act_unlocked(seed: int, ledger: Ledger, seconds: float) -> None:
    """The negative control: the judge must find what these clients break."""
    from tests.concurrency import unlocked

    with unlocked.without_lock():
        act(seed, ledger, seconds)


def sweep(_seed: int, ledger: Ledger, seconds: float) -> None:
    from backoffice.booking.services import sweep

    def turn() -> None:
        sweep()
        time.sleep(0.2)

    repeat(turn, ledger, seconds)


def repeat(turn: Callable[[], None], ledger: Ledger, seconds: float) -> None:
    """One act after another until the end; a refusal is an answer, a server that died is waited for, anything else is a bug."""
    from django.db import InterfaceError, OperationalError, connection

    import backoffice.booking.services  # noqa: F401 - before the clock starts: it takes seconds on a busy machine
    from backoffice.console.base.errors import BackofficeError

    ledger.write(phase="ready", act="")
    while not (ledger.path.parent / GO).exists():
        time.sleep(0.02)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            turn()
        except BackofficeError as error:
            ledger.write(phase="no", act=error.code)
        except (OperationalError, InterfaceError) as error:
            ledger.write(phase="lost", act=type(error).__name__)
            connection.close()
            time.sleep(0.2)
        except Exception as error:  # noqa: BLE001 - told to the judge
            ledger.write(phase="bug", act=f"{type(error).__name__}: {error}"[:300])


def judge(_seed: int, ledger: Ledger, _seconds: float) -> None:
    from tests.concurrency import judging

    sys.stdout.write(json.dumps(judging.verdict(ledger.path)))


def rest(_seed: int, _ledger: Ledger, seconds: float) -> None:
    from tests.concurrency import judging

    sys.stdout.write(json.dumps(judging.rest(seconds)))


ROLES = {"settle": settle, "act": act, "act_unlocked": act_unlocked, "sweep": sweep, "judge": judge, "rest": rest}


if __name__ == "__main__":
    django.setup()
    role, seed, ledger, seconds = sys.argv[1:]
    ROLES[role](int(seed), Ledger(ledger), float(seconds))
