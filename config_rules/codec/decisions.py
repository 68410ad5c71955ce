"""A decision as JSON, small enough to be kept for ever.

Responsible for the stored form: parameters at their default are left out (a default never changes),
empty fields too, what several reasons or steps share is written once, and the messages of rules stay in the
documents that decided, which never change.  Each format that was ever written is read for ever: the first one has no
number.  Refuses anything that a person could be recognised by beyond the facts used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from config_rules.codec.canonical import (
    Json,
    as_list,
    as_object,
    as_text,
    as_truth,
    as_whole,
    canonical_json,
    member,
    read_json,
)
from config_rules.codec.figures import known
from config_rules.codec.reasons import Documents, reasons_from_json, reasons_to_json, with_messages
from config_rules.codec.traces import trace_from_json, trace_to_json
from config_rules.codec.values import value_from_json, value_to_json
from config_rules.decisions import (
    Decision,
    EffectiveParameter,
    LevelStamp,
    Outcome,
    Placement,
)
from config_rules.errors import CodecError
from config_rules.vocabulary import BUILT_IN_PARAMETERS, FactValue, ParameterValue

DECISION_FORMAT = 3
DEFAULT_ORIGIN = "default"
_PLAIN = (int, str, bool, type(None))
_FIRST_FORMAT, _SECOND_FORMAT = 1, 2
_OPTIONAL = frozenset({"asks", "format", "points", "sensitive"})
_KEYS = frozenset(
    {
        "evaluator",
        "outcome",
        "placement",
        "reasons",
        "parameters",
        "trace",
        "facts",
        "levels",
    }
)


def facts_to_json(facts: Mapping[str, FactValue]) -> str:
    """Canonical JSON of a set of facts."""
    return canonical_json({code: value_to_json(value) for code, value in facts.items()})


def facts_from_json(text: str) -> dict[str, FactValue]:
    """The facts of a text; raises `CodecError`."""
    return _facts(read_json(text, "renseignements"))


def decision_to_json(decision: Decision) -> str:
    """Canonical JSON of a decision."""
    asks: dict[str, Json] = {"asks": list(decision.asks)} if decision.asks else {}
    points: dict[str, Json] = {"points": decision.points} if decision.points else {}
    sensitive: dict[str, Json] = {"sensitive": list(decision.sensitive)} if decision.sensitive else {}
    return canonical_json(
        {
            **asks,
            **points,
            **sensitive,
            "format": DECISION_FORMAT,
            "evaluator": decision.evaluator,
            "outcome": str(decision.outcome),
            "placement": str(decision.placement),
            "reasons": reasons_to_json(decision.reasons),
            "parameters": _parameters_to_json(decision.parameters),
            "trace": trace_to_json(decision.trace, known(decision.facts, decision.parameters)),
            "facts": _grouped(decision.facts),
            "levels": [[stamp.name, stamp.reference, stamp.hash] for stamp in decision.levels],
        }
    )


def _parameters_to_json(parameters: Mapping[str, EffectiveParameter]) -> Json:
    return {
        code: [value_to_json(effective.value), effective.origin, *[True] * effective.imposed]
        for code, effective in parameters.items()
        if effective.origin != DEFAULT_ORIGIN
    }


def _grouped(facts: Mapping[str, FactValue]) -> Json:
    """`{"person": {"age": 22, …}, …}`: what codes begin with is written once."""
    groups: dict[str, dict[str, Json]] = {}
    for code, value in facts.items():
        group, _, rest = code.partition(".")
        groups.setdefault(group, {})[rest] = value_to_json(value)
    return groups


def decision_from_json(text: str, documents: Documents | None = None) -> Decision:
    """The decision of a text, equal to the one that was written when `documents` are those that decided.

    Without them its reasons have no message, unless the format is older.  Raises `CodecError`."""
    content = as_object(read_json(text, "décision"), "décision", _KEYS, _OPTIONAL)
    number = _format(content)
    is_latest = number == DECISION_FORMAT
    facts, parameters = (
        _facts(_ungrouped(content["facts"]) if is_latest else content["facts"]),
        _parameters(content["parameters"]),
    )
    told = known(facts, parameters) if is_latest else {}
    trace = trace_from_json(content["trace"], told, joined=number != _FIRST_FORMAT)
    reasons = reasons_from_json(content["reasons"], grouped=number != _FIRST_FORMAT)
    if not reasons:
        raise CodecError("motifs", "il n’y en a aucun")
    if is_latest:
        reasons = with_messages(reasons, trace, documents or {})
    return Decision(
        outcome=member(Outcome, content["outcome"], "réponse"),
        placement=member(Placement, content["placement"], "placement"),
        headline=reasons[0],
        reasons=reasons,
        points=as_whole(content.get("points", 0), "points"),
        asks=tuple(as_text(code, "questions") for code in as_list(content.get("asks", []), "questions")),
        parameters=parameters,
        trace=trace,
        facts=facts,
        levels=tuple(_stamp(value) for value in as_list(content["levels"], "niveaux")),
        sensitive=tuple(as_text(code, "sensibles") for code in as_list(content.get("sensitive", []), "sensibles")),
        evaluator=as_whole(content["evaluator"], "évaluateur"),
    )


def _format(content: Mapping[str, Json]) -> int:
    number = as_whole(content.get("format", _FIRST_FORMAT), "format")
    if number not in (_FIRST_FORMAT, _SECOND_FORMAT, DECISION_FORMAT):
        raise CodecError("format", f"le format {number} est inconnu")
    return number


def _ungrouped(groups: Json) -> Json:
    if not isinstance(groups, dict) or not all(isinstance(group, dict) for group in groups.values()):
        raise CodecError("renseignements", "des groupes sont attendus")
    return {_code(name, rest): value for name, group in groups.items() for rest, value in group.items()}


def _code(group: str, rest: str) -> str:
    return f"{group}.{rest}" if rest else group


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a replay reads of a stored decision: the facts, and the parameters that were not at their default, as they are stored."""

    facts: dict[str, FactValue]
    stored: dict[str, list[Json]]

    def parameter(self, code: str) -> ParameterValue:
        """The value of a parameter; its default when nothing set it."""
        if code in self.stored:
            return value_from_json(self.stored[code][0], code)  # type: ignore[return-value]
        return BUILT_IN_PARAMETERS[code].default


