"""The sheet of attendance: the last gesture, undone by its author; closed once everybody is noted, then each correction says why.

Everything here runs under the lock of the occurrence, like the marks themselves: nobody ticks between the check and the closing."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.errors import GestureIsPast, InvalidTransition, ReasonRequired, SheetIncomplete
from backoffice.booking.models import AttendanceSheet, Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.allocating import allocate
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.locking import locked
from backoffice.booking.services.moving import move, move_together
from backoffice.booking.services.stations import refuse_two_stations_at_once
from backoffice.console.base.history import record
from backoffice.console.base.wording import count
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import Actor

UNDONE = "Geste annulé"
CLOSED = "La feuille est close. Écrivez pourquoi la présence change."
WHY_REOPENED = "Écrivez pourquoi la feuille est rouverte : c’est gardé dans l’historique."


def sheet_of(occurrence: Occurrence) -> AttendanceSheet:
    """The sheet as it is stored, or a new one. Call with the occurrence locked."""
    found = AttendanceSheet.objects.filter(occurrence=occurrence.pk).first()
    return found or AttendanceSheet(occurrence=occurrence)


def remember(
    sheet: AttendanceSheet, state: State, before: Iterable[tuple[Participation, str]], actor: Actor, now: datetime
) -> None:
    """What the last gesture changed, so that its author can take it back: each row with its former state and the version that it reached."""
    if sheet.pk is None:
        record(sheet, user=actor.user, reason="Première présence notée", at=now)
    changes = [[row.pk, former, row.version] for row, former in before]
    user_id = actor.user.pk if actor.user else None
    write_gesture(sheet, {"id": uuid.uuid4().hex, "user": user_id, "state": state.value, "changes": changes})


def told_gesture(gesture: dict[str, Any]) -> str:
    """« DUMAS Inès : présent », « 12 personnes : présent »."""
    label = State(gesture["state"]).label.lower()
    keys = [key for key, _state, _version in gesture["changes"]]
    if len(keys) > 1:
        return f"{count(len(keys), 'personne')} : {label}"
    row = Participation.objects.select_related("usager").filter(pk__in=keys).first()
    return f"{row.usager} : {label}" if row else label


def write_gesture(sheet: AttendanceSheet, gesture: dict[str, Any]) -> None:
    sheet.gesture = gesture
    AttendanceSheet.objects.filter(pk=sheet.pk).update(gesture=gesture)


def undo_gesture(*, occurrence_id: int, gesture_id: str, actor: Actor, now: datetime | None = None) -> str:
    """Take back the last gesture of this sheet, if it is the actor's and nothing changed since. Returns what it was.

    Raises GestureIsPast, InvalidTransition when a seat that it freed was given meanwhile or the séance was cancelled, AtAnotherStation,
    OutOfPerimeter, NotAllowed."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.ATTENDANCE, occurrence)
        refuse_cancelled(occurrence)
        sheet = sheet_of(occurrence)
        gesture = sheet.gesture
        is_own = actor.user is not None and gesture.get("user") == actor.user.pk
        if not is_own or gesture.get("id") != gesture_id or sheet.is_closed:
            raise GestureIsPast
        put_back(occurrence, gesture["changes"], actor, now)
        write_gesture(sheet, {})
        return told_gesture(gesture)


def put_back(occurrence: Occurrence, changes: list[list[Any]], actor: Actor, now: datetime) -> None:
    """Every row of the gesture, or none: a row that changed since belongs to whoever changed it."""
    rows = Participation.objects.select_related("usager__responsible").filter(
        occurrence=occurrence.pk, pk__in=[key for key, _state, _version in changes]
    )
    by_key = {row.pk: row for row in rows}
    if any(key not in by_key or by_key[key].version != version for key, _state, version in changes):
        raise GestureIsPast
    for row in by_key.values():
        row.occurrence = occurrence
    if len(changes) > 1:
        move_together(list(by_key.values()), State(changes[0][1]), user=actor.user, at=now, reason=UNDONE)
        return
    for key, state, _version in changes:
        put_one_back(occurrence, by_key[key], State(state), actor, now)


def put_one_back(
    occurrence: Occurrence, participation: Participation, state: State, actor: Actor, now: datetime
) -> None:
    if state in HOLDS_A_SEAT and participation.state not in HOLDS_A_SEAT:
        refuse_second_place(participation)
        refuse_two_stations_at_once(occurrence, participation.usager_id, actor)
        if seats_free(occurrence) < participation.party_size:
            raise InvalidTransition("La place qui s’était libérée a été donnée à quelqu’un d’autre.")
    move(participation, state, user=actor.user, at=now, reason=UNDONE)
    allocate(occurrence, actor, now=now)


def refuse_cancelled(occurrence: Occurrence) -> None:
    if occurrence.state == OccurrenceState.CANCELLED:
        raise InvalidTransition("Cette séance est annulée : personne n’y est attendu.")


def refuse_second_place(participation: Participation) -> None:
    """Somebody who had left asked for another place here since."""
    others = Participation.objects.live().filter(occurrence=participation.occurrence_id, usager=participation.usager_id)
    if others.exists():
        raise InvalidTransition("Cette personne s’est inscrite de nouveau : notez sa présence sur l’autre inscription.")


def close_sheet(*, occurrence_id: int, actor: Actor, now: datetime | None = None) -> AttendanceSheet:
    """Close it: from now on, each correction says why. Twice is once. Raises SheetIncomplete while somebody is not noted."""
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.ATTENDANCE, occurrence)
        sheet = sheet_of(occurrence)
        if sheet.is_closed:
            return sheet
        left = Participation.objects.filter(occurrence=occurrence.pk, state=State.BOOKED).count()
        if left:
            raise SheetIncomplete(f"Il reste {count(left, 'personne')} à noter. Notez tout le monde avant de clore.")
        sheet.closed_at, sheet.closed_by, sheet.gesture = now, actor.user, {}
        record(sheet, user=actor.user, reason="Feuille close", at=now)
        return sheet


def reopen_sheet(*, occurrence_id: int, actor: Actor, reason: str, now: datetime | None = None) -> AttendanceSheet:
    """Open it again, with a reason that is kept. A sheet that is open changes nothing. Raises ReasonRequired."""
    if not reason.strip():
        raise ReasonRequired(WHY_REOPENED)
    with locked(occurrence_id) as occurrence:
        now = now or timezone.now()
        require(actor, Activity.ATTENDANCE, occurrence)
        sheet = sheet_of(occurrence)
        if sheet.is_closed:
            sheet.closed_at = sheet.closed_by = None
            record(sheet, user=actor.user, reason=reason, at=now)
        return sheet
