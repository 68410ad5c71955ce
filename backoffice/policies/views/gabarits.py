"""« Ajouter une règle » starts from sentences with blanks; a rule that still reads as one of them is edited as that sentence."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from backoffice.console.base.dialogs import Dialog
from backoffice.console.base.errors import OutOfPerimeter
from backoffice.policies.errors import InvalidRule
from backoffice.policies.forms.conditions import ValueChoices
from backoffice.policies.forms.gabarits import GabaritForm
from backoffice.policies.models import Rule
from backoffice.policies.services import save_rule
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.documents import card_contents
from backoffice.policies.services.gabarits import blanks_of, offered_gabarits, start_from, with_dots
from backoffice.policies.services.proposing import reading_of
from backoffice.policies.views.subjects import AboutPolicy, AboutRule

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class GabaritsView(AboutPolicy):
    template_name = "policies/gabarits.html"
    title = "Ajouter une règle"

    def context(self) -> dict[str, Any]:
        offered = [
            (one.code, one.title, with_dots(one))
            for one in offered_gabarits(vocabulary_of(self.policy.territory)).values()
        ]
        return {**super().context(), "gabarits": offered, "back_url": self.back()}


class GabaritDialog(AboutRule, Dialog):
    """A new rule from a gabarit (`code`), or an existing one that reads as its own (`rule_id`)."""

    form_class = GabaritForm
    template_name = "policies/gabarit.html"
    submit_label = "Enregistrer la règle"

    def prepare(self, *, code: str = "", rule_id: int | None = None, **kwargs: Any) -> None:
        super().prepare(rule_id=rule_id, **kwargs)
        stored = card_contents(self.rule.conditions.all()) if self.rule else []
        words = self.choices.words
        self.blanks = blanks_of(self.rule, stored, words) if self.rule else {}
        template = offered_gabarits(words).get(self.rule.template if self.rule else code)
        if template is None or self.blanks is None:
            raise OutOfPerimeter
        self.template, self.title = template, template.title

    @cached_property
    def choices(self) -> ValueChoices:
        return ValueChoices(self.policy.territory)

    def form_options(self) -> dict[str, Any]:
        rule = self.rule
        if rule is None:
            rule = Rule(policy=self.policy)
            start_from(self.template, rule)
        blanks = {"template": self.template, "blanks": self.blanks, "choices": self.choices}
        return {"instance": rule, "initial": {"version": self.policy.draft_version}, **blanks}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "refresh" not in request.POST:
            return super().post(request, **kwargs)
        form = self.form_class(request.POST, **self.form_options())
        reading = self.reading(form)
        form.errors.clear()  # it is being written: nothing is wrong yet
        return self.show(form, reading=reading)

    def reading(self, form: GabaritForm) -> Any:
        """How the rule reads with the blanks filled so far."""
        if not form.is_bound:
            cards = card_contents(self.rule.conditions.all()) if self.rule else None
            return reading_of(self.policy, form.instance, cards) if cards is not None else None
        try:
            return reading_of(self.policy, form.instance, form.cards()) if form.is_valid() else None
        except ValueError:
            return None

    def show(self, form: GabaritForm, template: str = "", **context: Any) -> HttpResponse:
        return super().show(form, template, **{"reading": self.reading(form), **context})

    def perform(self, form: GabaritForm) -> str:
        try:
            cards = form.cards()
        except ValueError as error:
            raise InvalidRule(str(error)) from error
        rule = save_rule(
            policy_id=self.policy.pk,
            rule=form.instance,
            cards=cards,
            user=self.request.user,
            draft_version=form.cleaned_data["version"],
        )
        return f"Règle « {rule} » enregistrée dans le brouillon."
