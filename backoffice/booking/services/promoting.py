"""Give a freed seat to the people who wait: in order, each by a stored decision. The allocation runs inside the transaction that freed the seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import DecisionKind, State
from backoffice.booking.errors import NothingToPromote, ReasonRequired
from backoffice.booking.models import Decision, Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.deciding import Request, decide, keep, live_state_of
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import cause_of, move, occurrence_id_of, participation_under_lock
from backoffice.booking.services.policies import parameters_in_force
from backoffice.catalogue.enums import WaitlistMode
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe
from config_rules import Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor

GIVES_A_SEAT = (Outcome.ACCEPT, Outcome.WARN)


def promote(*, participation_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> Decision:
    """Give a free seat to this waiting person. Passing over somebody who waited longer needs a reason (reliability R22).

    Raises NothingToPromote when no seat is free or the person no longer waits, ReasonRequired when she is not the first and none is written."""
    now = now or timezone.now()
    with locked(occurrence_id_of(participation_id)) as occurrence:
        require(actor, Activity.ENROL, occurrence)
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state != State.WAITING:
            raise NothingToPromote(
                f"Cette personne n’est plus en attente : {participation.get_state_display().lower()}."
            )
        first = Participation.objects.filter(occurrence=occurrence.pk).waiting_in_order().first()
        if first != participation and not reason:
            raise ReasonRequired(
                "Cette personne n’est pas la première de la liste. Écrivez pourquoi elle passe avant les autres."
            )
        decision = give_seat(participation, actor, reason=reason, now=now)
        if decision.outcome not in GIVES_A_SEAT:
            raise NothingToPromote
        return decision


def allocate(occurrence: Occurrence, actor: Actor, *, now: datetime) -> list[Decision]:
    """Give every free seat to the next person, when the waiting list is automatic. Call with the occurrence locked, after freeing."""
    decisions: list[Decision] = []
    free = occurrence.seats_with_origin.number - occurrence.counters.seats_held - occurrence.counters.seats_offered
    if free <= 0 or occurrence.counters.waiting_count == 0:
        return decisions
    if parameters_in_force(occurrence, now)["waitlist.mode"].value != WaitlistMode.AUTOMATIC:
        return decisions
    queue = (
        Participation.objects.filter(occurrence=occurrence.pk).waiting_in_order().select_related("usager__responsible")
    )
    for participation in queue:
        if free <= 0:
            break
        participation.occurrence = occurrence
        decision = give_seat(participation, actor, reason="", now=now)
        decisions.append(decision)
        free -= int(decision.outcome in GIVES_A_SEAT)
        if decision.outcome not in GIVES_A_SEAT:
            break
    return decisions


def give_seat(participation: Participation, actor: Actor, *, reason: str, now: datetime) -> Decision:
    """Decide again for a waiting person and move her when the answer is yes. The decision is kept either way."""
    request = Request(
        DecisionKind.PROMOTE,
        participation.occurrence,
        participation.usager,
        actor,
        now,
        live_state=live_state_of(participation),
        party_size=participation.party_size,
        reason=reason,
    )
    answer = decide(request)
    if answer.verdict.outcome in GIVES_A_SEAT:
        move(participation, State.BOOKED, user=actor.user, at=now, reason=reason or "Une place s’est libérée.")
        owe(
            event=Event.PROMOTED,
            cause=cause_of(participation),
            occurrence=participation.occurrence,
            usager=participation.usager,
            now=now,
        )
    return keep(answer, participation)
