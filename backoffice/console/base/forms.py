"""Form furniture of our own pages: the look of the admin, native controls (they work on a phone and without JavaScript)."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES

TEXT = " ".join(INPUT_CLASSES)
SELECT = " ".join(name for name in SELECT_CLASSES if name != "appearance-none")
NO_MEMORY = {"class": TEXT, "autocomplete": "off"}


def text_input(**attrs: Any) -> forms.TextInput:
    """A line of text that the browser does not remember: shared computers."""
    return forms.TextInput({**NO_MEMORY, **attrs})


def number_input(**attrs: Any) -> forms.NumberInput:
    return forms.NumberInput({**NO_MEMORY, "inputmode": "numeric", **attrs})


def day_input(**attrs: Any) -> forms.DateInput:
    return forms.DateInput({"class": TEXT, "type": "date", **attrs}, format="%Y-%m-%d")


def time_input(**attrs: Any) -> forms.TimeInput:
    return forms.TimeInput({"class": TEXT, "type": "time", **attrs}, format="%H:%M")


def select(**attrs: Any) -> forms.Select:
    return forms.Select({"class": SELECT, **attrs})


def radio() -> forms.RadioSelect:
    return forms.RadioSelect({"class": "bo-radio"})


def checkbox() -> forms.CheckboxInput:
    return forms.CheckboxInput({"class": "bo-checkbox"})


class ReasonField(forms.CharField):
    """Why: one line kept in the history."""

    def __init__(self, **options: Any) -> None:
        defaults = {"label": "Raison", "max_length": 250, "required": False, "widget": text_input()}
        super().__init__(**{**defaults, **options})


class KeyField(forms.CharField):
    """Minted with the form, so that the same form sent twice acts once."""

    def __init__(self) -> None:
        super().__init__(max_length=64, widget=forms.HiddenInput, initial=lambda: uuid.uuid4().hex)


class PlainForm(forms.Form):
    """A form whose messages say what to write, not that it is invalid."""

    required_css_class = "bo-required"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages.setdefault("required", "Ce champ est obligatoire.")
