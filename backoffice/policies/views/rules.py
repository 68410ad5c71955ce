"""The editor of one rule: the sentence above, the table that edits it below. One service call: `save_rule`, or `remove_rule`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.policies.errors import InvalidRule
from backoffice.policies.forms import RuleForm, VersionForm, condition_rows
from backoffice.policies.forms.conditions import stored_row
from backoffice.policies.models import Rule
from backoffice.policies.services import remove_rule, save_rule
from backoffice.policies.services.documents import draft_document
from backoffice.policies.services.wording import Names, rule_lines
from backoffice.policies.views.subjects import AboutPolicy

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backoffice.policies.forms import ConditionRow


class RuleDialog(AboutPolicy, Dialog):
    """`refresh` in the POST shows the lines again without saving: an information was chosen, or a line asked for."""

    form_class = RuleForm
    template_name = "policies/rule.html"
    submit_label = "Enregistrer la règle"
    rule: Rule | None = None

    def prepare(self, *, rule_id: int | None = None, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        if rule_id is not None:
            self.rule = self.policy.rules.filter(pk=rule_id).first()
            if self.rule is None:
                raise OutOfPerimeter
        self.title = "Modifier la règle" if self.rule else "Nouvelle règle"

    def form_options(self) -> dict[str, Any]:
        fresh = self.rule or Rule(policy=self.policy)
        return {"instance": fresh, "initial": {"version": self.policy.draft_version}}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "refresh" in request.POST:
            form = self.form_class(request.POST, **self.form_options())
            form.errors.clear()
            return self.show(form)
        return super().post(request, **kwargs)

    @property
    def rows(self) -> list[Any]:
        data = self.request.POST if self.request.method == "POST" else None
        stored = [stored_row(row) for row in self.rule.conditions.all()] if self.rule else []
        wants_more = data is None or data.get("refresh") == "more"
        rows = condition_rows(data, stored, self.policy.territory, extra=1 if wants_more else 0)
        if data is not None and "refresh" in data:
            for row in rows:
                row.errors.clear()  # the line is being written: nothing is wrong yet
        return rows

    def context(self) -> dict[str, Any]:
        rows = self.rows
        return {**super().context(), "rows": rows, "count": len(rows), "sentence": self.sentence}

    @property
    def sentence(self) -> str:
        """The rule as it is in the draft."""
        if self.rule is None:
            return ""
        lines = rule_lines(draft_document(self.policy), Names(self.policy.territory))
        return next((line.sentence for line in lines if line.code == self.rule.code), "")

    def perform(self, form: RuleForm) -> str:
        rows = [row for row in self.rows if not row.is_empty]
        wrong = [row for row in rows if not row.is_valid()]
        if wrong:
            raise InvalidRule(faults_of(wrong))
        cards: dict[int, list[dict[str, Any]]] = {}
        for row in rows:
            cards.setdefault(row.cleaned_data["card"], []).append(row.content())
        rule = save_rule(
            policy_id=self.policy.pk,
            rule=form.instance,
            cards=[cards[number] for number in sorted(cards)],
            user=self.request.user,
            draft_version=form.cleaned_data["version"],
        )
        return f"Règle « {rule} » enregistrée dans le brouillon."


def faults_of(rows: list[ConditionRow]) -> str:
    """« Valeur : ce champ est obligatoire. » for each line that is not complete."""
    told = [
        f"{row.fields[name].label} : {error}" for row in rows for name, errors in row.errors.items() for error in errors
    ]
    return f"Une condition n’est pas complète. {' '.join(told)}"


class RemoveRuleDialog(AboutPolicy, Dialog):
    form_class = VersionForm
    submit_label = "Retirer la règle"
    is_dangerous = True

    def prepare(self, *, rule_id: int, **kwargs: Any) -> None:
        super().prepare(**kwargs)
        self.rule = self.policy.rules.filter(pk=rule_id).first()
        if self.rule is None:
            raise OutOfPerimeter
        self.title = f"Retirer la règle « {self.rule} »"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"version": self.policy.draft_version}}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": "La version en service ne change pas avant la prochaine publication."}

    def perform(self, form: VersionForm) -> str:
        remove_rule(
            policy_id=self.policy.pk,
            rule_id=self.rule.pk,
            user=self.request.user,
            draft_version=form.cleaned_data["version"],
        )
        return f"Règle « {self.rule} » retirée du brouillon."

    def back(self) -> str:
        return reverse("admin:policy", args=[self.policy.pk])
