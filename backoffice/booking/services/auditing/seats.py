"""Counters against the rows that they count; nothing oversold; nobody enrolled twice. Two statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

from backoffice.actions.models import Occurrence
from backoffice.booking.enums import HOLDS_A_SEAT, State
from backoffice.booking.models import Participation
from backoffice.booking.services.auditing.asking import keys
from backoffice.booking.services.auditing.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

RECOUNT = "Recomptez les inscriptions de cette séance, puis corrigez la ligne de ses compteurs sous son verrou."


def wrong_counters() -> list[Fault]:
    """Séances whose counters differ from their rows, or hold more than seats and stored decisions allow."""
    wrong = keys(miscounted)
    rows = counted().filter(pk__in=wrong).select_related("counters").order_by("pk") if wrong else ()
    return [told(row) for row in rows]


def counted() -> QuerySet[Occurrence]:
    return Occurrence.objects.annotate(
        held=seats_in(HOLDS_A_SEAT),
        offered=seats_in({State.OFFERED}),
        awaited=seats_in({State.WAITING}),
        waiting=Count("participations", filter=Q(participations__state=State.WAITING)),
    )


def miscounted() -> QuerySet[Occurrence]:
    right = Q(
        counters__seats_held=F("held"),
        counters__seats_offered=F("offered"),
        counters__waiting_count=F("waiting"),
        counters__seats_awaited=F("awaited"),
    )
    sold = Q(
        counters__seats_held__lte=F("counters__seats") + F("counters__seats_beyond") - F("counters__seats_offered")
    )
    nothing = Q(counters__isnull=True, held=0, offered=0, waiting=0)
    return counted().exclude(nothing).exclude(right & sold)


def told(row: Any) -> Fault:
    """What the rows say, beside what the counters say."""
    found = f"{row.held} prises, {row.offered} proposées, {row.waiting} personnes en attente de {row.awaited}"
    counters = getattr(row, "counters", None)
    if counters is None:
        return Fault("compteurs", f"séance {row.pk}", f"aucun compteur, pour {found} places.", RECOUNT)
    written = f"{counters.seats_held}, {counters.seats_offered}, {counters.waiting_count}, {counters.seats_awaited}"
    if written == f"{row.held}, {row.offered}, {row.waiting}, {row.awaited}":
        return oversold(row)
    sentence = f"places d’après les inscriptions : {found} ; d’après les compteurs : {written}."
    return Fault("compteurs", f"séance {row.pk}", sentence, RECOUNT)


def oversold(row: Any) -> Fault:
    """The counters are right, and too many."""
    allowed = row.counters.seats + row.counters.seats_beyond
    sentence = f"{row.held} places prises et {row.offered} proposées, pour {allowed} permises."
    return Fault("trop-de-places", f"séance {row.pk}", sentence, "Ajoutez des places, ou déplacez des inscriptions.")


def seats_in(states: Iterable[str]) -> Coalesce:
    """The seats of the participations in these states: each counts for its party."""
    return Coalesce(Sum("participations__party_size", filter=Q(participations__state__in=states)), 0)


def people_enrolled_twice() -> list[Fault]:
    live = Participation.objects.live().order_by().values("occurrence", "usager").annotate(rows=Count("pk"))
    return [
        Fault(
            "deux-inscriptions",
            f"séance {row['occurrence']}, personne {row['usager']}",
            f"{row['rows']} inscriptions vivantes pour la même personne.",
            "Annulez celle qui n’a pas lieu d’être.",
        )
        for row in live.filter(rows__gt=1).order_by("occurrence", "usager")
    ]
