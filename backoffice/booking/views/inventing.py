"""« En faire un scénario »: what is kept of a real decision is shown first. One service call: `save_scenario`."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from backoffice.booking.forms import ScenarioForm
from backoffice.booking.services.inventing import invented_from, policies_for
from backoffice.booking.views.deciding import AboutDecision
from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import NotAllowed
from backoffice.directory.enums import Activity
from backoffice.policies.errors import InvalidRule
from backoffice.policies.services import save_scenario


class ScenarioDialog(AboutDecision, Dialog):
    form_class = ScenarioForm
    template_name = "booking/scenario.html"
    title = "En faire un scénario"
    submit_label = "Garder comme scénario"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        user, territory = self.request.user, self.occurrence.territory
        if not self.has_file or not user.perimeter.may(Activity.CONFIGURE, territory_id=territory.pk):
            raise NotAllowed
        policies = policies_for(self.decision, user)
        wanted = self.request.POST.get("policy") or self.request.GET.get("politique", "")
        self.policies = policies
        self.policy = next((row for row in policies if str(row.pk) == wanted), policies[0] if policies else None)
        self.invented = invented_from(self.decision, self.policy) if self.policy else None

    def form_options(self) -> dict[str, Any]:
        if self.invented is None:
            return {}
        return {"initial": {"name": self.invented.scenario.name, "policy": self.policy.pk}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "policy": self.policy, "policies": self.policies, "invented": self.invented}

    def perform(self, form: ScenarioForm) -> str:
        if self.invented is None or not self.invented.is_complete:
            raise InvalidRule("Cette demande ne peut pas devenir un scénario : une information n’avait pas été notée.")
        scenario = self.invented.scenario
        scenario.name = form.cleaned_data["name"]
        save_scenario(policy_id=self.policy.pk, scenario=scenario, user=self.request.user)
        return f"Scénario « {scenario} » gardé, sans le nom de la personne."

    def back(self) -> str:
        if self.policy is None:
            return reverse("admin:decision", args=[self.decision.pk])
        return f"{reverse('admin:policy', args=[self.policy.pk])}?onglet=scenarios"
