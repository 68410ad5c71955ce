"""The histories of actions and séances say in words what is stored for the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.actions.services.retelling import quotas_words, repetition_words, rhythm_words
from backoffice.console.base.places import follow

if TYPE_CHECKING:
    from django.db.models import Field, Model
    from django.http import HttpRequest


class RetoldMixin:
    """For ActionAdmin and OccurrenceAdmin."""

    def history_words(self, request: HttpRequest, row: Model, field: Field, value: Any) -> str | None:
        if field.name == "quotas":
            return quotas_words(value, follow(row, self._paths().territory_path))
        told = {"recurrence": rhythm_words, "repetition": repetition_words}.get(field.name)
        return told(value) if told else super().history_words(request, row, field, value)
