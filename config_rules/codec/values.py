"""Facts, constants and parameters as JSON.

Responsible for values that JSON does not have: sets are sorted lists, the rest is tagged (`date`,
`from`/`to`, `amount`/`unit`, `quotas`) so that a reader needs no vocabulary.  Refuses other types.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from config_rules.codec.canonical import Json, as_list, as_object, as_text, as_whole
from config_rules.errors import CodecError
from config_rules.rules import ConditionValue
from config_rules.vocabulary import Delay, DelayUnit, FactValue, ParameterValue

type Value = FactValue | ConditionValue | ParameterValue


def value_to_json(value: Value) -> Json:
    """The JSON of any value of the language."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, frozenset):
        return sorted(str(code) for code in value)
    if isinstance(value, Delay):
        return {"amount": value.amount, "unit": str(value.unit)}
    return _tuple_to_json(value)


def _tuple_to_json(value: tuple[object, ...]) -> Json:
    if len(value) == 2 and all(isinstance(bound, int | date) for bound in value):
        low, high = value
        return {"from": value_to_json(low), "to": value_to_json(high)}  # type: ignore[arg-type]
    return {"quotas": {str(code): seats for code, seats in value}}  # type: ignore[misc, has-type]


def value_from_json(value: Json, where: str) -> Value:
    """The value of a JSON; raises `CodecError`."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return _tagged(value, where)
    return frozenset(as_text(code, where) for code in as_list(value, where))


def _tagged(value: Mapping[str, Json], where: str) -> Value:
    keys = frozenset(value)
    if keys == {"date"}:
        return _date(value["date"], where)
    if keys == {"from", "to"}:
        return _interval(value, where)
    if keys == {"amount", "unit"}:
        return _delay(value, where)
    if keys == {"quotas"}:
        return _quotas(value["quotas"], where)
    raise CodecError(where, "cette valeur n’a pas de sens")


def _date(value: Json, where: str) -> date:
    text = as_text(value, where)
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        raise CodecError(where, "une date s’écrit 2026-12-31") from None
    if parsed.isoformat() != text:
        raise CodecError(where, "une date s’écrit 2026-12-31")
    return parsed


def _interval(value: Mapping[str, Json], where: str) -> tuple[int, int] | tuple[date, date]:
    low, high = (value_from_json(value[key], where) for key in ("from", "to"))
    if isinstance(low, date) and isinstance(high, date):
        return low, high
    if type(low) is int and type(high) is int:
        return low, high
    raise CodecError(where, "un intervalle a deux nombres ou deux dates")


def _delay(value: Mapping[str, Json], where: str) -> Delay:
    unit = as_text(value["unit"], where)
    if unit not in tuple(DelayUnit):
        raise CodecError(where, "l’unité du délai est inconnue")
    return Delay(as_whole(value["amount"], where), DelayUnit(unit))


def _quotas(value: Json, where: str) -> tuple[tuple[str, int], ...]:
    rows = as_object(value, where, frozenset(), frozenset(value) if isinstance(value, Mapping) else frozenset())
    return tuple((code, as_whole(seats, where)) for code, seats in sorted(rows.items()))
