"""Autocompletion of a relation: whoever is offered the field in a form or a filter is offered the rows that she may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

MOST_TYPED = 100


class ScopedAutocompleteView(AutocompleteJsonView):
    def process_request(self, request: HttpRequest) -> tuple:
        term, model_admin, source_field, to_field_name = super().process_request(request)
        self.source = self._source(source_field)
        return term[:MOST_TYPED].replace("\x00", ""), model_admin, source_field, to_field_name

    def _source(self, field: Any) -> Any:
        """The admin, or the inline, whose form or filter asks."""
        registry = self.admin_site._registry
        if field.model in registry:
            return registry[field.model]
        for each in registry.values():
            for inline in each.inlines:
                if inline.model is field.model:
                    return inline(each.model, self.admin_site)
        raise PermissionDenied

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        """Seeing the list (filters), adding or changing rows (forms) of the source; the rows offered are scoped below."""
        source = self.source
        if not self.source_field.editable or self.source_field.name not in source.get_autocomplete_fields(request):
            return False
        asked = (source.view_activity, source.add_activity, source.change_activity)
        return any(source.holds(request, activity) for activity in asked)

    def get_queryset(self) -> QuerySet:
        rows = self.source.related_queryset(self.request, self.source_field)
        rows, may_have_duplicates = self.model_admin.get_search_results(self.request, rows, self.term)
        return rows.distinct() if may_have_duplicates else rows
