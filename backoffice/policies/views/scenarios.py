"""« Essayer »: an invented person, the answer of the draft beside the one in force, each with its reasons; kept as a scenario on demand."""

from __future__ import annotations

from typing import Any

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.console.base.forms import PlainForm
from backoffice.policies.forms.trying import CaseForm, TryForm
from backoffice.policies.models import Scenario
from backoffice.policies.services import remove_scenario, save_scenario
from backoffice.policies.services.bounds import proposed_cases
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.trying import answers_to, facts_needed, invented_facts
from backoffice.policies.views.subjects import AboutPolicy


class TryView(AboutPolicy, Dialog):
    """« Essayer » shows both answers and writes nothing; « Garder comme scénario » calls `save_scenario`."""

    form_class = TryForm
    template_name = "policies/try.html"
    title = "Essayer"
    submit_label = "Garder comme scénario"

    def form_options(self) -> dict[str, Any]:
        return {"facts": facts_needed(self.policy), "territory": self.policy.territory}

    def post(self, request: Any, **kwargs: Any) -> Any:
        form = self.form_class(request.POST, **self.form_options())
        if not form.is_valid():
            return self.show(form)
        if "keep" in request.POST:
            return super().post(request, **kwargs)
        return self.show(form, answers=self.answers(form))

    def answers(self, form: TryForm) -> Any:
        return answers_to(self.policy, invented_facts(self.policy, form.facts_typed()))

    def perform(self, form: TryForm) -> str:
        facts = invented_facts(self.policy, form.facts_typed())
        draft = answers_to(self.policy, facts).draft
        scenario = Scenario(
            name=form.cleaned_data["name"] or "Personne inventée",
            facts=facts,
            expected_outcome=draft.outcome,
            expected_reasons=list(draft.codes),
        )
        save_scenario(policy_id=self.policy.pk, scenario=scenario, user=self.request.user)
        return f"Scénario « {scenario} » gardé : il devra passer avant chaque publication."

    def back(self) -> str:
        return f"{super().back()}?onglet=scenarios"


class KeepCaseDialog(AboutPolicy, Dialog):
    """One click keeps a case that the analysis proposes. One service call: `save_scenario`."""

    form_class = CaseForm
    title = "Garder un cas limite"
    submit_label = "Garder comme scénario"

    def form_options(self) -> dict[str, Any]:
        cases = proposed_cases(self.policy, draft_document(self.policy))
        return {"cases": {case.name: case for case in cases}}

    def perform(self, form: CaseForm) -> str:
        case = form.cleaned_data["case"]
        scenario = Scenario(
            name=case.name,
            facts=case.facts,
            expected_outcome=case.outcome,
            expected_reasons=list(case.reasons),
        )
        save_scenario(policy_id=self.policy.pk, scenario=scenario, user=self.request.user)
        return f"Scénario « {scenario} » gardé : réponse attendue, {case.answer}."

    def back(self) -> str:
        return f"{super().back()}?onglet=scenarios"


class RemoveScenarioDialog(AboutPolicy, Dialog):
    form_class = PlainForm
    submit_label = "Retirer le scénario"
    is_dangerous = True

    def prepare(self, *, scenario_id: int, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.scenario = self.policy.scenarios.filter(pk=scenario_id).first()
        if self.scenario is None:
            raise OutOfPerimeter
        self.title = f"Retirer le scénario « {self.scenario} »"

    def perform(self, form: PlainForm) -> str:
        remove_scenario(policy_id=self.policy.pk, scenario_id=self.scenario.pk, user=self.request.user)
        return f"Scénario « {self.scenario} » retiré."

    def back(self) -> str:
        return f"{super().back()}?onglet=scenarios"
