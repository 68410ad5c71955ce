"""A decision as JSON, small enough to be kept for ever.

Responsible for the stored form: parameters at their default are left out (a default never changes),
empty fields too.  Refuses anything that a person could be recognised by beyond the facts used.
"""

from __future__ import annotations

from collections.abc import Mapping

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
from config_rules.codec.values import value_from_json, value_to_json
from config_rules.decisions import (
    BUILT_IN_LEVEL,
    Decision,
    EffectiveParameter,
    LevelStamp,
    Mark,
    Outcome,
    Placement,
    Reason,
    Stage,
    TraceStep,
)
from config_rules.errors import CodecError
from config_rules.vocabulary import BUILT_IN_PARAMETERS, FactValue

DEFAULT_ORIGIN = "default"
_STEP_DETAILS = frozenset({"level", "outcome", "conditions", "figures"})
_KEYS = frozenset(
    {
        "evaluator",
        "outcome",
        "placement",
        "points",
        "asks",
        "reasons",
        "headline",
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
    return canonical_json(
        {
            "evaluator": decision.evaluator,
            "outcome": str(decision.outcome),
            "placement": str(decision.placement),
            "points": decision.points,
            "asks": list(decision.asks),
            "reasons": [_reason_to_json(reason) for reason in decision.reasons],
            "headline": decision.reasons.index(decision.headline),
            "parameters": _parameters_to_json(decision.parameters),
            "trace": [_step_to_json(step) for step in decision.trace],
            "facts": {code: value_to_json(value) for code, value in decision.facts.items()},
            "levels": [[stamp.name, stamp.reference, stamp.hash] for stamp in decision.levels],
        }
    )


def _reason_to_json(reason: Reason) -> Json:
    content: dict[str, Json] = {
        "code": reason.code,
        "outcome": str(reason.outcome),
        "stage": int(reason.stage),
        "level": reason.level,
        "public": reason.public_message,
        "agent": reason.agent_message,
        "lifted": reason.lifted,
        "unknown": reason.unknown,
    }
    return {key: value for key, value in content.items() if _worth_keeping(key, value)}


def _step_to_json(step: TraceStep) -> Json:
    """`[stage, code, mark]`, then an object for whatever is not what one would expect."""
    details: dict[str, Json] = {
        "level": step.level if step.level != BUILT_IN_LEVEL else None,
        "outcome": None if step.outcome is None else str(step.outcome),
        "conditions": step.conditions if step.conditions != step.mark else None,
        "figures": dict(step.figures) or None,
    }
    kept = {key: value for key, value in details.items() if value is not None}
    start: list[Json] = [int(step.stage), step.code, str(step.mark)]
    return [*start, kept] if kept else start


def _worth_keeping(key: str, value: Json) -> bool:
    return key in ("stage", "code") or value not in ("", None, False, {}, BUILT_IN_LEVEL)


def _parameters_to_json(parameters: Mapping[str, EffectiveParameter]) -> Json:
    return {
        code: [value_to_json(effective.value), effective.origin, effective.imposed]
        for code, effective in parameters.items()
        if effective.origin != DEFAULT_ORIGIN
    }


def decision_from_json(text: str) -> Decision:
    """The decision of a text, equal to the one that was written; raises `CodecError`."""
    content = as_object(read_json(text, "décision"), "décision", _KEYS)
    reasons = tuple(_reason(value) for value in as_list(content["reasons"], "motifs"))
    headline = as_whole(content["headline"], "motif principal")
    if not 0 <= headline < len(reasons):
        raise CodecError("motif principal", "il n’existe pas")
    return Decision(
        outcome=member(Outcome, content["outcome"], "réponse"),
        placement=member(Placement, content["placement"], "placement"),
        headline=reasons[headline],
        reasons=reasons,
        points=as_whole(content["points"], "points"),
        asks=tuple(as_text(code, "questions") for code in as_list(content["asks"], "questions")),
        parameters=_parameters(content["parameters"]),
        trace=tuple(_step(value) for value in as_list(content["trace"], "trace")),
        facts=_facts(content["facts"]),
        levels=tuple(_stamp(value) for value in as_list(content["levels"], "niveaux")),
        evaluator=as_whole(content["evaluator"], "évaluateur"),
    )


def _reason(value: Json) -> Reason:
    where = "motifs"
    optional = frozenset({"outcome", "level", "public", "agent", "lifted", "unknown"})
    content = as_object(value, where, frozenset({"code", "stage"}), optional)
    return Reason(
        code=as_text(content["code"], where),
        outcome=member(Outcome, content["outcome"], where),
        stage=Stage(as_whole(content["stage"], where)),
        level=as_text(content.get("level", BUILT_IN_LEVEL), where),
        public_message=as_text(content.get("public", ""), where),
        agent_message=as_text(content.get("agent", ""), where),
        lifted=as_truth(content.get("lifted", False), where),
        unknown=as_truth(content.get("unknown", False), where),
    )


def _step(value: Json) -> TraceStep:
    where = "trace"
    stage, code, mark, *more = as_list(value, where)
    details = as_object(more[0] if more else {}, where, frozenset(), _STEP_DETAILS)
    outcome = details.get("outcome")
    return TraceStep(
        stage=Stage(as_whole(stage, where)),
        code=as_text(code, where),
        mark=member(Mark, mark, where),
        level=as_text(details.get("level", BUILT_IN_LEVEL), where),
        outcome=None if outcome is None else member(Outcome, outcome, where),
        conditions=as_text(details.get("conditions", mark), where),
        figures=_figures(details.get("figures", {})),
    )


def _figures(value: Json) -> dict[str, int | str | None]:
    if not isinstance(value, dict):
        raise CodecError("trace", "un objet est attendu")
    return {key: figure if figure is None or isinstance(figure, int | str) else None for key, figure in value.items()}


def _parameters(value: Json) -> dict[str, EffectiveParameter]:
    if not isinstance(value, dict):
        raise CodecError("réglages", "un objet est attendu")
    parameters = {
        code: EffectiveParameter(parameter.default, DEFAULT_ORIGIN) for code, parameter in BUILT_IN_PARAMETERS.items()
    }
    for code, entry in value.items():
        stored, origin, imposed = as_list(entry, f"réglage {code}")
        effective = value_from_json(stored, f"réglage {code}")
        parameters[code] = EffectiveParameter(effective, as_text(origin, code), as_truth(imposed, code))  # type: ignore[arg-type]
    return parameters


def _facts(value: Json) -> dict[str, FactValue]:
    if not isinstance(value, dict):
        raise CodecError("renseignements", "un objet est attendu")
    return {code: value_from_json(stored, f"renseignement {code}") for code, stored in value.items()}  # type: ignore[misc]


def _stamp(value: Json) -> LevelStamp:
    name, reference, digest = (as_text(part, "niveaux") for part in as_list(value, "niveaux"))
    return LevelStamp(name, reference, digest)
