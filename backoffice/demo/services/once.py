"""Make a thing once. The reason of its first history entry carries its reference: renamed or moved since, it is still known and never made twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backoffice.console.base.history import record, record_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from django.db.models import Model

    from backoffice.directory.models import User

REASON = "Données de démonstration"


def reason_of(ref: str) -> str:
    return f"{REASON} : {ref}"


def made(model: type[Model]) -> dict[str, int]:
    """References of the rows of this model that the demonstration made, those deleted since included, with their keys."""
    first_entries = model.history.filter(history_type="+", history_change_reason__startswith=f"{REASON} : ")
    found = first_entries.order_by("history_id").values_list("history_change_reason", "id")
    return {reason.removeprefix(f"{REASON} : "): pk for reason, pk in found}


def known(model: type[Model]) -> dict[str, int]:
    """The same, those deleted since left out."""
    alive = set(model.objects.order_by().values_list("pk", flat=True))
    return {ref: pk for ref, pk in made(model).items() if pk in alive}


@dataclass(frozen=True)
class Signature:
    """Who makes the configuration, when, and which morning the story ends. The territory itself is made by the system (no user)."""

    at: datetime
    today: datetime
    user: User | None = None

    def once(self, row: Model, ref: str, *, links: Mapping[str, Iterable[Model]] | None = None) -> Any:
        """This row, checked as a form would and recorded, or the one made earlier under the same reference."""
        model = type(row)
        found = known(model).get(ref)
        if found is not None:
            return model.objects.get(pk=found)
        row.full_clean(exclude=list(links or {}))
        record(row, user=self.user, reason=reason_of(ref), at=self.at)
        for field, linked in (links or {}).items():
            record_links(row, field, linked, user=self.user, reason=reason_of(ref), at=self.at)
        return row
