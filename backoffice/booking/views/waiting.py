"""The waiting list on the page of a séance: who waits in which order and why, who was offered a seat, why nobody was called, the draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.booking.models import Lottery
from backoffice.booking.services.allocating import why_nobody_is_called
from backoffice.booking.services.queueing import ranked, terms_of, turns
from backoffice.booking.services.showing import put_faces
from backoffice.booking.services.unanswered import reasons_of

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.services.queueing import Turn
    from backoffice.booking.values import QueueTerms
    from backoffice.booking.views.people import PeopleOfSeance
    from backoffice.directory.models import User

MOST_LINES = 10
NOBODY_WAITS: dict[str, Any] = {"waiting": [], "general": "", "unanswered": [], "is_by_lot": False, "lottery": None}


def waiting_list(people: PeopleOfSeance, terms: QueueTerms) -> dict[str, Any]:
    """What is told of those who wait and are shown, whose faces are put: reasons tell no more of a file than the reader reads."""
    rows, occurrence = people.parts["attente"].rows, people.occurrence
    if not rows:
        return NOBODY_WAITS
    queue = ranked(rows, [people.ranks[row.pk] for row in rows], occurrence, terms)
    general = why_nobody_is_called(occurrence, terms)
    reasons = reasons_of(queue, people.ends, terms, general, people.ranks)
    is_by_lot = terms.order == "lottery"
    return {
        "waiting": queue,
        "general": general,
        "unanswered": [(one.turn, one.told_to(reads_file=face_of(one.turn).has_file)) for one in reasons],
        "is_by_lot": is_by_lot,
        "lottery": Lottery.objects.filter(occurrence=occurrence).first() if is_by_lot else None,
    }


def face_of(turn: Turn) -> Any:
    return turn.participation.__dict__["face"]


def lines_of(occurrence: Occurrence, reader: User, now: datetime) -> list[Turn]:
    """The first people who wait, in order, for a page that lists several séances."""
    rows = turns(occurrence, terms_of(occurrence, now), MOST_LINES)
    put_faces(reader, [row.participation for row in rows])
    return rows
