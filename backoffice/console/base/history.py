"""The one way to write a row with its history from a service: who did it and why are always said.

Nothing else may set simple-history's private attributes. `queryset.update()` and `bulk_*` write no history: services that change many rows
use `record_many`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import transaction
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

if TYPE_CHECKING:
    from django.db.models import Model


# Statements at most to update many rows that take few different values.
FEW = 4
acts_of_changes: dict[Any, list[Callable[[], None]]] = {}


def register_change(model: type[Model], act: Callable[[], None]) -> None:
    """`act` is called each time that a row of `model` has been written: another room, which that of the model does not know, has something to
    do again. It is called in the transaction of the change, and must cost nothing: what is long is asked of the worker."""
    acts = acts_of_changes.setdefault(model, [])
    if act not in acts:
        acts.append(act)


class OneHistoryManager(HistoryManager):
    """simple-history makes a class for each access to a history, and each save is one: a tenth of the time of a booking. One class is enough."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: Any, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


def track(**options: Any) -> HistoricalRecords:
    """The history of a model: a French label, an indexed date, a reason of any length."""
    names = {"verbose_name": "version", "verbose_name_plural": "historique"}
    return HistoricalRecords(**names, history_manager=OneHistoryManager, **options)


@contextmanager
def signed(row: Model, *, user: Any, reason: str = "", at: datetime | None = None) -> Iterator[None]:
    """Sign what is saved of `row` meanwhile, and date it from the act's own instant when it is given: "as of" views order by that date.

    The marks are removed afterwards: simple-history would otherwise give the same reason to the next save of this instance."""
    marks = {"_history_user": user, "_change_reason": reason} | ({"_history_date": at} if at else {})
    row.__dict__.update(marks)
    try:
        yield
        for act in acts_of_changes.get(type(row), ()):
            act()
    finally:
        for mark in marks:
            row.__dict__.pop(mark, None)


def record(
    row: Model, *, user: Any, reason: str = "", update_fields: Sequence[str] | None = None, at: datetime | None = None
) -> None:
    """Save `row` and its history entry, signed by `user` (None for the system) with `reason`, dated `at` (now when it is not given)."""
    with signed(row, user=user, reason=reason, at=at):
        row.save(update_fields=update_fields)


def record_links(
    row: Model, field: str, linked: Iterable[Model], *, user: Any, reason: str = "", at: datetime | None = None
) -> None:
    """Set a many-to-many field of a saved row; its history entry is signed like the others."""
    with signed(row, user=user, reason=reason, at=at):
        getattr(row, field).set(linked)


def remove(row: Model, *, user: Any, reason: str = "", at: datetime | None = None) -> None:
    """Delete `row`; its history keeps a last entry, signed and dated like the others."""
    with signed(row, user=user, reason=reason, at=at):
        row.delete()


def record_many[Row: Model](
    rows: Iterable[Row],
    *,
    user: Any,
    reason: str = "",
    fields: Sequence[str] | None = None,
    at: datetime | None = None,
) -> list[Row]:
    """Create (`fields` is None) or update many rows of one model in few statements, each with its history entry."""
    rows = list(rows)
    if not rows:
        return []
    model, written = type(rows[0]), {"batch_size": 500, "default_date": at}
    with ExitStack() as marks, transaction.atomic(savepoint=False):
        for row in rows:
            marks.enter_context(signed(row, user=user, reason=reason, at=at))
        if fields is None:
            return bulk_create_with_history(rows, model, **written)
        groups = with_same_values(rows, [model._meta.get_field(name).attname for name in fields])
        for values, keys in groups:
            model._default_manager.filter(pk__in=keys).update(**values)
        bulk_update_with_history(rows, model, [] if groups else list(fields), **written)
    return rows


def with_same_values(rows: Iterable[Model], names: Sequence[str]) -> list[tuple[dict[str, Any], list[Any]]]:
    """(values, keys of the rows that take them): one short statement each, where one for all costs Django a hundred times more to build.

    Empty when too few rows take the same values."""
    groups: list[tuple[dict[str, Any], list[Any]]] = []
    for row in rows:
        values = {name: getattr(row, name) for name in names}
        keys = next((keys for known, keys in groups if known == values), None)
        if keys is not None:
            keys.append(row.pk)
        elif len(groups) < FEW:
            groups.append((values, [row.pk]))
        else:
            return []
    return groups
