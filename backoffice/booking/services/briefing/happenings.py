"""What happened in one séance between two instants, read in the history: inscriptions, the séance itself, and who runs it. Names nobody who comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.actions.enums import OccurrenceState
from backoffice.actions.models import CollectiveAction, Occurrence
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.models import Participation
from backoffice.booking.services.locking import LOADED
from backoffice.console.base.wording import count
from backoffice.notifications.services.texts import is_sensitive

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Q

JOINS, LEAVES, TEAM = "Vous animez cette séance.", "Vous n’animez plus cette séance.", "L’équipe change."


@dataclass(frozen=True)
class Happened:
    """What one person of the team reads about one séance, in sentences that name nobody."""

    occurrence: Occurrence
    sentences: tuple[str, ...]

    @property
    def place(self) -> str:
        """« Atelier cuisine, lundi 14 décembre 2026, 10:00–12:00, CMS de Crest »; neither title nor place when they are sensitive."""
        row = self.occurrence
        if is_sensitive(row):
            return f"Votre séance du {row.date_sentence}"
        return ", ".join(filter(None, (row.shown_title, row.date_sentence, row.venue.name if row.venue else "")))


@dataclass(frozen=True)
class Changes:
    """One séance between two instants: what its team reads, who was in it before, who is in it after."""

    occurrence: Occurrence
    sentences: tuple[str, ...]
    before: frozenset[int]
    after: frozenset[int]

    def told_to(self, facilitator_id: int) -> tuple[str, ...]:
        """Whoever leaves reads only that; whoever joins reads how many people come."""
        if facilitator_id not in self.after:
            return (LEAVES,) if facilitator_id in self.before else ()
        if facilitator_id not in self.before:
            return (JOINS, *state_of(self.occurrence))
        changed = (TEAM,) if self.before != self.after else ()
        now = state_of(self.occurrence) if self.sentences or changed else ()
        return (*changed, *self.sentences, *now)


def changes_between(row: Occurrence, since: datetime, until: datetime, *, is_itself: bool) -> Changes:
    """`is_itself`: the séance or its action has history in between; otherwise its team is the one of now."""
    led_by = frozenset(each.pk for each in row.led_by)
    teams = (team_at(row, since), team_at(row, until)) if is_itself else (led_by, led_by)
    said = [*(changes_of(row, since, until) if is_itself else ()), *counts_of(row, since, until)]
    return Changes(row, tuple(said), *teams)


def touched(since: datetime, until: datetime, here: Q) -> tuple[list[Occurrence], set[int]]:
    """The séances whose inscriptions, action or selves have history between these instants, soonest first; and which of them changed themselves."""
    between = {"history_date__gt": since, "history_date__lte": until}
    booked = set(Participation.history.filter(**between).values_list("occurrence_id", flat=True))
    itself = set(Occurrence.history.filter(**between).values_list("id", flat=True))
    actions = set(CollectiveAction.history.filter(**between).values_list("id", flat=True))
    itself |= set(Occurrence.objects.filter(action__in=actions, ends_at__gt=since).values_list("pk", flat=True))
    rows = Occurrence.objects.filter(here, pk__in=booked | itself).select_related(*LOADED)
    rows = rows.prefetch_related("facilitators__user", "action__facilitators__user")
    return list(rows.order_by("starts_at", "pk")), itself


def team_at(row: Occurrence, instant: datetime) -> frozenset[int]:
    """Who ran it at that instant: its own team, or its action's; nobody when it did not exist."""
    own = last_entry(Occurrence, row.pk, instant)
    if own is None:
        return frozenset()
    action = last_entry(CollectiveAction, row.action_id, instant)
    inherited = action.facilitators.values_list("facilitator_id", flat=True) if action is not None else ()
    return frozenset(own.facilitators.values_list("facilitator_id", flat=True)) or frozenset(inherited)


def last_entry(model: type[Occurrence | CollectiveAction], key: int, instant: datetime) -> Any:
    entries = model.history.filter(id=key, history_date__lte=instant)
    return entries.order_by("history_date", "history_id").last()


def state_of(row: Occurrence) -> tuple[str, ...]:
    """How many people come, now; nothing about a séance that does not take place."""
    if row.state == OccurrenceState.CANCELLED:
        return ()
    seated = Participation.objects.filter(occurrence=row.pk, state__in=HOLDS_A_SEAT).count()
    return (f"Maintenant : {count(seated, 'inscrit')} pour {count(row.seats_with_origin.number, 'place')}.",)


def counts_of(row: Occurrence, since: datetime, until: datetime) -> list[str]:
    """Who came in and who left; nothing when all of it came back to what it was."""
    before, after = states_at(row, since), states_at(row, until)
    seated = [{key for key, state in each.items() if state in HOLDS_A_SEAT} for each in (before, after)]
    waiting = {key for key, state in after.items() if state == State.WAITING and before.get(key) != State.WAITING}
    parts = [
        (len(seated[1] - seated[0]), "inscription", "inscriptions"),
        (len(seated[0] - seated[1]), "annulation", "annulations"),
        (len(waiting), "personne de plus en attente", "personnes de plus en attente"),
    ]
    said = [count(number, *words) for number, *words in parts if number]
    return [f"{', '.join(said)}."] if said else []


def states_at(row: Occurrence, instant: datetime) -> dict[int, str]:
    """The state of each inscription at that instant."""
    entries = Participation.history.filter(occurrence_id=row.pk, history_date__lte=instant)
    return dict(entries.order_by("history_date", "history_id").values_list("id", "state"))


def changes_of(row: Occurrence, since: datetime, until: datetime) -> list[str]:
    """Cancelled, or at another date, in another place, under another title."""
    before, after = (last_entry(Occurrence, row.pk, instant) for instant in (since, until))
    if before is None or after is None:
        return []
    if after.state != before.state and OccurrenceState.CANCELLED in (before.state, after.state):
        return ["La séance est annulée." if after.state == OccurrenceState.CANCELLED else "La séance est rétablie."]
    changes = {
        "la date ou l’heure": (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at),
        "le lieu": before.venue_id != after.venue_id,
        "le titre": before.title != after.title,
    }
    changed = [name for name, is_new in changes.items() if is_new]
    return [f"Ce qui change : {', '.join(changed)}."] if changed else []
