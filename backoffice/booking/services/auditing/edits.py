"""A change of séances can be taken back as one: the entries of history that it wrote are there. One statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from backoffice.actions.models import Occurrence, SeriesEdit
from backoffice.booking.services.auditing.asking import keys
from backoffice.booking.services.auditing.faults import Fault

if TYPE_CHECKING:
    from django.db.models import QuerySet


def edits_without_entries() -> list[Fault]:
    return [
        Fault(
            "changement-sans-trace",
            f"changement de série {key}",
            "aucune ligne de l’historique des séances ne dit ce qu’il a changé : il ne s’annule plus.",
            "Comparez les séances de l’action à une sauvegarde.",
        )
        for key in keys(untraced)
    ]


def untraced() -> QuerySet[SeriesEdit]:
    entries = Occurrence.history.filter(action_id=OuterRef("action"), history_date=OuterRef("made_at"))
    return SeriesEdit.objects.filter(seances_count__gt=0).exclude(Exists(entries))
