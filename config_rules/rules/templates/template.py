"""What a gabarit is: a sentence with blanks, and the rows that it stands for.

Responsible for shapes.  Refuses code: a gabarit is data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from config_rules.rules.rule import ConditionValue, Effect, Operator, UnknownMeans
from config_rules.vocabulary import FactType


class BlankKind(StrEnum):
    """What the référente fills in."""

    NUMBER = "number"
    RANGE = "range"
    CODES = "codes"
    FACT = "fact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """One blank.  For a FACT, `default` is the usual code and `types` what may be chosen."""

    name: str
    kind: BlankKind
    label: str
    low: int = 0
    high: int = 0
    unit: str = ""
    default: str = ""
    types: tuple[FactType, ...] = ()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A condition where `{name}` stands for a blank; a number is multiplied by `scale` (hours → minutes)."""

    fact: str
    operator: Operator
    value: ConditionValue = None
    scale: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A gabarit.  In `effect`, 0 points, 0 seats or the fact to ask stand for the blank named in `effect_blank`."""

    code: str
    title: str
    sentence: str
    effect: Effect
    blanks: tuple[Blank, ...] = ()
    conditions: tuple[Pattern, ...] = ()
    effect_blank: str = ""
    unknown: UnknownMeans | None = None
    public_message: str = ""

    def blank(self, name: str) -> Blank | None:
        """The blank with this name."""
        return next((blank for blank in self.blanks if blank.name == name), None)
