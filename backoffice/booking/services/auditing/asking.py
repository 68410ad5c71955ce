"""Asks the database the questions that never change; each is composed once per process, because every test of the suite ends with all of them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet


def keys(question: Callable[..., QuerySet[Any]], *about: Any) -> list[int]:
    """The primary keys of the rows of `question(*about)`, by increasing key. The question must not depend on the hour."""
    with connection.cursor() as cursor:
        cursor.execute(*composed(question, *about))
        return [row[0] for row in cursor.fetchall()]


@cache
def composed(question: Callable[..., QuerySet[Any]], *about: Any) -> tuple[str, tuple[Any, ...]]:
    sql, values = question(*about).order_by("pk").values_list("pk").query.sql_with_params()
    return sql, tuple(values)
