"""« Pourquoi personne n'a été appelé ? »: for each person who waits, the first thing that keeps her from a seat now. Writes nothing.

The same questions as the allocation, in the same order: what stops the whole list, whether a seat is free, then the evaluator for each person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from backoffice.booking.enums import ActorKind, State
from backoffice.booking.models import Participation
from backoffice.booking.services.counting import seats_free
from backoffice.booking.services.keeping import MOST_OVERTAKEN, could_ever_fit, lacks_only_seats, told
from backoffice.booking.services.queueing import Turn
from backoffice.booking.services.serving import GIVES_A_SEAT, ask, why_not
from backoffice.booking.values import Actor
from backoffice.catalogue.enums import WaitlistMode
from backoffice.console.base.wording import count, rank, short_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from backoffice.actions.models import Occurrence
    from backoffice.booking.values import QueueTerms

# Each answer asks the evaluator: a page examines the head of the list, the worker examines everybody.
EXAMINED = 20
HIDDEN = "Une règle la garde sur la liste."
NEXT = "Rien ne s’y oppose : elle est appelée au prochain passage, dans la minute."
GIVEN_BY_HAND = "Rien ne s’y oppose : un agent peut lui donner la place."
NOT_EXAMINED = "Pas encore examinée : d’autres personnes passent avant elle."


@dataclass(frozen=True)
class Unanswered:
    """Somebody who waits, and why she still does. `quotes_her` when the sentence tells something of her own file."""

    turn: Turn
    why: str
    quotes_her: bool = False

    def told_to(self, *, reads_file: bool) -> str:
        return self.why if reads_file or not self.quotes_her else HIDDEN


def reasons_of(
    rows: list[Turn], ends: Sequence[datetime], terms: QueueTerms, general: str, ranks: Mapping[int, int]
) -> list[Unanswered]:
    """Why each of these people of one séance still waits. `general` stops the whole list; `ends` are those of the places proposed to others;
    `ranks` those of the whole queue."""
    occurrence = rows[0].participation.occurrence
    said = offers_told(ends, occurrence.territory.zone) if ends else ""
    first = min((ranks[key] for key in waits_with_kept_seats(occurrence) if key in ranks), default=len(ranks))
    return [
        Unanswered(row, kept_for(occurrence, first))
        if not general and first < (row.number or number)
        else reason_of(row, row.number or number, terms, general, said)
        for number, row in enumerate(rows, 1)
    ]


def waits_with_kept_seats(occurrence: Occurrence) -> list[int]:
    """Who was overtaken as often as may be, and lacks nothing but seats. Asked only where seats are free and somebody waits with others."""
    counters = occurrence.counters
    if seats_free(occurrence) <= 0 or counters.seats_awaited == counters.waiting_count:
        return []
    waiting = Participation.objects.filter(occurrence=occurrence.pk, state=State.WAITING, overtaken__gte=MOST_OVERTAKEN)
    rows = list(waiting.select_related("usager__responsible", "booked_by").order_by("pk")[:EXAMINED])
    for row in rows:
        row.occurrence = occurrence
    return [row.pk for row in rows if is_kept_seats(row)]


def is_kept_seats(waiting: Participation) -> bool:
    answer = ask(waiting, Actor(ActorKind(waiting.channel), waiting.booked_by), author=None, now=timezone.now())
    return lacks_only_seats(answer) and could_ever_fit(waiting, answer)


def kept_for(occurrence: Occurrence, first: int) -> str:
    free = seats_free(occurrence)
    seats = "La place libre est gardée" if free == 1 else "Les places libres sont gardées"
    return f"{seats} pour la {rank(first)} de la liste, qui ne vient pas seule."


def reason_of(turn: Turn, number: int, terms: QueueTerms, general: str, offered: str) -> Unanswered:
    """The first obstacle: the list, the seat, the rules."""
    occurrence, by_hand = turn.participation.occurrence, terms.mode == WaitlistMode.MANUAL
    if general and not by_hand:
        return Unanswered(turn, general)
    if seats_free(occurrence) < turn.participation.party_size:
        return Unanswered(turn, no_seat(occurrence, turn.participation) + offered)
    if number > EXAMINED:
        return Unanswered(turn, NOT_EXAMINED)
    waiting = turn.participation
    answer = ask(waiting, Actor(ActorKind(waiting.channel), waiting.booked_by), author=None, now=terms.now)
    if answer.verdict.outcome not in GIVES_A_SEAT:
        return Unanswered(turn, why_not(answer), quotes_her=True)
    return Unanswered(turn, GIVEN_BY_HAND if by_hand else NEXT)


def no_seat(occurrence: Occurrence, waiting: Participation) -> str:
    free = seats_free(occurrence)
    if free <= 0:
        return "Aucune place n’est libre."
    return f"{count(free, 'place est libre', 'places sont libres')}, il en faut {waiting.party_size}.{told(waiting)}"


def offers_told(ends: Sequence[datetime], zone: ZoneInfo) -> str:
    """How many seats are kept for others, and until when at least."""
    until = short_moment(timezone.localtime(min(ends), zone))
    verb = "attend" if len(ends) == 1 else "attendent"
    return f" {count(len(ends), 'proposition')} {verb} une réponse, la première jusqu’au {until}."
