"""Answers to custom fields: a typed value ⇄ what a JSON column holds. Pure: knows the type of the question, not the question.

Refuses a value of another type: a stored answer is either typed or an error, never a guess (decision 0015)."""

from __future__ import annotations

from datetime import date
from typing import Any

from backoffice.people.enums import FieldKind

type AnswerValue = bool | int | str | date | frozenset[str] | None

LONGEST_TEXT = 200
HIGHEST_NUMBER = 1_000_000
PYTHON: dict[str, type] = {
    FieldKind.TEXT: str,
    FieldKind.CHOICE: str,
    FieldKind.NUMBER: int,
    FieldKind.BOOLEAN: bool,
    FieldKind.DATE: date,
    FieldKind.CHOICES: frozenset,
}


def stored_answer(kind: str, value: AnswerValue) -> Any:
    """The JSON of a value; None when there is no answer. Raises TypeError on a value of another type."""
    if value is None or value == "" or value == frozenset():
        return None
    if type(value) is not PYTHON[kind]:
        raise TypeError(f"{value!r} is no answer of type {kind}")
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def typed_answer(kind: str, stored: Any) -> AnswerValue:
    """The value of a JSON, None when nothing was answered. Raises TypeError or ValueError on what `stored_answer` cannot have written."""
    if stored is None:
        return None
    if kind == FieldKind.DATE:
        return date.fromisoformat(stored)
    value = frozenset(stored) if kind == FieldKind.CHOICES and isinstance(stored, list) else stored
    if type(value) is not PYTHON[kind]:
        raise TypeError(f"{stored!r} is no answer of type {kind}")
    return value
