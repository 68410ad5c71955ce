"""Set the quotas of one séance, or of an action for all its séances: instead of those of the rules, or back to them. Nobody loses a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.models import CollectiveAction
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.locking import locked
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import record
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Decision
    from backoffice.booking.values import Actor

type OwnQuotas = dict[str, dict[str, int]]


def set_quotas(
    *, occurrence_id: int, quotas: OwnQuotas | None, actor: Actor, reason: str = "", now: datetime | None = None
) -> tuple[Occurrence, list[Decision]]:
    """`quotas` maps the two parameters to scopes and seats; None goes back to the action's or the rules'. Seats let go are given at once."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.PLAN, occurrence)
        if occurrence.quotas != quotas:
            occurrence.quotas = quotas
            record(occurrence, user=actor.user, reason=reason, update_fields=["quotas"], at=now)
        return occurrence, allocate(occurrence, actor, now=now) if occurrence.starts_at > now else []


def set_action_quotas(
    *, action: CollectiveAction, quotas: OwnQuotas | None, actor: Actor, reason: str = "", now: datetime | None = None
) -> CollectiveAction:
    """The same for every séance of the action that says nothing by itself; the worker serves those who wait as soon as it is written."""
    with transaction.atomic():
        if actor.user is None or not actor.user.perimeter.may_in(Activity.PLAN, action.organisation):
            raise NotAllowed
        action.quotas = quotas
        record(action, user=actor.user, reason=reason, update_fields=["quotas"], at=now or timezone.now())
    return action
