"""Short ways to declare parameters.

Responsible for the repetitive fields only.  Refuses defaults of its own.
"""

from __future__ import annotations

from config_rules.vocabulary.parameters import Parameter, ParameterType, Strictness

LOWER, HIGHER, FIRST = Strictness.LOWER, Strictness.HIGHER, Strictness.FIRST_CHOICE


def number(
    code: str,
    label: str,
    low: int,
    high: int,
    default: int | None,
    sentence: str,
    unit: str = "",
    *,
    empty: str = "",
    strictness: Strictness = Strictness.NOT_REPLACEABLE,
) -> Parameter:
    """A whole number between two bounds; `empty` is what no value means, where that is allowed."""
    return Parameter(
        code=code,
        type=ParameterType.INTEGER,
        label=label,
        group=code.partition(".")[0],
        low=low,
        high=high,
        default=default,
        default_sentence=sentence,
        unit=unit,
        unit_plural=_plural(unit),
        nullable=bool(empty),
        empty_label=empty,
        strictness=strictness,
    )


def _plural(unit: str) -> str:
    return " ".join(word if word.endswith("s") else f"{word}s" for word in unit.split()) if unit else ""


def switch(code: str, label: str, default: bool, sentence: str) -> Parameter:
    """Yes or no."""
    return Parameter(
        code=code,
        type=ParameterType.BOOLEAN,
        label=label,
        group=code.partition(".")[0],
        default=default,
        default_sentence=sentence,
    )


def choice(
    code: str,
    label: str,
    choices: tuple[tuple[str, str], ...],
    default: str,
    sentence: str,
    strictness: Strictness = Strictness.NOT_REPLACEABLE,
) -> Parameter:
    """One of a closed list."""
    return Parameter(
        code=code,
        type=ParameterType.CHOICE,
        label=label,
        group=code.partition(".")[0],
        choices=choices,
        default=default,
        default_sentence=sentence,
        strictness=strictness,
    )


def delay(code: str, label: str, sentence: str, empty: str, strictness: Strictness) -> Parameter:
    """A delay before the séance; no value by default."""
    return Parameter(
        code=code,
        type=ParameterType.DELAY,
        label=label,
        group="window",
        default=None,
        default_sentence=sentence,
        nullable=True,
        empty_label=empty,
        strictness=strictness,
    )


def date(code: str, label: str, sentence: str, empty: str, strictness: Strictness) -> Parameter:
    """A fixed date; no value by default."""
    return Parameter(
        code=code,
        type=ParameterType.DATE,
        label=label,
        group="window",
        default=None,
        default_sentence=sentence,
        nullable=True,
        empty_label=empty,
        strictness=strictness,
    )
