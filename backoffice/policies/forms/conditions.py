"""One condition as a line of the editor: the information chooses the comparisons and the kind of value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.datastructures import MultiValueDict

from backoffice.console.base.forms import PlainForm, day_input, number_input, select, text_input
from backoffice.console.base.keys import MOST_DIGITS
from backoffice.policies.services.custom_facts import vocabulary_of
from backoffice.policies.services.offering import grouped_facts, operator_choices, value_choices
from config_rules import FactType, Operator
from config_rules.rules.limits import MAXIMUM_CARDS
from config_rules.rules.operators import INTERVALS, KNOWLEDGE, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import QueryDict

    from backoffice.directory.models import Territory
    from config_rules import Fact

MAXIMUM_ROWS = 100
MESSAGES = ("public_message", "agent_message")
# What is chosen here changes what is asked next: the page shows the form again, with or without script.
RESHAPES = {
    "hx-post": "",
    "hx-trigger": "change consume",
    "hx-include": "closest form",
    # A choice made before the answer to the last one replaces it; both would redraw the list, and one would be lost.
    "hx-sync": "closest form:replace",
    "hx-vals": '{"refresh": "same"}',
    "hx-target": "#rule-body",
    "hx-select": "#rule-body",
    "hx-select-oob": "#rule-reading",
    "hx-swap": "outerHTML",
}


class ValueChoices:
    """The values that exist for each information in a territory, read once for all the lines of a page."""

    def __init__(self, territory: Territory) -> None:
        self.territory = territory
        self.words = vocabulary_of(territory)
        self.known: dict[str, list[tuple[str, str]]] = {}

    def of(self, fact: Fact) -> list[tuple[str, str]]:
        if fact.code not in self.known:
            self.known[fact.code] = value_choices(fact, self.territory)
        return self.known[fact.code]


class ConditionRow(PlainForm):
    """`fact` and `operator` decide which of `value`, `values`, `to` the line shows."""

    use_required_attribute = False  # an empty line is left out, not refused
    card = forms.TypedChoiceField(label="Cas", coerce=int, widget=select(), initial=1)
    fact = forms.ChoiceField(label="Information", required=False, widget=select(**RESHAPES))
    operator = forms.ChoiceField(label="Comparaison", widget=select(**RESHAPES))
    public_message = forms.CharField(label="Message à la personne", max_length=300, required=False, widget=text_input())
    agent_message = forms.CharField(label="Message à l’agent", max_length=300, required=False, widget=text_input())

    def __init__(self, *args: Any, choices: ValueChoices, **options: Any) -> None:
        super().__init__(*args, **options)
        code = str(self["fact"].value() or "")
        self.about = choices.words.get(code)
        self.fields["card"].choices = [(number, f"Cas {number}") for number in range(1, MAXIMUM_CARDS + 1)]
        self.fields["fact"].choices = grouped_facts(choices.words, also=code)
        if self.about is None:
            for name in ("operator", *MESSAGES):
                del self.fields[name]
            return
        self.fields["operator"].choices = operator_choices(self.about)
        known = [code for code, _label in self.fields["operator"].choices]
        chosen = str(self["operator"].value() or "")
        self.comparison = Operator(chosen if chosen in known else known[0])
        self.fields |= value_fields(self.about, self.comparison, choices.of(self.about))

    def clean(self) -> dict[str, Any]:
        if self.about is None and self.cleaned_data.get("fact"):
            self.add_error("fact", "Cette information n’existe plus. Choisissez-en une autre, ou retirez la ligne.")
        return self.cleaned_data

    @property
    def is_empty(self) -> bool:
        return self.about is None and not self["fact"].value()

    @property
    def controls(self) -> list[forms.BoundField]:
        """What the line asks, the messages left aside."""
        return [field for field in self.visible_fields() if field.name not in MESSAGES]

    @property
    def messages(self) -> list[forms.BoundField]:
        return [self[name] for name in MESSAGES if name in self.fields]

    @property
    def has_messages(self) -> bool:
        return any(field.value() for field in self.messages)

    def content(self) -> dict[str, Any]:
        """The condition in the evaluator's JSON."""
        operator = Operator(self.cleaned_data["operator"] or self.comparison)
        value = None if operator in KNOWLEDGE else self.constant(operator)
        messages = {name: self.cleaned_data[name] for name in MESSAGES}
        return {"fact": self.cleaned_data["fact"], "operator": str(operator), "value": value, **messages}

    def constant(self, operator: Operator) -> Any:
        if operator in LISTS:
            return sorted(self.cleaned_data.get("values") or [])
        first = plain(self.cleaned_data.get("value"))
        if self.about.type is FactType.BOOLEAN:
            return first == "true"
        return {"from": first, "to": plain(self.cleaned_data.get("to"))} if operator in INTERVALS else first


