"""Figures that can be defended: each one is a filter of the list of inscriptions, with its definition in a sentence. No name is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, Sum
from django.urls import reverse

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.models import Participation
from backoffice.console.base.periods import QUARTER, bounds
from backoffice.directory.enums import Activity

if TYPE_CHECKING:
    from datetime import datetime

    from backoffice.directory.models import User

CAME = frozenset({State.ATTENDED, State.LATE})


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, how, and the address of the rows that it counts."""

    title: str
    shown: str
    definition: str
    link: str


def figures_of(user: User, now: datetime, period: str = QUARTER) -> list[Figure]:
    """Four figures of the séances of a period, in two statements."""
    start, end = bounds(period, now)
    seances = (
        Occurrence.objects.visible_to(user, Activity.VIEW).past(now).filter(starts_at__gte=start, starts_at__lt=end)
    )
    rows = Participation.objects.visible_to(user, Activity.VIEW).in_past_seances(start, end, now)
    counted = rows.aggregate(
        held=Count("pk", filter=Q(state__in=HOLDS_A_SEAT)),
        seats_held=Sum("party_size", filter=Q(state__in=HOLDS_A_SEAT), default=0),
        came=Count("pk", filter=Q(state__in=CAME)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
    )
    seats = seances.order_by().with_seats().aggregate(total=Sum(F("seats")))["total"] or 0
    return [
        Figure(
            "Inscriptions",
            str(counted["held"]),
            "Personnes qui avaient une place, venues ou non, dans les séances passées et non annulées.",
            link(period, HOLDS_A_SEAT),
        ),
        Figure(
            "Présences",
            str(counted["came"]),
            "Personnes notées présentes, en retard ou non. Une séance sans présences notées n’en ajoute aucune.",
            link(period, CAME),
        ),
        Figure(
            "Remplissage",
            f"{round(100 * counted['seats_held'] / seats)} %" if seats else "—",
            f"Places prises ({counted['seats_held']}) divisées par le nombre de places ({seats}) des mêmes séances.",
            f"{reverse('admin:actions_occurrence_changelist')}?quand=passees",
        ),
        Figure(
            "Demandes sans place",
            str(counted["waiting"]),
            "Personnes encore en liste d’attente quand la séance a eu lieu.",
            link(period, {State.WAITING}),
        ),
    ]


def link(period: str, states: frozenset[State] | set[State]) -> str:
    """The same rows, in the list."""
    chosen = "&".join(f"etat={state.value}" for state in sorted(states))
    return f"{reverse('admin:booking_participation_changelist')}?periode={period}&{chosen}"
