"""Columns of custom fields: one per label, read and written in words. A sensitive answer leaves and comes only for who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from backoffice.console.base.resources import Column, ScopedResource
from backoffice.console.base.resources.columns import BooleanWidget, DateWidget, NumberWidget
from backoffice.people.enums import FieldKind
from backoffice.people.services.answers import answer_of, in_words, merged_answers, reads_sensitive
from backoffice.people.values.answers import HIGHEST_NUMBER, LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backoffice.people.models import CustomField, Usager
    from backoffice.people.values.answers import AnswerValue

SEPARATOR = "|"
ELSEWHERE = "Cette colonne est celle d’un autre territoire."
HIDDEN = "Votre rôle ne permet pas d’importer une information sensible."
WIDGETS = {FieldKind.BOOLEAN: BooleanWidget(), FieldKind.DATE: DateWidget(), FieldKind.NUMBER: NumberWidget()}


class AnswerColumn(Column):
    """The fields of one label, one per territory."""

    def __init__(self, fields: Iterable[CustomField], *, readonly: bool = False) -> None:
        self.by_territory = {field.territory_id: field for field in fields}
        first = next(iter(self.by_territory.values()))
        super().__init__(f"answers__{first.key}", first.label, readonly=readonly)

    def territory_of(self, instance: Any) -> int:
        return instance.territory_id

    def field_for(self, instance: Any) -> CustomField | None:
        field = self.by_territory.get(self.territory_of(instance))
        if field is not None and field.is_sensitive and not self.reads(instance):
            return None
        return field

    def reads(self, instance: Any) -> bool:
        return reads_sensitive(self.widget.user.perimeter, instance)

    def export(self, instance: Any, **kwargs: Any) -> str:
        field = self.field_for(instance)
        return "" if field is None else cell_of(field, answer_of(field, instance))

    def save(self, instance: Usager, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        """An empty cell changes nothing."""
        text = str(row.get(self.column_name) or "").strip()
        if not text:
            return
        field = self.by_territory.get(instance.territory_id)
        if field is None:
            raise ValueError(ELSEWHERE)
        if field.is_sensitive and not (instance.pk and self.reads(instance)) and not self.configures(field):
            raise ValueError(HIDDEN)
        instance.answers = merged_answers(instance.answers, [field], {field.key: read_cell(field, text)})

    def configures(self, field: CustomField) -> bool:
        """A new file has no organisation yet: the right over the whole territory."""
        return self.widget.user.perimeter.may("view_sensitive", territory_id=field.territory_id)


def cell_of(field: CustomField, value: AnswerValue) -> str:
    if isinstance(value, frozenset):
        return f" {SEPARATOR} ".join(sorted(in_words(field, frozenset({code})) for code in value))
    if field.kind == FieldKind.DATE:
        return WIDGETS[FieldKind.DATE].render(value)
    return in_words(field, value)


def read_cell(field: CustomField, text: str) -> AnswerValue:
    """The typed value of a cell; ValueError in French."""
    kind = FieldKind(field.kind)
    if kind in WIDGETS:
        return within(WIDGETS[kind].clean(text))
    if kind == FieldKind.TEXT:
        if len(text) > LONGEST_TEXT:
            raise ValueError(f"Ce texte dépasse {LONGEST_TEXT} caractères.")
        return text
    if kind == FieldKind.CHOICES:
        return frozenset(code_of(field, part.strip()) for part in text.split(SEPARATOR) if part.strip())
    return code_of(field, text)


def within(value: AnswerValue) -> AnswerValue:
    if type(value) is int and value > HIGHEST_NUMBER:
        raise ValueError(f"Le plus grand nombre est {HIGHEST_NUMBER}.")
    return value


def code_of(field: CustomField, words: str) -> str:
    """By label or by code, among the choices in service."""
    choices = [row for row in field.choices.all() if not row.is_retired]
    for row in choices:
        if words.casefold() in (row.label.casefold(), row.code.casefold()):
            return row.code
    raise ValueError(f"« {words} » n’existe pas. Choix : {', '.join(row.label for row in choices)}.")


def with_answers(
    resource: type[ScopedResource],
    fields: Iterable[CustomField],
    column: type[AnswerColumn] = AnswerColumn,
    **options: bool,
) -> type[ScopedResource]:
    """The same table with a column per label; a label that the table has already is left out."""
    by_label: dict[str, list[CustomField]] = {}
    for field in fields:
        by_label.setdefault(field.label, []).append(field)
    known = {each.column_name for each in resource.fields.values()}
    groups = [group for label, group in by_label.items() if label not in known]
    if not groups:
        return resource
    columns = {f"answer_{place}": column(group, **options) for place, group in enumerate(groups)}
    meta = type("Meta", (resource.Meta, ScopedResource.Meta), {})
    return type(resource.__name__, (resource,), {"Meta": meta, **columns})
