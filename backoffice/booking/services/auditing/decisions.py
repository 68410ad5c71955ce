"""A decision cites revisions that exist, with the document that it applied, and decides of her own inscription. In pieces, or one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from backoffice.booking.models import Decision
from backoffice.booking.services.auditing.asking import keys
from backoffice.booking.services.auditing.faults import Fault
from backoffice.policies.models import PolicyRevision

if TYPE_CHECKING:
    from django.db.models import QuerySet

PIECE = 2000


def decisions_without_revision() -> list[Fault]:
    """Decisions whose policy names a revision that is gone or was changed: they could not be replayed any more."""
    known = dict(PolicyRevision.objects.order_by("pk").values_list("pk", "document_hash"))
    cited = Decision.objects.order_by("pk").values_list("pk", "policy").iterator(chunk_size=PIECE)
    return [
        Fault(
            "revision",
            f"décision {key}",
            f"elle cite la version {level['revision']}, qui n’existe pas ou a changé.",
            "Retrouvez cette version dans une sauvegarde : une version publiée ne change jamais.",
        )
        for key, levels in cited
        for level in levels
        if level.get("revision") and known.get(level["revision"]) != level["hash"]
    ]


def decisions_of_somebody_else() -> list[Fault]:
    return [
        Fault(
            "decision-d-une-autre",
            f"décision {key}",
            "l’inscription qu’elle a donnée est celle d’une autre personne ou d’une autre séance.",
            "Retrouvez l’inscription dans l’historique de la personne.",
        )
        for key in keys(astray)
    ]


def astray() -> QuerySet[Decision]:
    hers = Q(participation__usager=F("usager"), participation__occurrence=F("occurrence"))
    return Decision.objects.filter(participation__isnull=False).exclude(hers)
