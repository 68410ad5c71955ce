"""An agent gives or offers a free seat to somebody who waits, now. Passing over somebody else needs a reason, which is kept (reliability R22)."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import State
from backoffice.booking.errors import NothingToPromote, ReasonRequired
from backoffice.booking.services.access import require
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.deciding import keep
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import occurrence_id_of, participation_under_lock
from backoffice.booking.services.offering import end_of_offer, give, offer
from backoffice.booking.services.queueing import awaits_a_draw, people_ahead, terms_of
from backoffice.booking.services.serving import GIVES_A_SEAT, ask, fit, why_not
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Decision, Participation
    from backoffice.booking.services.deciding import Answer
    from backoffice.booking.values import Actor

# How long somebody has to answer an offer made by hand where the policy gives seats at once.
BY_HAND = timedelta(hours=24)


def promote(*, participation_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Decision:
    """Give a free seat to this waiting person, at once.

    Raises NothingToPromote when no seat is free for her or she no longer waits, ReasonRequired when she is not the first and none is written."""
    with chosen_person(participation_id, actor, reason, now) as (participation, answer):
        give(participation, user=actor.user, reason=reason, now=answer.request.now)
        return keep(answer, participation)


def propose(*, participation_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Decision:
    """Keep a free seat for this waiting person until she answers. Same errors as `promote`."""
    with chosen_person(participation_id, actor, reason, now) as (participation, answer):
        instant = answer.request.now
        end = end_by_hand(participation.occurrence, instant)
        offer(participation, end, user=actor.user, reason=reason, now=instant)
        return keep(answer, participation)


def end_by_hand(occurrence: Occurrence, now: datetime) -> datetime:
    """Until when an answer to an offer made now is awaited."""
    terms = terms_of(occurrence, now)
    return end_of_offer(occurrence, replace(terms, offer=terms.offer or BY_HAND, ends_at=occurrence.starts_at))


@contextmanager
def chosen_person(
    participation_id: int, actor: Actor, reason: str, now: datetime | None
) -> Iterator[tuple[Participation, Answer]]:
    """The occurrence locked, the person read again, and the evaluator's yes."""
    with locked(occurrence_id_of(participation_id)) as occurrence:
        require(actor, Activity.ENROL, occurrence)
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state != State.WAITING:
            raise NothingToPromote(
                f"Cette personne n’est plus en attente : {participation.get_state_display().lower()}."
            )
        instant = now or timezone.now()
        if not reason and is_out_of_turn(participation, instant):
            raise ReasonRequired(
                "Cette personne n’est pas la première de la liste. Écrivez pourquoi elle passe avant les autres."
            )
        answer = ask(participation, actor, author=actor.user, reason=reason, now=instant)
        if answer.verdict.outcome not in GIVES_A_SEAT:
            raise NothingToPromote(refusal(answer, seats_free(occurrence)))
        fit(participation, answer)
        yield participation, answer


def is_out_of_turn(participation: Participation, now: datetime) -> bool:
    """Somebody would be passed over; before a draw, anybody."""
    occurrence = participation.occurrence
    return bool(people_ahead(participation, now)) or awaits_a_draw(occurrence, terms_of(occurrence, now))


def refusal(answer: Answer, free: int) -> str:
    said = "Aucune place n’est libre." if free <= 0 else why_not(answer)
    return f"{said} Rien n’a été enregistré."
