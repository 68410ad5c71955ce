"""What a séance that moves meets: dates that cannot be, what is in the way, people to tell. Editing and taking back call it under their locks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.errors import ImpossibleDates
from backoffice.actions.models import Occurrence
from backoffice.actions.services.conflicts import Busy
from backoffice.actions.services.daysoff import Place
from backoffice.booking.errors import InvalidTransition, TooLate
from backoffice.booking.services.foretelling_many import live_in, per_person
from backoffice.notifications.enums import Event
from backoffice.notifications.services import About, owe
from backoffice.notifications.services.changes import told_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from backoffice.actions.models import Facilitator
    from backoffice.actions.services.conflicts import Conflict
    from backoffice.booking.models import Participation
    from backoffice.directory.models import Venue

PAST = "Cette date est passée. Choisissez une date à venir."


def refuse_impossible(
    occurrence: Occurrence, starts_at: datetime, ends_at: datetime, venue: Venue | None, now: datetime
) -> None:
    if occurrence.state == OccurrenceState.CANCELLED:
        raise InvalidTransition("Cette séance est annulée. Rétablissez-la d’abord, puis changez-la.")
    if occurrence.starts_at <= now:
        raise TooLate("La séance a commencé : sa date ne change plus.")
    if starts_at <= now:
        raise ImpossibleDates(PAST)
    if ends_at <= starts_at:
        raise ImpossibleDates("La fin doit venir après le début.")
    if venue is not None and venue.territory_id != occurrence.territory.pk:
        raise ImpossibleDates("Ce lieu appartient à un autre territoire.")
    twins = Occurrence.objects.filter(
        action=occurrence.action_id, starts_at=starts_at, band=occurrence.band, station=occurrence.station
    )
    if twins.exclude(pk=occurrence.pk).exists():
        raise ImpossibleDates("Cette action a déjà une séance à cette heure.")


def conflicts_there(
    occurrence: Occurrence, starts_at: datetime, ends_at: datetime, venue: Venue | None
) -> tuple[Conflict, ...]:
    """What is in the way of the séance at these instants and in this place."""
    apart = frozenset({occurrence.pk, *sharing_its_room(occurrence)})
    place = Place(occurrence.action.organisation, venue, people_of(occurrence), occurrence.action, apart)
    return Busy(place, starts_at, ends_at).conflicts(starts_at, ends_at)


def sharing_its_room(occurrence: Occurrence) -> Iterable[int]:
    """The other stations of its day share its room on purpose."""
    if occurrence.group_id is None:
        return ()
    rows = Occurrence.objects.filter(group=occurrence.group_id).exclude(station=occurrence.station)
    return rows.values_list("pk", flat=True)


def people_of(occurrence: Occurrence) -> tuple[Facilitator, ...]:
    """Who runs it: its own facilitators, or its action's."""
    own = tuple(occurrence.facilitators.order_by("pk"))
    return own or tuple(occurrence.action.facilitators.order_by("pk"))


def told_of_changes(
    changed: Sequence[tuple[Occurrence, About]], *, served: Collection[int] = ()
) -> list[tuple[Participation, About]]:
    """Each person once, about the first of her séances whose change is announced; it names the others. `served`: inscriptions that were just
    given a seat, and told so, as the séance now is."""
    announced = {row.pk: about for row, change in changed if (about := told_of(row, change)) is not None}
    live = [row for row in live_in(row for row, _change in changed if row.pk in announced) if row.pk not in served]
    return [(first, replace(announced[first.occurrence_id], others=others)) for first, others in per_person(live)]


def tell_everybody(
    changed: Sequence[tuple[Occurrence, About]],
    now: datetime,
    *,
    served: Collection[int] = (),
    but: Collection[int] = (),
) -> int:
    """One message to each person who has a place, waits, or was asked to answer; `but` are people who need none. The key is the change itself."""
    told = 0
    for row, about in told_of_changes(changed, served=served):
        if row.usager_id in but:
            continue
        change = row.occurrence.history.order_by("-history_id").values_list("pk", flat=True)[0]
        messages = owe(
            event=Event.SEANCE_CHANGED,
            cause=f"seance-{row.occurrence_id}-change-{change}-participation-{row.pk}",
            occurrence=row.occurrence,
            usager=row.usager,
            now=now,
            about=about,
        )
        told += bool(messages)
    return told
