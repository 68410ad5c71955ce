"""Who did what, when and why: the history rows of a séance or of one inscription, in sentences, newest first. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.enums import Lift, State
from backoffice.booking.models import Participation
from backoffice.booking.services.messages.letters import letters_told, said_in_history
from backoffice.booking.values import BY_LINK
from backoffice.console.base.wording import count, short_moment
from backoffice.people.models import Usager

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from backoffice.actions.models import Occurrence

SYSTEM, HERSELF = "Le logiciel", "La personne"
# The fields of an occurrence that are told, with the words before each value.
TOLD = {"state": "état", "starts_at": "début", "ends_at": "fin", "venue_id": "lieu", "seats_override": "places"}


@dataclass(frozen=True)
class Line:
    """One change: « Inès DUMAS : en liste d’attente → inscrit », by whom, when, why."""

    at: datetime
    who: str
    what: str
    why: str


def participation_story(participation: Participation) -> list[Line]:
    """The states of one inscription."""
    rows = participation.history.select_related("history_user").order_by("history_date", "history_id")
    return list(reversed(list(state_lines(rows, {}))))


def seance_story(occurrence: Occurrence, *, is_named: bool) -> list[Line]:
    """The changes of a séance and of all its inscriptions, two queries whatever their number; without names for who may not read them."""
    rows = list(
        Participation.history.filter(occurrence_id=occurrence.pk)
        .select_related("history_user")
        .order_by("history_date", "history_id")
    )
    people = {row.usager_id for row in rows} if is_named else set()
    names = {row.pk: str(row) for row in Usager.objects.filter(pk__in=people)}
    changes = occurrence.history.select_related("history_user", "venue").order_by("history_date", "history_id")
    lines = [*state_lines(rows, names), *occurrence_lines(changes, occurrence.territory.zone)]
    lines += [
        Line(told.letter.written_at, str(told.letter.author), said_in_history(told), "")
        for told in letters_told(occurrence)
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def state_lines(rows: Iterable[Any], names: dict[int, str]) -> Iterable[Line]:
    """One line per change of state or of place in the queue, in the order of the rows."""
    before: dict[int, Any] = {}
    for row in rows:
        what = change_of(before.get(row.id), row)
        before[row.id] = row
        if what:
            name = names.get(row.usager_id)
            yield Line(row.history_date, author(row), f"{name} : {what}" if name else what.capitalize(), why(row))


def change_of(previous: Any, row: Any) -> str:
    """What one version of an inscription changes, in words; nothing when it tells nothing."""
    now = State(row.state).label.lower()
    if previous is None:
        return f"{now} en surnombre" if row.is_overbooked else now
    if previous.state != row.state:
        return f"{State(previous.state).label.lower()} → {now}"
    if previous.lift != row.lift:
        return f"rang changé : {Lift(row.lift).label.lower()}"
    if previous.draw_rank != row.draw_rank:
        return f"rang tiré au sort : {row.draw_rank}"
    if previous.overtaken != row.overtaken:
        return f"dépassée par {count(row.overtaken, 'inscription')} dans la liste d’attente"
    return "passée dans la liste d’attente" if row.skipped_at and previous.skipped_at != row.skipped_at else ""


def occurrence_lines(rows: Iterable[Any], zone: ZoneInfo) -> Iterable[Line]:
    previous: Any = None
    for row in rows:
        changes: list[str] = differences(previous, row, zone) if previous is not None else []
        if previous is None or changes:
            what = f"Séance modifiée : {', '.join(changes)}" if changes else "Séance créée"
            yield Line(row.history_date, author(row), what, why(row))
        previous = row


def differences(old: Any, new: Any, zone: ZoneInfo) -> list[str]:
    return [
        f"{label} {shown(old, name, zone)} → {shown(new, name, zone)}"
        for name, label in TOLD.items()
        if getattr(old, name) != getattr(new, name)
    ]


def shown(row: Any, name: str, zone: ZoneInfo) -> str:
    """One value of an old row, in words."""
    value = getattr(row, name)
    if value is None:
        return "nombre habituel" if name == "seats_override" else "aucun"
    if name == "state":
        return OccurrenceState(value).label.lower()
    if name == "venue_id":
        return str(row.venue)
    return short_moment(value.astimezone(zone)) if name.endswith("_at") else str(value)


def author(row: Any) -> str:
    if row.history_user_id:
        return str(row.history_user)
    return HERSELF if row.history_change_reason == BY_LINK else SYSTEM


def why(row: Any) -> str:
    return row.history_change_reason or ""
