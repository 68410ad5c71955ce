"""Import and export of an admin: closed unless the subclass declares its resources and the role of the user opens them.

The engine is django-import-export; the pages are ours. Between the trial and the confirmation nothing stays on the server: the table goes
back to the browser, signed for this user, this model and one hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.admin.options import IncorrectLookupParameters
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from import_export.admin import ImportExportMixin

from backoffice.console.base.errors import BackofficeError
from backoffice.console.base.resources import Sheet, UnreadableFile, read_sheet, write_csv, write_xlsx

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from backoffice.console.base.resources import Line, ScopedResource

SALT = "backoffice.import"
SECONDS_TO_CONFIRM = 3600
MOST_CARRIED = 2_000_000
EXPIRED = "La vérification date de plus d’une heure, ou le fichier a changé. Envoyez le fichier de nouveau."
FORMATS = {
    "xlsx": ("Excel (.xlsx)", write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": ("Texte (.csv, points-virgules)", write_csv, "text/csv; charset=utf-8"),
}


class FileForm(forms.Form):
    file = forms.FileField(label="Fichier", help_text="Excel (.xlsx) ou texte (.csv). 1 000 lignes et 5 Mo au plus.")


class TransferMixin(ImportExportMixin):
    """`import_resources` and `export_resources` are tuples of ScopedResource classes; a resource may ask for its own activity."""

    import_resources: tuple[type[ScopedResource], ...] = ()
    export_resources: tuple[type[ScopedResource], ...] = ()

    def _open(self, request: HttpRequest, resources: tuple, default: str | None) -> list[type[ScopedResource]]:
        return [each for each in resources if self.holds(request, each.activity or default)]

    def get_import_resource_classes(self, request: HttpRequest) -> list[type[ScopedResource]]:
        return self._open(request, self.import_resources, self.import_activity)

    def get_export_resource_classes(self, request: HttpRequest) -> list[type[ScopedResource]]:
        return self._open(request, self.export_resources, self.export_activity)

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.get_import_resource_classes(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.get_export_resource_classes(request))

    def _import_resource(self, request: HttpRequest, name: str = "") -> ScopedResource:
        """The first resource that this user may import; each admin has one table to import."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        reason = f"Import du fichier « {name[:80]} »" if name else "Import"
        resource = self.get_import_resource_classes(request)[0]
        return resource(user=request.user, activity=self.import_activity, reason=reason)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The file is read and tried; nothing is written."""
        resource = self._import_resource(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._import_page(request, resource, {"form": form})
        file = form.cleaned_data["file"]
        try:
            sheet = read_sheet(file)
            context = self._trial(request, resource, sheet, file.name)
        except UnreadableFile as error:
            form.add_error("file", error.message)
            context = {}
        return self._import_page(request, resource, {"form": form, **context})

    def _trial(self, request: HttpRequest, resource: ScopedResource, sheet: Sheet, name: str) -> dict[str, Any]:
        problems = resource.judge_titles(sheet.titles)
        if problems:
            raise UnreadableFile(" ".join(problems))
        lines = resource.run(sheet, dry_run=True)
        context = {"sheet": sheet, "ignored": resource.ignored_titles(sheet.titles), "lines": lines, **_totals(lines)}
        if not context["wrong"]:
            context["carried"] = self._sealed(request, sheet, name)
        return context

    def _sealed(self, request: HttpRequest, sheet: Sheet, name: str) -> str:
        owner = [request.user.pk, self.opts.label]
        carried = signing.dumps([owner, name, sheet.titles, sheet.rows, sheet.how], salt=SALT, compress=True)
        if len(carried) > MOST_CARRIED:
            raise UnreadableFile("Ce fichier contient trop de texte. Envoyez-le en plusieurs fois.")
        return carried

    def _unsealed(self, request: HttpRequest) -> tuple[Sheet, str]:
        owner, name, titles, rows, how = signing.loads(
            request.POST.get("carried", ""), salt=SALT, max_age=SECONDS_TO_CONFIRM
        )
        if owner != [request.user.pk, self.opts.label]:
            raise signing.BadSignature
        return Sheet(tuple(titles), tuple((number, tuple(cells)) for number, cells in rows), how), name

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What was tried is written: every line, or none."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        self._import_resource(request)
        try:
            sheet, name = self._unsealed(request)
        except signing.BadSignature:
            messages.error(request, EXPIRED)
            return HttpResponseRedirect(self._url("import"))
        resource = self._import_resource(request, name)
        lines = resource.run(sheet, dry_run=False)
        totals = _totals(lines)
        if totals["wrong"]:
            context = {"form": FileForm(), "sheet": sheet, "lines": lines, "ignored": (), **totals}
            return self._import_page(request, resource, context)
        self._log_import(request, resource)
        messages.success(
            request, "Import terminé : {new} ajoutés, {changed} modifiés, {same} inchangés.".format(**totals)
        )
        return HttpResponseRedirect(self._url("changelist"))

    def _log_import(self, request: HttpRequest, resource: ScopedResource) -> None:
        for flag, kind in ((ADDITION, "new"), (CHANGE, "update")):
            self._log(request, [row.instance for row in resource.rows if row.import_type == kind], flag)

    def _import_page(self, request: HttpRequest, resource: ScopedResource, context: dict[str, Any]) -> HttpResponse:
        titles = [column.column_name for column in resource.fields.values() if not column.readonly]
        shared = {"title": f"Importer : {resource.label}", "titles": titles, "required": resource.required_titles}
        return self._transfer_page(request, "console/import.html", shared | context)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """GET shows the choices; POST gives the file."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        resources = {str(index): each for index, each in enumerate(self.get_export_resource_classes(request))}
        try:
            rows = self._rows_to_export(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(self._url("changelist"))
        chosen, style = request.POST.get("resource", "0"), request.POST.get("format", "xlsx")
        if request.method == "POST" and chosen in resources and style in FORMATS:
            try:
                return self._file(request, resources[chosen], rows, style)
            except BackofficeError as error:
                messages.error(request, error.message)
        choices = [(key, each.label, each.columns()) for key, each in resources.items()]
        context = {
            "title": f"Exporter : {self.opts.verbose_name_plural}",
            "choices": choices,
            "formats": FORMATS.items(),
            "may_list": self.has_view_permission(request),
            "query": request.GET.urlencode(),
        }
        return self._transfer_page(request, "console/export.html", context)

    def _rows_to_export(self, request: HttpRequest) -> QuerySet:
        """Those of the list, with its filters; all of them for somebody who counts without seeing the list. `table` narrows both."""
        if self.has_view_permission(request):
            return self.get_export_queryset(request)
        return self.model._default_manager.all()

    def _file(self, request: HttpRequest, chosen: type[ScopedResource], rows: QuerySet, style: str) -> HttpResponse:
        resource = chosen(user=request.user, activity=self.export_activity)
        titles, table = resource.table(rows)
        table = list(table)
        _label, write, kind = FORMATS[style]
        self._log_export(request, resource.label, len(table))
        name = f"{slugify(resource.label)}-{timezone.localdate():%Y-%m-%d}.{style}"
        return HttpResponse(
            write(titles, table),
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store, private"},
        )

    def _transfer_page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        shared = {**self.admin_site.each_context(request), "opts": self.opts, "subtitle": None, "media": self.media}
        return TemplateResponse(request, template, shared | context)

    def _url(self, view: str) -> str:
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}")


def _totals(lines: list[Line]) -> dict[str, int]:
    kinds = [line.kind for line in lines]
    return {
        "new": kinds.count("Nouveau"),
        "changed": kinds.count("Modifié"),
        "same": kinds.count("Inchangé"),
        "wrong": kinds.count("À corriger"),
    }
