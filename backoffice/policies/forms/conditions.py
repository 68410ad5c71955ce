"""One condition as a line of the editor: the information chooses the comparisons and the kind of value."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import PlainForm, day_input, number_input, select
from backoffice.policies.services.offering import grouped_facts, operator_choices, value_choices
from backoffice.policies.services.vocabulary import VOCABULARY
from config_rules import FactType, Operator
from config_rules.rules.operators import INTERVALS, KNOWLEDGE, LISTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backoffice.directory.models import Territory
    from config_rules import Fact

MAX_ROWS = 20
CARDS = [(number, f"Cas {number}") for number in range(1, 6)]


class ConditionRow(PlainForm):
    """`fact` and `operator` decide which of `value`, `values`, `to` the line shows."""

    use_required_attribute = False  # an empty line is left out, not refused
    card = forms.TypedChoiceField(label="Cas", choices=CARDS, coerce=int, widget=select(), initial=1)
    fact = forms.ChoiceField(label="Information", widget=select())
    operator = forms.ChoiceField(label="Comparaison", widget=select())

    def __init__(self, *args: Any, territory: Territory, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["fact"].choices = grouped_facts()
        self.about = VOCABULARY.get(str(self["fact"].value() or ""))
        if self.about is None:
            del self.fields["operator"]
            return
        self.fields["operator"].choices = operator_choices(self.about)
        known = [code for code, _label in self.fields["operator"].choices]
        chosen = str(self["operator"].value() or "")
        self.comparison = Operator(chosen if chosen in known else known[0])
        self.fields |= value_fields(self.about, self.comparison, value_choices(self.about, territory))

    @property
    def is_empty(self) -> bool:
        return self.about is None

    def content(self) -> dict[str, Any]:
        """The condition in the evaluator's JSON."""
        operator = Operator(self.cleaned_data["operator"] or self.comparison)
        value = None if operator in KNOWLEDGE else self.constant(operator)
        return {"fact": self.cleaned_data["fact"], "operator": str(operator), "value": value}

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
        unit = f"En {fact.unit_plural}." if fact.unit_plural else ""
        bounds = {"min_value": fact.low, "max_value": fact.high}
        return forms.IntegerField(label=label, help_text=unit, widget=number_input(), **bounds)
    if fact.type is FactType.DATE:
        return forms.DateField(label=label, widget=day_input())
    return forms.ChoiceField(label=label, choices=choices, widget=select())


def condition_rows(
    data: Mapping[str, Any] | None, stored: list[dict[str, Any]], territory: Territory, *, extra: int
) -> list[ConditionRow]:
    """The lines of the editor: those sent, or those stored, then `extra` empty ones."""
    if data is not None:
        count = min(int(data.get("rows") or 0), MAX_ROWS)
        sent = [ConditionRow(data, prefix=f"c{number}", territory=territory) for number in range(count)]
        extra = min(extra, MAX_ROWS - count)
        return sent + [empty_row(count + number, territory) for number in range(extra)]
    rows = [ConditionRow(initial=row, prefix=f"c{number}", territory=territory) for number, row in enumerate(stored)]
    return rows + [empty_row(len(rows) + number, territory) for number in range(extra)]


def empty_row(number: int, territory: Territory) -> ConditionRow:
    return ConditionRow(initial={"card": 1}, prefix=f"c{number}", territory=territory)


def stored_row(condition: Any) -> dict[str, Any]:
    """What a stored condition puts in a line."""
    value = condition.value
    row: dict[str, Any] = {"card": condition.card, "fact": condition.fact, "operator": condition.operator}
    if isinstance(value, list):
        return {**row, "values": value}
    if isinstance(value, dict) and "from" in value:
        return {**row, "value": shown(value["from"]), "to": shown(value["to"])}
    return {**row, "value": shown(value)}


def shown(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value["date"] if isinstance(value, dict) else value
