"""Note who came. One gesture for everyone, then the exceptions (minutes S24); a correction is one more line of history and tells nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import ATTENDANCE, HOLDS_A_SEAT, State
from backoffice.booking.errors import InvalidTransition, NotYet, ReasonRequired, SheetClosed
from backoffice.booking.models import AttendanceSheet, Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import move, move_together, occurrence_id_of, participation_under_lock
from backoffice.booking.services.sheets import CLOSED, refuse_cancelled, refuse_second_place, remember, sheet_of
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor

CAME_BACK = "Cette personne avait annulé. Écrivez pourquoi sa présence change."
MARKS = ATTENDANCE | {State.BOOKED, State.EXCUSED}


def mark_attendance(
    *, participation_id: int, state: State, actor: Actor, reason: str = "", now: datetime | None = None
) -> Participation:
    """Note one person: present, late, absent, excused, or back to undetermined. Marking the same state again changes nothing.

    Bringing back somebody who had cancelled needs a reason, and so does any change once the sheet is closed. Before the start, the place of
    somebody excused goes to the next person. Raises NotYet before the day of the occurrence, ReasonRequired, InvalidTransition."""
    if state not in MARKS:
        raise InvalidTransition("Cet état ne se note pas ici.")
    with locked(occurrence_id_of(participation_id)) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.ATTENDANCE, occurrence)
        refuse_sheet(occurrence, now)
        participation, sheet = participation_under_lock(occurrence, participation_id), sheet_of(occurrence)
        before = State(participation.state)
        if before == state:
            return participation
        refuse_mark(participation, sheet, reason)
        beyond = participation.party_size if before == State.EXCUSED else 0
        move(participation, state, user=actor.user, at=now, reason=reason, beyond=beyond)
        remember(sheet, state, [(participation, before)], actor, now)
        if state == State.EXCUSED:
            allocate(occurrence, actor, now=now)
        return participation


def refuse_mark(participation: Participation, sheet: AttendanceSheet, reason: str) -> None:
    """What needs a reason, and who has no place to be marked on."""
    if sheet.is_closed and not reason:
        raise ReasonRequired(CLOSED)
    if participation.state == State.EXCUSED:
        refuse_return(participation, reason)
    elif participation.state not in HOLDS_A_SEAT:
        raise InvalidTransition("Cette personne n’a pas de place à cette séance : inscrivez-la d’abord.")


def mark_everyone_present(*, occurrence_id: int, actor: Actor, now: datetime | None = None) -> int:
    """Everyone still undetermined is present. Returns how many people were marked. Raises NotYet, SheetClosed."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.ATTENDANCE, occurrence)
        refuse_sheet(occurrence, now)
        sheet = sheet_of(occurrence)
        if sheet.is_closed:
            raise SheetClosed
        undetermined = list(Participation.objects.filter(occurrence=occurrence.pk, state=State.BOOKED).order_by("pk"))
        move_together(undetermined, State.ATTENDED, user=actor.user, at=now)
        if undetermined:
            remember(sheet, State.ATTENDED, [(row, State.BOOKED) for row in undetermined], actor, now)
        return len(undetermined)


def refuse_return(participation: Participation, reason: str) -> None:
    """Somebody who had cancelled comes anyway: it is written why, and she has no other place here."""
    if not reason:
        raise ReasonRequired(CAME_BACK)
    refuse_second_place(participation)


def refuse_sheet(occurrence: Occurrence, now: datetime) -> None:
    """Nothing is noted of a séance that does not take place, nor before its day, in the territory's own calendar."""
    refuse_cancelled(occurrence)
    zone = occurrence.territory.zone
    if timezone.localdate(now, zone) < timezone.localdate(occurrence.starts_at, zone):
        raise NotYet
