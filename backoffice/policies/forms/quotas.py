"""Seats for some: rows of « for whom » and « how many », as one field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import number_input, select

if TYPE_CHECKING:
    from config_rules import Parameter

ROWS = 6


class QuotasWidget(forms.MultiWidget):
    """A line per row; the controls say what they are to who does not see the line."""

    use_fieldset = True

    def __init__(self, choices: list[tuple[str, str]]) -> None:
        widgets: dict[str, forms.Widget] = {}
        for number in range(1, ROWS + 1):
            scope = select(**{"aria-label": f"Pour qui, ligne {number}"})
            scope.choices = choices
            widgets |= {
                f"scope{number}": scope,
                f"seats{number}": number_input(min=0, **{"aria-label": f"Nombre de places, ligne {number}"}),
            }
        super().__init__(widgets)

    def decompress(self, value: Any) -> list[Any]:
        rows = sorted(value["quotas"].items()) if value else []
        return [each for row in rows for each in row]


class QuotasField(forms.MultiValueField):
    """Cleaned as the evaluator's JSON. Refuses a number for nobody, and the same people twice."""

    def __init__(self, parameter: Parameter, scopes: dict[str, str]) -> None:
        choices = [("", "Personne"), *scopes.items()]
        bounds = {"min_value": parameter.low, "max_value": parameter.high, "required": False}
        fields: list[forms.Field] = []
        for _row in range(ROWS):
            fields += [forms.ChoiceField(choices=choices, required=False), forms.IntegerField(**bounds)]
        super().__init__(
            fields,
            label=parameter.label.capitalize(),
            require_all_fields=False,
            required=False,
            widget=QuotasWidget(choices),
        )

    def compress(self, data_list: list[Any]) -> dict[str, Any] | None:
        rows = [
            row
            for row in zip(data_list[::2], data_list[1::2], strict=True)
            if any(each is not None and each != "" for each in row)
        ]
        if any(not scope or seats is None for scope, seats in rows):
            raise forms.ValidationError("Chaque ligne dit pour qui, et combien de places.")
        if len({scope for scope, _seats in rows}) < len(rows):
            raise forms.ValidationError("Les mêmes personnes ont deux lignes. Gardez-en une.")
        return {"quotas": dict(rows)} if rows else None
