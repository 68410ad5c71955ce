"""Put a draft « à l’essai », and stop it. One service call each: `start_trial`, `stop_trial`. What a trial finds is read on booking's page."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils import timezone

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import BackofficeError
from backoffice.directory.enums import Activity
from backoffice.policies.errors import NotPublishable
from backoffice.policies.forms import ReturnForm, TrialForm
from backoffice.policies.services import start_trial, stop_trial
from backoffice.policies.services.checking import told
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.wording import Names, changes_since
from backoffice.policies.views.subjects import AboutPolicy


class StartTrialDialog(AboutPolicy, Dialog):
    activity = Activity.PUBLISH
    form_class = TrialForm
    template_name = "policies/start_trial.html"
    title = "Mettre le brouillon à l’essai"
    submit_label = "Lancer l’essai"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}}

    def context(self) -> dict[str, Any]:
        decides = self.policy.revisions.effective(timezone.now()).last()
        return {**super().context(), "changes": changes_since(self.policy, decides), "decides": decides}

    def failed(self, form: TrialForm, error: BackofficeError) -> Any:
        """Every blocking finding, all at once."""
        form.add_error(None, error.message)
        found = error.findings if isinstance(error, NotPublishable) else ()
        return self.show(form, findings=told(found, draft_document(self.policy), Names(self.policy.territory)))

    def perform(self, form: TrialForm) -> str:
        last_day = form.cleaned_data["last_day"]
        trial = start_trial(
            policy_id=self.policy.pk,
            user=self.request.user,
            reason=form.cleaned_data["reason"],
            ends_at=datetime.combine(last_day, time.max, tzinfo=self.policy.territory.zone),
            draft_version=form.cleaned_data["version"],
        )
        return f"Essai lancé jusqu’au {trial.ends_at.astimezone(self.policy.territory.zone):%d/%m/%Y}. Personne n’est bloqué."

    def back(self) -> str:
        return reverse("admin:trial", args=[self.policy.pk])


class StopTrialDialog(AboutPolicy, Dialog):
    activity = Activity.PUBLISH
    form_class = ReturnForm
    title = "Arrêter l’essai"
    submit_label = "Arrêter l’essai"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": "Ce que l’essai a répondu jusqu’ici reste lisible."}

    def perform(self, form: ReturnForm) -> str:
        stop_trial(policy_id=self.policy.pk, user=self.request.user, reason=form.cleaned_data["reason"])
        return "Essai arrêté."

    def back(self) -> str:
        return reverse("admin:trial", args=[self.policy.pk])
