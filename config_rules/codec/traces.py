"""Reasons and trace steps as compact JSON.

Responsible for a form that stays under two kilobytes for an ordinary policy: steps are grouped by stage
and level, and written `code=mark`, then `:conditions` and `>outcome` where there is something to say.
In a text of several steps `.rest` is a code that begins like the one before it, a bare code is false, and
`>` alone repeats the last outcome told; figures follow as `{name:figure,…`.
The first format, one text per step and one list per reason, is still read, never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from config_rules.codec.canonical import Json, as_list, as_text, as_whole, member
from config_rules.decisions import Mark, Outcome, Reason, Stage, TraceStep
from config_rules.errors import CodecError

_STEP = re.compile(r"(?P<code>[^=]+)=(?P<mark>[01?-])(?::(?P<conditions>[01?|-]+))?(?:>(?P<outcome>[a-z]+))?")
_WORD = re.compile(r"[a-z_]+")
_FIGURE = re.compile(r"[a-z_]+|0|-?[1-9][0-9]{0,11}")
_FALSE = f"={Mark.FALSE}"
_LIFTED, _UNKNOWN = "lifted", "unknown"


def trace_to_json(trace: Iterable[TraceStep]) -> Json:
    """`[[stage, level, [steps]], …]` in the order of the trace; a text holds several steps, a list one that is not plain."""
    groups = groupby(trace, key=lambda step: (step.stage, step.level))
    return [[int(stage), level, _steps_to_json(steps)] for (stage, level), steps in groups]


def _steps_to_json(steps: Iterable[TraceStep]) -> list[Json]:
    parts: list[Json] = []
    for alone, run in groupby(steps, key=_stands_alone):
        if alone:
            parts += [[_step_to_text(step), dict(step.figures)] for step in run]
        else:
            told = list(run)
            heads = _shortened([_step_to_text(step) for step in told])
            parts.append(" ".join(head + _figures_to_text(step) for head, step in zip(heads, told, strict=True)))
    return parts


def _stands_alone(step: TraceStep) -> bool:
    """What a text of several steps cannot hold."""
    odd = step.code.startswith(".") or " " in step.code or "{" in step.code
    return odd or not all(_is_plain(name, figure) for name, figure in step.figures.items())


def _is_plain(name: str, figure: int | str | None) -> bool:
    if not _WORD.fullmatch(name) or figure is None or isinstance(figure, bool):
        return False
    return bool(_WORD.fullmatch(figure)) if isinstance(figure, str) else bool(_FIGURE.fullmatch(str(figure)))


def _figures_to_text(step: TraceStep) -> str:
    """`{name:figure,name:figure`; nothing without figures."""
    figures = ",".join(f"{name}:{figure}" for name, figure in sorted(step.figures.items()))
    return "{" + figures if figures else ""


def _figures_from_text(text: str) -> dict[str, Json]:
    pairs = [pair.partition(":") for pair in text.split(",")] if text else []
    if not all(_WORD.fullmatch(name) and _FIGURE.fullmatch(figure) for name, _, figure in pairs):
        raise CodecError("trace", f"« {text[:40]} » ne se lit pas")
    return {name: figure if _WORD.fullmatch(figure) else int(figure) for name, _, figure in pairs}


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


def trace_from_json(value: Json, *, joined: bool = True) -> tuple[TraceStep, ...]:
    """The steps of a stored trace, `joined` except in the first format; raises `CodecError`."""
    return tuple(step for group in as_list(value, "trace") for step in _group(group, joined))


def _group(value: Json, joined: bool) -> Iterator[TraceStep]:
    stage, level, parts = _parts(value, 3)
    for part in as_list(parts, "trace"):
        for text, figures in _texts(part, joined):
            yield _step(_stage(stage), as_text(level, "trace"), as_text(text, "trace"), figures)


def _texts(part: Json, joined: bool) -> Iterator[tuple[Json, Json]]:
    if not isinstance(part, str):
        text, figures = _parts(part, 2)
        yield text, figures
    elif joined:
        pieces = [piece.partition("{") for piece in part.split(" ")]
        heads = _lengthened(head for head, _, _ in pieces)
        yield from ((head, _figures_from_text(text)) for head, (_, _, text) in zip(heads, pieces, strict=True))
    else:
        yield part, {}


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


def reasons_to_json(reasons: Iterable[Reason]) -> Json:
    """`[[stage, level, outcome, [reasons], remarks…], …]` in order; a reason is its code, or `[code, public message, agent message]`."""
    groups = groupby(reasons, key=lambda one: (one.stage, one.level, one.outcome, one.lifted, one.unknown))
    return [
        [int(stage), level, str(outcome), [_reason_to_json(one) for one in group], *_remarks(lifted, unknown)]
        for (stage, level, outcome, lifted, unknown), group in groups
    ]


def _remarks(lifted: bool, unknown: bool) -> list[str]:
    return [_LIFTED] * lifted + [_UNKNOWN] * unknown


def _reason_to_json(reason: Reason) -> Json:
    if reason.agent_message:
        return [reason.code, reason.public_message, reason.agent_message]
    return [reason.code, reason.public_message] if reason.public_message else reason.code


def reasons_from_json(value: Json, *, grouped: bool = True) -> tuple[Reason, ...]:
    """The reasons that were stored, `grouped` except in the first format; raises `CodecError`."""
    entries = as_list(value, "motifs")
    if grouped:
        entries = [entry for group in entries for entry in _ungrouped(group)]
    return tuple(_reason_from_json(entry) for entry in entries)


def _ungrouped(group: Json) -> Iterator[Json]:
    """Each reason of a group as the first format wrote it."""
    parts = as_list(group, "motifs")
    if len(parts) < 4:
        raise CodecError("motifs", "un motif ne se lit pas")
    for entry in as_list(parts[3], "motifs"):
        words = [entry] if isinstance(entry, str) else as_list(entry, "motifs")
        if not 1 <= len(words) <= 3:
            raise CodecError("motifs", "un motif ne se lit pas")
        code, public, agent = [*words, "", ""][:3]
        yield [code, *parts[:3], public, agent, *parts[4:]]


def _reason_from_json(value: Json) -> Reason:
    """`[code, stage, level, outcome, public message, agent message, remarks…]`."""
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
