"""Forms of people: a file, and the definition of a custom field."""

from backoffice.people.forms.answers import answer_field, answer_fields, shown_answer
from backoffice.people.forms.fields import ChoiceForm, ChoiceFormSet, CustomFieldForm
from backoffice.people.forms.usagers import UsagerForm

__all__ = [
    "ChoiceForm",
    "ChoiceFormSet",
    "CustomFieldForm",
    "UsagerForm",
    "answer_field",
    "answer_fields",
    "shown_answer",
]
