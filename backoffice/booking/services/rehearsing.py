"""Whom the free seats of a séance would go to, as it would become: the same steps as the allocation, in memory. Writes nothing.

The séance is a copy with other seats, quotas or rules; the evaluator is asked for each person in turn, by the code that serves the queue, so quotas,
parties and rules « à revérifier » count. It is read without the lock: what happens in between may change the answer."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

from backoffice.booking.services.allocating import next_people, seats_free, why_nobody_is_called
from backoffice.booking.services.keeping import Keeper
from backoffice.booking.services.offering import end_of_offer
from backoffice.booking.services.queueing import terms_of
from backoffice.booking.services.quotas import Supposed, has_quotas, scopes_of_inscription
from backoffice.booking.services.serving import Serving
from config_rules.evaluator.quotas import Party

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.services.deciding import Answer
    from backoffice.booking.values import QueueTerms
    from backoffice.people.models import Usager

MOST = 300


class Rehearsal(Serving):
    """A step that keeps nothing: seats taken are counted in memory, and supposed by the questions that follow."""

    def __init__(self, occurrence: Occurrence, end: datetime | None, *, now: datetime) -> None:
        super().__init__(occurrence, end, Keeper((), seats_free(occurrence)), user=None, now=now)
        self.held: list[Party] = []

    def question(self) -> dict[str, Any]:
        return {"is_preview": True, "supposed": Supposed(tuple(self.held))}

    def take(self, participation: Participation, answer: Answer) -> None:
        if has_quotas(answer.request.parameters):
            scopes = scopes_of_inscription(self.occurrence, participation.usager)
            super().take(participation, answer)
            self.held.append(Party(scopes, participation.party_size))
        else:
            super().take(participation, answer)

    def write(self) -> None:
        """Nothing."""


def lucky_in(occurrence: Occurrence, now: datetime) -> tuple[list[Usager], QueueTerms]:
    """Who would be given or offered a seat now, in the order of the queue, and on which terms. `occurrence` is left as it is."""
    wished = copy(occurrence)
    wished.counters = copy(occurrence.counters)
    terms = terms_of(wished, now)
    if seats_free(wished) <= 0 or not wished.counters.waiting_count or why_nobody_is_called(wished, terms):
        return [], terms
    rehearsal = Rehearsal(wished, end_of_offer(wished, terms) if terms.offer else None, now=now)
    for participation in next_people(wished, terms, {}, MOST):
        if seats_free(wished) <= rehearsal.keeper.kept:
            break
        if rehearsal.consider(participation):
            rehearsal.keeper.serves(seats_free(wished))
    return [participation.usager for _answer, participation in rehearsal.given], terms
