"""The control of a custom field: native, labelled with its question, typed. Knows how to ask, not whether one may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from backoffice.console.base.forms import day_input, number_input, select, text_input
from backoffice.people.enums import FieldKind
from backoffice.people.values.answers import HIGHEST_NUMBER, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.people.models import CustomField
    from backoffice.people.values.answers import AnswerValue

NOT_ANSWERED = ("", "Pas de réponse")
YES_NO = (("true", "Oui"), ("false", "Non"))


class ChosenField(forms.MultipleChoiceField):
    """Several choices, as a set; None when nothing is ticked."""

    def clean(self, value: Any) -> frozenset[str] | None:
        return frozenset(super().clean(value)) or None


def answer_field(field: CustomField, *, answer: AnswerValue = None, is_required: bool = False) -> forms.Field:
    """The control of a question; `answer` is what is stored: a retired choice that it holds is still offered."""
    made = MAKERS[FieldKind(field.kind)](field, answer)
    made.label, made.help_text, made.required = field.asked, field.help_text, is_required
    made.error_messages["required"] = "Répondez à cette question."
    return made


def offered(field: CustomField, answer: AnswerValue) -> list[tuple[str, str]]:
    held = answer if isinstance(answer, frozenset) else {answer}
    return [(row.code, row.label) for row in field.choices.all() if not row.is_retired or row.code in held]


def one_choice(field: CustomField, answer: AnswerValue) -> forms.Field:
    choices = [NOT_ANSWERED, *offered(field, answer)]
    return forms.TypedChoiceField(choices=choices, empty_value=None, widget=select())


def several_choices(field: CustomField, answer: AnswerValue) -> forms.Field:
    return ChosenField(choices=offered(field, answer), widget=forms.CheckboxSelectMultiple({"class": "bo-checks"}))


def yes_or_no(_field: CustomField, _answer: AnswerValue) -> forms.Field:
    return forms.TypedChoiceField(
        choices=[NOT_ANSWERED, *YES_NO], coerce=lambda typed: typed == "true", empty_value=None, widget=select()
    )


def whole_number(_field: CustomField, _answer: AnswerValue) -> forms.Field:
    told = {"invalid": "Écrivez un nombre entier. Exemple : 3."}
    return forms.IntegerField(min_value=0, max_value=HIGHEST_NUMBER, widget=number_input(), error_messages=told)


def day(_field: CustomField, _answer: AnswerValue) -> forms.Field:
    return forms.DateField(widget=day_input())


def short_text(_field: CustomField, _answer: AnswerValue) -> forms.Field:
    return forms.CharField(max_length=LONGEST_TEXT, widget=text_input(), empty_value=None)


MAKERS = {
    FieldKind.CHOICE: one_choice,
    FieldKind.CHOICES: several_choices,
    FieldKind.BOOLEAN: yes_or_no,
    FieldKind.NUMBER: whole_number,
    FieldKind.DATE: day,
    FieldKind.TEXT: short_text,
}


def shown_answer(answer: AnswerValue) -> Any:
    """What the control shows for a stored answer."""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    return sorted(answer) if isinstance(answer, frozenset) else answer


def answer_fields(
    fields: Iterable[CustomField], answers: dict[str, AnswerValue], *, required: frozenset[str] = frozenset()
) -> dict[str, forms.Field]:
    """One control per field, by its key, filled with what is stored."""
    made = {}
    for field in fields:
        answer = answers.get(field.key)
        made[field.key] = answer_field(field, answer=answer, is_required=field.key in required)
        made[field.key].initial = shown_answer(answer)
    return made
