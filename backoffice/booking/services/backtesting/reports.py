"""The figures of a replay as they are stored: counts and keys, no name. Figures of several parts of the past add up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from config_rules.backtest.report import EXAMPLES_KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from config_rules.backtest import Replay

NUMBERS = ("seances", "requests", "recorded", "faithful")
COUNTS = ("fates", "answers", "reasons_before", "reasons_after", "missing")
Report = dict[str, Any]


def empty() -> Report:
    return {
        **dict.fromkeys((*NUMBERS, "read_again"), 0),
        **{name: {} for name in (*COUNTS, "organisations", "examples")},
    }


def report_of(replay: Replay, read_again: int) -> Report:
    """Plain values: « refused>seat » for a transition."""
    return {
        **{name: getattr(replay, name) for name in NUMBERS},
        "read_again": read_again,
        "fates": arrows(replay.fates),
        "answers": arrows(replay.answers),
        "reasons_before": dict(replay.reasons_before),
        "reasons_after": dict(replay.reasons_after),
        "missing": dict(replay.missing),
        "organisations": {key: arrows(counts) for key, counts in replay.organisations.items()},
        "examples": {
            arrow(transition): [
                [int(each.seance), int(each.person), each.reason_before, each.reason_after] for each in kept
            ]
            for transition, kept in replay.examples.items()
        },
    }


def arrow(pair: tuple[StrEnum, StrEnum]) -> str:
    return f"{pair[0]}>{pair[1]}"


def arrows(counts: Mapping[Any, int]) -> dict[str, int]:
    return {arrow(pair): number for pair, number in counts.items()}


def added(one: Report, other: Report) -> Report:
    """The figures of both parts; no more examples than a single replay keeps."""
    found: Report = {name: one[name] + other[name] for name in (*NUMBERS, "read_again")}
    for name in COUNTS:
        found[name] = dict(Counter(one[name]) + Counter(other[name]))
    places = {**one["organisations"], **other["organisations"]}
    found["organisations"] = {
        key: dict(Counter(one["organisations"].get(key, {})) + Counter(other["organisations"].get(key, {})))
        for key in places
    }
    found["examples"] = {
        key: [*one["examples"].get(key, []), *other["examples"].get(key, [])][:EXAMPLES_KEPT]
        for key in {**one["examples"], **other["examples"]}
    }
    return found
