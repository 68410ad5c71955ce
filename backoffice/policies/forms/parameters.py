"""One parameter as a small form: its type chooses the control."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import PlainForm, checkbox, day_input, number_input, radio, select
from backoffice.policies.forms.quotas import QuotasField
from backoffice.policies.services.wording import default_words
from config_rules import DelayUnit, ParameterType

if TYPE_CHECKING:
    from config_rules import Parameter

UNITS = [(str(DelayUnit.HOURS), "heures"), (str(DelayUnit.DAYS), "jours"), (str(DelayUnit.OPEN_DAYS), "jours ouvrés")]
DEFAULT, OWN, NONE = "default", "own", "none"


class ParameterForm(PlainForm):
    """Keep the default (or the upper level), set a value, or say that there is none when the parameter allows it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(label="Ce réglage", widget=radio())
    is_imposed = forms.BooleanField(
        label="Imposé : un motif ou une action ne peut pas le changer", required=False, widget=checkbox()
    )

    def __init__(self, *args: Any, parameter: Parameter, scopes: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.parameter = parameter
        choices = [(DEFAULT, f"Ne pas régler ici ({default_words(parameter)})"), (OWN, "Régler ici :")]
        if parameter.nullable:
            choices.append((NONE, (parameter.empty_label or "Aucune limite").capitalize()))
        self.fields["choice"].choices = choices
        self.fields |= own_fields(parameter) if scopes is None else {"value": QuotasField(parameter, scopes)}
        self.order_fields(["version", "choice", "value", "unit", "is_imposed"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("choice") == OWN and cleaned.get("value") in (None, "") and not self.may_be_empty:
            self.add_error("value", "Écrivez une valeur.")
        return cleaned

    @property
    def may_be_empty(self) -> bool:
        """Nothing ticked is a value: « aucun »."""
        return self.parameter.type is ParameterType.SET

    @property
    def is_set(self) -> bool:
        return self.cleaned_data["choice"] != DEFAULT

    def content(self) -> Any:
        """The value in the evaluator's JSON; None is « aucun »."""
        return own_value(self.parameter, self.cleaned_data) if self.cleaned_data["choice"] == OWN else None


def own_value(parameter: Parameter, typed: dict[str, Any]) -> Any:
    """The value typed, in the evaluator's JSON."""
    value = typed["value"]
    if parameter.type is ParameterType.DELAY:
        return {"amount": value, "unit": typed["unit"]}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value == "true" if parameter.type is ParameterType.BOOLEAN else value


def own_fields(parameter: Parameter) -> dict[str, forms.Field]:
    label = parameter.label.capitalize()
    if parameter.type is ParameterType.INTEGER:
        bounds = {"min_value": parameter.low, "max_value": parameter.high}
        unit = f"En {parameter.unit_plural}." if parameter.unit_plural else ""
        return {
            "value": forms.IntegerField(label=label, required=False, help_text=unit, widget=number_input(), **bounds)
        }
    if parameter.type is ParameterType.DATE:
        return {"value": forms.DateField(label=label, required=False, widget=day_input())}
    if parameter.type is ParameterType.DELAY:
        amount = forms.IntegerField(label=label, required=False, min_value=0, widget=number_input())
        return {"value": amount, "unit": forms.ChoiceField(label="Unité", choices=UNITS, widget=select())}
    if parameter.type is ParameterType.SET:
        ticked = forms.CheckboxSelectMultiple({"class": "bo-checkbox"})
        return {
            "value": forms.MultipleChoiceField(label=label, choices=parameter.choices, required=False, widget=ticked)
        }
    choices = [("true", "Oui"), ("false", "Non")] if parameter.type is ParameterType.BOOLEAN else parameter.choices
    return {"value": forms.ChoiceField(label=label, choices=choices, required=False, widget=select())}


def stored_value(value: Any) -> dict[str, Any]:
    """What a stored value puts in the form."""
    if value is None:
        return {"choice": NONE}
    if isinstance(value, dict) and "quotas" in value:
        return {"choice": OWN, "value": value}
    if isinstance(value, dict) and "amount" in value:
        return {"choice": OWN, "value": value["amount"], "unit": value["unit"]}
    if isinstance(value, dict):
        return {"choice": OWN, "value": value["date"]}
    return {"choice": OWN, "value": ("true" if value else "false") if isinstance(value, bool) else value}
