"""What changed between two versions, in words: « Places : 12 → 10 ». Only names that the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.text import capfirst
from simple_history.utils import get_m2m_reverse_field_name

from backoffice.console.base.admin.fields import offered_rows
from backoffice.console.base.admin.relations import OUT_OF_SIGHT
from backoffice.console.base.changes import Change, Value
from backoffice.console.base.places import follow
from backoffice.console.base.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Field, Model
    from django.http import HttpRequest

KINDS = {"+": "Création", "~": "Modification", "-": "Suppression"}
SOMEBODY_ELSE = "Une personne hors de votre périmètre"
SYSTEM = "Le logiciel"


@dataclass(frozen=True)
class Version:
    key: int
    at: str
    kind: str
    who: str
    reason: str
    changes: tuple[Change, ...]


class HistoryReader:
    """Reads the versions of one row for one user. Names are read in one query per related model, through her perimeter."""

    def __init__(self, admin: Any, request: HttpRequest, row: Model) -> None:
        self.admin, self.request, self.row = admin, request, row
        self.model = type(row)
        self.zone = getattr(follow(row, self.model._default_manager.all().territory_path), "zone", None)
        history = self.model.history.model
        self.many = [self.model._meta.get_field(field.name) for field in history._history_m2m_fields]
        self.fields: list[Field] = [
            field for field in history.tracked_fields if not field.primary_key and field not in self.many
        ]
        self.names: dict[type[Model], dict[Any, str]] = {}

    def versions(self, records: Sequence[Any], *, with_last: bool) -> list[Version]:
        """`records`, newest first; the last one is there for comparison only unless `with_last`."""
        values = self._values(records)
        self._read_names(values, records)
        shown = records if with_last else records[:-1]
        return [self._version(record, values, records[place + 1 : place + 2]) for place, record in enumerate(shown)]

    def content(self, record: Any) -> list[tuple[str, Value]]:
        """Every field of one version."""
        values = self._values([record])
        self._read_names(values, [record])
        stored = values[record.pk]
        return [(self._label(field), self._text(field, stored[field.name])) for field in (*self.fields, *self.many)]

    def author(self, record: Any) -> str:
        if record.history_user_id is None:
            return SYSTEM
        user_model = record._meta.get_field("history_user").related_model
        return self.names.get(user_model, {}).get(record.history_user_id, SOMEBODY_ELSE)

    def moment(self, instant: datetime) -> str:
        """In the time of the territory; a text, since a template would bring it back to the time of the server."""
        local = timezone.localtime(instant, self.zone)
        return f"{long_date(local)} à {local:%H:%M}"

    def _version(self, record: Any, values: dict[Any, dict], older: Sequence[Any]) -> Version:
        changes = self._changes(values[older[0].pk], values[record.pk]) if older and record.history_type == "~" else ()
        return Version(
            key=record.pk,
            at=self.moment(record.history_date),
            kind=KINDS[record.history_type],
            who=self.author(record),
            reason=record.history_change_reason or "",
            changes=tuple(changes),
        )

    def _changes(self, before: dict, after: dict) -> Iterable[Change]:
        for field in (*self.fields, *self.many):
            old, new = before[field.name], after[field.name]
            if old != new:
                yield Change(self._label(field), self._text(field, old), self._text(field, new))

    def _label(self, field: Field) -> str:
        return capfirst(str(field.verbose_name))

    def _values(self, records: Sequence[Any]) -> dict[Any, dict[str, Any]]:
        stored = {
            record.pk: {field.name: getattr(record, field.attname) for field in self.fields} for record in records
        }
        for field in self.many:
            self._add_many(field, stored)
        return stored

    def _add_many(self, field: Field, stored: dict[Any, dict[str, Any]]) -> None:
        for values in stored.values():
            values[field.name] = frozenset()
        rows = getattr(self.model.history.model, field.name).model.objects.filter(history__in=list(stored))
        for version, key in rows.values_list("history_id", f"{get_m2m_reverse_field_name(field)}_id"):
            stored[version][field.name] |= {key}

    def _read_names(self, values: dict[Any, dict], records: Sequence[Any]) -> None:
        wanted: dict[type[Model], set[Any]] = {}
        for field in (*self.fields, *self.many):
            if field.is_relation:
                keys = wanted.setdefault(field.related_model, set())
                for stored in values.values():
                    keys |= {*(stored[field.name] if field in self.many else [stored[field.name]])} - {None}
        users = self.model.history.model._meta.get_field("history_user").related_model
        wanted.setdefault(users, set()).update(record.history_user_id for record in records)
        for model, keys in wanted.items():
            rows = offered_rows(self.admin.admin_site, self.request, model).filter(pk__in=keys - {None})
            self.names[model] = {row.pk: str(row) for row in rows}

    def _text(self, field: Field, value: Any) -> Value:
        if value is None or value in ("", frozenset(), {}):
            return Value("")
        if field.is_relation:
            keys = value if field in self.many else [value]
            known = self.names[field.related_model]
            return Value(", ".join(sorted(known.get(key, OUT_OF_SIGHT) for key in keys)))
        words = self.admin.history_words(self.request, self.row, field, value)
        return Value(self._plain(field, value) if words is None else words)

    def _plain(self, field: Field, value: Any) -> str:
        if field.flatchoices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return "Oui" if value else "Non"
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return long_date(value)
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
