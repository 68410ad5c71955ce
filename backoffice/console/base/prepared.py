"""Querysets compiled once per process, then sent with fresh parameters.

Building the SQL of a queryset costs the ORM five times what sending it costs; on the path of a booking, under the lock, that is most of the time.
The SQL, the columns and the objects are Django's own; only the building is not done again. Nothing else is cached: every execution reads."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression
from django.db.models.sql import UpdateQuery

if TYPE_CHECKING:
    from django.db.models import Field, QuerySet
    from django.db.models.sql import Query
    from django.db.models.sql.compiler import SQLCompiler


class Slot(Expression):
    """A parameter given at each execution, converted as a value of `output_field` is."""

    def __init__(self, name: str, output_field: Field) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Compiled:
    """The SQL of a query, built at the first use, and its parameters, some of them slots."""

    db = DEFAULT_DB_ALIAS

    def __init__(self, query: Query) -> None:
        self.query = query

    @cached_property
    def form(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        """No SQL when Django can tell that there is no row (a user without any right)."""
        compiler = self.query.get_compiler(self.db)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        if compiler.select:
            converters = compiler.get_converters([column[0] for column in compiler.select])
            compiler.get_converters = lambda _columns: converters
        return compiler, sql, tuple(params)

    def with_values(self, values: dict[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """What to send on the connection of this thread."""
        _compiler, sql, params = self.form
        connection = connections[self.db]
        return sql, tuple(
            param.output_field.get_db_prep_value(values[param.name], connection) if isinstance(param, Slot) else param
            for param in params
        )


class PreparedRows[Row]:
    """A queryset with slots: `rows(name=value, …)` reads it."""

    def __init__(self, queryset: QuerySet[Any]) -> None:
        self.queryset = queryset
        self.compiled = Compiled(queryset.query)

    def rows(self, **values: Any) -> list[Row]:
        """Every row, read now."""
        return list(self.queryset._iterable_class(Execution(self, values)))

    def first(self, **values: Any) -> Row | None:
        """The first row, or None."""
        rows = self.rows(**values)
        return rows[0] if rows else None

    def compiler(self, values: dict[str, Any]) -> SQLCompiler:
        """Django's compiler of this queryset, with its SQL."""
        ready = copy(self.compiled.form[0])
        ready.connection = connections[self.compiled.db]
        sent = self.compiled.with_values(values)
        ready.as_sql = lambda *_args, **_options: sent
        return ready


class Execution:
    """What Django's iterables ask of a queryset, for one execution."""

    def __init__(self, prepared: PreparedRows[Any], values: dict[str, Any]) -> None:
        self.prepared, self.values = prepared, values
        self.db, self.model, self.query = prepared.compiled.db, prepared.queryset.model, self
        self._known_related_objects: dict[Any, Any] = {}

    def get_compiler(self, using: str) -> SQLCompiler:
        return self.prepared.compiler(self.values)


class PreparedUpdate:
    """An update with slots: `run(name=value, …)` writes it. No history: for models that have none."""

    def __init__(self, queryset: QuerySet[Any], **changes: Any) -> None:
        query = queryset.query.chain(UpdateQuery)
        query.add_update_values(changes)
        self.compiled = Compiled(query)

    def run(self, **values: Any) -> int:
        """The number of rows that were changed."""
        with connections[self.compiled.db].cursor() as cursor:
            cursor.execute(*self.compiled.with_values(values))
            changed: int = cursor.rowcount
        return changed
