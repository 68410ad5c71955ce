"""The last line of a history is the row itself: nothing was written without saying who and why. One statement a model."""

from __future__ import annotations

from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from backoffice.actions.models import Occurrence
from backoffice.booking.models import Participation
from backoffice.booking.services.auditing.asking import keys
from backoffice.booking.services.auditing.faults import Fault

# What is compared: the fields that services write.
COMPARED: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("inscription", Participation, ("state", "version", "party_size", "is_overbooked")),
    ("séance", Occurrence, ("state", "starts_at", "ends_at", "venue_id", "seats_override")),
)


def histories_behind() -> list[Fault]:
    """Rows whose history exists and ends with other values. Rows loaded without any history (an import of old years) have nothing to compare."""
    return [
        Fault(
            "historique",
            f"{label} {key}",
            "la dernière ligne de l’historique ne dit pas la même chose que la fiche.",
            "Trouvez ce qui a écrit sans historique ; enregistrez la fiche de nouveau pour le noter.",
        )
        for label, model, names in COMPARED
        for key in keys(behind, model, names)
    ]


def behind(model: Any, names: tuple[str, ...]) -> Any:
    history = model.history.model
    newest = history.objects.filter(id=OuterRef("pk")).order_by("-history_date", "-history_id").values("history_id")
    rows = model.objects.annotate(last=Subquery(newest[:1])).filter(last__isnull=False)
    kept = {name: Subquery(history.objects.filter(history_id=OuterRef("last")).values(name)) for name in names}
    rows = rows.annotate(**{f"last_{name}": value for name, value in kept.items()})
    different = Q()
    for name in names:
        different |= ~Q(**{f"last_{name}": F(name)}) & ~Q(**{f"last_{name}__isnull": True, f"{name}__isnull": True})
    return rows.filter(different)
