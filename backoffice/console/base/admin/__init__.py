"""The base of every admin. What is out of the perimeter of the user does not exist, on every surface."""

from backoffice.console.base.admin.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from backoffice.console.base.admin.forms import BackofficeForm
from backoffice.console.base.admin.model import BackofficeAdmin, BackofficeStackedInline, BackofficeTabularInline

__all__ = [
    "BackofficeAdmin",
    "BackofficeForm",
    "BackofficeStackedInline",
    "BackofficeTabularInline",
    "ScopedAutocompleteFilter",
    "ScopedRelatedFilter",
]
