"""Tell the people of an action that its title, or who runs it, has changed: when somebody decides so, after seeing the text and its cost.

Only for the séances that have neither a title nor facilitators of their own, and only what the territory, the motif or the action announces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.booking.services.locking import LOADED
from backoffice.booking.services.rescheduling import told_of_changes
from backoffice.console.base.errors import NotAllowed, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import Change, Event
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services import About, owe
from backoffice.notifications.services.foretelling import Telling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.directory.models import User

# What a séance takes from its action.
TOLD = (Change.TITLE, Change.FACILITATORS)


def action_to_tell(action_id: int, user: User) -> CollectiveAction:
    """Raises OutOfPerimeter, or NotAllowed for whoever does not plan there."""
    rows = CollectiveAction.objects.visible_to(user).select_related("organisation__territory", "motif")
    found: CollectiveAction | None = rows.filter(pk=action_id).first()
    if found is None:
        raise OutOfPerimeter
    if not user.perimeter.may_in(Activity.PLAN, found.organisation):
        raise NotAllowed
    return found


def tellings(action: CollectiveAction, changes: Sequence[Change], now: datetime) -> list[tuple[str, Telling]]:
    """(cause, what is told), each person once. The cause is the last entry of the action's history: the same change is never told twice."""
    changed = [(row, About(changes=of)) for row, of in concerned(action, changes, now)]
    entry = action.history.order_by("-history_id").values_list("pk", flat=True)[0]
    found = []
    for row, about in told_of_changes(changed):
        cause = f"action-{action.pk}-change-{entry}-participation-{row.pk}"
        if not OutboxMessage.objects.filter(key__startswith=f"{cause}-").exists():
            found.append((cause, Telling(Event.SEANCE_CHANGED, row.occurrence, row.usager, about)))
    return found


def concerned(
    action: CollectiveAction, changes: Sequence[Change], now: datetime
) -> list[tuple[Occurrence, tuple[Change, ...]]]:
    """The séances to come that take one of these from their action, and which."""
    rows = Occurrence.objects.filter(action=action).upcoming(now).select_related(*LOADED)
    found = []
    for row in rows.prefetch_related("facilitators").order_by("starts_at", "pk"):
        own = {Change.TITLE: bool(row.title), Change.FACILITATORS: bool(row.facilitators.all())}
        taken = tuple(change for change in changes if not own[change])
        found += [(row, taken)] if taken else []
    return found


def tell_action(*, action_id: int, changes: Sequence[Change], user: User, now: datetime | None = None) -> int:
    """How many people were written to. Raises OutOfPerimeter, NotAllowed."""
    now = now or timezone.now()
    action = action_to_tell(action_id, user)
    with transaction.atomic():
        return sum(
            bool(
                owe(
                    event=told.event,
                    cause=cause,
                    occurrence=told.occurrence,
                    usager=told.usager,
                    now=now,
                    about=told.about,
                )
            )
            for cause, told in tellings(action, changes, now)
        )
