"""Django's admin log keeps keys and field names, never the names of people: it outlives their files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest


def anonymous(message: Any) -> Any:
    """A change message without the names of the related rows that it mentions."""
    if not isinstance(message, list):
        return []
    for entry in message:
        for part in entry.values():
            if "object" in part:
                part["object"] = ""
    return message


class JournalMixin:
    """For ModelAdmin."""

    def _log(self, request: HttpRequest, rows: Iterable[Model], flag: int, message: Any = ()) -> list[LogEntry]:
        kind = ContentType.objects.get_for_model(self.model, for_concrete_model=False)
        text = json.dumps(anonymous(list(message) if isinstance(message, tuple) else message))
        return LogEntry.objects.bulk_create(
            LogEntry(
                user_id=request.user.pk,
                content_type_id=kind.pk,
                object_id=row.pk,
                object_repr=f"{self.opts.verbose_name} {row.pk}",
                action_flag=flag,
                change_message=text,
            )
            for row in rows
        )

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        self._log(request, [obj], ADDITION, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        self._log(request, [obj], CHANGE, message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[Model]) -> None:
        self._log(request, queryset, DELETION)

    def _log_export(self, request: HttpRequest, label: str, number: int) -> None:
        """Who took a file away, and how many rows; of nobody in particular."""
        LogEntry.objects.create(
            user_id=request.user.pk,
            content_type=ContentType.objects.get_for_model(self.model, for_concrete_model=False),
            object_repr=f"Export : {label} ({number} lignes)"[:200],
            action_flag=CHANGE,
        )
