"""ScopedResource: rows of the user's perimeter, French titles, all or nothing, signed in the history. Keys are neither read nor written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tablib
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult
from import_export.widgets import ManyToManyWidget

from backoffice.console.base.changes import Change, Value
from backoffice.console.base.errors import NotAllowed
from backoffice.console.base.history import signed
from backoffice.console.base.places import places_by_path
from backoffice.console.base.resources.cells import TooManyRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model, QuerySet

    from backoffice.console.base.places import Place
    from backoffice.console.base.resources.cells import Cell
    from backoffice.console.base.resources.files import Sheet

MOST_EXPORTED = 10_000
KEYS = frozenset({"id", "pk", "identifiant", "clé"})
KINDS = {"new": "Nouveau", "update": "Modifié", "skip": "Inchangé", "invalid": "À corriger", "error": "À corriger"}


@dataclass(frozen=True)
class Line:
    """What an import does, or would do, with one line of the file."""

    number: int
    kind: str
    title: str
    changes: tuple[Change, ...]
    warnings: tuple[str, ...]
    errors: tuple[str, ...]


class ScopedResource(Resource):
    """Declare columns, `label`, and the activities. Only declared columns exist."""

    label = ""
    # What it takes to use this resource; None: what its admin says.
    activity: str | None = None
    # What it takes to change an existing row by an import.
    change_activity: str | None = None
    required_titles: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    class Meta:
        clean_model_instances = True
        skip_diff = True
        skip_html_diff = True
        report_skipped = True
        use_transactions = True
        store_instance = True
        instance_loader_class = BaseInstanceLoader

    def __init__(self, *, user: Any, activity: str | None = None, reason: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.user, self.reason = user, reason
        self.activity = self.activity or activity
        for column in self.fields.values():
            column.widget.user = user

    @classmethod
    def columns(cls) -> list[str]:
        return [column.column_name for column in cls.fields.values()]

    # Reading rows

    def get_queryset(self) -> QuerySet:
        rows = self._meta.model._default_manager.visible_to(self.user, self.activity)
        return rows.select_related(*self.related).prefetch_related(*self.prefetched)

    def init_instance(self, row: dict[str, Any] | None = None) -> Model:
        return self._meta.model()

    def find(self, row: dict[str, Any]) -> Model | None:
        """The stored row that a line is about, inside the perimeter; None for a new one. Importing the same file twice changes nothing."""
        return None

    def get_instance(self, instance_loader: Any, row: dict[str, Any]) -> Model | None:
        return self.find(row)

    # Export

    def table(self, rows: QuerySet) -> tuple[list[str], Iterator[list[Cell]]]:
        """Titles and rows of an export, narrowed once more to the perimeter of the activity."""
        allowed = self._meta.model._default_manager.visible_to(self.user, self.activity).order_by().values("pk")
        rows = rows.filter(pk__in=allowed).select_related(*self.related).prefetch_related(*self.prefetched)
        if rows.order_by()[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
            raise TooManyRows
        columns = list(self.fields.values())
        return self.columns(), ([each.export(row) for each in columns] for row in rows)

    # Import

    def judge_titles(self, titles: tuple[str, ...]) -> list[str]:
        """What prevents the file from being read as this table."""
        keys = [title for title in titles if title.casefold() in KEYS]
        missing = [title for title in self.required_titles if title not in titles]
        problems = [f"La colonne « {title} » n’est pas acceptée : retirez-la." for title in keys]
        return problems + [f"Il manque la colonne « {title} »." for title in missing]

    def ignored_titles(self, titles: tuple[str, ...]) -> list[str]:
        known = {column.column_name for column in self.fields.values() if not column.readonly}
        return [title for title in titles if title and title not in known]

    def run(self, sheet: Sheet, *, dry_run: bool) -> list[Line]:
        """Every line imported, or none if one line is wrong. With `dry_run`, the same without writing."""
        known = {column.column_name for column in self.fields.values() if not column.readonly}
        places = [index for index, title in enumerate(sheet.titles) if title in known]
        table = tablib.Dataset(headers=[sheet.titles[index] for index in places])
        for _number, cells in sheet.rows:
            table.append([cells[index] for index in places])
        self.rows = self.import_data(table, dry_run=dry_run, rollback_on_validation_errors=True, user=self.user).rows
        return [self._line(number, row) for (number, _cells), row in zip(sheet.rows, self.rows, strict=True)]

    def after_init_instance(self, instance: Model, new: bool, row: Any, **kwargs: Any) -> None:
        self.is_new, self.warnings = new, []
        self.before = {} if new else self._shown(instance)
        self.prepare(instance, row)

    def prepare(self, instance: Model, row: dict[str, Any]) -> None:
        """What the file does not say: the territory of a new row, look-alikes to signal in `self.warnings`."""

    def import_instance(self, instance: Model, row: dict[str, Any], **kwargs: Any) -> None:
        """The names of related rows are judged with the rest, so that one line tells all its problems."""
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            error.update_error_dict(errors)
        for column in self._many():
            try:
                column.clean({column.column_name: "", **row})
            except ValueError as error:
                errors[column.attribute] = [ValidationError(str(error))]
        if errors:
            raise ValidationError(errors)

    def import_field(self, field: Any, instance: Model, row: dict, is_m2m: bool = False, **kwargs: Any) -> None:
        if field.column_name in row:
            super().import_field(field, instance, row, is_m2m, **kwargs)

    def skip_row(self, instance: Model, original: Any, row: dict, import_validation_errors: Any = None) -> bool:
        """Nothing to do when nothing changes, once the typed values are normalised as the model does."""
        if self.is_new or import_validation_errors:
            return False
        try:
            instance.clean()
        except ValidationError:
            return False
        return self._shown(instance) == self.before and not any(self._added(instance, row))

    def _many(self) -> list[Any]:
        return [column for column in self.fields.values() if isinstance(column.widget, ManyToManyWidget)]

    def _added(self, instance: Model, row: dict[str, Any]) -> Iterator[Model]:
        """Related rows that this line would add."""
        for column in self._many():
            named = column.clean(row) if column.column_name in row else []
            stored = set(getattr(instance, column.attribute).all()) if instance.pk else set()
            yield from (each for each in named if each not in stored)

    def before_save_instance(self, instance: Model, row: dict[str, Any], **kwargs: Any) -> None:
        if not self.may_write(instance, list(self._added(instance, row))):
            raise ValidationError(NotAllowed.message)

    def may_write(self, instance: Model, added: list[Model]) -> bool:
        """The activity is held at each organisation that the line adds, and where the row is if the line changes more than that."""
        activity = self.activity if self.is_new else self.change_activity or self.activity
        places = [(each.territory_id, each.pk) for each in added]
        touched = not places if self.is_new else self._shown(instance) != self.before
        if touched and not any(self._holds(activity, place) for place in places_by_path(instance)):
            return False
        return all(self._holds(activity, place) for place in places)

    def _holds(self, activity: str, place: Place) -> bool:
        return self.user.perimeter.may(activity, territory_id=place[0], organisation_id=place[1])

    def do_instance_save(self, instance: Model, is_create: bool) -> None:
        with signed(instance, user=self.user, reason=self.reason):
            super().do_instance_save(instance, is_create)

    def save_m2m(self, instance: Model, row: dict[str, Any], **kwargs: Any) -> None:
        with signed(instance, user=self.user, reason=self.reason):
            super().save_m2m(instance, row, **kwargs)

    def after_import_row(self, row: dict[str, Any], row_result: RowResult, **kwargs: Any) -> None:
        row_result.warnings = tuple(self.warnings)
        row_result.changes = ()
        if row_result.import_type == RowResult.IMPORT_TYPE_UPDATE:
            row_result.changes = tuple(self._changes(self._shown(row_result.instance)))

    def _shown(self, instance: Model) -> dict[str, str]:
        return {column.column_name: str(column.export(instance)) for column in self.fields.values()}

    def _changes(self, after: dict[str, str]) -> Iterator[Change]:
        for title, old in self.before.items():
            if after[title] != old:
                yield Change(title, Value(old), Value(after[title]))

    def _line(self, number: int, result: RowResult) -> Line:
        return Line(
            number=number,
            kind=KINDS[result.import_type],
            title=str(result.instance) if getattr(result, "instance", None) else "",
            changes=getattr(result, "changes", ()),
            warnings=getattr(result, "warnings", ()),
            errors=tuple(self._errors(result)),
        )

    def _errors(self, result: RowResult) -> Iterator[str]:
        if result.validation_error:
            for name, messages in _by_field(result.validation_error).items():
                label = "" if name == NON_FIELD_ERRORS else f"{capfirst(self._label(name))} : "
                yield from (f"{label}{message}" for message in messages)
        if result.errors:
            yield "Cette ligne n’a pas pu être lue."

    def _label(self, name: str) -> str:
        for column in self.fields.values():
            if column.attribute == name:
                return column.column_name
        return str(self._meta.model._meta.get_field(name).verbose_name)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