def plain(value: Any) -> Any:
    return {"date": value.isoformat()} if isinstance(value, date) else value


def value_fields(fact: Fact, operator: Operator, choices: list[tuple[str, str]]) -> dict[str, forms.Field]:
    if operator in KNOWLEDGE:
        return {}
    if operator in LISTS:
        boxes = forms.CheckboxSelectMultiple({"class": "bo-checks"})
        return {"values": forms.MultipleChoiceField(label="Valeurs", choices=choices, widget=boxes)}
    if operator in INTERVALS:
        return {"value": single_field(fact, "De", choices), "to": single_field(fact, "À", choices)}
    return {"value": single_field(fact, "Valeur", choices)}


def single_field(fact: Fact, label: str, choices: list[tuple[str, str]]) -> forms.Field:
    if fact.type is FactType.INTEGER:
        unit = f"En {fact.unit_plural}." if fact.unit_plural not in ("", "fois") else ""
        bounds = {"min_value": fact.low, "max_value": fact.high}
        return forms.IntegerField(label=label, help_text=unit, widget=number_input(), **bounds)
    if fact.type is FactType.DATE:
        return forms.DateField(label=label, widget=day_input())
    return forms.ChoiceField(label=label, choices=choices, widget=select())


def sent_rows(data: QueryDict, choices: ValueChoices, *, without: int | None = None) -> list[ConditionRow]:
    """The lines sent, renumbered when one of them is taken out; their page refuses more lines than the editor has."""
    count = min(whole_number(data.get("rows")), MAXIMUM_ROWS)
    kept = [number for number in range(count) if number != without]
    return [
        ConditionRow(line_of(data, number, f"c{place}-"), prefix=f"c{place}", choices=choices)
        for place, number in enumerate(kept)
    ]


def whole_number(text: Any) -> int:
    typed = str(text or "")[:MOST_DIGITS]
    return int(typed) if typed.isdecimal() else 0


def line_of(data: QueryDict, number: int, prefix: str) -> MultiValueDict[str, Any]:
    """What was sent for one line, under the prefix of its new place."""
    old = f"c{number}-"
    return MultiValueDict(
        {prefix + name.removeprefix(old): values for name, values in data.lists() if name.startswith(old)}
    )


def stored_rows(conditions: Iterable[Any], choices: ValueChoices) -> list[ConditionRow]:
    return [
        ConditionRow(initial=stored_row(row), prefix=f"c{number}", choices=choices)
        for number, row in enumerate(conditions)
    ]


def empty_row(number: int, choices: ValueChoices, *, card: int = 1) -> ConditionRow:
    return ConditionRow(initial={"card": card}, prefix=f"c{number}", choices=choices)


def stored_row(condition: Any) -> dict[str, Any]:
    """What a stored condition puts in a line."""
    value = condition.value
    row: dict[str, Any] = {name: getattr(condition, name) for name in ("card", "fact", "operator", *MESSAGES)}
    if isinstance(value, list):
        return {**row, "values": value}
    if isinstance(value, dict) and "from" in value:
        return {**row, "value": shown(value["from"]), "to": shown(value["to"])}
    return {**row, "value": shown(value)}


def shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value["date"] if isinstance(value, dict) else value
