"""Canonical JSON, written and read strictly.

Responsible for bytes.  Refuses what two readers could understand differently: floats, NaN, duplicate
keys, negative zero, integers of absurd length, deep nesting, more than `MAXIMUM_LENGTH` characters.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum

from config_rules.decisions import Stage
from config_rules.errors import CodecError

type Json = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None

MAXIMUM_LENGTH = 5_000_000
MAXIMUM_DIGITS = 12


def canonical_json(value: Json) -> str:
    """One text per value: sorted keys, no spaces, accents kept."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def read_json(text: str, where: str) -> Json:
    """The value of a text that obeys the limits; raises `CodecError`."""
    if len(text) > MAXIMUM_LENGTH:
        raise CodecError(where, f"le fichier dépasse {MAXIMUM_LENGTH} caractères")
    try:
        value: Json = json.loads(
            text,
            object_pairs_hook=lambda pairs: _unique(pairs, where),
            parse_float=lambda digits: _refuse(where, f"le nombre à virgule {digits[:20]} n’est pas admis"),
            parse_int=lambda digits: _whole(digits, where),
            parse_constant=lambda name: _refuse(where, f"la valeur {name} n’est pas admise"),
        )
    except RecursionError:
        raise CodecError(where, "trop de niveaux imbriqués") from None
    except json.JSONDecodeError as error:
        raise CodecError(where, f"ligne {error.lineno}, colonne {error.colno}") from None
    _check_characters(text, value, where)
    return value


def _check_characters(text: str, value: Json, where: str) -> None:
    """Half a surrogate pair, written as an escape, cannot be stored."""
    try:
        text.encode()
        if "\\u" in text:
            canonical_json(value).encode()
    except UnicodeEncodeError:
        raise CodecError(where, "un caractère n’est pas admis") from None


def _unique(pairs: list[tuple[str, Json]], where: str) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise CodecError(where, "une clé est écrite deux fois")
    return found


def _whole(digits: str, where: str) -> int:
    if len(digits) > MAXIMUM_DIGITS or digits == "-0":
        raise CodecError(where, f"le nombre {digits[:20]} n’est pas admis")
    return int(digits)


def _refuse(where: str, what: str) -> Json:
    raise CodecError(where, what)


def as_object(
    value: Json, where: str, required: frozenset[str], optional: frozenset[str] = frozenset()
) -> dict[str, Json]:
    """An object with exactly these keys."""
    if not isinstance(value, Mapping):
        raise CodecError(where, "un objet est attendu")
    missing, unknown = required - value.keys(), value.keys() - required - optional
    if missing:
        raise CodecError(where, f"il manque « {min(missing)} »")
    if unknown:
        raise CodecError(where, f"« {min(unknown)} » est inconnu")
    return dict(value)


def as_list(value: Json, where: str) -> list[Json]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise CodecError(where, "une liste est attendue")
    return list(value)


def as_text(value: Json, where: str) -> str:
    if not isinstance(value, str):
        raise CodecError(where, "un texte est attendu")
    return value


def as_whole(value: Json, where: str) -> int:
    if type(value) is not int:
        raise CodecError(where, "un nombre entier est attendu")
    return value


def as_truth(value: Json, where: str) -> bool:
    if not isinstance(value, bool):
        raise CodecError(where, "oui ou non est attendu")
    return value


def member[Member: StrEnum](kind: type[Member], value: Json, where: str) -> Member:
    """The member of an enumeration with this stored value."""
    text = as_text(value, where)
    if text not in tuple(kind):
        raise CodecError(where, f"« {text[:40]} » est inconnu")
    return kind(text)


def stage_of(value: Json, where: str) -> Stage:
    """The stage of this number; raises `CodecError`."""
    number = as_whole(value, where)
    if number not in tuple(Stage):
        raise CodecError(where, "cette étape n’existe pas")
    return Stage(number)
