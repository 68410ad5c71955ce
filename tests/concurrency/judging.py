"""The judge of a history: what people were answered, held against what is stored."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.actions.models import Occurrence, OccurrenceCounters
from backoffice.booking.enums import State
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services import audit, book, sweep
from backoffice.booking.services.waking import ring
from backoffice.booking.values import Actor
from backoffice.directory.models import User
from backoffice.notifications.models import PersonalLink
from backoffice.notifications.services.links import digest_of
from tests.concurrency.client import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True)
class Stored:
    """What the database says: the decision of each key and what it gave, the states and seats that each row ever had, the states behind each link."""

    decisions: dict[str, int]
    given: dict[str, int | None]
    states: set[tuple[int, str]]
    seats: set[tuple[int, int | None]]
    behind: set[tuple[str, str]]

    @classmethod
    def read(cls) -> Stored:
        answered = Decision.objects.exclude(idempotency_key=None)
        keys = answered.filter(kind="book").values_list("idempotency_key", "pk")
        given = answered.values_list("idempotency_key", "participation")
        states = set(Participation.history.values_list("id", "state"))
        seats = set(Occurrence.history.values_list("id", "seats_override"))
        return cls(dict(keys), dict(given), states, seats, states_behind_links())

    def fault(self, line: dict[str, Any]) -> str:
        """What is wrong with an answer that somebody received; "" when it is stored."""
        act, key = line["act"], line.get("participation")
        right = {
            "again": lambda: line.get("same", True) and self.holds(line),
            "book": lambda: self.holds(line),
            "cancel": lambda: self.states & {(key, "excused"), (key, "revoked")},
            "move": lambda: (not line.get("to", True) or (key, "moved") in self.states) and self.holds(line),
            "accept": lambda: self.states & {(key, "unknown"), (key, "expired")},
            "decline": lambda: (key, "declined") in self.states,
            "seats": lambda: (line["occurrence"], line["seats"]) in self.seats,
            "mine": lambda: (digest_of(line["secret"]), line["told"]) in self.behind,
        }[act]()
        return "" if right else f"{act}: answered, not stored"

    def holds(self, line: dict[str, Any]) -> bool:
        """The decision that was named is the one of the key; the state that was told is one that she had there."""
        if "decision" in line and self.decisions.get(line["key"]) != line["decision"]:
            return False
        return "told" not in line or (self.given.get(line["key"]), line["told"]) in self.states


def states_behind_links() -> set[tuple[str, str]]:
    """(digest of the secret, state): those that its person had in the séances where it led."""
    digests, secrets = dict(PersonalLink.objects.values_list("pk", "digest")), defaultdict(set)
    for usager, occurrence, link in PersonalLink.history.values_list("usager", "occurrence", "id"):
        secrets[usager, occurrence].add(digests[link])
    had = Participation.history.values_list("usager", "occurrence", "state")
    return {(digest, state) for usager, at, state in had for digest in secrets[usager, at]}


def doubtful(lines: list[dict[str, Any]], stored: Stored) -> list[str]:
    """Requests whose answer was lost, though it was stored: the same key must give it again (R3, R4). And what nobody asked for."""
    asked = {line["key"]: line for line in lines if (line["phase"], line["act"]) == ("ask", "book")}
    told = {line["key"] for line in lines if (line["phase"], line["act"]) == ("answer", "book")}
    actor = Actor.agent(User.objects.get())
    wrong = [f"stored, never asked: {key}" for key in sorted(stored.decisions.keys() - asked.keys())]
    for key in sorted(asked.keys() & stored.decisions.keys() - told):
        wanted = {name: asked[key][name] for name in ("occurrence_id", "usager_id")}
        done = book(**wanted, actor=actor, idempotency_key=key)
        if not done.is_replay or done.decision.pk != stored.decisions[key]:
            wrong.append(f"another answer to the lost request {key}")
    return wrong


def idle_seats() -> list[str]:
    """Séances where a seat is free while somebody waits."""
    found = []
    for row in OccurrenceCounters.objects.select_related("occurrence__action__motif", "occurrence__venue"):
        free = row.occurrence.seats_with_origin.number - row.seats_held - row.seats_offered
        if free > 0 and row.waiting_count:
            found.append(f"séance {row.pk}: {free} free, {row.waiting_count} wait")
    return found


def verdict(folder: Path) -> dict[str, Any]:
    """What was answered is stored, what is stored is right, nobody waits beside a free seat."""
    sweep()
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in Ledger(str(path)).lines()]
    answers, stored = [line for line in lines if line["phase"] in {"answer", "again"}], Stored.read()
    wrong = [f"{fault}: {line}" for line in answers if (fault := stored.fault(line))]
    return {
        "faults": [*map(str, audit()), *wrong, *doubtful(lines, stored), *idle_seats()],
        "acts": dict(Counter(line["act"] for line in answers)),
        "refused": sum(line["phase"] == "no" for line in lines),
        "lost": sum(line["phase"] == "lost" for line in lines),
        "started": sum(line["phase"] == "ready" for line in lines),
        "errors": [line for line in lines if line["phase"] == "bug"],
    }


def rest(seconds: float) -> dict[str, Any]:
    """The worker alone serves who waits; then the time of every offer passes, and it serves whoever comes next. What it left undone after so long."""
    undone = still(idle_seats, seconds)
    late = list(Participation.objects.filter(state=State.OFFERED).order_by("pk").values_list("pk", flat=True))
    Participation.objects.filter(pk__in=late).update(offer_expires_at=timezone.now() - timedelta(seconds=1))
    ring()
    undone += still(lambda: expected_to_expire(late) + idle_seats(), seconds)
    return {"undone": undone, "expired": len(late)}


def expected_to_expire(late: list[int]) -> list[str]:
    standing = Participation.objects.filter(pk__in=late, state=State.OFFERED).order_by("pk")
    return [f"the offer {key} has passed and stands" for key in standing.values_list("pk", flat=True)]


def still(wrong: Callable[[], list[str]], seconds: float) -> list[str]:
    """What is wrong now, unless it ends within these seconds."""
    until = time.monotonic() + seconds
    while (found := wrong()) and time.monotonic() < until:
        time.sleep(0.2)
    return found
