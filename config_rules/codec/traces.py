"""Trace steps as compact JSON.

Responsible for a form that stays under two kilobytes for an ordinary policy: steps are grouped by stage
and level, and written `code=mark`, then `:conditions` and `>outcome` where there is something to say.
In a text of several steps `.rest` is a code that begins like the one before it, a bare code is false, and
`>` alone repeats the last outcome told; figures follow as `{name:figure,…`, those that facts and parameters say left out
(see `figures`).  The first format, one text per step, and the second, with every figure, are still read, never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from config_rules.codec.canonical import Json, as_list, as_text, member, stage_of
from config_rules.codec.figures import Known, figures_from_text, figures_to_text, has_plain_figures
from config_rules.decisions import Mark, Outcome, Stage, TraceStep
from config_rules.errors import CodecError

_STEP = re.compile(r"(?P<code>[^=]+)=(?P<mark>[01?-])(?::(?P<conditions>[01?|-]+))?(?:>(?P<outcome>[a-z]+))?")
_FALSE = f"={Mark.FALSE}"


def trace_to_json(trace: Iterable[TraceStep], told: Known) -> Json:
    """`[[stage, level, [steps]], …]` in the order of the trace; a text holds several steps, a list one that is not plain."""
    groups = groupby(trace, key=lambda step: (step.stage, step.level))
    return [[int(stage), level, _steps_to_json(steps, told)] for (stage, level), steps in groups]


def _steps_to_json(steps: Iterable[TraceStep], told: Known) -> list[Json]:
    parts: list[Json] = []
    for alone, run in groupby(steps, key=lambda step: _stands_alone(step, told)):
        if alone:
            parts += [[_step_to_text(step), dict(step.figures)] for step in run]
        else:
            group = list(run)
            heads = _shortened([_step_to_text(step) for step in group])
            parts.append(" ".join(head + figures_to_text(step, told) for head, step in zip(heads, group, strict=True)))
    return parts


def _stands_alone(step: TraceStep, told: Known) -> bool:
    """What a text of several steps cannot hold."""
    return step.code.startswith(".") or " " in step.code or "{" in step.code or not has_plain_figures(step, told)


def _step_to_text(step: TraceStep) -> str:
    text = f"{step.code}={step.mark}"
    if step.conditions != step.mark:
        text += f":{step.conditions}"
    if step.outcome is not None:
        text += f">{step.outcome}"
    return text


def _shortened(texts: list[str]) -> Iterator[str]:
    start = outcome = ""
    for whole in texts:
        text = whole.removesuffix(outcome) if outcome and whole.endswith(f">{outcome}") else whole
        yield (text[len(start) :] if start and start == _start(whole) else text).removesuffix(_FALSE)
        start, outcome = _start(whole), _outcome(whole) or outcome


def _lengthened(texts: Iterable[str]) -> Iterator[str]:
    start = outcome = ""
    for text in texts:
        whole = (start if text.startswith(".") else "") + text
        whole += "" if "=" in whole else _FALSE
        whole += outcome if whole.endswith(">") else ""
        yield whole
        start, outcome = _start(whole), _outcome(whole) or outcome


def _outcome(text: str) -> str:
    return text.partition("=")[2].partition(">")[2]


def _start(text: str) -> str:
    """What precedes the first dot of a step's code; nothing without dot."""
    start, dot, _ = text.partition("=")[0].partition(".")
    return start if dot else ""


def trace_from_json(value: Json, told: Known, *, joined: bool = True) -> tuple[TraceStep, ...]:
    """The steps of a stored trace, `joined` except in the first format; nothing is `told` elsewhere before the third.  Raises `CodecError`."""
    return tuple(step for group in as_list(value, "trace") for step in _group(group, told, joined))


def _group(value: Json, told: Known, joined: bool) -> Iterator[TraceStep]:
    stage, level, parts = _parts(value, 3)
    for part in as_list(parts, "trace"):
        for text, figures in _texts(part, told, joined):
            yield _step(stage_of(stage, "trace"), as_text(level, "trace"), as_text(text, "trace"), figures)


def _texts(part: Json, told: Known, joined: bool) -> Iterator[tuple[Json, Json]]:
    if not isinstance(part, str):
        text, figures = _parts(part, 2)
        yield text, figures
    elif joined:
        pieces = [piece.partition("{") for piece in part.split(" ")]
        heads = _lengthened(head for head, _, _ in pieces)
        for head, (_, _, text) in zip(heads, pieces, strict=True):
            yield head, dict(figures_from_text(head.partition("=")[0], text, told))
    else:
        yield part, {}


def _parts(value: Json, number: int) -> list[Json]:
    parts = as_list(value, "trace")
    if len(parts) != number:
        raise CodecError("trace", f"{number} éléments sont attendus")
    return parts


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
