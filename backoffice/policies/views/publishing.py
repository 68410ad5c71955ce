"""Publish a draft, ask for a second reading, return to an older revision: what changes is shown first. One service call each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from backoffice.console.base.admin.panels import panels_of
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.policies.errors import NotPublishable
from backoffice.policies.forms import PublishForm, ReturnForm, VersionForm
from backoffice.policies.services import publish, publish_return, submit
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.wording import Names, changes_between, changes_since
from backoffice.policies.views.subjects import AboutPolicy


class PublishDialog(AboutPolicy, Dialog):
    activity = Activity.PUBLISH
    form_class = PublishForm
    template_name = "policies/publish.html"
    title = "Publier"
    submit_label = "Publier ces changements"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}}

    def context(self) -> dict[str, Any]:
        last = self.policy.revisions.order_by("number").last()
        panels = panels_of(self.request, self.policy, "publication")
        return {**super().context(), "changes": changes_since(self.policy, last), "last": last, "panels": panels}

    def failed(self, form: PublishForm, error: BackofficeError) -> Any:
        """Every blocking finding, all at once; the version shown becomes the one to publish."""
        form.add_error(None, error.message)
        findings = error.findings if isinstance(error, NotPublishable) else ()
        self.policy.refresh_from_db()
        form.data = {**form.data.dict(), "version": self.policy.draft_version}
        return self.show(form, findings=findings)

    def perform(self, form: PublishForm) -> str:
        revision = publish(
            policy_id=self.policy.pk,
            user=self.request.user,
            reason=form.cleaned_data["reason"],
            draft_version=form.cleaned_data["version"],
            effective_at=self.in_territory_time(form.cleaned_data["effective_at"]),
        )
        if revision.effective_at > timezone.now():
            return f"Version {revision.number} programmée : elle entrera en vigueur à la date choisie."
        return f"Version {revision.number} en service."

    def in_territory_time(self, typed: Any) -> Any:
        """The hour was typed on the territory's own clock."""
        return typed and typed.replace(tzinfo=self.policy.territory.zone)


class SubmitDialog(AboutPolicy, Dialog):
    form_class = VersionForm
    title = "Demander une seconde lecture"
    submit_label = "Proposer ce brouillon"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": "Une autre personne pourra le relire et le publier."}

    def perform(self, form: VersionForm) -> str:
        submit(policy_id=self.policy.pk, user=self.request.user, draft_version=form.cleaned_data["version"])
        return "Brouillon proposé à la relecture."


class ReturnDialog(AboutPolicy, Dialog):
    """Shows what returning changes; then leads to the people who were refused or delayed meanwhile."""

    activity = Activity.PUBLISH
    form_class = ReturnForm
    template_name = "policies/return.html"

    def prepare(self, *, revision_id: int, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.revision = self.policy.revisions.filter(pk=revision_id).first()
        if self.revision is None:
            raise OutOfPerimeter
        self.title = f"Revenir à la version {self.revision.number}"
        self.submit_label = f"Remettre en service la version {self.revision.number}"

    def context(self) -> dict[str, Any]:
        last = self.policy.revisions.order_by("number").last()
        names = Names(self.policy.territory)
        changes = changes_between(last.content, self.revision.content, names)
        loses_draft = draft_document(self.policy) != last.content
        return {
            **super().context(),
            "changes": changes,
            "loses_draft": loses_draft,
        }

    def perform(self, form: ReturnForm) -> str:
        made = publish_return(revision_id=self.revision.pk, user=self.request.user, reason=form.cleaned_data["reason"])
        return f"Version {made.number} en service : elle est égale à la version {self.revision.number}."

    def back(self) -> str:
        """Who was refused or delayed meanwhile, to call them back."""
        return reverse("admin:revision_affected", args=[self.policy.pk, self.revision.number])
