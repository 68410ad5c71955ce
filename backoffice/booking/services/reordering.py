"""An agent puts somebody before or after the others, with a reason that is shown: a recorded priority, never another date of arrival."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import Lift, State
from backoffice.booking.errors import NothingToPromote, ReasonRequired
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import occurrence_id_of, participation_under_lock
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.booking.values import Actor


def reorder(
    *, participation_id: int, lift: Lift, actor: Actor, reason: str, now: datetime | None = None
) -> Participation:
    """Set her priority. Twice is once. It gives no seat: the next allocation follows the new order. Raises ReasonRequired, NothingToPromote."""
    if not reason.strip():
        raise ReasonRequired("Écrivez pourquoi son rang change : la personne et les agents peuvent le lire.")
    with locked(occurrence_id_of(participation_id)) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.ENROL, occurrence)
        participation = participation_under_lock(occurrence, participation_id)
        if participation.state != State.WAITING:
            raise NothingToPromote(
                f"Cette personne n’est plus en attente : {participation.get_state_display().lower()}."
            )
        if participation.lift != lift:
            participation.lift, participation.lift_reason = lift, reason if lift != Lift.IN_TURN else ""
            record(participation, user=actor.user, reason=reason, update_fields=["lift", "lift_reason"], at=now)
        return participation
