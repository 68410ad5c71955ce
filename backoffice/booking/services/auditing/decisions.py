"""A decision cites revisions that exist, with the document that it applied. One pass over the decisions, in pieces."""

from __future__ import annotations

from backoffice.booking.models import Decision
from backoffice.booking.services.auditing.faults import Fault
from backoffice.policies.models import PolicyRevision

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
