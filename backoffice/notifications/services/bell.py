"""What the bell says to one person: the news of the séances that she runs, and those that she has not read. Nobody else's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.utils import timezone

from backoffice.actions.models import Facilitator
from backoffice.notifications.models import BellNote

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User
    from backoffice.notifications.queries import BellQuerySet

SHOWN = 100


@dataclass(frozen=True)
class Bell:
    """Whether she runs séances, and how many news she has not read."""

    is_hers: bool
    unread: int


def bell_of(user: User) -> Bell:
    """In one statement: it is asked by every page."""
    to_read = Count("bell_notes", filter=Q(bell_notes__read_at__isnull=True))
    found = list(Facilitator.objects.filter(user=user.pk).annotate(to_read=to_read).values_list("to_read", flat=True))
    return Bell(bool(found), sum(found))


def notes_of(user: User) -> BellQuerySet:
    """The latest, with what their page names."""
    rows = BellNote.objects.told_to(user).select_related("occurrence__action__organisation__territory")
    return rows.order_by("-happened_at", "occurrence__starts_at", "-pk")[:SHOWN]


def read_all(*, user: User, now: datetime | None = None) -> int:
    """She has read them: how many there were. Twice is once."""
    return BellNote.objects.told_to(user).unread().update(read_at=now or timezone.now())
