"""One séance lived again under one policy: who holds a seat, who waits.

Responsible for the facts that depend on the others (seats, queue, one's own place) and for promotions.
Refuses to move anybody without asking the evaluator.  Assumptions, told with the figures: an offered
seat is accepted, an approval does not hold a seat, a list kept by hand promotes nobody.
"""

from __future__ import annotations

from collections.abc import Mapping

from config_rules.backtest.queue import QueueEntry, order_queue
from config_rules.backtest.seances import Cancellation, Fate, Request, Seance
from config_rules.compiler import CompiledPolicy
from config_rules.compiler.seating import AWAITED_FACT, QUOTA_FACT
from config_rules.decisions import Outcome
from config_rules.evaluator import headline, settle
from config_rules.evaluator.quotas import Party, Quotas, seats_awaited
from config_rules.vocabulary import FactValue

FATES = {
    Outcome.ACCEPT: Fate.SEAT,
    Outcome.WARN: Fate.SEAT,
    Outcome.WAITLIST: Fate.WAITLIST,
    Outcome.APPROVAL: Fate.APPROVAL,
    Outcome.ASK: Fate.ASK,
    Outcome.REFUSE: Fate.REFUSED,
}
_STATES = {Fate.SEAT: "unknown", Fate.WAITLIST: "waiting", Fate.APPROVAL: "pending"}


class Room:
    """The state of one séance under one policy."""

    def __init__(self, policy: CompiledPolicy, seance: Seance) -> None:
        self.policy = policy
        self.seance = seance
        self.fates: dict[str, Fate] = {}
        self._given: dict[str, Fate] = {}
        self._requests: dict[str, Request] = {}
        self._held: dict[str, int] = {}
        self._waiting: dict[str, QueueEntry] = {}
        self._quotas = _quotas(policy)
        self._asked: tuple[Request, dict[str, FactValue]] | None = None

    def facts(self, request: Request) -> dict[str, FactValue]:
        """The stored facts, with those that the others change."""
        left = self._seats_left()
        own, awaited = self._shares(request, left)
        return {
            **request.facts,
            "occurrence.seats": self.seance.seats,
            "occurrence.seats_left": left,
            "occurrence.overbooked": max(0, -left),
            "occurrence.waiting_count": len(self._waiting),
            "person.participation_state": self._state(request),
            QUOTA_FACT: own,
            AWAITED_FACT: awaited,
        }

    def answer(self, request: Request) -> tuple[Outcome, int]:
        """Outcome and points, without changing anything; raises `FactError`."""
        facts = self.facts(request)
        self._asked = (request, facts)
        return settle(self.policy, facts)

    def reason(self, request: Request) -> str:
        """The code of the headline."""
        asked = self._asked
        return headline(self.policy, asked[1] if asked and asked[0] is request else self.facts(request)).code

    def take(self, request: Request, outcome: Outcome, points: int) -> None:
        """Let the answer have its effect.  Somebody who asks again after a refusal keeps her last fate."""
        self._asked = None
        if self.fates.get(request.person) in _STATES and outcome is Outcome.REFUSE:
            return
        fate = FATES[outcome]
        self.fates[request.person] = self._given[request.person] = fate
        self._requests[request.person] = request
        if fate is Fate.SEAT:
            self._held[request.person] = self._granted(request)
        elif fate is Fate.WAITLIST:
            self._waiting[request.person] = QueueEntry(request.person, request.at, points)

    def hold(self, request: Request) -> None:
        """A seat that was really given, whatever the policy would have said."""
        self._asked = None
        self._requests[request.person] = request
        self._held[request.person] = _recorded_party(request)

    def final_fate(self, person: str) -> Fate:
        """Where she stands; whoever cancelled counts for what she had been given."""
        return self.fates.get(person) or self._given[person]

    def cancel(self, cancellation: Cancellation) -> None:
        """Free what she had, then call the next people if the list is automatic."""
        freed = self._held.pop(cancellation.person, None)
        self._waiting.pop(cancellation.person, None)
        fate = self.fates.pop(cancellation.person, None)
        if fate is not None:
            self._given[cancellation.person] = fate
        if freed is not None and self.policy.parameters["waitlist.mode"].value == "automatic":
            self._promote(cancellation.at)

    def _promote(self, now: int) -> None:
        queue = order_queue(self._waiting.values(), self.policy.parameters, now=now, seed=self.seance.key)
        for entry in queue:
            if self._seats_left() <= 0:
                return
            if self._may_take(self._requests[entry.person], now):
                del self._waiting[entry.person]
                self._held[entry.person] = _party(self._requests[entry.person])
                self.fates[entry.person] = Fate.SEAT

    def _may_take(self, request: Request, now: int) -> bool:
        """Whether a promotion is granted at this instant; never after the cut-off."""
        minutes = _whole(request.facts, "occurrence.minutes_before_start") - (now - request.at)
        if minutes < 60 * int(str(self.policy.parameters["waitlist.cutoff_hours"].value)):
            return False
        facts = self.facts(request) | {"request.kind": "promote", "occurrence.minutes_before_start": minutes}
        outcome, _points = settle(self.policy, facts)
        return outcome in (Outcome.ACCEPT, Outcome.WARN)

    def _seats_left(self) -> int:
        return self.seance.seats - self.seance.already_held - sum(self._held.values())

    def _granted(self, request: Request) -> int:
        """Her whole party, or the seats that remain where the policy gives those."""
        asked = _party(request)
        is_partial = self.policy.parameters["party.partial"].value
        return min(asked, max(1, self._seats_left())) if is_partial else asked

    def _state(self, request: Request) -> FactValue:
        """Her place in this replay; an invitation stands until she has one."""
        fate = self.fates.get(request.person)
        if fate in _STATES:
            return _STATES[fate]
        return "invited" if request.facts.get("person.participation_state") == "invited" else "none"

    def _shares(self, request: Request, left: int) -> tuple[int, int]:
        """Seats that she could take, and how many of them go to the people on the list before her."""
        if not self._quotas:
            return left, sum(_party(self._requests[person]) for person in self._waiting)
        own = self._quotas.seats_for(request.scopes, left, self._parties(self._held))
        return own, max(0, self._awaited(request, left))

    def _awaited(self, request: Request, left: int) -> int:
        """The same with quotas: those who wait take what their scopes may."""
        order = sorted(self._waiting, key=lambda person: (self._waiting[person].at, person))
        waiting = {person: _party(self._requests[person]) for person in order}
        return seats_awaited(self._quotas, request.scopes, left, self._parties(self._held), self._parties(waiting))

    def _parties(self, seats: Mapping[str, int]) -> list[Party]:
        return [Party(self._requests[person].scopes, number) for person, number in seats.items()]


def _quotas(policy: CompiledPolicy) -> Quotas:
    reserved, maximum = (policy.parameters[code].value for code in ("quota.seats", "quota.maximum"))
    return Quotas(reserved, maximum)  # type: ignore[arg-type]  # quotas were validated


def _recorded_party(request: Request) -> int:
    """The facts of a request that cannot be replayed are not to be trusted either."""
    value = request.facts.get("request.party_size")
    return value if type(value) is int and value > 0 else 1


def _party(request: Request) -> int:
    return _whole(request.facts, "request.party_size")


def _whole(facts: Mapping[str, FactValue], code: str) -> int:
    value = facts[code]
    if not isinstance(value, int):
        raise TypeError("facts were checked before")
    return value
