"""The figures of a stored step: `{name:figure,…` after its text.

Responsible for leaving out those of placement that the facts and the parameters of the same decision already say,
and for giving them back equal; `{=` when nothing is left out.  Refuses to compute: what was counted (`free`,
`above`) is always written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from config_rules.decisions import EffectiveParameter, TraceStep
from config_rules.errors import CodecError
from config_rules.vocabulary import FactValue

type Figures = Mapping[str, int | str | None]
type Known = Mapping[str, Any]
"""Facts and values of parameters, by code."""

_WORD = re.compile(r"[a-z_]+")
_FIGURE = re.compile(r"[a-z_]+|0|-?[1-9][0-9]{0,11}")
_ALL = "="
_COPIES: dict[str, dict[str, str]] = {
    "placement.seat": {
        "seats": "occurrence.seats",
        "left": "occurrence.seats_left",
        "waiting": "occurrence.waiting_count",
        "party": "request.party_size",
        "quota_left": "occurrence.quota_seats_left",
        "awaited": "occurrence.seats_awaited",
    },
    "placement.overbooking": {"overbooked": "occurrence.overbooked", "maximum": "overbooking.max_seats"},
    "placement.waitlist": {
        "mode": "waitlist.mode",
        "waiting": "occurrence.waiting_count",
        "maximum": "waitlist.max_length",
        "cutoff_minutes": "waitlist.cutoff_hours",
    },
}
_UNITS: dict[str, Callable[[int], int]] = {"cutoff_minutes": lambda hours: 60 * hours}


def known(facts: Mapping[str, FactValue], parameters: Mapping[str, EffectiveParameter]) -> Known:
    """What a decision says beside its trace."""
    return {**{code: effective.value for code, effective in parameters.items()}, **facts}


def copies(code: str, told: Known) -> Figures:
    """The figures of a step that are copies of what is known."""
    sources = _COPIES.get(code, {})
    return {name: _figure(name, told[source]) for name, source in sources.items() if source in told}


def _figure(name: str, value: Any) -> Any:
    return _UNITS[name](value) if name in _UNITS else value


def written_figures(step: TraceStep, told: Known) -> tuple[bool, Figures]:
    """Whether every figure is to be written, and those that are: the copies are left out when they give the others back."""
    if step.code not in _COPIES:
        return False, step.figures
    found = copies(step.code, told)
    if any(name not in step.figures or step.figures[name] != value for name, value in found.items()):
        return True, step.figures
    return False, {name: figure for name, figure in step.figures.items() if name not in found}


def has_plain_figures(step: TraceStep, told: Known) -> bool:
    """Whether a text can hold the figures to write."""
    return all(_is_plain(name, figure) for name, figure in written_figures(step, told)[1].items())


def _is_plain(name: str, figure: int | str | None) -> bool:
    if not _WORD.fullmatch(name) or figure is None or isinstance(figure, bool):
        return False
    return bool(_WORD.fullmatch(figure)) if isinstance(figure, str) else bool(_FIGURE.fullmatch(str(figure)))


def figures_to_text(step: TraceStep, told: Known) -> str:
    """`{name:figure,name:figure`; nothing when there is none to write."""
    is_all, figures = written_figures(step, told)
    text = ",".join(f"{name}:{figure}" for name, figure in sorted(figures.items()))
    return "{" + _ALL * is_all + text if text or is_all else ""


def figures_from_text(code: str, text: str, told: Known) -> Figures:
    """The figures of a step, the copies included; raises `CodecError`."""
    content = text.removeprefix(_ALL)
    pairs = [pair.partition(":") for pair in content.split(",")] if content else []
    if not all(_WORD.fullmatch(name) and _FIGURE.fullmatch(figure) for name, _, figure in pairs):
        raise CodecError("trace", f"« {text[:40]} » ne se lit pas")
    own = {name: figure if _WORD.fullmatch(figure) else int(figure) for name, _, figure in pairs}
    return own if text.startswith(_ALL) else {**copies(code, told), **own}
