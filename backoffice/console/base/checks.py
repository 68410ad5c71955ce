"""`manage.py check` refuses an admin that would open a hole: each message says which one and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.filters import FieldListFilter, RelatedFieldListFilter
from django.core.checks import Error, register

from backoffice.console.base.admin import (
    BackofficeAdmin,
    BackofficeForm,
    BackofficeStackedInline,
    BackofficeTabularInline,
)
from backoffice.console.base.admin.filters import ScopedAutocompleteFilter, ScopedRelatedFilter

if TYPE_CHECKING:
    from collections.abc import Iterator

INLINES = (BackofficeTabularInline, BackofficeStackedInline)
SCOPED_FILTERS = (ScopedRelatedFilter, ScopedAutocompleteFilter)
URL_ACTIONS = ("actions_list", "actions_row", "actions_detail", "actions_submit_line")


def check_site(site: admin.AdminSite) -> list[Error]:
    """Every finding at once."""
    return [finding for each in site._registry.values() for finding in check_admin(each)]


def check_admin(each: Any) -> Iterator[Error]:
    if not isinstance(each, BackofficeAdmin):
        yield Error(
            f"{type(each).__name__} does not inherit BackofficeAdmin: {each.model._meta.label} has no perimeter.",
            hint="Inherit backoffice.console.base.admin.BackofficeAdmin.",
            obj=type(each),
            id="backoffice.E001",
        )
        return
    if not hasattr(each.model._default_manager.all(), "visible_to"):
        yield _error(each, "E002", "the model has no `visible_to`", "Give its manager a PerimeterQuerySet.")
    yield from _check_forms(each)
    yield from _check_lists(each)
    yield from _check_actions(each)


def _check_forms(each: BackofficeAdmin) -> Iterator[Error]:
    if not issubclass(each.form, BackofficeForm):
        yield _error(each, "E003", "its form does not inherit BackofficeForm", "Inherit BackofficeForm.")
    for inline in each.inlines:
        if not issubclass(inline, INLINES) or not issubclass(inline.form, BackofficeForm):
            yield _error(each, "E004", f"{inline.__name__} has no perimeter", "Inherit BackofficeTabularInline.")
    if each.raw_id_fields:
        yield _error(each, "E005", "raw_id_fields show keys of any row", "Autocompletion is the default: remove them.")


def _check_lists(each: BackofficeAdmin) -> Iterator[Error]:
    if each.list_editable:
        yield _error(each, "E006", "list_editable does not judge each row", "Use a dialog.")
    for item in each.list_filter:
        if not _is_scoped(each, item):
            yield _error(each, "E007", f"the filter {item} lists rows of other tenants", "Use ScopedRelatedFilter.")


def _is_scoped(each: BackofficeAdmin, item: Any) -> bool:
    path, chosen = item if isinstance(item, (tuple, list)) else (item, None)
    if isinstance(path, type):
        return not issubclass(path, FieldListFilter)
    if chosen is None:
        return each._leads_to_a_relation(path) or "__" not in path or _is_closed_list(each, path)
    return not issubclass(chosen, RelatedFieldListFilter) or issubclass(chosen, SCOPED_FILTERS)


def _is_closed_list(each: BackofficeAdmin, path: str) -> bool:
    """Choices, booleans and dates of a related row list nothing that belongs to anybody."""
    model, field = each.model, None
    for name in path.split("__"):
        field = model._meta.get_field(name)
        model = field.related_model
    return bool(field.choices) or field.get_internal_type() in {"BooleanField", "DateField", "DateTimeField"}


def _check_actions(each: BackofficeAdmin) -> Iterator[Error]:
    if each.change_form_datasets:
        yield _error(each, "E008", "unfold datasets run before permissions", "Remove change_form_datasets.")
    for attribute in URL_ACTIONS:
        for name in each._extract_action_names(getattr(each, attribute)):
            if not getattr(getattr(each, name), "allowed_permissions", None):
                yield _error(each, "E009", f"the action {name} has no permissions", "Write @action(permissions=[…]).")
    for name in each.actions or ():
        if not getattr(each.get_action(name)[0], "allowed_permissions", None):
            yield _error(each, "E010", f"the action {name} has no permissions", "Write @action(permissions=[…]).")


def _error(each: BackofficeAdmin, number: str, problem: str, remedy: str) -> Error:
    return Error(f"{type(each).__name__}: {problem}.", hint=remedy, obj=type(each), id=f"backoffice.{number}")


@register
def check_registered_admins(**_options: Any) -> list[Error]:
    return check_site(admin.site)
