"""Reasons as compact JSON.

Responsible for writing once what several share: they are grouped by stage, level, outcome and remarks.  A reason
is its code; its messages are those of its rule, in the document that decided, which never changes.
The first format, one list per reason, and the second, with its messages, are still read, never written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby

from config_rules.codec.canonical import Json, as_list, as_text, member, stage_of
from config_rules.decisions import Outcome, Reason, TraceStep
from config_rules.errors import CodecError
from config_rules.rules import PolicyDocument, Rule

type Documents = Mapping[str, PolicyDocument]
"""The document of each level, by its name."""

_LIFTED, _UNKNOWN = "lifted", "unknown"


def reasons_to_json(reasons: Iterable[Reason]) -> Json:
    """`[[stage, level, outcome, [codes], remarks…], …]` in order."""
    groups = groupby(reasons, key=lambda one: (one.stage, one.level, one.outcome, one.lifted, one.unknown))
    return [
        [int(stage), level, str(outcome), [one.code for one in group], *_remarks(lifted, unknown)]
        for (stage, level, outcome, lifted, unknown), group in groups
    ]


def _remarks(lifted: bool, unknown: bool) -> list[str]:
    return [_LIFTED] * lifted + [_UNKNOWN] * unknown


def reasons_from_json(value: Json, *, grouped: bool = True) -> tuple[Reason, ...]:
    """The reasons that were stored, `grouped` except in the first format; raises `CodecError`."""
    entries = as_list(value, "motifs")
    if grouped:
        entries = [entry for group in entries for entry in _ungrouped(group)]
    return tuple(_reason_from_json(entry) for entry in entries)


def _ungrouped(group: Json) -> Iterator[Json]:
    """Each reason of a group as the first format wrote it; in the second, `[code, public message, agent message]` stood for a code."""
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
        stage=stage_of(parts[1], "motifs"),
        level=as_text(parts[2], "motifs"),
        outcome=member(Outcome, parts[3], "motifs"),
        public_message=as_text(parts[4], "motifs"),
        agent_message=as_text(parts[5], "motifs"),
        lifted=_LIFTED in parts[6:],
        unknown=_UNKNOWN in parts[6:],
    )


def with_messages(reasons: Iterable[Reason], trace: Iterable[TraceStep], documents: Documents) -> tuple[Reason, ...]:
    """The same reasons with what their rules tell, the conditions having come out as the trace says."""
    steps = {(step.level, step.code): step for step in trace}
    rules = {(level, rule.code): rule for level, document in documents.items() for rule in document.rules}
    return tuple(
        _told(reason, steps.get(key), rules.get(key)) for reason in reasons for key in [(reason.level, reason.code)]
    )


def _told(reason: Reason, step: TraceStep | None, rule: Rule | None) -> Reason:
    if step is None or rule is None:
        return reason
    public, agent = rule.messages(step.mark, step.conditions)
    return replace(reason, public_message=public, agent_message=agent)
