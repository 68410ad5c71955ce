"""Import and export of an admin: closed unless the subclass declares its resources and the role of the user opens them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from import_export.admin import ImportExportMixin
from unfold.contrib.import_export.forms import ExportForm, ImportForm

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest


class TransferMixin(ImportExportMixin):
    """`import_resources` and `export_resources` are tuples of resource classes; a resource may ask for its own activity."""

    import_resources: tuple[type, ...] = ()
    export_resources: tuple[type, ...] = ()
    import_form_class = ImportForm
    export_form_class = ExportForm

    def _open(self, request: HttpRequest, resources: tuple[type, ...], default: str | None) -> list[type]:
        return [each for each in resources if self.holds(request, getattr(each, "activity", None) or default)]

    def get_import_resource_classes(self, request: HttpRequest) -> list[type]:
        return self._open(request, self.import_resources, self.import_activity)

    def get_export_resource_classes(self, request: HttpRequest) -> list[type]:
        return self._open(request, self.export_resources, self.export_activity)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.get_import_resource_classes(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.get_export_resource_classes(request))

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def get_import_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def get_export_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {"user": request.user}

    def get_valid_export_item_pks(self, request: HttpRequest) -> QuerySet:
        return self.get_queryset(request).values_list("pk", flat=True)

    def _create_log_entry(self, user_pk: Any, rows: list[Model], import_type: str, action_flag: int) -> None:
        """Set by `generate_log_entries` below: the journal keeps no name."""

    def generate_log_entries(self, result: Any, request: HttpRequest) -> None:
        for flag, kind in ((1, "new"), (2, "update")):
            self._log(request, [row.instance for row in result if row.import_type == kind], flag)
