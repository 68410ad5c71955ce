"""Cancel a whole séance, or a whole day of bands and stations: everybody is told once, every seat is given back, nothing is half done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.actions.enums import EditKind, OccurrenceState, Scope
from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.booking.enums import State
from backoffice.booking.errors import InvalidTransition, ReasonRequired, TooLate
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.foretelling_many import per_person
from backoffice.booking.services.locking import locked_together
from backoffice.booking.services.moving import cause_of, end_together
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About, owe

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
    edits: list[SeriesEdit] = field(default_factory=list)


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
    """Cancel several séances together, all or none: the locks by increasing key, one message per person, which names each of her séances.

    Kept as one intention for each action, to be taken back as one (`series.undo_edit`)."""
    if not reason.strip():
        raise ReasonRequired("Écrivez pourquoi la séance est annulée : c’est gardé dans l’historique.")
    done = SeancesCancelled()
    with locked_together(occurrence_ids) as seances:
        now = now or timezone.now()
        for occurrence in seances.values():
            require(actor, Activity.PLAN, occurrence)
            if occurrence.state != OccurrenceState.CANCELLED:
                cancel_under_lock(occurrence, actor, done, reason=reason, now=now)
        tell_each(done, now)
        keep(done, actor, reason=reason, now=now)
    return done


def keep(done: SeancesCancelled, actor: Actor, *, reason: str, now: datetime) -> None:
    """The intention, also when it is the software's: whoever plans takes it back (decision 0044)."""
    for key, action in {row.action_id: row.action for row in done.occurrences}.items():
        mine = [row for row in done.occurrences if row.action_id == key]
        done.edits.append(
            SeriesEdit.objects.create(
                action=action,
                user=actor.user,
                kind=EditKind.CANCEL,
                scope=Scope.THIS if len(mine) == 1 else Scope.ALL,
                summary=reason[:300],
                made_at=now,
                seances_count=len(mine),
                told_count=done.told,
            )
        )


def cancel_under_lock(
    occurrence: Occurrence, actor: Actor, done: SeancesCancelled, *, reason: str, now: datetime
) -> None:
    """Add this séance and its people to `done`; `tell_each` follows. Call with the occurrence locked."""
    close_for_good(occurrence, actor, reason=reason, now=now)
    done.participations += end_inscriptions(occurrence, actor, reason=reason, now=now)
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


def tell_each(done: SeancesCancelled, now: datetime) -> None:
    """One message per person, about the first of her séances; it names the others."""
    for participation, others in per_person(done.participations):
        messages = owe(
            event=Event.SEANCE_CANCELLED,
            cause=cause_of(participation),
            occurrence=participation.occurrence,
            usager=participation.usager,
            now=now,
            about=About(others=others),
        )
        done.told += bool(messages)
