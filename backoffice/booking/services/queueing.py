"""The order of a queue: who is called next, what her rank is and why. Reads only.

The order has three keys, in this order:

1. what an agent decided (`lift`: before the others, in turn, after the others), always with a reason;
2. what the policy says:
   - arrival: nothing more;
   - priority: the points of her own decision, the highest first, until she has waited `waitlist.ageing_days` (days of 24 hours since she
     joined). From then on she comes before everybody who has not, whatever their points, and points no longer count between those who have.
     So nobody waits for ever: once she has waited that long, only people who joined before her can be called before her, and there are at
     most as many of them as her rank by arrival;
   - lottery: the rank that the draw gave; whoever joined after the draw comes behind, by arrival;
3. arrival, then the primary key, which settles two requests of the same instant.

Who cannot take a seat now is passed over, with a recorded reason, and keeps her rank (see `allocating`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.utils import timezone

from backoffice.booking.enums import Lift, State
from backoffice.booking.models import Lottery, Participation
from backoffice.booking.services.policies import parameters_in_force
from backoffice.booking.values import QueueTerms
from backoffice.console.base.wording import count, rank, short_moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from backoffice.actions.models import Occurrence

BY_ARRIVAL = "Ordre d’arrivée"
ORDERS = {
    "arrival": "Par ordre d’arrivée.",
    "priority": "Par priorité, puis par ordre d’arrivée.",
    "lottery": "Par tirage au sort, puis par ordre d’arrivée.",
}


@dataclass(frozen=True)
class Turn:
    """Somebody who waits, with her rank (None before a draw) and why it is hers."""

    participation: Participation
    number: int | None
    why: str

    @property
    def shown(self) -> str:
        return "—" if self.number is None else rank(self.number)


def terms_of(occurrence: Occurrence, now: datetime) -> QueueTerms:
    """The waiting list as the policy in force wants it for this occurrence."""
    parameters = parameters_in_force(occurrence, now)

    def number(code: str) -> int:
        return cast("int", parameters[f"waitlist.{code}"].value)

    return QueueTerms(
        mode=str(parameters["waitlist.mode"].value),
        order=str(parameters["waitlist.order"].value),
        offer=timedelta(hours=number("offer_hours")),
        ends_at=occurrence.starts_at - timedelta(hours=number("cutoff_hours")),
        ageing=timedelta(days=number("ageing_days")),
        now=now,
    )


def is_drawn(occurrence: Occurrence) -> bool:
    return Lottery.objects.filter(occurrence=occurrence.pk, drawn_at__isnull=False).exists()


def awaits_a_draw(occurrence: Occurrence, terms: QueueTerms) -> bool:
    """Nobody has a rank before the draw."""
    return terms.order == "lottery" and not is_drawn(occurrence)


def ranks(occurrence: Occurrence, terms: QueueTerms) -> dict[int, int]:
    """The whole queue in order: the rank of each inscription, by its key. One statement, whatever is shown of it."""
    queue = Participation.objects.filter(occurrence=occurrence.pk).waiting_in_turn(terms)
    return {key: number for number, key in enumerate(queue.values_list("pk", flat=True), 1)}


def turns(occurrence: Occurrence, terms: QueueTerms, most: int | None = None) -> list[Turn]:
    """The head of the queue in order, or all of it. Its people are loaded."""
    queue = Participation.objects.filter(occurrence=occurrence.pk).waiting_in_turn(terms)
    rows = queue.select_related("usager__responsible", "booked_by")[:most]
    return ranked(rows, range(1, len(rows) + 1), occurrence, terms)


def ranked(
    rows: Iterable[Participation], numbers: Iterable[int], occurrence: Occurrence, terms: QueueTerms
) -> list[Turn]:
    """People who wait, already loaded, each with her rank."""
    unranked = awaits_a_draw(occurrence, terms)
    return [
        Turn(row, None if unranked else number, why_this_rank(row, terms, unranked=unranked))
        for row, number in zip(rows, numbers, strict=True)
    ]


def why_this_rank(participation: Participation, terms: QueueTerms, *, unranked: bool = False) -> str:
    """What gave her this rank, in words that she may read too."""
    if participation.lift != Lift.IN_TURN:
        return f"{Lift(participation.lift).label}, par décision d’un agent : {participation.lift_reason}"
    if terms.order == "lottery":
        if unranked:
            return "Le tirage au sort n’a pas eu lieu."
        return "Rang tiré au sort" if participation.draw_rank else "Arrivée après le tirage au sort"
    if terms.order == "priority":
        if participation.queued_at is not None and participation.queued_at <= terms.aged_before:
            return f"Attend depuis plus de {count(terms.ageing.days, 'jour')}"
        return f"Priorité : {count(participation.points, 'point')}" if participation.points else BY_ARRIVAL
    return BY_ARRIVAL


def in_turn(rows: Iterable[Participation], terms: QueueTerms) -> list[Participation]:
    """The order of `waiting_in_turn`, for people of whom some are only imagined: those without key come last of their instant."""
    return sorted(rows, key=lambda row: (-row.lift, *place_by_policy(row, terms), row.queued_at or terms.now, row.pk))


def place_by_policy(row: Participation, terms: QueueTerms) -> tuple[int, ...]:
    if terms.order == "priority":
        is_aged = row.queued_at is not None and row.queued_at <= terms.aged_before
        return (0, 0) if is_aged else (1, -row.points)
    if terms.order == "lottery":
        return (int(row.draw_rank is None), row.draw_rank or 0)
    return ()


def people_ahead(participation: Participation, now: datetime) -> list[Participation]:
    """Those who would be called before her; nobody when she does not wait."""
    if participation.state != State.WAITING:
        return []
    queue = Participation.objects.filter(occurrence=participation.occurrence_id)
    ahead: list[Participation] = []
    for row in queue.waiting_in_turn(terms_of(participation.occurrence, now)).select_related("usager"):
        if row.pk == participation.pk:
            break
        ahead.append(row)
    return ahead


def standing(participation: Participation, now: datetime) -> tuple[str, ...]:
    """What a person who waits, or to whom a seat is offered, may be told of her own place; never who the others are. Nothing to anybody else."""
    occurrence = participation.occurrence
    if participation.state == State.OFFERED and participation.offer_expires_at:
        until = short_moment(timezone.localtime(participation.offer_expires_at, occurrence.territory.zone))
        return (f"Une place vous est proposée. Répondez avant le {until}.",)
    if participation.state != State.WAITING:
        return ()
    terms = terms_of(occurrence, now)
    if awaits_a_draw(occurrence, terms):
        return ("Vous êtes sur la liste d’attente. L’ordre sera tiré au sort.",)
    number = ranks(occurrence, terms).get(participation.pk)
    if number is None:
        return ()
    why = why_this_rank(participation, terms)
    own = "" if why == BY_ARRIVAL else f" Votre rang : {why[0].lower()}{why[1:]}."
    return (f"Vous êtes en {rank(number)} position sur la liste d’attente.", f"{ORDERS[terms.order]}{own}")
