"""Answers to custom fields: which questions a territory asks, what is stored on a row, how it reads, and who may read it.

An answer is kept in the JSON column of its row (file or inscription), by the key of its field; the history of the row is its history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from backoffice.console.base.history import record
from backoffice.console.base.wording import long_date
from backoffice.directory.enums import Activity
from backoffice.people.enums import FieldKind, FieldSubject, RequiredWhen
from backoffice.people.models import CustomField, Usager
from backoffice.people.values import stored_answer, typed_answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backoffice.directory.models import User
    from backoffice.directory.permissions import Perimeter
    from backoffice.people.values.answers import AnswerValue

HIDDEN = "Information sensible"


def fields_about(subject: FieldSubject, territory_id: int, *, with_sensitive: bool) -> list[CustomField]:
    """The fields in service of a territory, in order."""
    rows = CustomField.objects.filter(territory=territory_id).about(subject)
    return [field for field in rows if with_sensitive or not field.is_sensitive]


def reads_sensitive(perimeter: Perimeter, usager: Usager) -> bool:
    """The right is held in the whole territory, or in one of the organisations that follow the person."""
    places = [None, *(row.pk for row in usager.organisations.all())]
    return any(
        perimeter.may(Activity.VIEW_SENSITIVE, territory_id=usager.territory_id, organisation_id=key) for key in places
    )


def answer_of(field: CustomField, row: Any) -> AnswerValue:
    """The typed answer of a row; None when there is none."""
    return readable(field, row.answers)


def readable(field: CustomField, stored: Mapping[str, Any]) -> AnswerValue:
    """An unreadable answer counts as none: the type of a used field never changes."""
    try:
        return typed_answer(field.kind, stored.get(field.key))
    except (TypeError, ValueError):
        return None


def words_of(field: CustomField, row: Any) -> str:
    """« A1, débutant », « oui », « 3 », « 2 mai 2026 »; empty when there is no answer."""
    return in_words(field, answer_of(field, row))


def in_words(field: CustomField, value: AnswerValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return long_date(value)
    labels = {choice.code: choice.label for choice in field.choices.all()}
    if isinstance(value, frozenset):
        return ", ".join(sorted(labels.get(code, code) for code in value))
    return labels.get(value, value) if field.kind == FieldKind.CHOICE else str(value)


def words_of_stored(fields: Iterable[CustomField], stored: Mapping[str, Any], *, with_sensitive: bool) -> str:
    """Every answer of a column, in the order of the fields: « Niveau de français : A1 ; Permis : oui »."""
    parts = []
    for field in fields:
        if stored.get(field.key) is not None:
            hidden = field.is_sensitive and not with_sensitive
            parts.append(f"{field.label} : {HIDDEN.lower() if hidden else in_words(field, readable(field, stored))}")
    return " ; ".join(parts)


def merged_answers(
    stored: Mapping[str, Any], fields: Iterable[CustomField], typed: Mapping[str, AnswerValue]
) -> dict[str, Any]:
    """What the column holds once these fields are answered; a field that is not in `typed` keeps its answer."""
    kept = dict(stored)
    for field in fields:
        if field.key in typed:
            kept.pop(field.key, None)
            value = stored_answer(field.kind, typed[field.key])
            kept |= {} if value is None else {field.key: value}
    return kept


def answer_for(
    *, usager: Usager, fields: Iterable[CustomField], typed: Mapping[str, AnswerValue], user: User | None, reason: str
) -> bool:
    """Write what a person answered on her file, with its history; says whether something changed. Call inside a transaction.

    Beside what the file holds now: two séances that ask her different questions at once both keep their answer."""
    if not typed:
        return False
    files = Usager.objects.select_for_update(no_key=True).order_by()
    stored = files.values_list("answers", flat=True).get(pk=usager.pk)
    usager.answers = merged_answers(stored, fields, typed)
    if usager.answers == stored:
        return False
    record(usager, user=user, reason=reason, update_fields=["answers"])
    return True


def refuse_incomplete_file(usager: Usager, user: User) -> None:
    """Raise ValidationError naming what a new file must say and does not; a role is not asked what it may not read."""
    fields = CustomField.objects.filter(territory=usager.territory_id, required_when=RequiredWhen.CREATION)
    asked = fields.about(FieldSubject.PERSON).order_by("position", "label")
    reads = user.perimeter.has(Activity.VIEW_SENSITIVE)
    missing = [field.label for field in asked if field.key not in usager.answers and (reads or not field.is_sensitive)]
    if missing:
        raise ValidationError(f"Il manque : {', '.join(missing)}.")
