"""What the allocation would do, done in memory by its own functions, on a copy of the counters and of the queue. Takes no lock, writes nothing.

Of a queue, the first `MOST_FORETOLD` people are considered: a screen that names more would not be read; whoever would come after is said to."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backoffice.booking.enums import HOLDS_A_SEAT, ActorKind, State
from backoffice.booking.services.allocating import next_people, why_nobody_is_called
from backoffice.booking.services.counting import Tally, seats_free
from backoffice.booking.services.keeping import Keeper
from backoffice.booking.services.offering import end_of_offer
from backoffice.booking.services.queueing import in_turn, terms_of
from backoffice.booking.services.quotas import Supposed, scopes_of_row
from backoffice.booking.services.serving import Serving, ask, go_through
from backoffice.booking.values import Actor
from config_rules.evaluator.quotas import Party

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.services.deciding import Answer
    from backoffice.booking.values import QueueTerms

MOST_FORETOLD = 300
# Keys of inscriptions that are only imagined come after all those that are stored.
IMAGINED = 2**62


@dataclass(frozen=True)
class Foreseen:
    """Who would have a seat, or be offered one until `end`, in order, each with her rank. `stopped`: why nobody is called; `free`: the seats that
    are free before anybody is, of which somebody gave back `freed`; `first`: who comes first in the queue; `kept_for`: for whom seats would be
    kept; `is_cut`: others would be considered too."""

    occurrence: Occurrence
    free: int
    freed: int = 0
    stopped: str = ""
    end: datetime | None = None
    first: Participation | None = None
    served: tuple[tuple[int, Participation], ...] = ()
    kept_for: Participation | None = None
    is_cut: bool = False

    @property
    def left(self) -> int:
        """The seats that nobody would have."""
        return seats_free(self.occurrence)


class Rehearsal:
    """One séance as it would be: other numbers, another state, people who left. `changes` are set on the copy."""

    def __init__(self, occurrence: Occurrence, now: datetime, **changes: object) -> None:
        self.now, self.occurrence = now, copy(occurrence)
        self.occurrence.counters = copy(occurrence.counters)
        for name, value in changes.items():
            setattr(self.occurrence, name, value)
        self.held: list[Party] = []
        self.gone: dict[int, int] = {}
        self.came: set[int] = set()
        self.waiting: list[Participation] | None = None
        self.freed = 0

    def leaves(self, participation: Participation) -> None:
        """She gives back what she holds, and waits no more."""
        state, party = State(participation.state), participation.party_size
        Tally(self.occurrence).change(state, State.EXCUSED, party=party)
        self.gone[participation.pk] = participation.usager_id
        if state in {*HOLDS_A_SEAT, State.OFFERED}:
            self.held.append(Party(scopes_of_row(participation), -party))
            self.freed += party

    def frees_one(self) -> None:
        """One seat is given back, by anybody who came alone."""
        Tally(self.occurrence).add(held=-1)

    def joins(self, row: Participation) -> None:
        """Somebody imagined waits too, counted already; `row` has a key that no stored inscription has."""
        self.queue(terms_of(self.occurrence, self.now)).append(row)

    def queue(self, terms: QueueTerms) -> list[Participation]:
        """Those who still wait, in order. Read once: who was overtaken in memory stays so."""
        if self.waiting is None:
            self.waiting = next_people(self.occurrence, terms, self.gone, MOST_FORETOLD)
        return self.waiting

    def supposed(self, scopes: frozenset[str] = frozenset()) -> Supposed:
        """What the evaluator must be told, beside the database; `scopes` of whom it is asked about, at a promotion."""
        imagined = [row for row in self.waiting or () if row.pk > IMAGINED]
        waiting = tuple(Party(scopes_of_row(row), row.party_size) for row in imagined)
        return Supposed(tuple(self.held), waiting, frozenset(self.came), frozenset(self.gone.values()), scopes)

    def allocate(self) -> Foreseen:
        """Everybody who can be served is, as by the cause and the worker after it."""
        seance, terms = self.occurrence, terms_of(self.occurrence, self.now)
        free, stopped = seats_free(seance), why_nobody_is_called(seance, terms)
        queue = in_turn(self.queue(terms), terms)
        if stopped or free <= 0 or not queue:
            return Foreseen(seance, free, self.freed, stopped, first=next(iter(queue), None))
        end = end_of_offer(seance, terms) if terms.offer else None
        serving = InMemory(self, end, Keeper((), free))
        go_through(serving, queue)
        self.waiting = [row for row in queue if row.state == State.WAITING]
        return foreseen(serving, queue, free)


class InMemory(Serving):
    """Decides as the allocation does; what it would write is only remembered."""

    def __init__(self, rehearsal: Rehearsal, end: datetime | None, keeper: Keeper) -> None:
        super().__init__(rehearsal.occurrence, end, keeper, user=None, now=rehearsal.now)
        self.rehearsal, self.served = rehearsal, list[int]()

    def ask(self, participation: Participation) -> Answer:
        supposed = self.rehearsal.supposed(scopes_of_row(participation))
        asked_by = Actor(ActorKind(participation.channel), participation.booked_by)
        return ask(participation, asked_by, author=None, now=self.now, supposed=supposed)

    def take(self, participation: Participation, answer: Answer) -> None:
        super().take(participation, answer)
        self.rehearsal.held.append(Party(scopes_of_row(participation), participation.party_size))
        self.served.append(participation.pk)

    def write(self) -> None:
        self.given, self.passed = [], []


def foreseen(serving: InMemory, queue: Sequence[Participation], free: int) -> Foreseen:
    numbers = {row.pk: (number, row) for number, row in enumerate(queue, 1)}
    holding = next((numbers[key][1] for key in serving.keeper.holding if key in numbers), None)
    served = tuple(numbers[key] for key in serving.served)
    left = seats_free(serving.occurrence) - serving.keeper.kept
    is_cut = left > 0 and serving.step.considered == MOST_FORETOLD < serving.occurrence.counters.waiting_count + len(
        served
    )
    return Foreseen(
        serving.occurrence, free, serving.rehearsal.freed, "", serving.end, queue[0], served, holding, is_cut
    )
