"""Form furniture of our own pages: the look of the admin, native controls (they work on a phone and without JavaScript)."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import UniqueConstraint
from unfold.widgets import INPUT_CLASSES, SELECT_CLASSES

from backoffice.console.base.keys import key_of

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


class RowField(forms.IntegerField):
    """The key of a row, carried by the form; what cannot be a key is the key of no row, and the service answers so."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        return None if number is None else key_of(str(number))


def read_keys(form: forms.BaseForm) -> None:
    """What was posted in the place of a key and cannot be one becomes the key of no row: the field refuses it, and can show itself again."""
    for name, field in form.fields.items():
        posted = form.add_prefix(name)
        if form.is_bound and isinstance(field, forms.ModelChoiceField) and posted in form.data:
            read = [str(key_of(value)) if value else value for value in form.data.getlist(posted)]
            if read != form.data.getlist(posted):
                form.data = form.data.copy()
                form.data.setlist(posted, read)


class JudgesConstraints:
    """For a ModelForm: a unique constraint is judged although it reads columns that the form does not show, by what is stored there."""

    def _post_clean(self) -> None:
        super()._post_clean()
        excluded = self._get_validation_exclusions()
        for constraint in self._meta.model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and self._is_passed_over(constraint, excluded):
                try:
                    constraint.validate(self._meta.model, self.instance)
                except ValidationError as error:
                    self.add_error(None, error)

    def _is_passed_over(self, constraint: UniqueConstraint, excluded: set[str]) -> bool:
        """Django leaves out a constraint as soon as it reads a column that is not in the form; of a new row, those columns may have no value yet."""
        read = constraint.condition.referenced_base_fields if constraint.condition else frozenset()
        unseen = ({*constraint.fields} & excluded) | (read & excluded)
        known = read if self.instance._state.adding else {*constraint.fields, *read}
        return bool(unseen) and unseen.isdisjoint(self.fields) and unseen <= known


class PlainForm(forms.Form):
    """A form whose messages say what to write, not that it is invalid."""

    required_css_class = "bo-required"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.label_suffix = ""
        for field in self.fields.values():
            field.error_messages.setdefault("required", "Ce champ est obligatoire.")
