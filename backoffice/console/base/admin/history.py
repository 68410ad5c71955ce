"""The history of a row: read only, judged on the row as it is now. simple-history's own views are not used.

Going back to an older version is a new change, made in the form, with its own checks and its own reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import path

from backoffice.console.base.admin.versions import KINDS, HistoryReader

if TYPE_CHECKING:
    from django.db.models import Field, Model
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern

READ_ONLY = ("GET", "HEAD")
VERSIONS_PER_PAGE = 25


class HistoryMixin:
    """For ModelAdmin. `history_text` says in words a value that its type does not explain."""

    object_history_template = "console/history.html"
    history_version_template = "console/history_version.html"

    def history_text(self, field: Field, value: Any) -> str | None:
        return None

    def history_words(self, request: HttpRequest, row: Model, field: Field, value: Any) -> str | None:
        """The same for a value that is not told to every reader."""
        return self.history_text(field, value)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_simple_history"
        view = self.admin_site.admin_view(self.history_version_view)
        return [path("<path:object_id>/history/<int:version_id>/", view, name=name), *super().get_urls()]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        if request.method not in READ_ONLY:
            return HttpResponseNotAllowed(READ_ONLY)
        row = self._row_with_history(request, object_id)
        rows = self._records(row)
        page = Paginator(rows, VERSIONS_PER_PAGE).get_page(request.GET.get("p", 1))
        first = page.start_index() - 1 if page.paginator.count else 0
        records = list(rows[first : page.end_index() + 1])
        versions = HistoryReader(self, request, row).versions(records, with_last=not page.has_next())
        context = {"page_obj": page, "versions": versions, **(extra_context or {})}
        return self._answer(request, row, self.object_history_template, "Historique", context)

    def history_version_view(self, request: HttpRequest, object_id: str, version_id: int) -> HttpResponse:
        if request.method not in READ_ONLY:
            return HttpResponseNotAllowed(READ_ONLY)
        row = self._row_with_history(request, object_id)
        record = self._records(row).filter(history_id=version_id).first()
        if record is None:
            raise Http404
        reader = HistoryReader(self, request, row)
        content = reader.content(record)
        context = {
            "content": content,
            "kind": KINDS[record.history_type],
            "at": reader.moment(record.history_date),
            "who": reader.author(record),
            "reason": record.history_change_reason or "",
        }
        return self._answer(request, row, self.history_version_template, "Version", context)

    def _row_with_history(self, request: HttpRequest, object_id: str) -> Model:
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.get_object_or_404(request, object_id)
        if not hasattr(self.model, "history"):
            raise Http404
        if not self.has_history_permission(request, row):
            raise PermissionDenied
        return row

    def _records(self, row: Model) -> Any:
        return self.model.history.filter(**{self.opts.pk.attname: row.pk}).order_by("-history_date", "-history_id")

    def _answer(self, request: HttpRequest, row: Model, template: str, title: str, context: dict) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(row),
            "object": row,
            "original": row,
            "object_id": row.pk,
            "opts": self.opts,
            "module_name": self.opts.verbose_name_plural,
            "has_view_permission": True,
        }
        return TemplateResponse(request, template, shared | context)
