"""What did not arrive in a perimeter, with what an agent needs to put it right: why, whom to call, what may be sent again. One query behind the list,
the counter of the menu and the one of the first page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from backoffice.booking.models import Participation
from backoffice.booking.services.messages.resending import why_not
from backoffice.booking.services.messages.timeline import ADVICE, CALL, why_of
from backoffice.booking.services.showing import put_faces
from backoffice.directory.enums import Activity
from backoffice.notifications.enums import MessageState
from backoffice.notifications.models import OutboxMessage
from backoffice.notifications.services.judging import DOUBTFUL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.booking.services.showing import Face
    from backoffice.directory.models import User
    from backoffice.notifications.queries import OutboxQuerySet

USEFUL, MONTH, ALL = "utiles", "30-jours", "tous"
PERIODS = {USEFUL: "Encore utiles", MONTH: "Écrits depuis 30 jours", ALL: "Tous"}
LOADED = (
    "usager__responsible",
    "letter",
    "occurrence__action__motif",
    "occurrence__action__organisation__territory",
    "occurrence__venue",
)


@dataclass(frozen=True)
class Missed:
    """One message that did not arrive. `participation` is None when her inscription is not there any more; `face` is what the reader may know."""

    message: OutboxMessage
    participation: Participation | None
    face: Face | None
    may_write: bool
    may_resend: bool

    @property
    def may_be_received(self) -> bool:
        return self.may_write and self.message.state in DOUBTFUL

    @property
    def may_pass(self) -> bool:
        return self.may_write and self.message.state == MessageState.HELD

    @property
    def why(self) -> str:
        return why_of(self.message) or self.message.get_state_display()

    @property
    def advice(self) -> str:
        return ADVICE.get(self.message.trouble, CALL)

    @property
    def phone(self) -> str:
        return self.face.phone if self.face else ""

    @property
    def callable_phone(self) -> str:
        """For a link that dials."""
        return self.phone.replace(" ", "")


def undelivered_in(user: User, now: datetime, *, period: str = USEFUL) -> OutboxQuerySet:
    """What waits for somebody where this person reads who comes."""
    rows = OutboxMessage.objects.visible_to(user, Activity.VIEW_PEOPLE).undelivered()
    if period == USEFUL:
        rows = rows.filter(Q(expires_at__gt=now) | Q(expires_at=None, occurrence__starts_at__gt=now))
    elif period == MONTH:
        rows = rows.filter(created_at__gt=now - timedelta(days=30))
    found: OutboxQuerySet = rows
    return found


def missed(rows: Sequence[OutboxMessage], user: User, now: datetime) -> list[Missed]:
    """With the inscription and the face of each, in a fixed number of statements. The rows have what `LOADED` names."""
    inscriptions = Participation.objects.filter(
        occurrence__in={row.occurrence_id for row in rows}, usager__in={row.usager_id for row in rows}
    ).select_related("usager__responsible")
    latest = {(one.usager_id, one.occurrence_id): one for one in inscriptions.order_by("booked_at", "pk")}
    put_faces(user, list(latest.values()))
    return [missed_one(row, latest.get((row.usager_id, row.occurrence_id)), user, now) for row in rows]


def missed_one(row: OutboxMessage, participation: Participation | None, user: User, now: datetime) -> Missed:
    may_write = user.perimeter.may_in(Activity.MESSAGE, row.occurrence.action.organisation)
    state = participation.state if participation else None
    face = participation.__dict__["face"] if participation else None
    return Missed(row, participation, face, may_write, may_write and not why_not(row, row.occurrence, state, now))
