"""The waiting list on the page of a séance: who waits in which order and why, who was offered a seat, why nobody was called, the draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.enums import State
from backoffice.booking.models import Lottery
from backoffice.booking.services.allocating import why_nobody_is_called
from backoffice.booking.services.queueing import ranked, terms_of, turns
from backoffice.booking.services.showing import put_faces
from backoffice.booking.services.unanswered import reasons_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.models import Participation
    from backoffice.booking.services.queueing import Turn
    from backoffice.directory.models import User


def waiting_list(occurrence: Occurrence, rows: Sequence[Participation], now: datetime) -> dict[str, Any]:
    """What the list shows of the inscriptions of a séance, whose faces are put: reasons tell no more of a file than the reader reads."""
    offered = sorted(
        (row for row in rows if row.state == State.OFFERED), key=lambda row: (row.offer_expires_at, row.pk)
    )
    waiting = [row for row in rows if row.state == State.WAITING]
    if not waiting:
        return {"waiting": [], "offered": offered, "general": "", "unanswered": [], "is_by_lot": False, "lottery": None}
    for row in (*waiting, *offered):
        row.occurrence = occurrence
    terms = terms_of(occurrence, now)
    queue = ranked(waiting, occurrence, terms)
    general = why_nobody_is_called(occurrence, terms)
    reasons = reasons_of(queue, offered, terms, general)
    is_by_lot = terms.order == "lottery"
    return {
        "waiting": queue,
        "offered": offered,
        "general": general,
        "unanswered": [(one.turn, one.told_to(reads_file=face_of(one.turn).has_file)) for one in reasons],
        "is_by_lot": is_by_lot,
        "lottery": Lottery.objects.filter(occurrence=occurrence).first() if is_by_lot else None,
    }


def face_of(turn: Turn) -> Any:
    return turn.participation.__dict__["face"]


def lines_of(occurrence: Occurrence, reader: User, now: datetime) -> list[Turn]:
    """The people who wait, in order, for a page that lists several séances."""
    rows = turns(occurrence, terms_of(occurrence, now))
    put_faces(reader, [row.participation for row in rows])
    return rows
