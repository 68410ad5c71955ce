"""List filters on relations: only rows that the user may see are listed, or named when chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from unfold.contrib.filters.admin import AutocompleteSelectFilter, RelatedDropdownFilter
from unfold.contrib.filters.forms import AutocompleteDropdownForm

from backoffice.console.base.admin.fields import offered_rows

if TYPE_CHECKING:
    from django.db.models import Field
    from django.http import HttpRequest

MOST_CHOICES = 200
# What may follow the name of a declared filter in an address.
SUFFIXES = (
    "",
    "__exact",
    "__id__exact",
    "__pk__exact",
    "__in",
    "__isnull",
    "__gte",
    "__gt",
    "__lte",
    "__lt",
    "__year",
    "__month",
    "__day",
    "_from",
    "_to",
    "_from_0",
    "_from_1",
    "_to_0",
    "_to_1",
)


class ScopedRelatedFilter(RelatedDropdownFilter):
    """The filter given to every relation named in `list_filter`."""

    def field_choices(self, field: Field, request: HttpRequest, model_admin: Any) -> list[tuple]:
        rows = offered_rows(model_admin.admin_site, request, field.remote_field.model)
        return [(row.pk, str(row)) for row in rows[:MOST_CHOICES]]

    def has_output(self) -> bool:
        """One choice is no choice; a value in the address is obeyed all the same."""
        return len(self.lookup_choices) > 1 or bool(self.value())


class ScopedAutocompleteForm(AutocompleteDropdownForm):
    def __init__(self, request: HttpRequest, name: str, field: Field, model_admin: Any, **kwargs: Any) -> None:
        super().__init__(request=request, name=name, field=field, model_admin=model_admin, **kwargs)
        self.fields[name].queryset = offered_rows(model_admin.admin_site, request, field.remote_field.model)


class ScopedAutocompleteFilter(AutocompleteSelectFilter):
    """For a relation with too many rows for a list; the same perimeter."""

    form_class = ScopedAutocompleteForm


class ScopedFiltersMixin:
    """For ModelAdmin: scoped filters by default, and no lookup that was not declared."""

    # Lookups accepted in an address beside those of the filters and of the date hierarchy.
    allowed_lookups: tuple[str, ...] = ()

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [self._scoped_filter(item) for item in super().get_list_filter(request)]

    def _scoped_filter(self, item: Any) -> Any:
        if isinstance(item, str) and self._leads_to_a_relation(item):
            return item, ScopedRelatedFilter
        return item

    def _leads_to_a_relation(self, path: str) -> bool:
        field, model = None, self.model
        for name in path.split("__"):
            field = model._meta.get_field(name)
            model = field.related_model
        return bool(field.is_relation)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what a filter declares: a free lookup on a hidden column reads it letter by letter."""
        names = {*self.allowed_lookups, self.date_hierarchy} - {None}
        offered = self.list_filter if request is None else self.get_list_filter(request)
        names |= {_name_of(item) for item in (*self.list_filter, *offered)}
        return any(lookup == f"{name}{suffix}" for name in names for suffix in SUFFIXES)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        return to_field == self.opts.pk.name


def _name_of(item: Any) -> str:
    if isinstance(item, str):
        return item
    return item[0] if isinstance(item, (tuple, list)) else item.parameter_name
