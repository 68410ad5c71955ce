"""A policy as a file: download it, or read one into the draft after seeing what changes and what is missing here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError
from backoffice.policies.forms import ImportForm
from backoffice.policies.services import export_policy, import_policy
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.transfer import read_file
from backoffice.policies.services.wording import Names, changes_between
from backoffice.policies.views.subjects import AboutPolicy


class ExportView(AboutPolicy):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        body = export_policy(policy=self.policy, user=request.user)
        headers = {"Content-Disposition": f'attachment; filename="politique-{self.policy.code}.json"'}
        return HttpResponse(body, content_type="application/json; charset=utf-8", headers=headers)


class ImportDialog(AboutPolicy, Dialog):
    """Two presses: the first reads the file, shows what changes and writes nothing; the second replaces the draft."""

    form_class = ImportForm
    template_name = "policies/import.html"
    title = "Importer un fichier dans le brouillon"
    submit_label = "Voir ce qui change"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}, "files": self.request.FILES or None}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.show(form)
        if "confirmed" in request.POST and not request.FILES:
            return super().post(request, **kwargs)
        try:
            return self.preview(form)
        except BackofficeError as error:
            return self.failed(form, error)

    def preview(self, form: ImportForm) -> HttpResponse:
        arrival = read_file(self.policy, form.data_read)
        changes = changes_between(draft_document(self.policy), arrival.document, Names(self.policy.territory))
        form.data = {**form.data.dict(), "content": form.data_read.decode()}
        shown = {"changes": changes, "missing": arrival.missing, "labels": arrival.labels.sentences, "is_read": True}
        shown["scenarios"] = [item["name"] for item in arrival.scenarios]
        return self.show(form, submit_label="Importer dans le brouillon", **shown)

    def perform(self, form: ImportForm) -> str:
        import_policy(
            policy_id=self.policy.pk,
            data=form.data_read,
            user=self.request.user,
            draft_version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
        )
        return "Fichier importé dans le brouillon. Rien n’est en service avant la publication."
