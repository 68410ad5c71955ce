"""Forms of people: a file, and the definition of a custom field."""

from backoffice.people.forms.fields import ChoiceForm, ChoiceFormSet, CustomFieldForm
from backoffice.people.forms.usagers import UsagerForm

__all__ = ["ChoiceForm", "ChoiceFormSet", "CustomFieldForm", "UsagerForm"]
