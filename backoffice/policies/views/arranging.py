"""Acts on the rules of a draft, one service call each: take out, move, copy, put aside, undo. A button of the list posts here; GET asks first."""

from __future__ import annotations

from typing import Any

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.policies.forms import VersionForm
from backoffice.policies.services import duplicate_rule, move_rule, remove_rule, switch_rule, undo_last_change
from backoffice.policies.services.undoing import last_change, state_before
from backoffice.policies.services.wording import Names, changes_to
from backoffice.policies.views.subjects import AboutPolicy, AboutRule


class RuleAct(AboutRule, Dialog):
    """One act on one rule of the draft that was shown."""

    form_class = VersionForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}}

    def named(self, form: VersionForm) -> dict[str, Any]:
        return {
            "policy_id": self.policy.pk,
            "rule_id": self.rule.pk,
            "user": self.request.user,
            "draft_version": form.cleaned_data["version"],
        }


class RemoveRuleDialog(RuleAct):
    submit_label = "Retirer la règle"
    is_dangerous = True

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.title = f"Retirer la règle « {self.rule} »"

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": "La version en service ne change pas avant la prochaine publication."}

    def perform(self, form: VersionForm) -> str:
        remove_rule(**self.named(form))
        return f"Règle « {self.rule} » retirée du brouillon."

    def back(self) -> str:
        return AboutPolicy.back(self)


class MoveRuleDialog(RuleAct):
    STEPS = {"monter": -1, "descendre": 1}

    def prepare(self, *, direction: str, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if direction not in self.STEPS:
            raise OutOfPerimeter
        self.steps = self.STEPS[direction]
        self.submit_label = direction.capitalize()
        self.title = f"{self.submit_label} la règle « {self.rule} »"

    def perform(self, form: VersionForm) -> str:
        move_rule(**self.named(form), steps=self.steps)
        return f"Règle « {self.rule} » déplacée."


class DuplicateRuleDialog(RuleAct):
    submit_label = "Dupliquer"

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.title = f"Dupliquer la règle « {self.rule} »"

    def perform(self, form: VersionForm) -> str:
        self.rule = duplicate_rule(**self.named(form))
        return f"Règle « {self.rule} » créée, désactivée. Modifiez-la, puis activez-la."


class SwitchRuleDialog(RuleAct):
    """Deactivate a rule that counts, or activate one that was put aside."""

    def prepare(self, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.submit_label = "Désactiver" if self.rule.is_active else "Activer"
        self.title = f"{self.submit_label} la règle « {self.rule} »"

    def perform(self, form: VersionForm) -> str:
        rule = switch_rule(**self.named(form), is_active=not self.rule.is_active)
        return f"Règle « {rule} » {'activée' if rule.is_active else 'désactivée'} dans le brouillon."


class UndoDialog(AboutPolicy, Dialog):
    """Shows what comes back before it does."""

    form_class = VersionForm
    template_name = "policies/undo.html"
    title = "Annuler la dernière modification"
    submit_label = "Annuler cette modification"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}}

    def context(self) -> dict[str, Any]:
        change = last_change(self.policy)
        before = state_before(self.policy, change) if change else None
        changes = changes_to(self.policy, before, Names(self.policy.territory)) if before else []
        return {**super().context(), "change": change, "changes": changes}

    def perform(self, form: VersionForm) -> str:
        undo_last_change(policy_id=self.policy.pk, user=self.request.user, draft_version=form.cleaned_data["version"])
        return "Dernière modification annulée."
