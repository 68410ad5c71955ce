"""The one way to write a row with its history from a service: who did it and why are always said.

Nothing else may set simple-history's private attributes. `queryset.update()` and `bulk_*` write no history: services that change many rows
use `record_many`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

if TYPE_CHECKING:
    from django.db.models import Model


def track(**options: Any) -> HistoricalRecords:
    """The history of a model: a French label, an indexed date, a reason of any length."""
    return HistoricalRecords(verbose_name="version", verbose_name_plural="historique", **options)


def record(row: Model, *, user: Any, reason: str = "", update_fields: Sequence[str] | None = None) -> None:
    """Save `row` and its history entry, signed by `user` (None for the system) with `reason`.

    The marks are removed afterwards: simple-history would otherwise give the same reason to the next save of this instance."""
    row._history_user, row._change_reason = user, reason
    try:
        row.save(update_fields=update_fields)
    finally:
        del row._history_user, row._change_reason


def record_many(
    rows: Iterable[Model], *, user: Any, reason: str = "", fields: Sequence[str] | None = None
) -> list[Model]:
    """Create (`fields` is None) or update many rows of one model in few statements, each with its history entry."""
    rows = list(rows)
    if not rows:
        return []
    model = type(rows[0])
    if fields is None:
        return bulk_create_with_history(rows, model, batch_size=500, default_user=user, default_change_reason=reason)
    bulk_update_with_history(rows, model, list(fields), batch_size=500, default_user=user, default_change_reason=reason)
    return rows
