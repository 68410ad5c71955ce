"""Cancel a whole séance, or a whole day of bands and stations: everybody is told once, every seat is given back, nothing is half done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.errors import InvalidTransition, ReasonRequired, TooLate
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.locking import locked_together
from backoffice.booking.services.moving import cause_of, end_together
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import owe

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.booking.values import Actor


@dataclass
class SeancesCancelled:
    """The séances that this call cancelled, the inscriptions that ended with them, and how many people a message was written to."""

    occurrences: list[Occurrence] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    told: int = 0
    people: set[int] = field(default_factory=set)


def cancel_seance(*, occurrence_id: int, actor: Actor, reason: str, now: datetime | None = None) -> SeancesCancelled:
    """Cancel one séance and the inscriptions in it. Twice is once. Raises ReasonRequired, TooLate once it has begun, InvalidTransition."""
    return cancel_seances(occurrence_ids=[occurrence_id], actor=actor, reason=reason, now=now)


def cancel_group(*, group_id: int, actor: Actor, reason: str, now: datetime | None = None) -> SeancesCancelled:
    """Cancel every band and station of a day that is still to come. Somebody enrolled in three bands is told once."""
    now = now or timezone.now()
    coming = Occurrence.objects.filter(group=group_id, starts_at__gt=now).exclude(state=OccurrenceState.CANCELLED)
    return cancel_seances(
        occurrence_ids=coming.order_by("pk").values_list("pk", flat=True), actor=actor, reason=reason, now=now
    )


def cancel_seances(
    *, occurrence_ids: Iterable[int], actor: Actor, reason: str, now: datetime | None = None
) -> SeancesCancelled:
    """Cancel several séances together, all or none: the locks by increasing key, one message per person whatever her inscriptions."""
    if not reason.strip():
        raise ReasonRequired("Écrivez pourquoi la séance est annulée : c’est gardé dans l’historique.")
    done = SeancesCancelled()
    with locked_together(occurrence_ids) as seances:
        now = now or timezone.now()
        for occurrence in seances.values():
            require(actor, Activity.PLAN, occurrence)
            if occurrence.state != OccurrenceState.CANCELLED:
                cancel_under_lock(occurrence, actor, done, reason=reason, now=now)
    return done


def cancel_under_lock(
    occurrence: Occurrence, actor: Actor, done: SeancesCancelled, *, reason: str, now: datetime
) -> None:
    """Add this séance and its people to `done`. Call with the occurrence locked."""
    close_for_good(occurrence, actor, reason=reason, now=now)
    ended = end_inscriptions(occurrence, actor, reason=reason, now=now)
    done.told += sum(tell(one, done.people, now) for one in ended)
    done.participations += ended
    done.occurrences.append(occurrence)


def close_for_good(occurrence: Occurrence, actor: Actor, *, reason: str, now: datetime) -> None:
    if occurrence.starts_at <= now:
        raise TooLate(f"La séance du {occurrence.date_sentence} a commencé : elle ne s’annule plus.")
    occurrence.state = OccurrenceState.CANCELLED
    record(occurrence, user=actor.user, reason=reason, update_fields=["state"], at=now)


def end_inscriptions(occurrence: Occurrence, actor: Actor, *, reason: str, now: datetime) -> list[Participation]:
    """Every live inscription ends, in few statements whatever their number."""
    rows = Participation.objects.live().filter(occurrence=occurrence.pk).select_related("usager__responsible")
    live = list(rows.order_by("pk"))
    for participation in live:
        participation.occurrence = occurrence
    try:
        end_together(live, State.REVOKED, user=actor.user, reason=reason, at=now)
    except InvalidTransition as error:
        raise InvalidTransition("Des présences sont déjà notées : la séance ne s’annule plus.") from error
    return live


def tell(participation: Participation, people: set[int], now: datetime) -> bool:
    """One message per person; `people` are those who were told already. Says whether one was written."""
    if participation.usager_id in people:
        return False
    people.add(participation.usager_id)
    messages = owe(
        event=Event.SEANCE_CANCELLED,
        cause=cause_of(participation),
        occurrence=participation.occurrence,
        usager=participation.usager,
        now=now,
    )
    return bool(messages)
