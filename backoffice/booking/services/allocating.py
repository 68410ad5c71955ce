"""Who may take which seat: the one service that gives free seats to the people who wait. Every cause calls it under the lock of the occurrence.

In order, each by a stored decision of the evaluator: stage 0 and the rules « à revérifier » run again, for the channel by which she asked. Who
cannot take the seat is passed over: the reason is written on her inscription and told in its history, once, and she keeps her rank. Twice is
once: nothing moves and nothing is written when nothing changed.

Bounded: in the transaction of a cause at most `AT_ONCE` people are considered. When seats and people are left, the worker goes on at once
(`sweeping`), one short transaction after another; meanwhile these seats are not public, since newcomers come behind everybody who waits."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.models import Participation
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.keeping import Keeper
from backoffice.booking.services.offering import end_of_offer
from backoffice.booking.services.queueing import awaits_a_draw, terms_of
from backoffice.booking.services.serving import GIVES_A_SEAT, Serving, Step, go_through
from backoffice.booking.services.waking import ring_after_commit
from backoffice.catalogue.enums import WaitlistMode
from backoffice.console.base.prepared import PreparedRows, Slot

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Decision
    from backoffice.booking.values import Actor, QueueTerms
    from backoffice.directory.models import User

AT_ONCE = 5
WITH_PEOPLE = ("usager__responsible", "booked_by")
NOBODY: Mapping[int, bool] = {}


def allocate(occurrence: Occurrence, actor: Actor, *, now: datetime) -> list[Decision]:
    """Give or offer the free seats to the next people. To be called by whatever frees a seat, lets somebody in, or changes what is allowed."""
    step = allocate_some(occurrence, actor.user, now=now)
    if step.considered == AT_ONCE and seats_free(occurrence) > 0 and occurrence.counters.waiting_count:
        ring_after_commit()
    return step.decisions


def allocate_some(
    occurrence: Occurrence,
    user: User | None,
    *,
    now: datetime,
    passed: Mapping[int, bool] = NOBODY,
    at_most: int = AT_ONCE,
) -> Step:
    """One step. `passed` were passed over by earlier steps of the same sweep; those marked lacked only seats."""
    if seats_free(occurrence) <= 0 or occurrence.counters.waiting_count <= len(passed):
        return Step()
    terms = terms_of(occurrence, now)
    if why_nobody_is_called(occurrence, terms):
        return Step()
    end = end_of_offer(occurrence, terms) if terms.offer else None
    keeper = Keeper([key for key, is_short in passed.items() if is_short], seats_free(occurrence))
    serving = Serving(occurrence, end, keeper, user=user, now=now)
    go_through(serving, next_people(occurrence, terms, passed, at_most))
    serving.write()
    keeper.write(user, now)
    return serving.step


def served_by(decisions: Iterable[Decision]) -> set[int]:
    """The inscriptions that were given or offered a seat, and told so; whoever was passed over was told nothing."""
    return {one.participation_id for one in decisions if one.participation_id and one.outcome in GIVES_A_SEAT}


def why_nobody_is_called(occurrence: Occurrence, terms: QueueTerms) -> str:
    """The sentence that stops the whole queue, whoever waits in it; nothing when people are called by themselves."""
    if occurrence.state != OccurrenceState.OPEN:
        return f"La séance est {occurrence.get_state_display().lower()} : personne n’est appelé."
    if occurrence.starts_at <= terms.now:
        return "La séance a commencé : personne n’est plus appelé."
    if terms.is_over:
        return "La liste d’attente est close avant la séance : personne n’est plus appelé."
    if terms.mode != WaitlistMode.AUTOMATIC:
        return "La liste d’attente est gérée à la main : un agent donne les places."
    if awaits_a_draw(occurrence, terms):
        return "Le tirage au sort n’a pas eu lieu : personne n’a encore de rang."
    return ""


def next_people(
    occurrence: Occurrence, terms: QueueTerms, passed: Collection[int], at_most: int
) -> list[Participation]:
    """The next people in order. Agents are shared between rows: what one may do is read once."""
    if passed:
        queue = Participation.objects.filter(occurrence=occurrence.pk).waiting_in_turn(terms).exclude(pk__in=passed)
        rows = list(queue.select_related(*WITH_PEOPLE)[:at_most])
    else:
        rows = head_of_queue(terms.order, at_most).rows(occurrence=occurrence.pk, aged_before=terms.aged_before)
    agents: dict[int | None, User | None] = {}
    for row in rows:
        row.occurrence = occurrence
        row.booked_by = agents.setdefault(row.booked_by_id, row.booked_by)
    return rows


@cache
def head_of_queue(order: str, at_most: int) -> PreparedRows[Participation]:
    meta = Participation._meta
    queue = Participation.objects.filter(occurrence=Slot("occurrence", meta.pk))
    queue = queue.in_turn(order, Slot("aged_before", meta.get_field("queued_at")))
    return PreparedRows(queue.select_related(*WITH_PEOPLE)[:at_most])
