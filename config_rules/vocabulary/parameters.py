"""What a parameter is: a typed, bounded setting with a default told as a sentence.

Responsible for declaring parameters, checking their values and comparing how strict two values are.
Refuses values outside the declaration.  **A published default never changes**: old revisions would be
replayed differently; a new need gets a new code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class DelayUnit(StrEnum):
    """How a delay before the séance is counted."""

    HOURS = "hours"
    DAYS = "days"
    OPEN_DAYS = "open_days"


class Delay(NamedTuple):
    """A length of time before the séance, in the unit that the référente chose."""

    amount: int
    unit: DelayUnit


type ParameterValue = bool | int | str | date | frozenset[str] | Delay | tuple[tuple[str, int], ...] | None

LONGEST_DELAY = {DelayUnit.HOURS: 17_520, DelayUnit.DAYS: 730, DelayUnit.OPEN_DAYS: 500}
MAXIMUM_QUOTAS = 200
_QUOTA_SCOPE = re.compile(r"(channel|organisation|group|service):.|(organisation|group|service)-\d")


class ParameterType(StrEnum):
    """The kinds of values that a parameter may take."""

    INTEGER = "integer"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    SET = "set"
    DATE = "date"
    DELAY = "delay"
    QUOTAS = "quotas"


class Strictness(StrEnum):
    """Which of two values is stricter; used when two rules replace the same parameter."""

    LOWER = "lower"
    HIGHER = "higher"
    FIRST_CHOICE = "first_choice"
    NOT_REPLACEABLE = "not_replaceable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A declared parameter.

    `label` is a noun phrase with its article; `default_sentence` completes « Par défaut : ».
    `empty_label` says in French what an absent value means (« sans limite »).
    """

    code: str
    type: ParameterType
    label: str
    group: str
    default: ParameterValue
    default_sentence: str
    unit: str = ""
    unit_plural: str = ""
    low: int = 0
    high: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    nullable: bool = False
    empty_label: str = ""
    strictness: Strictness = Strictness.NOT_REPLACEABLE
    codes: frozenset[str] = field(init=False, default=frozenset())

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", frozenset(code for code, _label in self.choices))

    def fault(self, value: object) -> str:
        """Why the value is not acceptable, in French, or nothing."""
        if value is None:
            return "" if self.nullable else "une valeur est attendue"
        return _FAULTS[self.type](self, value)

    def strictness_key(self, value: ParameterValue) -> tuple[int, int]:
        """A sort key, the strictest value first; no limit is the least strict."""
        if value is None:
            return (1, 0)
        if self.strictness is Strictness.FIRST_CHOICE:
            return (0, [code for code, _label in self.choices].index(str(value)))
        number = _as_number(value)
        return (0, number if self.strictness is Strictness.LOWER else -number)


def _as_number(value: ParameterValue) -> int:
    if isinstance(value, Delay):
        minutes = {DelayUnit.HOURS: 60, DelayUnit.DAYS: 1_440, DelayUnit.OPEN_DAYS: 2_016}
        return value.amount * minutes[value.unit]
    if isinstance(value, date):
        return value.toordinal()
    return int(value) if isinstance(value, int) else 0


def _integer_fault(parameter: Parameter, value: object) -> str:
    if type(value) is not int:
        return "un nombre entier est attendu"
    if not parameter.low <= value <= parameter.high:
        return f"la valeur va de {parameter.low} à {parameter.high}"
    return ""


def _boolean_fault(_parameter: Parameter, value: object) -> str:
    return "" if value is True or value is False else "oui ou non est attendu"


def _choice_fault(parameter: Parameter, value: object) -> str:
    known = isinstance(value, str) and value in parameter.codes
    return "" if known else "cette valeur n’est pas dans la liste"


def _set_fault(parameter: Parameter, value: object) -> str:
    if not isinstance(value, frozenset):
        return "une liste de valeurs est attendue"
    return "" if value <= parameter.codes else "une valeur n’est pas dans la liste"


def _date_fault(_parameter: Parameter, value: object) -> str:
    return "" if type(value) is date else "une date est attendue"


def _delay_fault(_parameter: Parameter, value: object) -> str:
    if not isinstance(value, Delay) or type(value.amount) is not int or value.unit not in LONGEST_DELAY:
        return "un délai est attendu"
    longest = LONGEST_DELAY[value.unit]
    return "" if 0 <= value.amount <= longest else f"le délai va de 0 à {longest}"


def _quotas_fault(parameter: Parameter, value: object) -> str:
    if not isinstance(value, tuple) or len(value) > MAXIMUM_QUOTAS:
        return f"une liste de {MAXIMUM_QUOTAS} quotas au plus est attendue"
    return next(filter(None, (_quota_fault(parameter, row) for row in value)), "")


def _quota_fault(parameter: Parameter, row: object) -> str:
    if not isinstance(row, tuple) or len(row) != 2 or not isinstance(row[0], str):
        return "un quota est un code et un nombre de places"
    if not _QUOTA_SCOPE.match(row[0]) or len(row[0]) > 100:
        return "un quota porte sur un canal, une organisation, un groupe d’organisations ou un service"
    return _integer_fault(parameter, row[1])


_FAULTS: dict[ParameterType, Callable[[Parameter, object], str]] = {
    ParameterType.INTEGER: _integer_fault,
    ParameterType.BOOLEAN: _boolean_fault,
    ParameterType.CHOICE: _choice_fault,
    ParameterType.SET: _set_fault,
    ParameterType.DATE: _date_fault,
    ParameterType.DELAY: _delay_fault,
    ParameterType.QUOTAS: _quotas_fault,
}
