"""A gabarit as a sentence with blanks: a number, two bounds, boxes to tick, an information to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import number_input, select
from backoffice.policies.forms.conditions import RESHAPES
from backoffice.policies.forms.rules import RuleTextsForm
from backoffice.policies.services.gabarits import (
    asks,
    fact_of_codes,
    facts_for,
    facts_that_decide,
    fill_rule,
    sentence_parts,
    words_of,
)
from config_rules.rules.templates import BlankKind

if TYPE_CHECKING:
    from backoffice.policies.forms.conditions import ValueChoices
    from config_rules import Vocabulary
    from config_rules.rules.templates import Blank, Template

FACT = "blank_fact"


class GabaritForm(RuleTextsForm):
    """The blanks of one gabarit, then what every rule has."""

    def __init__(
        self, *args: Any, template: Template, blanks: dict[str, Any], choices: ValueChoices, **options: Any
    ) -> None:
        self.template, self.choices = template, choices
        self.chosen = chosen_fact(template, blanks, choices.words, options.get("data") or (args[0] if args else None))
        super().__init__(*args, facts=facts_that_decide(template, self.chosen), **options)
        for blank in template.blanks:
            self.fields |= self.blank_fields(blank)
        self.initial |= initial_of(template, blanks)

    @property
    def offers_asking(self) -> bool:
        """What is asked is one of its blanks, or was chosen freely before."""
        return asks(self.template) or bool(self.instance.asks)

    def blank_fields(self, blank: Blank) -> dict[str, forms.Field]:
        name = f"blank_{blank.name}"
        if blank.kind is BlankKind.NUMBER:
            return {name: whole(blank, blank.label)}
        if blank.kind is BlankKind.RANGE:
            return {
                f"{name}_from": whole(blank, f"{blank.label} : de"),
                f"{name}_to": whole(blank, f"{blank.label} : à"),
            }
        if blank.kind is BlankKind.FACT:
            offered = [
                (fact.code, words_of(self.template, fact))
                for fact in facts_for(self.template, blank, self.choices.words)
            ]
            return {name: forms.ChoiceField(label=blank.label.capitalize(), choices=offered, widget=select(**RESHAPES))}
        fact = self.choices.words.get(fact_of_codes(self.template, blank, self.chosen))
        offered = self.choices.of(fact) if fact else []
        boxes = forms.CheckboxSelectMultiple({"class": "bo-checks"})
        return {name: forms.MultipleChoiceField(label=blank.label.capitalize(), choices=offered, widget=boxes)}

    @property
    def sentence(self) -> list[tuple[str, list[forms.BoundField]]]:
        """(text, the controls that follow it in the line), for the page."""
        return [(text, self.controls(name)) for text, name in sentence_parts(self.template)]

    def controls(self, blank: str) -> list[forms.BoundField]:
        names = [name for name in self.fields if name in {f"blank_{blank}", f"blank_{blank}_from", f"blank_{blank}_to"}]
        return [self[name] for name in names if not isinstance(self.fields[name], forms.MultipleChoiceField)]

    @property
    def boxes(self) -> list[forms.BoundField]:
        """Blanks that are lists of boxes, and those that the sentence does not name: under the sentence."""
        said = {field.name for _text, controls in self.sentence for field in controls}
        return [self[name] for name in self.fields if name.startswith("blank_") and name not in said]

    def values(self) -> dict[str, Any]:
        """The blanks as the gabarit takes them; one that is not filled is left out."""
        typed = {blank.name: self.value_of(blank) for blank in self.template.blanks}
        return {name: value for name, value in typed.items() if value is not None}

    def value_of(self, blank: Blank) -> Any:
        name = f"blank_{blank.name}"
        if blank.kind is BlankKind.RANGE:
            bounds = self.cleaned_data.get(f"{name}_from"), self.cleaned_data.get(f"{name}_to")
            return None if None in bounds else bounds
        value = self.cleaned_data.get(name)
        return frozenset(value or ()) if blank.kind is BlankKind.CODES else value

    def cards(self) -> list[list[dict[str, Any]]]:
        """Fills the rule. Raises ValueError naming the blank to fill."""
        return fill_rule(self.instance, self.template, self.values())


def whole(blank: Blank, label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label.capitalize(),
        min_value=blank.low,
        max_value=blank.high,
        help_text=f"En {blank.unit}." if blank.unit else "",
        widget=number_input(),
    )


def chosen_fact(template: Template, blanks: dict[str, Any], words: Vocabulary, data: Any) -> str:
    """The fact sent, stored, usual, or the first that may be chosen."""
    blank = next((one for one in template.blanks if one.kind is BlankKind.FACT), None)
    if blank is None:
        return ""
    offered = [fact.code for fact in facts_for(template, blank, words)]
    wanted = (data or {}).get(FACT) or blanks.get("fact") or blank.default
    return wanted if wanted in offered else offered[0]


def initial_of(template: Template, blanks: dict[str, Any]) -> dict[str, Any]:
    """What stored blanks put in the controls."""
    initial: dict[str, Any] = {}
    for blank in template.blanks:
        value, name = blanks.get(blank.name), f"blank_{blank.name}"
        if isinstance(value, tuple):
            initial |= {f"{name}_from": value[0], f"{name}_to": value[1]}
        else:
            initial[name] = sorted(value) if isinstance(value, frozenset) else value or blank.default
    return initial
