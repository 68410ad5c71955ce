"""Publish a draft, ask for a second reading, return to an older revision: what changes is shown first. One service call each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from backoffice.console.base.admin.panels import panels_of
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError, OutOfPerimeter
from backoffice.directory.enums import Activity
from backoffice.policies.errors import DraftChanged, PublishedMeanwhile
from backoffice.policies.forms import PublishForm, ReturnForm, VersionForm
from backoffice.policies.services import call_off, publish, publish_return, submit
from backoffice.policies.services.checking import findings_of, told
from backoffice.policies.services.comparing import groups_between, message_changes
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.scenarios import judged_scenarios
from backoffice.policies.services.undoing import document_as_of
from backoffice.policies.services.wording import Names, changes_between
from backoffice.policies.views.subjects import AboutPolicy
from config_rules import PolicyDocument


class PublishDialog(AboutPolicy, Dialog):
    activity = Activity.PUBLISH
    form_class = PublishForm
    template_name = "policies/publish.html"
    title = "Publier"
    submit_label = "Publier ces changements"

    def form_options(self) -> dict[str, Any]:
        return {"initial": self.as_shown()}

    def as_shown(self) -> dict[str, Any]:
        """What this page shows: the draft, the last revision, and when. Whoever publishes says what she has seen."""
        last = self.policy.revisions.order_by("-number").first()
        shown = {"version": self.policy.draft_version, "seen_number": last.number if last else 0}
        return {**shown, "shown_at": timezone.now().isoformat()}

    def context(self) -> dict[str, Any]:
        standing = self.policy.revisions.standing().order_by("number").last()
        document, territory = draft_document(self.policy), self.policy.territory
        names = Names(territory)
        scenarios = judged_scenarios(self.policy, document)
        return {
            **super().context(),
            **compared(standing.content if standing else PolicyDocument(), document, names),
            "last": standing,
            "scenarios": scenarios,
            "failing": sum(not item.passes for item in scenarios),
            "findings": told(findings_of(document, territory), document, names),
            "scheduled": self.policy.revisions.standing().filter(effective_at__gt=timezone.now()).order_by("number"),
            "panels": panels_of(self.request, self.policy, "publication"),
        }

    def failed(self, form: PublishForm, error: BackofficeError) -> Any:
        """Say why, show what changed meanwhile; what is shown now becomes what is published next."""
        form.add_error(None, error.message)
        told = isinstance(error, (DraftChanged, PublishedMeanwhile))
        meanwhile = self.since(form.cleaned_data) if told else None
        self.policy.refresh_from_db()
        form.data = {**form.data.dict(), **self.as_shown()}
        return self.show(form, meanwhile=meanwhile)

    def since(self, seen: dict[str, Any]) -> dict[str, Any]:
        """What others published and changed since this person opened the page."""
        newer = (
            self.policy.revisions.filter(number__gt=seen["seen_number"] or 0)
            .select_related("author", "reviewer")
            .order_by("number")
        )
        then = document_as_of(self.policy, seen["shown_at"] or timezone.now())
        changes = changes_between(then, draft_document(self.policy), Names(self.policy.territory))
        return {"revisions": newer, "changes": changes}

    def perform(self, form: PublishForm) -> str:
        revision = publish(
            policy_id=self.policy.pk,
            user=self.request.user,
            reason=form.cleaned_data["reason"],
            draft_version=form.cleaned_data["version"],
            seen_number=form.cleaned_data["seen_number"],
            effective_at=self.in_territory_time(form.cleaned_data["effective_at"]),
        )
        if revision.effective_at > timezone.now():
            return f"Version {revision.number} programmée : elle entrera en vigueur à la date choisie."
        return f"Version {revision.number} en service."

    def in_territory_time(self, typed: Any) -> Any:
        """The hour was typed on the territory's own clock."""
        return typed and typed.replace(tzinfo=self.policy.territory.zone)


def compared(before: PolicyDocument, after: PolicyDocument, names: Names) -> dict[str, Any]:
    """The three readings of a difference, for a page."""
    return {
        "changes": changes_between(before, after, names),
        "groups": groups_between(before, after, names),
        "texts": message_changes(before, after),
    }


class CallOffDialog(AboutPolicy, Dialog):
    """Call off a publication before its date."""

    activity = Activity.PUBLISH
    form_class = ReturnForm
    submit_label = "Annuler la programmation"
    is_dangerous = True

    def prepare(self, *, revision_id: int, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.revision = self.policy.revisions.filter(pk=revision_id).first()
        if self.revision is None:
            raise OutOfPerimeter
        self.title = f"Annuler la programmation de la version {self.revision.number}"

    def context(self) -> dict[str, Any]:
        intro = "Cette version n’entrera jamais en vigueur. Le brouillon ne change pas : vous pourrez le publier de nouveau."
        return {**super().context(), "intro": intro}

    def perform(self, form: ReturnForm) -> str:
        call_off(revision_id=self.revision.pk, user=self.request.user, reason=form.cleaned_data["reason"])
        return f"Version {self.revision.number} annulée : elle n’entrera pas en vigueur."

    def back(self) -> str:
        return f"{super().back()}?onglet=versions"


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
        last = self.policy.revisions.standing().order_by("number").last()
        before = last.content if last else PolicyDocument()
        return {
            **super().context(),
            **compared(before, self.revision.content, Names(self.policy.territory)),
            "last": last,
            "loses_draft": draft_document(self.policy) != before,
            "panels": panels_of(self.request, self.revision, "return"),
        }

    def perform(self, form: ReturnForm) -> str:
        made = publish_return(revision_id=self.revision.pk, user=self.request.user, reason=form.cleaned_data["reason"])
        return f"Version {made.number} en service : elle est égale à la version {self.revision.number}."

    def back(self) -> str:
        """Who was refused or delayed meanwhile, to call them back."""
        return reverse("admin:revision_affected", args=[self.policy.pk, self.revision.number])
