"""Reasons and trace steps as compact JSON.

Responsible for a form that stays under two kilobytes for an ordinary policy: steps are grouped by stage
and level, and written `code=mark`, then `:conditions` and `>outcome` where there is something to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from config_rules.codec.canonical import Json, as_list, as_text, as_whole, member
from config_rules.decisions import Mark, Outcome, Reason, Stage, TraceStep
from config_rules.errors import CodecError

_STEP = re.compile(r"(?P<code>[^=]+)=(?P<mark>[01?-])(?::(?P<conditions>[01?|-]+))?(?:>(?P<outcome>[a-z]+))?")
_LIFTED, _UNKNOWN = "lifted", "unknown"


def trace_to_json(trace: Iterable[TraceStep]) -> Json:
    """`[[stage, level, [steps]], …]` in the order of the trace."""
    groups = groupby(trace, key=lambda step: (step.stage, step.level))
    return [[int(stage), level, [_step_to_json(step) for step in steps]] for (stage, level), steps in groups]


def _step_to_json(step: TraceStep) -> Json:
    text = f"{step.code}={step.mark}"
    if step.conditions != step.mark:
        text += f":{step.conditions}"
    if step.outcome is not None:
        text += f">{step.outcome}"
    return [text, dict(step.figures)] if step.figures else text


def trace_from_json(value: Json) -> tuple[TraceStep, ...]:
    """The steps of a stored trace; raises `CodecError`."""
    return tuple(step for group in as_list(value, "trace") for step in _group(group))


def _group(value: Json) -> Iterator[TraceStep]:
    stage, level, steps = _parts(value, 3)
    for step in as_list(steps, "trace"):
        text, figures = (step, {}) if isinstance(step, str) else _parts(step, 2)
        yield _step(_stage(stage), as_text(level, "trace"), as_text(text, "trace"), figures)


def _parts(value: Json, number: int) -> list[Json]:
    parts = as_list(value, "trace")
    if len(parts) != number:
        raise CodecError("trace", f"{number} éléments sont attendus")
    return parts


def _stage(value: Json) -> Stage:
    number = as_whole(value, "trace")
    if number not in tuple(Stage):
        raise CodecError("trace", "cette étape n’existe pas")
    return Stage(number)


def _step(stage: Stage, level: str, text: str, figures: Json) -> TraceStep:
    found = _STEP.fullmatch(text)
    if found is None or not isinstance(figures, dict):
        raise CodecError("trace", f"« {text[:40]} » ne se lit pas")
    outcome = found["outcome"]
    return TraceStep(
        stage=stage,
        code=found["code"],
        mark=Mark(found["mark"]),
        level=level,
        outcome=None if outcome is None else member(Outcome, outcome, "trace"),
        conditions=found["conditions"] or found["mark"],
        figures={name: _figure(figure) for name, figure in figures.items()},
    )


def _figure(value: Json) -> int | str | None:
    if value is None or type(value) is int or isinstance(value, str):
        return value
    raise CodecError("trace", "un nombre ou un texte est attendu")


def reason_to_json(reason: Reason) -> Json:
    """`[code, stage, level, outcome, public message, agent message, remarks…]`."""
    remarks = [_LIFTED] * reason.lifted + [_UNKNOWN] * reason.unknown
    start: list[Json] = [reason.code, int(reason.stage), reason.level, str(reason.outcome)]
    return [*start, reason.public_message, reason.agent_message, *remarks]


def reason_from_json(value: Json) -> Reason:
    """The reason that was stored; raises `CodecError`."""
    parts = as_list(value, "motifs")
    if len(parts) < 6 or not set(map(str, parts[6:])) <= {_LIFTED, _UNKNOWN}:
        raise CodecError("motifs", "un motif ne se lit pas")
    return Reason(
        code=as_text(parts[0], "motifs"),
        stage=_stage(parts[1]),
        level=as_text(parts[2], "motifs"),
        outcome=member(Outcome, parts[3], "motifs"),
        public_message=as_text(parts[4], "motifs"),
        agent_message=as_text(parts[5], "motifs"),
        lifted=_LIFTED in parts[6:],
        unknown=_UNKNOWN in parts[6:],
    )
