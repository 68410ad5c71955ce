"""The invented person of « Essayer »: one control per fact that the policy uses, empty meaning « not known »."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import PlainForm, number_input, select, text_input
from backoffice.policies.forms.conditions import plain, single_field
from backoffice.policies.services.offering import value_choices
from config_rules import ActorKind, FactType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.directory.models import Territory
    from backoffice.policies.services.bounds import ProposedCase
    from config_rules import Fact

ACTORS = [
    (ActorKind.USAGER.value, "la personne elle-même"),
    (ActorKind.AGENT.value, "un agent"),
    (ActorKind.PRESCRIBER.value, "un agent d’une autre organisation"),
]
UNKNOWN = ("", "Pas connu")


class TryForm(PlainForm):
    """Who asks, how many seats are left, and what the rules look at."""

    name = forms.CharField(label="Nom du scénario", max_length=120, required=False, widget=text_input())
    actor = forms.ChoiceField(label="La demande est faite par", choices=ACTORS, widget=select())
    seats_left = forms.IntegerField(
        label="Places libres", min_value=0, max_value=2000, initial=3, widget=number_input()
    )

    def __init__(self, *args: Any, facts: Iterable[Fact], territory: Territory, **options: Any) -> None:
        super().__init__(*args, **options)
        self.facts = {name_of(fact): fact for fact in facts}
        for name, fact in self.facts.items():
            self.fields[name] = fact_field(fact, value_choices(fact, territory))

    def facts_typed(self) -> dict[str, Any]:
        """Code → value in the evaluator's JSON."""
        typed = {fact.code: typed_value(fact, self.cleaned_data[name]) for name, fact in self.facts.items()}
        return {
            **typed,
            "actor.kind": self.cleaned_data["actor"],
            "occurrence.seats_left": self.cleaned_data["seats_left"],
        }


class CaseForm(PlainForm):
    """The name of a proposed case; the case itself is computed again, never received."""

    case = forms.ChoiceField(label="Cas proposé", widget=select())

    def __init__(self, *args: Any, cases: dict[str, ProposedCase], **options: Any) -> None:
        super().__init__(*args, **options)
        self.cases = cases
        self.fields["case"].choices = [(name, f"{name} : {case.answer}") for name, case in cases.items()]
        self.fields["case"].error_messages["invalid_choice"] = "Ce cas n’est plus proposé : le brouillon a changé."

    def clean_case(self) -> ProposedCase:
        return self.cases[self.cleaned_data["case"]]


def name_of(fact: Fact) -> str:
    return fact.code.replace(".", "__")


def fact_field(fact: Fact, choices: list[tuple[str, str]]) -> forms.Field:
    if fact.type is FactType.SET:
        boxes = forms.CheckboxSelectMultiple({"class": "bo-checks"})
        return forms.MultipleChoiceField(label=fact.label.capitalize(), required=False, choices=choices, widget=boxes)
    if fact.nullable and choices:
        choices = [UNKNOWN, *choices]
    field = single_field(fact, fact.label.capitalize(), choices)
    field.required = not fact.nullable
    return field


def typed_value(fact: Fact, value: Any) -> Any:
    if fact.type is FactType.SET:
        return sorted(value)
    if value in (None, ""):
        return None
    return value == "true" if fact.type is FactType.BOOLEAN else plain(value)
