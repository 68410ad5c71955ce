"""Related rows that are read, in lists and on forms that one may not change: named only when the reader may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldDoesNotExist

from backoffice.console.base.admin.fields import offered_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.admin.views.main import ChangeList
    from django.db.models import Field, Model
    from django.http import HttpRequest

OUT_OF_SIGHT = "élément hors de votre périmètre"


def relation_of(model: type[Model], name: Any) -> Field | None:
    """The foreign key or many-to-many field called `name`."""
    try:
        field = model._meta.get_field(name) if isinstance(name, str) else None
    except FieldDoesNotExist:
        return None
    return field if field is not None and field.concrete and field.is_relation else None


class ReadRelationsMixin:
    """For ModelAdmin and inlines: relations that are shown as text."""

    def _shown(self, request: HttpRequest, name: Any) -> Any:
        """A relation's name becomes a function of the row, the same one during a request."""
        field = relation_of(self.model, name)
        if field is None:
            return name
        known = request.__dict__.setdefault("shown_relations", {})
        return known.setdefault((self.model, name), self._reader(request, field))

    def _reader(self, request: HttpRequest, field: Field) -> Callable[[Model], str | None]:
        def read(row: Model) -> str | None:
            keys = self._keys(row, field)
            rows = offered_rows(self.admin_site, request, field.related_model).filter(pk__in=keys)
            names = [str(each) for each in rows]
            return ", ".join(names + [OUT_OF_SIGHT] * (len(names) < len(keys))) or None

        read.short_description = field.verbose_name
        read.__name__ = field.name
        return read

    def _keys(self, row: Model, field: Field) -> list[Any]:
        if field.many_to_many:
            return list(getattr(row, field.name).values_list("pk", flat=True)) if row.pk else []
        return [key for key in [getattr(row, field.attname)] if key is not None]

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        return [self._shown(request, name) for name in super().get_readonly_fields(request, obj)]

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list[tuple]:
        fieldsets = super().get_fieldsets(request, obj)
        read = None if self._is_read_only(request, obj) else set(super().get_readonly_fields(request, obj))

        def shown(name: Any) -> Any:
            if isinstance(name, (tuple, list)):
                return [shown(each) for each in name]
            return self._shown(request, name) if read is None or name in read else name

        return [
            (title, {**options, "fields": [shown(name) for name in options["fields"]]}) for title, options in fieldsets
        ]

    def _is_read_only(self, request: HttpRequest, obj: Model | None) -> bool:
        return obj is not None and not self.has_change_permission(request, obj)


class ListedRelationsMixin(ReadRelationsMixin):
    """For ModelAdmin: relations in the columns of a list, judged in one query per column."""

    def _relation_columns(self, request: HttpRequest) -> list[Field]:
        fields = (relation_of(self.model, name) for name in super().get_list_display(request))
        return [field for field in fields if field is not None]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [self._column(request, name) for name in super().get_list_display(request)]

    def _column(self, request: HttpRequest, name: Any) -> Any:
        field = relation_of(self.model, name)
        if field is None:
            return name
        visible = request.__dict__.setdefault("visible_related", {})

        def column(row: Model) -> str | None:
            key = getattr(row, field.attname)
            if key is None:
                return None
            return str(getattr(row, field.name)) if key in visible.get((self.model, name), ()) else OUT_OF_SIGHT

        column.short_description, column.admin_order_field, column.__name__ = field.verbose_name, name, name
        return column

    def get_list_select_related(self, request: HttpRequest) -> Any:
        chosen = super().get_list_select_related(request)
        return chosen or [field.name for field in self._relation_columns(request)]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        listed = super().get_changelist_instance(request)
        visible = request.__dict__.setdefault("visible_related", {})
        for field in self._relation_columns(request):
            keys = {getattr(row, field.attname) for row in listed.result_list} - {None}
            rows = offered_rows(self.admin_site, request, field.related_model).filter(pk__in=keys)
            visible[self.model, field.name] = set(rows.order_by().values_list("pk", flat=True))
        return listed
