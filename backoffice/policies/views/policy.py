"""One policy on one page: its rules as sentences, its parameters, what is wrong, what changes, its scenarios, its revisions."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from backoffice.catalogue.models import Motif
from backoffice.console.base.admin.panels import panels_of
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed
from backoffice.directory.enums import Activity
from backoffice.policies.forms import PolicyForm
from backoffice.policies.services import save_policy
from backoffice.policies.services.activity import uses_of
from backoffice.policies.services.bounds import proposed_cases
from backoffice.policies.services.checking import findings_of, told
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.grids import document_above
from backoffice.policies.services.scenarios import judged_scenarios
from backoffice.policies.services.undoing import last_change
from backoffice.policies.services.wording import Names, changes_since, draft_lines, parameter_groups
from backoffice.policies.views.subjects import AboutPolicy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

TABS = {"": "Règles", "reglages": "Réglages", "scenarios": "Scénarios", "versions": "Versions"}
# Where rooms above show what they know of a draft.
EDITOR = "editor"
# What it sends, when the policy applies elsewhere (`typed_motifs` beside its own columns).
USES = "uses"
WITH_PANELS = ("", "reglages")
TEMPLATES = {"": "rules", "reglages": "settings", "scenarios": "scenarios", "versions": "revisions"}


class PolicyView(AboutPolicy):
    activity = None
    template_name = "policies/policy.html"

    def context(self) -> dict[str, Any]:
        tab = self.request.GET.get("onglet", "")
        tab = tab if tab in TABS else ""
        shared = {**super().context(), "title": self.policy.name, "tab": tab, "tabs": TABS}
        revisions = list(
            self.policy.revisions.select_related("author", "reviewer", "returns_to", "called_off__called_off_by")
        )
        document, territory = draft_document(self.policy), self.policy.territory
        return {
            **shared,
            "tab_template": f"policies/tabs/{TEMPLATES[tab]}.html",
            "revisions": revisions,
            "now": timezone.now(),
            "in_force": self.in_force(revisions),
            "motifs": list(Motif.objects.visible_to(self.request.user).filter(policies=self.policy)),
            "changes": changes_since(self.policy, self.policy.revisions.standing().order_by("number").last()),
            "findings": told(findings_of(document, territory), document, Names(territory)),
            "is_on_trial": self.policy.trials.running(timezone.now()).exists(),
            "panels": panels_of(self.request, self.policy, EDITOR) if tab in WITH_PANELS else (),
            **self.tab_context(tab, document),
        }

    def in_force(self, revisions: list[Any]) -> Any:
        """The revision that decides now, from the same query as booking."""
        now = self.policy.revisions.effective(timezone.now()).values_list("pk", flat=True).last()
        return next((row for row in revisions if row.pk == now), None)

    def tab_context(self, tab: str, document: Any) -> dict[str, Any]:
        if tab == "reglages":
            above, name = document_above(self.policy)
            groups = parameter_groups(document, Names(self.policy.territory), above=above, above_name=name)
            return {"groups": groups}
        if tab == "scenarios":
            cases = proposed_cases(self.policy, document)
            return {"scenarios": judged_scenarios(self.policy, document), "cases": cases}
        lines = draft_lines(self.policy, Names(self.policy.territory))
        uses = uses_of(self.policy, timezone.now())
        for line in lines:
            line.rule.use = uses.sentence(line.rule.code)
        people = judged_scenarios(self.policy, document)
        return {"rules": lines, "change": last_change(self.policy), "people": people}


class PolicyFormDialog(Dialog):
    """Create a policy, or change its name and where it applies. One service call: `save_policy`."""

    form_class = PolicyForm

    def save(self, form: PolicyForm) -> str:
        policy = form.instance
        policy.code = policy.code or slugify(policy.name)[:60]
        self.saved = save_policy(policy=policy, motifs=form.cleaned_data["motifs"], user=self.request.user)
        return f"C’est noté : {policy.name}."


class NewPolicyDialog(PolicyFormDialog):
    title = "Nouvelle politique d’inscription"
    submit_label = "Créer la politique"

    def prepare(self, **kwargs: Any) -> None:
        if not self.request.user.perimeter.has(Activity.CONFIGURE):
            raise NotAllowed

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def perform(self, form: PolicyForm) -> str:
        return self.save(form)

    def back(self) -> str:
        saved = getattr(self, "saved", None)
        return reverse("admin:policy", args=[saved.pk]) if saved else reverse("admin:policies_policy_changelist")


class PolicySettingsDialog(AboutPolicy, PolicyFormDialog):
    """Uses that send messages are saved once these were shown: the same form again saves."""

    title = "Nom et usages de la politique"

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.invalid(form)
        form.instance.typed_motifs = [motif.pk for motif in form.cleaned_data["motifs"]]
        panels = list(panels_of(request, form.instance, USES))
        typed = sorted((name, str(form[name].data)) for name in form.changed_data)
        seen = sha256(repr((typed, panels)).encode()).hexdigest()[:16]
        if panels and request.POST.get("seen") != seen:
            return self.show(form, panels=panels, seen=seen)
        return super().post(request, **kwargs)

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user, "instance": self.policy}

    def perform(self, form: PolicyForm) -> str:
        return self.save(form)
