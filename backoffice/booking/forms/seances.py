"""Forms of acts on a whole séance, and of moves to another one. They decide nothing; services do."""

from __future__ import annotations

from typing import Any

from django import forms

from backoffice.booking.forms.people import KEPT
from backoffice.console.base.forms import (
    KeyField,
    PlainForm,
    ReasonField,
    RowField,
    checkbox,
)
from backoffice.console.base.wording import grouped

MOST_MOVED = 100


class MoveForm(PlainForm):
    """Where the inscription goes; above the seats only when it is asked for."""

    key = KeyField()
    seance = RowField()
    over = forms.BooleanField(label="Ajouter en surnombre", required=False, widget=checkbox())
    reason = ReasonField(help_text=KEPT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("over") and not cleaned.get("reason"):
            self.add_error("reason", "Écrivez une raison pour ajouter une place.")
        return cleaned


class MovePeopleForm(MoveForm):
    """Several people at once: those who are ticked. Each is moved by herself, while the page waits: not too many."""

    people = forms.TypedMultipleChoiceField(coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["people"].choices = choices
        self.fields["people"].error_messages["required"] = "Cochez au moins une personne."

    def clean_people(self) -> list[int]:
        people: list[int] = self.cleaned_data["people"]
        if len(people) > MOST_MOVED:
            raise forms.ValidationError(
                f"{grouped(len(people))} personnes sont cochées : {MOST_MOVED} au plus à la fois. Déplacez-les en plusieurs fois."
            )
        return people


class WhyForm(PlainForm):
    """An act on a whole séance, with its reason."""

    reason = ReasonField(required=True, help_text=KEPT)


class StationPageForm(PlainForm):
    """Which partner, and whether her page is made or taken back."""

    OPEN, CLOSE = "open", "close"

    station = forms.CharField(max_length=60, widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=[(OPEN, OPEN), (CLOSE, CLOSE)])
