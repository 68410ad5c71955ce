"""Choices offered by forms: foreign keys and many-to-many list only rows that the user may see, by autocompletion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin.exceptions import NotRegistered

if TYPE_CHECKING:
    from django.db.models import Field, Model, QuerySet
    from django.forms import Field as FormField
    from django.http import HttpRequest


def offered_rows(site: Any, request: HttpRequest, model: type[Model]) -> QuerySet:
    """The rows of `model` that a select, a filter or an autocompletion may show to this user.

    Fails closed: nothing for a model without perimeter."""
    rows = model._default_manager.all()
    if not hasattr(rows, "visible_to"):
        return rows.none()
    try:
        target = site.get_model_admin(model)
    except NotRegistered:
        return rows.visible_to(request.user)
    return rows.visible_to(request.user, target.choice_activity or target.view_activity)


class ScopedFieldsMixin:
    """For admins and inlines."""

    def related_queryset(self, request: HttpRequest, db_field: Field) -> QuerySet:
        """The choices of one relation; the same for the form, the autocompletion and the filters."""
        rows = offered_rows(self.admin_site, request, db_field.remote_field.model)
        return rows.complex_filter(db_field.get_limit_choices_to())

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Every editable relation whose target can be searched."""
        relations = (*self.model._meta.fields, *self.model._meta.many_to_many)
        return tuple(
            field.name
            for field in relations
            if field.remote_field and field.name not in self.radio_fields and self._is_searchable(request, field)
        )

    def _is_searchable(self, request: HttpRequest, field: Field) -> bool:
        try:
            return bool(self.admin_site.get_model_admin(field.remote_field.model).get_search_fields(request))
        except NotRegistered:
            return False

    def _scoped(self, db_field: Field, request: HttpRequest, given: QuerySet | None) -> QuerySet:
        """A queryset chosen by a subclass is narrowed, never trusted."""
        rows = self.related_queryset(request, db_field)
        return rows if given is None else given.filter(pk__in=rows.order_by().values("pk"))

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        kwargs["queryset"] = self._scoped(db_field, request, kwargs.get("queryset"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        kwargs["queryset"] = self._scoped(db_field, request, kwargs.get("queryset"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> FormField | None:
        """No deletion of a related row from inside a form."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(field.widget, "can_delete_related"):
            field.widget.can_delete_related = False
        return field
