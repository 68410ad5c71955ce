"""Files of people: usagers, with the custom fields of their territory, and the definitions of those fields."""

from backoffice.people.exports.answers import AnswerColumn, with_answers
from backoffice.people.exports.definitions import CustomFieldTable
from backoffice.people.exports.usagers import UsagerExport, UsagerImport

__all__ = ["AnswerColumn", "CustomFieldTable", "UsagerExport", "UsagerImport", "with_answers"]