def recorded_from_json(text: str) -> Recorded:
    """The part of a decision that a replay needs, many times faster than the whole; raises `CodecError`.

    The text is one that `decision_to_json` wrote: what a careful reader refuses cannot be there."""
    try:
        content = json.loads(text)
        facts = content["facts"]
        if content.get("format") == DECISION_FORMAT:
            facts = {_code(name, rest): value for name, group in facts.items() for rest, value in group.items()}
        return Recorded(
            {code: value if type(value) in _PLAIN else _value(value, code) for code, value in facts.items()},
            content["parameters"],
        )
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise CodecError("décision", "elle ne se lit pas") from error


def _value(value: Json, where: str) -> FactValue:
    return value_from_json(value, where)  # type: ignore[return-value]


def _parameters(value: Json) -> dict[str, EffectiveParameter]:
    if not isinstance(value, dict):
        raise CodecError("réglages", "un objet est attendu")
    parameters = {
        code: EffectiveParameter(parameter.default, DEFAULT_ORIGIN) for code, parameter in BUILT_IN_PARAMETERS.items()
    }
    return parameters | {code: _parameter(code, entry) for code, entry in value.items()}


def _parameter(code: str, entry: Json) -> EffectiveParameter:
    """`[value, origin]`, then whether it is imposed: always in the first format, only if it is since."""
    where = f"réglage {code}"
    parts = as_list(entry, where)
    if code not in BUILT_IN_PARAMETERS or len(parts) not in (2, 3):
        raise CodecError(where, "ce réglage ne se lit pas")
    value = value_from_json(parts[0], where)
    imposed = len(parts) == 3 and as_truth(parts[2], where)
    return EffectiveParameter(value, as_text(parts[1], where), imposed)  # type: ignore[arg-type]


def _facts(value: Json) -> dict[str, FactValue]:
    if not isinstance(value, dict):
        raise CodecError("renseignements", "un objet est attendu")
    return {code: value_from_json(stored, f"renseignement {code}") for code, stored in value.items()}  # type: ignore[misc]


def _stamp(value: Json) -> LevelStamp:
    parts = [as_text(part, "niveaux") for part in as_list(value, "niveaux")]
    if len(parts) != 3:
        raise CodecError("niveaux", "un niveau a un nom, une référence et une empreinte")
    return LevelStamp(*parts)
