"""The base of every admin. What is out of the perimeter of the user does not exist, on every surface."""

from backoffice.console.base.admin.fields import offered_rows
from backoffice.console.base.admin.filters import ScopedAutocompleteFilter, ScopedRelatedFilter
from backoffice.console.base.admin.forms import BackofficeForm
from backoffice.console.base.admin.model import BackofficeAdmin, BackofficeStackedInline, BackofficeTabularInline
from backoffice.console.base.admin.panels import add_panel

__all__ = [
    "BackofficeAdmin",
    "BackofficeForm",
    "BackofficeStackedInline",
    "BackofficeTabularInline",
    "ScopedAutocompleteFilter",
    "ScopedRelatedFilter",
    "add_panel",
    "offered_rows",
]
