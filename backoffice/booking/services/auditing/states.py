"""States against what they imply: instants, the séance that they belong to, the inscription that a move made. One statement each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Q, Subquery

from backoffice.actions.enums import OccurrenceState
from backoffice.booking.enums import ATTENDANCE, LIVE, State
from backoffice.booking.models import Participation
from backoffice.booking.services.auditing.asking import keys
from backoffice.booking.services.auditing.faults import Fault

if TYPE_CHECKING:
    from django.db.models import QuerySet

MARGIN = timedelta(days=2)
# (code, which participations, what is wrong, what to do)
RULES: tuple[tuple[str, Q, str, str], ...] = (
    (
        "seance-annulee",
        Q(state__in=LIVE, occurrence__state=OccurrenceState.CANCELLED),
        "inscription vivante dans une séance annulée.",
        "Annulez-la : la personne doit être prévenue.",
    ),
    (
        "attente-sans-heure",
        Q(state=State.WAITING, queued_at__isnull=True),
        "attente sans heure d’arrivée.",
        "Donnez-lui l’heure de sa demande.",
    ),
    (
        "proposition-sans-fin",
        Q(state=State.OFFERED, offer_expires_at__isnull=True)
        | Q(~Q(state=State.OFFERED), offer_expires_at__isnull=False),
        "une place proposée a une heure limite, et elle seule.",
        "Faites expirer la proposition, ou effacez son heure limite.",
    ),
    (
        "deplacee-sans-arrivee",
        Q(state=State.MOVED, moved_to__isnull=True),
        "inscription déplacée sans inscription d’arrivée.",
        "Retrouvez-la dans l’historique et inscrivez la personne de nouveau.",
    ),
    (
        "arrivee-sans-depart",
        Q(moved_from__isnull=False) & (~Q(moved_from__state=State.MOVED) | ~Q(moved_from__usager=F("usager"))),
        "l’inscription d’où elle vient n’est pas déplacée, ou est celle d’une autre personne.",
        "Corrigez l’inscription de départ.",
    ),
    (
        "organisation-d-ailleurs",
        Q(booked_for__isnull=False) & ~Q(booked_for__territory=F("occurrence__action__organisation__territory")),
        "comptée dans le quota d’une organisation d’un autre territoire.",
        "Effacez l’organisation qui inscrit.",
    ),
    (
        "personne-d-ailleurs",
        ~Q(usager__territory=F("occurrence__action__organisation__territory")),
        "inscription d’une personne d’un autre territoire.",
        "Annulez-la et inscrivez la personne à partir de sa fiche dans ce territoire.",
    ),
    (
        "surnombre-sans-place",
        Q(is_overbooked=True, state__in=[State.WAITING, State.PENDING, State.INVITED]),
        "notée en surnombre sans avoir de place.",
        "Effacez la marque de surnombre.",
    ),
)


def impossible_states() -> list[Fault]:
    """Participations whose state contradicts the rest of their row, or their séance."""
    faults = [
        Fault(code, f"inscription {key}", sentence, remedy)
        for code, which, sentence, remedy in RULES
        for key in keys(Participation.objects.filter, which)
    ]
    return [*faults, *attendance_before_the_day()]


def attendance_before_the_day() -> list[Fault]:
    """Noted two days or more before the start, by the history: the calendar is the territory's, and the margin is larger than any of them."""
    return [
        Fault(
            "presence-avant-l-heure",
            f"inscription {key}",
            "présence notée avant le jour de la séance.",
            "Remettez-la à « inscrit ».",
        )
        for key in keys(noted_too_soon)
    ]


def noted_too_soon() -> QuerySet[Participation]:
    newest = Participation.history.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id")
    noted_at = Subquery(newest.values("history_date")[:1])
    rows: QuerySet[Participation] = Participation.objects.filter(state__in=ATTENDANCE)
    return rows.annotate(noted_at=noted_at).filter(noted_at__lt=F("occurrence__starts_at") - MARGIN)
