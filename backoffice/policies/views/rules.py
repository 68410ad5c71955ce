"""The editor of one rule: the sentence above, the table that edits it below. One service call: `save_rule`."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from backoffice.console.base.dialogs import Dialog
from backoffice.policies.errors import InvalidRule
from backoffice.policies.forms import RuleForm
from backoffice.policies.forms.conditions import (
    MAXIMUM_ROWS,
    ValueChoices,
    empty_row,
    sent_rows,
    stored_rows,
    whole_number,
)
from backoffice.policies.models import Rule
from backoffice.policies.services import save_rule
from backoffice.policies.services.documents import card_contents
from backoffice.policies.services.proposing import reading_of
from backoffice.policies.views.subjects import AboutRule
from config_rules.rules.operators import KNOWLEDGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from backoffice.policies.forms import ConditionRow

REFRESH, MORE, DROP = "refresh", "more", "drop-"


class RuleDialog(AboutRule, Dialog):
    """`refresh` in the POST shows the page again without saving: an information was chosen, a line asked for or taken out."""

    form_class = RuleForm
    template_name = "policies/rule.html"
    submit_label = "Enregistrer la règle"
    rule: Rule | None = None

    def prepare(self, *, rule_id: int | None = None, **kwargs: Any) -> None:
        super().prepare(rule_id=rule_id, **kwargs)
        self.title = "Modifier la règle" if self.rule else "Nouvelle règle"

    def form_options(self) -> dict[str, Any]:
        fresh = self.rule or Rule(policy=self.policy)
        facts = [row.about.code for row in self.rows if row.about and row.comparison not in KNOWLEDGE]
        return {"instance": fresh, "facts": facts, "initial": {"version": self.policy.draft_version}}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if REFRESH not in request.POST:
            return super().post(request, **kwargs)
        form = self.form_class(request.POST, **self.form_options())
        form.errors.clear()  # it is being written: nothing is wrong yet
        return self.show(form)

    @property
    def refresh(self) -> str:
        return self.request.POST.get(REFRESH, "")

    @cached_property
    def choices(self) -> ValueChoices:
        return ValueChoices(self.policy.territory)

    @cached_property
    def rows(self) -> list[ConditionRow]:
        """The lines of the editor: those sent, or those stored."""
        if self.request.method != "POST":
            return stored_rows(self.rule.conditions.all() if self.rule else (), self.choices)
        drop = whole_number(self.refresh.removeprefix(DROP)) if self.refresh.startswith(DROP) else None
        return sent_rows(self.request.POST, self.choices, without=drop)

    def context(self) -> dict[str, Any]:
        shown = list(self.rows)
        if not shown or self.refresh == MORE:
            last = whole_number(shown[-1]["card"].value()) if shown else 1
            shown.append(empty_row(len(shown), self.choices, card=last or 1))
        return {**super().context(), "rows": shown, "count": len(shown), "is_too_long": len(shown) > MAXIMUM_ROWS + 1}

    def show(self, form: RuleForm, template: str = "", **context: Any) -> HttpResponse:
        reading = reading_of(self.policy, form.instance, self.cards_shown())
        answer = super().show(form, template, reading=reading, **context)
        if REFRESH in self.request.POST:
            for row in self.rows:
                row.errors.clear()
        return answer

    def cards_shown(self) -> list[list[dict[str, Any]]]:
        """The conditions that can be read: stored, or typed and complete."""
        if self.request.method != "POST":
            return card_contents(self.rule.conditions.all()) if self.rule else []
        return by_card(row for row in self.rows if not row.is_empty and row.is_valid())

    def cards_typed(self) -> list[list[dict[str, Any]]]:
        """The conditions typed, by case. Raises InvalidRule with the faults of the lines that are not complete."""
        if whole_number(self.request.POST.get("rows")) > MAXIMUM_ROWS:
            raise InvalidRule(f"Une règle a {MAXIMUM_ROWS} conditions au plus dans l’éditeur. Écrivez deux règles.")
        lines = [row for row in self.rows if not row.is_empty]
        wrong = [row for row in lines if not row.is_valid()]
        if wrong:
            raise InvalidRule(faults_of(wrong))
        return by_card(lines)

    def perform(self, form: RuleForm) -> str:
        rule = save_rule(
            policy_id=self.policy.pk,
            rule=form.instance,
            cards=self.cards_typed(),
            user=self.request.user,
            draft_version=form.cleaned_data["version"],
        )
        return f"Règle « {rule} » enregistrée dans le brouillon."


def by_card(rows: Iterable[ConditionRow]) -> list[list[dict[str, Any]]]:
    cards: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        cards.setdefault(row.cleaned_data["card"], []).append(row.content())
    return [cards[number] for number in sorted(cards)]


def faults_of(rows: list[ConditionRow]) -> str:
    """« Valeur : ce champ est obligatoire. » for each line that is not complete."""
    told = [
        f"{row.fields[name].label} : {error}" for row in rows for name, errors in row.errors.items() for error in errors
    ]
    return "Une condition n’est pas complète. " + " ".join(dict.fromkeys(told))
