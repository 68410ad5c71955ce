"""What a request comes to when its answer is the list: a seat at once when nobody before her can take it, otherwise her rank in the queue. The
queue and the allocation are the real ones, in memory (decision 0042). Takes no lock, writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services.access import organisation_behind
from backoffice.booking.services.allocating import AT_ONCE
from backoffice.booking.services.booking import is_kept_by_a_rule
from backoffice.booking.services.counting import Tally, seats_free
from backoffice.booking.services.queueing import awaits_a_draw, in_turn, terms_of
from backoffice.booking.services.rehearsing import IMAGINED, Rehearsal

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.deciding import Answer
    from backoffice.booking.values import Actor
    from backoffice.directory.models import Organisation


def imagined(answer: Answer, number: int = 1) -> Participation:
    """The inscription that would wait, with a key that no stored one has."""
    request = answer.request
    return Participation(
        pk=IMAGINED + number,
        occurrence=request.occurrence,
        usager=request.usager,
        state=State.WAITING,
        channel=request.actor.kind,
        booked_by=request.actor.user,
        booked_for=who_asks(request.actor, request.occurrence),
        party_size=request.party_size,
        points=answer.verdict.points,
        answers=dict(request.answers),
        queued_at=request.now,
    )


def who_asks(actor: Actor, occurrence: Occurrence) -> Organisation | None:
    key = organisation_behind(actor, occurrence)
    known = (actor.organisation, occurrence.action.organisation)
    return next((each for each in known if each is not None and each.pk == key), None)


def once_she_joins(answer: Answer) -> Participation:
    """Her inscription as `book` would leave it: waiting, with a seat, or with one that is offered to her until `offer_expires_at`."""
    rehearsal = Rehearsal(answer.request.occurrence, answer.request.now)
    row, counters = imagined(answer), rehearsal.occurrence.counters
    Tally(rehearsal.occurrence).change(None, State.WAITING, party=row.party_size)
    row.occurrence = rehearsal.occurrence
    if seats_free(rehearsal.occurrence) > 0 and counters.waiting_count <= AT_ONCE and not is_kept_by_a_rule(answer):
        rehearsal.joins(row)
        rehearsal.came.add(row.usager_id)
        rehearsal.allocate()
    return row


def rank_to_be(row: Participation, now: datetime) -> int | None:
    """Where she stands, or would stand; nobody has a rank before a draw."""
    terms = terms_of(row.occurrence, now)
    if awaits_a_draw(row.occurrence, terms):
        return None
    queue = Participation.objects.filter(occurrence=row.occurrence_id).exclude(pk=row.pk).waiting_in_turn(terms)
    return in_turn([*queue.only("lift", "points", "queued_at", "draw_rank"), row], terms).index(row) + 1
