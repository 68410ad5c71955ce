"""What a cancellation ended: its séances, and each inscription as its history says it was just before. Reads only; three statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import Occurrence
from backoffice.booking.enums import State
from backoffice.booking.models import Participation
from backoffice.booking.services.stations import taken_meanwhile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from backoffice.actions.models import SeriesEdit


@dataclass(frozen=True)
class Ended:
    """One inscription that the cancellation ended, and the entry of its history just before."""

    participation: Participation
    before: Any


def ended_by(edit: SeriesEdit) -> list[int]:
    """The séances that the intention cancelled, by key."""
    rows = Occurrence.history.filter(action_id=edit.action_id, history_date=edit.made_at, history_user=edit.user_id)
    return sorted(set(rows.filter(state=OccurrenceState.CANCELLED).values_list("id", flat=True)))


def states_before(edit: SeriesEdit, keys: Collection[int]) -> dict[int, str]:
    """Whether each séance was open or closed to enrolment just before it was cancelled."""
    rows = Occurrence.history.filter(id__in=keys, history_date__lte=edit.made_at).order_by("history_date", "history_id")
    found: dict[int, str] = {}
    for key, state in rows.values_list("id", "state"):
        found[key] = state if state != OccurrenceState.CANCELLED else found[key]
    return found


def inscriptions_of(edit: SeriesEdit, seances: Iterable[Occurrence]) -> list[Ended]:
    """Those that the cancellation ended and that nothing changed since. Who holds another cell at that hour meanwhile keeps the other one."""
    by_key = {row.pk: row for row in seances}
    rows = Participation.objects.filter(occurrence__in=by_key, state=State.REVOKED)
    rows = rows.select_related("usager__responsible").order_by("pk")
    entries = entries_of(edit, [row.pk for row in rows])
    found = [
        Ended(row, entries[row.pk]) for row in rows if row.pk in entries and row.version == entries[row.pk].version + 1
    ]
    for each in found:
        each.participation.occurrence = by_key[each.participation.occurrence_id]
    busy = taken_meanwhile([each.participation for each in found])
    return [each for each in found if each.participation.pk not in busy]


def entries_of(edit: SeriesEdit, keys: Collection[int]) -> dict[int, Any]:
    """By inscription, the entry of its history just before the cancellation, for those that the cancellation itself ended."""
    found: dict[int, Any] = {}
    last: Any = None
    rows = Participation.history.filter(id__in=keys, history_date__lte=edit.made_at).order_by("id", "history_id")
    for entry in rows.iterator(chunk_size=2000):
        is_ended = entry.history_date == edit.made_at and entry.state == State.REVOKED
        if is_ended and last is not None and last.id == entry.id and entry.history_user_id == edit.user_id:
            found[entry.id] = last
        last = entry
    return found
