"""One parameter of the draft. One service call: `set_parameter`."""

from __future__ import annotations

from typing import Any

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.policies.forms import ParameterForm
from backoffice.policies.forms.parameters import DEFAULT, stored_value
from backoffice.policies.services import set_parameter
from backoffice.policies.services.references import names_of
from backoffice.policies.services.wording import OFFERED, parameter_named
from backoffice.policies.views.subjects import AboutPolicy
from config_rules import ParameterType
from config_rules.explain.wording.parameters import CHANNELS


class ParameterDialog(AboutPolicy, Dialog):
    form_class = ParameterForm
    submit_label = "Enregistrer le réglage"

    def prepare(self, *, code: str, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if code not in OFFERED:
            raise OutOfPerimeter
        self.parameter = parameter_named(code)
        self.title = self.parameter.label.capitalize()

    def form_options(self) -> dict[str, Any]:
        row = self.policy.parameters.filter(code=self.parameter.code).first()
        stored = {**stored_value(row.value), "is_imposed": row.is_imposed} if row else {"choice": DEFAULT}
        initial = {"version": self.policy.draft_version, **stored}
        return {"parameter": self.parameter, "initial": initial, "scopes": self.scopes()}

    def scopes(self) -> dict[str, str] | None:
        """Who may have seats of their own, for the parameters that give some."""
        if self.parameter.type is not ParameterType.QUOTAS:
            return None
        channels = {f"channel:{kind}": words for kind, words in CHANNELS.items()}
        territory = self.policy.territory
        return {**channels, **names_of("group", territory), **names_of("organisation", territory)}

    def perform(self, form: ParameterForm) -> str:
        set_parameter(
            policy_id=self.policy.pk,
            code=self.parameter.code,
            value=form.content(),
            is_imposed=form.cleaned_data["is_imposed"],
            is_set=form.is_set,
            user=self.request.user,
            draft_version=form.cleaned_data["version"],
        )
        return f"Réglage enregistré dans le brouillon : {self.parameter.label}."

    def back(self) -> str:
        return f"{super().back()}?onglet=reglages"
