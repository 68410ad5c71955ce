"""Take back one intention: each séance returns to what its history says it was just before. People are told again only where they were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backoffice.actions.enums import EditKind
from backoffice.actions.models import Facilitator, Occurrence, SeriesEdit
from backoffice.booking.errors import AlreadyUndone, ChangedMeanwhile
from backoffice.booking.models import Participation
from backoffice.booking.services.access import require
from backoffice.booking.services.locking import LOADED, locked_together
from backoffice.booking.services.rescheduling import told_of_changes
from backoffice.booking.services.series.editing import Work, in_order, refuse_conflicts, tell_once, write
from backoffice.booking.services.series.foretelling import Foretold, becoming, called_told, seats_told, told_of_calls
from backoffice.booking.services.series.reaching import Wished, changed_since
from backoffice.booking.services.series.restoring import restore
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.directory.models import Venue
from backoffice.notifications.enums import Event
from backoffice.notifications.services import withdraw
from backoffice.notifications.services.foretelling import Telling
from backoffice.notifications.services.taking_back import not_read, withdrawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from backoffice.booking.services.series.foretelling import Effect
    from backoffice.booking.values import Actor
    from backoffice.directory.models import User


def undo_edit(*, edit_id: int, actor: Actor, reason: str = "", now: datetime | None = None) -> SeriesEdit:
    """Restore every séance that the intention changed or cancelled. All or nothing.

    Whoever has not been told yet never will be; the others are told again.

    Raises ChangedMeanwhile when one of them was changed since, AlreadyUndone, ImpossibleDates when its old date has passed or its room is taken,
    TooLate when what was cancelled has begun."""
    edit: SeriesEdit | None = SeriesEdit.objects.select_related("action").filter(pk=edit_id).first()
    if edit is None:
        raise OutOfPerimeter
    entries = entries_of(edit)
    with locked_together(entries) as seances:
        now = now or timezone.now()
        edit.refresh_from_db()
        if edit.undone_at is not None:
            raise AlreadyUndone
        work = Work(actor, reason or f"Annulé : {edit.summary}", now)
        for row in seances.values():
            require(actor, Activity.PLAN, row)
        if edit.kind == EditKind.CANCEL:
            restore(edit, seances.values(), work)
        else:
            change_back(edit, seances, entries, work)
        edit.undone_at, edit.told_count = now, edit.told_count + work.told
        edit.save(update_fields=["undone_at", "told_count"])
    return edit


def change_back(edit: SeriesEdit, seances: dict[int, Occurrence], entries: dict[int, list[Any]], work: Work) -> None:
    """Each séance returns to the entry of its history before the change."""
    before = {key: entries[key][0].prev_record for key in seances}
    for key in seances:
        refuse_later_changes(edit, key, entries[key][-1].history_id)
    pairs = in_order([(row, as_it_was(before[key])) for key, row in seances.items()])
    refuse_conflicts(pairs)
    for row, wish in pairs:
        write(row, wish, work, is_apart=before[row.pk].is_apart)
    tell_once(work, but=never_told(entries, work))


def never_told(entries: dict[int, list[Any]], work: Work) -> set[int]:
    """Those whose message about the change had not left: it is withdrawn, they never know of it. Its key has the entry of the change."""
    causes = causes_of(entries)
    told = withdraw(causes=causes, user=work.actor.user, reason=work.reason, now=work.now)
    return {causes[cause] for cause in withdrawn(causes=causes) - told}


def causes_of(entries: dict[int, list[Any]]) -> dict[str, int]:
    """The causes of the messages about the change, and whom each is for."""
    written = {key: entry.history_id for key, mine in entries.items() for entry in mine}
    rows = Participation.objects.filter(occurrence__in=written).order_by("pk")
    return {
        f"seance-{key}-change-{written[key]}-participation-{row}": usager
        for row, key, usager in rows.values_list("pk", "occurrence_id", "usager_id")
    }


def foretell_undo(edit: SeriesEdit, reader: User | None = None) -> Foretold:
    """What changing back would do, said before; nothing to those whose message about the change has not left. Writes nothing."""
    entries = entries_of(edit)
    rows = Occurrence.objects.filter(pk__in=entries).select_related(*LOADED).order_by("starts_at", "pk")
    wishes = ((row, as_it_was(entries[row.pk][0].prev_record)) for row in rows)
    effects = tuple(becoming(row, wish, set(entries), timezone.now()) for row, wish in wishes)
    tellings = (*told_back(effects, causes_of(entries)), *told_of_calls(effects))
    again = ("Qui a déjà reçu un message en recevra un autre.",) * bool(edit.told_count)
    return Foretold(effects, (*seats_told(effects), *called_told(effects, reader), *again), tellings)


def told_back(effects: Sequence[Effect], causes: dict[str, int]) -> tuple[Telling, ...]:
    unread = {causes[cause] for cause in not_read(causes=causes)}
    called = {row.pk for effect in effects for row in effect.called}
    people = told_of_changes([effect.change for effect in effects if effect.change is not None], served=called)
    return tuple(
        Telling(Event.SEANCE_CHANGED, row.occurrence, row.usager, about)
        for row, about in people
        if row.usager_id not in unread
    )


def entries_of(edit: SeriesEdit) -> dict[int, list[Any]]:
    """The history entries that the intention wrote, séance by séance, in order."""
    rows = Occurrence.history.filter(action_id=edit.action_id, history_date=edit.made_at, history_user=edit.user_id)
    found: dict[int, list[Any]] = {}
    for row in rows.exclude(history_type="+").order_by("history_id"):
        found.setdefault(row.id, []).append(row)
    return found


def refuse_later_changes(edit: SeriesEdit, key: int, last: int) -> None:
    """What somebody did since is not thrown away."""
    if Occurrence.history.filter(id=key, history_id__gt=last).exists():
        told = " ".join(changed_since(edit.action_id, last, {key}))
        raise ChangedMeanwhile(f"{ChangedMeanwhile.message} {told}".strip())


def as_it_was(entry: Any) -> Wished:
    """A séance as one entry of its history has it."""
    keys = entry.facilitators.values_list("facilitator_id", flat=True)
    venue = Venue.objects.filter(pk=entry.venue_id).first() if entry.venue_id else None
    people = tuple(Facilitator.objects.filter(pk__in=list(keys)).order_by("pk"))
    return Wished(entry.starts_at, entry.ends_at, venue, entry.title, entry.seats_override, people)
