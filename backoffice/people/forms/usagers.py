"""The form of a usager: a phone number is read and typed as people write it; the fields of her territory after the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.console.base.admin import BackofficeForm
from backoffice.people.enums import RequiredWhen
from backoffice.people.forms.answers import answer_field, shown_answer
from backoffice.people.services.answers import answer_of, merged_answers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.people.models import CustomField, Usager


class UsagerForm(BackofficeForm):
    # The custom fields that this form asks; each control is called `answer_` and its key.
    asked: tuple[CustomField, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "phone" in self.fields:
            self.initial["phone"] = self.instance.readable_phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = {field.key: cleaned[name] for field in self.asked if (name := f"answer_{field.key}") in cleaned}
        self.instance.answers = merged_answers(self.instance.answers, self.asked, typed)
        return cleaned


def with_questions(form: type[UsagerForm], fields: Iterable[CustomField], row: Usager | None) -> type[UsagerForm]:
    """The form with a control per field, filled with the answers of the row; what a new file must say is required."""
    asked = tuple(fields)
    controls: dict[str, Any] = {}
    for field in asked:
        known = answer_of(field, row) if row else None
        is_required = field.required_when == RequiredWhen.CREATION and row is None
        control = answer_field(field, answer=known, is_required=is_required)
        control.label, control.initial = field.label, shown_answer(known)
        controls[f"answer_{field.key}"] = control
    return type(form.__name__, (form,), {"asked": asked, **controls})
