"""Everything of a rule but its conditions. What the effect does not use is not asked; the service judges with the evaluator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms

from backoffice.console.base.forms import checkbox, number_input, radio, select, text_input
from backoffice.policies.enums import Answer, EffectKind, UnknownMeans
from backoffice.policies.forms.conditions import RESHAPES
from backoffice.policies.forms.parameters import own_fields, own_value, stored_value
from backoffice.policies.models import Rule
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.offering import askable_facts, may_be_unknown
from backoffice.policies.services.wording import replaceable_parameters

if TYPE_CHECKING:
    from collections.abc import Iterable

ACTORS = {
    "usager": "Pour la personne elle-même",
    "agent": "Pour un agent",
    "prescriber": "Pour un agent d’une autre organisation",
    "import": "Pour un import de fichier",
}
HARMLESS = (UnknownMeans.LET_PASS, UnknownMeans.ASK)


class RuleTextsForm(forms.ModelForm):
    """What every rule has: answers per actor when it decides, messages, what a missing information does, override, source."""

    class Meta:
        model = Rule
        fields = ("title", "public_message", "agent_message", "unknown", "is_overridable", "is_rechecked", "source")
        widgets = {
            "title": text_input(),
            "public_message": text_input(),
            "agent_message": text_input(),
            "unknown": radio(),
            "is_overridable": checkbox(),
            "is_rechecked": checkbox(),
            "source": text_input(),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "is_rechecked": "Sinon, la règle ne compte qu’à la demande : ensuite, une place libre va à la personne quand vient son tour."
        }

    version = forms.IntegerField(widget=forms.HiddenInput)
    # What choosing an answer shows next.
    reshapes: ClassVar[dict[str, str]] = {}
    offers_asking = False

    def __init__(self, *args: Any, facts: Iterable[str] = (), **options: Any) -> None:
        rule = options["instance"]
        answers = {name: rule.answers.get(name, "") for name in ACTORS}
        options["initial"] = {**answers, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        self.label_suffix = ""
        self.shape_answers()
        self.shape_unknown(facts)

    @property
    def effect(self) -> str:
        return self.instance.effect

    def shape_answers(self) -> None:
        """One answer per kind of actor, for a rule that decides."""
        if self.effect != EffectKind.DECIDE:
            for name in ("public_message", "agent_message", "is_overridable", "is_rechecked"):
                del self.fields[name]
            return
        offered = [choice for choice in Answer.choices if choice[0] != Answer.ASK or self.offers_asking]
        for name, label in ACTORS.items():
            widget = select(**self.reshapes)
            self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False, widget=widget)

    def shape_unknown(self, facts: Iterable[str]) -> None:
        """Asked when one of the facts may be missing, and then nothing is chosen beforehand."""
        if not may_be_unknown(facts, vocabulary_of(self.instance.policy.territory)):
            del self.fields["unknown"]
            return
        field = self.fields["unknown"]
        harmless = self.effect != EffectKind.DECIDE
        field.choices = [choice for choice in UnknownMeans.choices if not harmless or choice[0] in HARMLESS]
        if self.instance.pk is None and not self.is_bound:
            self.initial["unknown"] = ""

    @property
    def answers(self) -> list[forms.BoundField]:
        return [self[name] for name in ACTORS if name in self.fields]

    def _post_clean(self) -> None:
        """Give the typed values to the instance; the service judges them with the evaluator."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        self.instance.unknown = self.cleaned_data.get("unknown", "")  # never the default of the column: it is chosen
        if self.effect == EffectKind.DECIDE:
            answers = {name: self.cleaned_data.get(name) for name in ACTORS}
            self.instance.answers = {name: answer for name, answer in answers.items() if answer}


class RuleForm(RuleTextsForm):
    """A rule written freely: its effect is chosen too."""

    class Meta(RuleTextsForm.Meta):
        fields = ("title", "effect", "points", "parameter", *RuleTextsForm.Meta.fields[1:])
        widgets = {
            **RuleTextsForm.Meta.widgets,
            "effect": select(**RESHAPES),
            "points": number_input(),
            "parameter": select(**RESHAPES),
        }

    reshapes = RESHAPES
    offers_asking = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.asks_something:
            self.shape_asks()
        if self.effect != EffectKind.PRIORITISE:
            del self.fields["points"]
        if self.effect == EffectKind.REPLACE:
            self.shape_replacement()
        else:
            del self.fields["parameter"]

    @property
    def effect(self) -> str:
        sent = self.data.get("effect") if self.is_bound else self.initial.get("effect")
        return sent if sent in EffectKind else self.instance.effect

    @property
    def asks_something(self) -> bool:
        return self.effect == EffectKind.DECIDE and any(field.value() == Answer.ASK for field in self.answers)

    def shape_asks(self) -> None:
        """Which information the dialog asks."""
        offered = askable_facts(vocabulary_of(self.instance.policy.territory))
        self.fields["asks"] = forms.MultipleChoiceField(
            label="Informations demandées",
            choices=[(fact.code, fact.question) for fact in offered],
            widget=forms.CheckboxSelectMultiple({"class": "bo-checks"}),
            initial=self.instance.asks,
            help_text="L’agent répond dans le formulaire d’inscription, puis la demande est examinée de nouveau.",
            error_messages={"required": "Choisissez ce que la règle demande."},
        )

    @property
    def question(self) -> forms.BoundField | None:
        return self["asks"] if "asks" in self.fields else None

    def shape_replacement(self) -> None:
        """The parameters that booking applies and that a rule may replace, then the control of the one chosen."""
        offered = replaceable_parameters()
        self.fields["parameter"] = forms.ChoiceField(
            label="Réglage remplacé",
            choices=[(parameter.code, parameter.label.capitalize()) for parameter in offered.values()],
            widget=select(**RESHAPES),
        )
        chosen = self.data.get("parameter") if self.is_bound else self.instance.parameter
        self.replaced = offered.get(chosen) or next(iter(offered.values()))
        stored = self.instance.parameter == self.replaced.code
        kept = stored_value(self.instance.parameter_value) if stored else {}
        self.initial |= {"value": kept.get("value"), "unit": kept.get("unit"), "no_limit": kept.get("choice") == "none"}
        self.fields |= own_fields(self.replaced)
        if self.replaced.nullable:
            label = (self.replaced.empty_label or "aucune limite").capitalize()
            self.fields["no_limit"] = forms.BooleanField(label=label, required=False, widget=checkbox())

    @property
    def replacement(self) -> list[forms.BoundField]:
        """The controls of the parameter, in order."""
        return [self[name] for name in ("parameter", "value", "unit", "no_limit") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "parameter" in self.fields and not cleaned.get("no_limit") and cleaned.get("value") in (None, ""):
            self.add_error("value", "Écrivez une valeur.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.points = self.instance.points or 0
        self.instance.asks = sorted(self.cleaned_data.get("asks") or [])
        if "parameter" in self.fields:
            self.instance.parameter_value = self.typed_value()
        else:
            self.instance.parameter, self.instance.parameter_value = "", None

    def typed_value(self) -> Any:
        """The value in the evaluator's JSON; None is « aucune limite »."""
        if self.cleaned_data.get("no_limit") or self.cleaned_data.get("value") in (None, ""):
            return None
        return own_value(self.replaced, self.cleaned_data)
