"""The quotas of a séance or of an action: a row per scope, with the seats that are kept for it and the most that it may take."""

from __future__ import annotations

from typing import Any

from django import forms

from backoffice.actions.values import MAXIMUM, RESERVED
from backoffice.console.base.forms import PlainForm, ReasonField, number_input, radio, select

RULES, OWN = "rules", "own"
SPARE_ROWS = 3


def seats_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=2000, widget=number_input())


class QuotasForm(PlainForm):
    """Follow the rules, or set the numbers here. `scopes` are the codes that may have one, with their names."""

    choice = forms.ChoiceField(label="Les nombres", widget=radio())
    reason = ReasonField(help_text="Gardée dans l’historique. Exemple : accord avec la Mission locale.")

    def __init__(
        self, *args: Any, scopes: dict[str, str], rows: list[dict[str, Any]], is_own: bool, of_what: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["choice"].choices = [(RULES, "Ceux des règles"), (OWN, f"Choisis pour {of_what} :")]
        self.fields["choice"].initial = OWN if is_own else RULES
        self.count = len(rows) + SPARE_ROWS
        choices = [("", "Personne"), *scopes.items()]
        for number, row in enumerate([*rows, *[{}] * SPARE_ROWS]):
            scope = forms.ChoiceField(label="Pour", choices=choices, required=False, widget=select())
            self.fields |= {
                f"scope_{number}": scope,
                f"reserved_{number}": seats_field("Places réservées"),
                f"maximum_{number}": seats_field("Maximum"),
            }
            self.initial |= {f"{name}_{number}": value for name, value in row.items()}

    def rows(self) -> list[tuple[forms.BoundField, ...]]:
        """The fields of each line."""
        return [tuple(self[f"{name}_{at}"] for name in ("scope", "reserved", "maximum")) for at in range(self.count)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("choice") == RULES == self.fields["choice"].initial:
            self.refuse_numbers_left_aside()
        seen: set[str] = set()
        for number in range(self.count):
            scope, reserved, maximum = (cleaned.get(f"{name}_{number}") for name in ("scope", "reserved", "maximum"))
            if scope in seen:
                self.add_error(f"scope_{number}", "Cette ligne existe déjà plus haut.")
            if not scope and (reserved or maximum):
                self.add_error(f"scope_{number}", "Choisissez pour qui.")
            if reserved and maximum is not None and maximum < reserved:
                self.add_error(f"maximum_{number}", "Le maximum ne peut pas être plus petit que les places réservées.")
            seen |= {scope} if scope else set()
        return cleaned

    def refuse_numbers_left_aside(self) -> None:
        """Numbers that were changed while « Ceux des règles » stays ticked were typed to be kept."""
        if set(self.changed_data) - {"choice", "reason"}:
            own = dict(self.fields["choice"].choices)[OWN].removesuffix(" :")
            self.add_error("choice", f"Vous avez changé des nombres : cochez « {own} » pour les garder.")

    def quotas(self) -> dict[str, dict[str, int]] | None:
        """Seats by scope for each of the two parameters; None follows the rules."""
        if self.cleaned_data["choice"] == RULES:
            return None
        return {RESERVED: self.numbers("reserved"), MAXIMUM: self.numbers("maximum")}

    def numbers(self, name: str) -> dict[str, int]:
        """Zero reserved is nothing; a maximum of zero keeps somebody out."""
        asked = self.cleaned_data
        rows = {asked[f"scope_{at}"]: asked[f"{name}_{at}"] for at in range(self.count) if asked[f"scope_{at}"]}
        return {scope: seats for scope, seats in rows.items() if seats is not None and (seats or name == "maximum")}
